"""A person takes over and gives back."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from desk.bootstrap import Desk
from desk.conversations.errors import AlreadyClaimed, NotClaimed, UnknownConversation
from desk.conversations.model import Conversation, Reply, Role, State
from tests.conftest import SettableClock


def test_who_asks_first_is_first(
    desk: Desk, conversation: Conversation, visitor: Conversation, clock: SettableClock
) -> None:
    assert desk.conversations.request_person(visitor.id) == 1
    clock.advance(seconds=5)
    assert desk.conversations.request_person(conversation.id) == 2
    clock.advance(seconds=5)
    assert desk.conversations.request_person(visitor.id) == 1
    assert [waiting.id for waiting in desk.conversations.waiting()] == [visitor.id, conversation.id]
    assert desk.conversations.position(conversation.id) == 2


def test_who_waits_for_nobody_has_no_place(desk: Desk, conversation: Conversation) -> None:
    assert desk.conversations.position(conversation.id) is None
    assert not desk.conversations.waiting()


def test_the_bot_goes_on_while_a_person_is_awaited(desk: Desk, conversation: Conversation) -> None:
    desk.conversations.request_person(conversation.id)

    assert not desk.conversations.receive(conversation.id, "t1", text="还在吗").answered
    assert desk.conversations.get(conversation.id).state is State.PENDING


def test_while_a_person_has_it_turns_are_only_kept(desk: Desk, conversation: Conversation) -> None:
    desk.conversations.claim(conversation.id, by="小王")

    received = desk.conversations.receive(conversation.id, "t1", text="你好")
    said = desk.conversations.say(conversation.id, "小王", "您好，我是小王")

    assert received.answered
    assert [m.id for m in desk.conversations.turn_messages(received.turn)] == [received.customer_message.id]
    assert (said.role, said.seq) == (Role.AGENT, 2)
    assert desk.conversations.request_person(conversation.id) == 0


def test_claiming_ends_the_wait_and_the_bots_question(desk: Desk, conversation: Conversation) -> None:
    desk.conversations.append(conversation.id, [Reply("要撤回吗？", question="withdraw_closure")])
    desk.conversations.request_person(conversation.id)
    desk.conversations.claim(conversation.id, by="小王")

    claimed = desk.conversations.get(conversation.id)
    assert (claimed.state, claimed.claimed_by, claimed.question) == (State.CLAIMED, "小王", None)
    assert not desk.conversations.waiting()


def test_only_one_person_gets_it(desk: Desk, conversation: Conversation) -> None:
    together = Barrier(6)

    def claim(person: int) -> bool:
        together.wait()
        try:
            desk.conversations.claim(conversation.id, by=f"客服{person}")
        except AlreadyClaimed:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(claim, range(6))) == 1


def test_claiming_again_changes_nothing(desk: Desk, conversation: Conversation) -> None:
    desk.conversations.claim(conversation.id, by="小王")
    desk.conversations.claim(conversation.id, by="小王")

    with pytest.raises(AlreadyClaimed) as refusal:
        desk.conversations.claim(conversation.id, by="小李")
    assert refusal.value.by == "小王"


def test_nobody_else_may_speak_or_resolve(desk: Desk, conversation: Conversation) -> None:
    with pytest.raises(NotClaimed):
        desk.conversations.say(conversation.id, "小王", "您好")
    desk.conversations.claim(conversation.id, by="小王")
    with pytest.raises(NotClaimed):
        desk.conversations.say(conversation.id, "小李", "您好")
    with pytest.raises(NotClaimed):
        desk.conversations.resolve(conversation.id, by="小李")


def test_after_it_is_resolved_the_bot_answers_again(desk: Desk, conversation: Conversation) -> None:
    desk.conversations.claim(conversation.id, by="小王")
    desk.conversations.resolve(conversation.id, by="小王")
    assert desk.conversations.get(conversation.id).state is State.RESOLVED

    assert not desk.conversations.receive(conversation.id, "t1", text="还有个问题").answered
    assert desk.conversations.get(conversation.id).state is State.OPEN


def test_a_conversation_that_is_not_there_cannot_be_handed_over(desk: Desk) -> None:
    with pytest.raises(UnknownConversation):
        desk.conversations.request_person("0" * 32)
    with pytest.raises(UnknownConversation):
        desk.conversations.claim("0" * 32, by="小王")
