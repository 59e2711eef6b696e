"""A turn is checked before anything else looks at it."""

import pytest

from bot.turn import NotATurn, Turn, read

INTENTS = ["affirm", "stale_button", "restart", "nlu_fallback"]


def test_a_text_turn() -> None:
    assert read({"sender": "a", "stage": "none", "text": "好"}, INTENTS) == Turn("a", "none", text="好")


def test_an_intent_turn() -> None:
    assert read({"sender": "a", "stage": "none", "intent": "affirm"}, INTENTS) == Turn(
        "a", "none", intent="affirm"
    )


@pytest.mark.parametrize("intent", ["restart", "nlu_fallback", "unknown", "/affirm", ""])
def test_an_intent_that_may_not_be_sent(intent: str) -> None:
    with pytest.raises(NotATurn):
        read({"sender": "a", "stage": "none", "intent": intent}, INTENTS)


def test_the_reason_does_not_quote_what_was_sent() -> None:
    with pytest.raises(NotATurn) as refused:
        read({"sender": "a", "stage": "我的秘密", "text": "我的秘密"}, INTENTS)
    assert "秘密" not in str(refused.value)


def test_two_thousand_characters_are_a_turn_and_one_more_is_not() -> None:
    assert read({"sender": "a", "stage": "none", "text": "长" * 2000}, INTENTS).text
    with pytest.raises(NotATurn):
        read({"sender": "a", "stage": "none", "text": "长" * 2001}, INTENTS)
