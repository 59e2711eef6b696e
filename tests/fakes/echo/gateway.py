"""A gateway with the echo app as a process of its own, which can be told to die at a certain step."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import uvicorn

import desk.channels.deliveries
import desk.channels.inbox
from desk.bootstrap import Desk, build_desk
from desk.settings import Settings, read_settings
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.fakes.echo.channel import connect_to


def main(environment: Mapping[str, str], port: int, platform: str, dies: str) -> None:
    """Serve until killed.

    Args:
        environment: the settings.
        dies: `before`, `after` or `never`, and the step, such as `before channels.delivered`.
    """
    os.environ.update(environment)
    desk.channels.inbox.LEASE = desk.channels.deliveries.LEASE = timedelta(seconds=0.3)
    built = build_desk(read_settings(Settings))
    _prepare(built, *dies.split(" "))
    app = build_app(built, read_settings(GatewaySettings), connects={"echo": connect_to(platform, [])})
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None)


def _prepare(built: Desk, when: str, step: str = "") -> None:
    if when == "never":
        return
    part, name = step.split(".")
    service = getattr(built, part)
    call: Callable[..., Any] = getattr(service, name)

    def dying(*arguments: Any, **named: Any) -> Any:
        result = None
        if when == "after":
            result = call(*arguments, **named)
        # Looks that find nothing are no step.
        if when == "before" or result:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(service, name, dying)
