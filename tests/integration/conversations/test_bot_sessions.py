"""The bot's name for a conversation changes, so that its memory stays short."""

import pytest

from desk.bootstrap import Desk
from desk.conversations.errors import UnknownSender
from desk.conversations.model import Conversation
from tests.conftest import SettableClock


def say(desk: Desk, conversation: Conversation, client_id: str) -> str:
    return desk.conversations.receive(conversation.id, client_id, text="在吗").sender


def test_a_session_keeps_its_name(desk: Desk, conversation: Conversation, clock: SettableClock) -> None:
    first = say(desk, conversation, "t1")
    clock.advance(minutes=29)

    assert say(desk, conversation, "t2") == first


def test_half_an_hour_of_silence_ends_it(
    desk: Desk, conversation: Conversation, clock: SettableClock
) -> None:
    first = say(desk, conversation, "t1")
    clock.advance(minutes=30)

    assert say(desk, conversation, "t2") != first


def test_forty_turns_end_it(desk: Desk, conversation: Conversation) -> None:
    senders = [say(desk, conversation, f"t{n}") for n in range(81)]

    assert len(set(senders[:40])) == len(set(senders[40:80])) == 1
    assert len(set(senders)) == 3


def test_a_repetition_does_not_count_and_keeps_its_name(
    desk: Desk, conversation: Conversation, clock: SettableClock
) -> None:
    first = say(desk, conversation, "t1")
    clock.advance(hours=2)

    assert say(desk, conversation, "t1") == first


def test_every_name_leads_to_its_conversation(
    desk: Desk, conversation: Conversation, visitor: Conversation, clock: SettableClock
) -> None:
    before = say(desk, conversation, "t1")
    clock.advance(hours=1)
    after = say(desk, conversation, "t2")
    other = say(desk, visitor, "t1")

    assert desk.conversations.by_sender(before).id == conversation.id
    assert desk.conversations.by_sender(after).owner == conversation.owner
    assert desk.conversations.by_sender(other).is_visitor


def test_a_name_tells_nothing(desk: Desk, conversation: Conversation) -> None:
    sender = say(desk, conversation, "t1")

    assert conversation.id not in sender
    assert conversation.owner not in sender


@pytest.mark.parametrize("guess", ["", "default", "0" * 32])
def test_a_guessed_name_leads_nowhere(desk: Desk, conversation: Conversation, guess: str) -> None:
    with pytest.raises(UnknownSender):
        desk.conversations.by_sender(guess)
