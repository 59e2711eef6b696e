"""A customer's account as a page or an app may name it to somebody who says it is theirs."""

from __future__ import annotations

from desk.bootstrap import Desk

_LONG = 8  # characters


def account_named(desk: Desk, owner: str) -> str:
    """The account's label; what may be shown of the customer's own id where there is none now."""
    return desk.accounts.label(owner) or _masked(owner.partition("/")[2])


def _masked(subject: str) -> str:
    """A customer's id as it may be shown; of a short one, next to nothing."""
    shown = 2 if len(subject) >= _LONG else 0
    return f"{subject[: shown or 1]}****{subject[-shown:] if shown else ''}"
