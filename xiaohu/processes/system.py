"""The three processes of Xiaohu on one machine: the action server, the bot and the gateway."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from desk.settings import Settings
from xiaohu.processes.service import Service

HARMLESS = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV", "SSL_CERT_FILE")
NUMERIC = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OMP_NUM_THREADS", "XIAOHU_SPEEDUPS")
ROOT = Path(__file__).resolve().parent.parent.parent


class NotSetUp(Exception):
    """The bot's environment is missing; `make setup` builds it."""


def bot_python() -> Path:
    """The interpreter of the bot's own environment.

    Raises:
        NotSetUp: there is none yet.
    """
    python = ROOT / "bot" / ".venv" / "bin" / "python"
    if not python.exists():
        raise NotSetUp
    return python


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


class System:
    """Lays out the services, on private ports chosen once.

    Args:
        settings: of the business; the children read the same environment file.
        env_file: the file `settings` came from, or None when they came from the environment.
    """

    def __init__(self, settings: Settings, env_file: Path | None) -> None:
        self._settings, self._env_file = settings, env_file
        self._bot_port, self._actions_port = free_port(), free_port()

    @property
    def bot_url(self) -> str:
        """Where the gateway reaches the bot."""
        return f"http://127.0.0.1:{self._bot_port}"

    @property
    def actions_url(self) -> str:
        """Where the bot reaches the action server."""
        return f"http://127.0.0.1:{self._actions_port}/webhook"

    def services(self, model: Path) -> list[Service]:
        """All three, in the order in which they are started."""
        return [self._actions(), self._bot(model), self._gateway()]

    def _own(self, name: str, *parts: str | Path) -> Service:
        addresses = {"XIAOHU_BOT_URL": self.bot_url, "XIAOHU_ACTIONS_URL": self.actions_url}
        # The rest of the knowledge is read again by itself whenever it changes.
        rules = self._settings.knowledge_dir / "policy.yml"
        made_of = [ROOT / part for part in ("desk", "providers", "uv.lock", rules, *parts)]
        return Service(
            name=name,
            argv=(sys.executable, "-m", "xiaohu", "serve", name),
            env={**os.environ, **addresses, "PYTHONUNBUFFERED": "1"},
            cwd=ROOT,
            made_of=(*made_of, *([self._env_file] if self._env_file else [])),
        )

    def _actions(self) -> Service:
        return self._own("actions", "actions")

    def _gateway(self) -> Service:
        sites = self._settings.sites_file
        return self._own("gateway", "gateway", *([sites] if sites else []))

    def _bot(self, model: Path) -> Service:
        """The bot: it is given its own two secrets and nothing that opens the database."""
        passed = {key: os.environ[key] for key in (*HARMLESS, *NUMERIC) if key in os.environ}
        secrets = {
            "XIAOHU_BOT_SECRET": self._settings.bot_secret.get_secret_value(),
            "XIAOHU_ACTIONS_SECRET": self._settings.actions_secret.get_secret_value(),
            "XIAOHU_ACTIONS_URL": self.actions_url,
        }
        parts = ("bot", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml")
        return Service(
            name="bot",
            argv=(str(bot_python()), "-m", "bot.serve", "--port", str(self._bot_port), "--model", str(model)),
            env={**passed, **secrets, "PYTHONUNBUFFERED": "1"},
            cwd=ROOT,
            made_of=(*(ROOT / part for part in parts), model),
        )
