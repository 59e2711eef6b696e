"""Whether a button that comes back may still be pressed."""

from __future__ import annotations

from desk.conversations.model import IssuedButton, Moment

YES_OR_NO = frozenset({"affirm", "deny"})
# In these stages the application itself asks; a button of it answers that, whatever was said in between.
ASKING_STAGES = frozenset({"consenting", "confirming"})


def is_stale(button: IssuedButton, now: Moment, question: str | None) -> bool:
    """Whether the moment of the button has passed.

    Args:
        now: where the customer's application stands.
        question: what the newest message of the bot asks.
    """
    if button.stage is not None and (button.stage, button.application_id) != (now.stage, now.application_id):
        return True
    asked_by_stage = button.stage in ASKING_STAGES
    return button.intent in YES_OR_NO and not asked_by_stage and button.question != question
