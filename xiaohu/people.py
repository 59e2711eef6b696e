"""Who is at the keyboard: staff prove themselves, except in demo mode."""

from __future__ import annotations

import os

import typer

from desk.bootstrap import Desk
from desk.staff.model import Role


def prove(desk: Desk, name: str, role: Role = Role.REVIEWER) -> str:
    """The staff name under which a decision is recorded.

    Args:
        name: what `--as` said. In demo mode any name is taken; elsewhere it must be a staff account
            and its passphrase is asked for (or read from XIAOHU_STAFF_PASSPHRASE).
        role: what the person is about to act as.

    Raises:
        DomainError: unknown name, wrong passphrase, or too many wrong ones.
    """
    if desk.settings.demo:
        return desk.staff.authenticate(name, None, role=role).name
    passphrase = os.environ.get("XIAOHU_STAFF_PASSPHRASE") or typer.prompt(
        f"{name} 的口令", hide_input=True, err=True
    )
    return desk.staff.authenticate(name, passphrase, role=role).name
