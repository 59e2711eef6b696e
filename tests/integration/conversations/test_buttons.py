"""Buttons: only those that this conversation was given, and only in their moment."""

import pytest

from desk.bootstrap import Desk
from desk.conversations.errors import UnknownButton
from desk.conversations.model import Button, ButtonSpec, Conversation, Reply


def offer(desk: Desk, conversation: Conversation, *specs: ButtonSpec, question: str | None = None) -> Button:
    [message] = desk.conversations.append(
        conversation.id, [Reply("请选择", buttons=specs, question=question)]
    )
    return message.buttons[0]


def test_pressing_says_its_title_and_means_its_intent(desk: Desk, conversation: Conversation) -> None:
    button = offer(desk, conversation, ButtonSpec("如何注销", "ask_how_to_close"))

    received = desk.conversations.receive(conversation.id, "t1", button=button.id)

    assert received.customer_message.text == "如何注销"
    assert (received.intent, received.stale, received.masked) == ("ask_how_to_close", False, False)


def test_a_button_of_another_conversation_is_unknown(
    desk: Desk, conversation: Conversation, visitor: Conversation
) -> None:
    button = offer(desk, conversation, ButtonSpec("如何注销", "ask_how_to_close"))

    with pytest.raises(UnknownButton):
        desk.conversations.receive(visitor.id, "t1", button=button.id)

    assert not desk.conversations.history(visitor.id)


@pytest.mark.parametrize("forged", ["", "1", "affirm", "/close_account", "x" * 500, "0" * 32])
def test_a_forged_button_is_unknown(desk: Desk, conversation: Conversation, forged: str) -> None:
    with pytest.raises(UnknownButton):
        desk.conversations.receive(conversation.id, "t1", button=forged)


def test_the_consent_of_the_open_application_may_be_pressed(desk: Desk, conversation: Conversation) -> None:
    desk.closures.start(conversation.owner, conversation.id)
    consent = offer(desk, conversation, ButtonSpec("同意", "affirm", "consenting"))
    offer(desk, conversation, ButtonSpec("转人工", "human_agent"), question="human_agent")

    assert not desk.conversations.receive(conversation.id, "t1", button=consent.id).stale


def test_a_consent_is_stale_once_it_was_given(desk: Desk, conversation: Conversation) -> None:
    desk.closures.start(conversation.owner, conversation.id)
    consent = offer(desk, conversation, ButtonSpec("同意", "affirm", "consenting"))
    desk.closures.accept(conversation.owner, "1")

    received = desk.conversations.receive(conversation.id, "t1", button=consent.id)

    assert received.stale
    assert received.customer_message.text == "同意"


def test_a_consent_of_an_ended_application_is_stale_in_the_next(
    desk: Desk, conversation: Conversation
) -> None:
    desk.closures.start(conversation.owner, conversation.id)
    consent = offer(desk, conversation, ButtonSpec("同意", "affirm", "consenting"))
    desk.closures.stop(conversation.owner)
    desk.closures.start(conversation.owner, conversation.id)

    assert desk.conversations.receive(conversation.id, "t1", button=consent.id).stale


def test_a_yes_does_not_answer_a_later_question(desk: Desk, conversation: Conversation) -> None:
    yes = offer(desk, conversation, ButtonSpec("是", "affirm"), question="withdraw_closure")
    offer(desk, conversation, ButtonSpec("是", "affirm"), question="human_agent")

    assert desk.conversations.receive(conversation.id, "t1", button=yes.id).stale


def test_a_visitors_buttons_have_no_application(desk: Desk, visitor: Conversation) -> None:
    button = offer(desk, visitor, ButtonSpec("注销", "close_account", "none"))

    assert not desk.conversations.receive(visitor.id, "t1", button=button.id).stale
