"""What a conversation is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ButtonSpec:
    """A button as the bot offers it; the conversation issues its id.

    Args:
        title: what the customer reads.
        intent: what pressing it means.
        stage: the only stage in which it may be pressed; None when it is good at any time.
    """

    title: str
    intent: str
    stage: str | None = None


@dataclass(frozen=True)
class Reply:
    """One message of the bot, before it is stored.

    Args:
        text: always filled, so that a channel without cards reads well.
        card: the contract's card, `{"kind": …}`, or None.
        buttons: the answers on offer, the way on first.
        question: the intent that a typed yes stands for; None when nothing is asked.
    """

    text: str
    card: Mapping[str, Any] | None = None
    buttons: tuple[ButtonSpec, ...] = ()
    question: str | None = None
