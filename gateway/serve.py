"""The gateway as a process."""

import socket
from ipaddress import ip_address

import uvicorn

from desk.demo.faces import demo_faces
from desk.errors import ConfigurationError
from desk.settings import Settings, read_settings
from gateway.app import build_app
from gateway.logs import configure_logging
from gateway.metrics import Metrics
from gateway.parts import Parts
from gateway.settings import GatewaySettings
from providers.bootstrap import build_providers

_NOT_STARTED = 3  # the exit code that uvicorn's own command uses


class Server(uvicorn.Server):
    """Uvicorn, which ends the open streams before it waits for connections to close."""

    def __init__(self, config: uvicorn.Config, parts: Parts) -> None:
        super().__init__(config)
        self.parts = parts

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop serving, gracefully."""
        self.parts.hub.close()
        await super().shutdown(sockets)


def build_server(settings: Settings, gateway: GatewaySettings) -> Server:
    """A server that is ready to run.

    Raises:
        ConfigurationError: something in the settings forbids to serve.
    """
    _refuse_public_demo(settings, gateway)
    metrics = Metrics()
    faces, providers = demo_faces(settings), build_providers(settings, observer=metrics.ledger_called)
    providers.load()
    app = build_app(providers.desk(settings, face=faces), gateway, faces=faces, metrics=metrics)
    config = uvicorn.Config(
        app,
        host=gateway.host,
        port=gateway.port,
        log_config=None,
        access_log=False,
        # Forwarded addresses are read here, from configured proxies only.
        proxy_headers=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=gateway.shutdown_grace,
    )
    return Server(config, app.state.parts)


def serve(settings: Settings) -> None:
    """Run the gateway until it is told to stop; its own settings come from the same places."""
    configure_logging()
    server = build_server(settings, read_settings(GatewaySettings))
    try:
        server.run()
    finally:
        server.parts.desk.close()
    if not server.started:
        raise SystemExit(_NOT_STARTED)


def _refuse_public_demo(settings: Settings, gateway: GatewaySettings) -> None:
    if settings.demo and not _is_loopback(gateway.host):
        raise ConfigurationError(
            f"Demo mode listens on this machine only: set XIAOHU_HOST to 127.0.0.1 instead of {gateway.host}."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
