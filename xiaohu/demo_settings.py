"""The settings of the demo on this machine: made once, with its own keys, readable by their owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

SECRETS = ("SECRET_KEY", "AUDIT_KEY", "PASSWORD_PEPPER", "BOT_SECRET", "ACTIONS_SECRET")


class NotADemo(Exception):
    """The environment file exists and belongs to something else than a demo; it is left alone."""


def ensure(env_file: Path, *, port: int | None = None) -> None:
    """Write the demo's environment file, unless it is there; its customers' tokens need no sites file.

    Args:
        env_file: where the settings are kept; the demo's data goes into the folder `demo` beside it.
        port: the gateway's port, when not the usual one.

    Raises:
        NotADemo: the file holds settings without XIAOHU_DEMO=1.
    """
    if env_file.exists():
        if "XIAOHU_DEMO=1" not in env_file.read_text(encoding="utf-8").splitlines():
            raise NotADemo(str(env_file))
        return
    data = env_file.resolve().parent / "demo"
    data.mkdir(parents=True, exist_ok=True)
    _write_private(env_file, "\n".join(_settings(data, port)) + "\n")


def _settings(data: Path, port: int | None) -> list[str]:
    lines = [
        "XIAOHU_DEMO=1",
        f"XIAOHU_DATA_DIR={data}",
        f"XIAOHU_DATABASE_URL=sqlite:///{data / 'xiaohu.db'}",
    ]
    if port:
        lines += [f"XIAOHU_PORT={port}", f"XIAOHU_PUBLIC_URL=http://127.0.0.1:{port}"]
    return [*lines, *(f"XIAOHU_{name}={secrets.token_urlsafe(36)}" for name in SECRETS)]


def _write_private(path: Path, text: str) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)
