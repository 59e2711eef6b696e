"""A turn as the gateway posts it: checked before anything else looks at it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

STAGES = ("none", "consenting", "verifying", "confirming", "submitted", "approved")  # an ended one is none
LONGEST_TEXT = 2000
LONGEST_SENDER = 128
NEVER_SENT = frozenset({"restart", "back", "session_start", "nlu_fallback"})


class NotATurn(Exception):
    """The body is not a turn; says what is wrong with it, without quoting it."""


@dataclass(frozen=True)
class Turn:
    """Either `text` or `intent` is there."""

    sender: str
    stage: str
    text: str | None = None
    intent: str | None = None


def read(body: Any, intents: Collection[str]) -> Turn:
    """The turn in a decoded JSON body; `intents` are those of the domain.

    Raises:
        NotATurn: something is missing, of the wrong kind, too long or unknown.
    """
    if not isinstance(body, dict):
        raise NotATurn("The body is not a JSON object.")
    if set(body) not in ({"sender", "stage", "text"}, {"sender", "stage", "intent"}):
        raise NotATurn("A turn has sender, stage, and either text or intent.")
    if not all(isinstance(value, str) for value in body.values()):
        raise NotATurn("Every field of a turn is a string.")
    return _checked(Turn(**body), intents)


def _checked(turn: Turn, intents: Collection[str]) -> Turn:
    if not 0 < len(turn.sender) <= LONGEST_SENDER:
        raise NotATurn(f"sender has 1 to {LONGEST_SENDER} characters.")
    if turn.stage not in STAGES:
        raise NotATurn(f"stage is one of {', '.join(STAGES)}.")
    if turn.text is not None and not 0 < len(turn.text) <= LONGEST_TEXT:
        raise NotATurn(f"text has 1 to {LONGEST_TEXT} characters.")
    if turn.intent is not None and (turn.intent not in intents or turn.intent in NEVER_SENT):
        raise NotATurn("intent is not one that may be sent.")
    return turn
