"""A device that sends the same turn again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from desk.bootstrap import Desk
from desk.conversations.model import ButtonSpec, Conversation, Received, Reply


def test_a_repetition_is_the_same_turn(desk: Desk, conversation: Conversation) -> None:
    first = desk.conversations.receive(conversation.id, "t1", text="密码123456")
    again = desk.conversations.receive(conversation.id, "t1", text="密码123456")

    assert again.repeated
    assert not again.answered
    assert (again.turn, again.customer_message, again.masked) == (first.turn, first.customer_message, True)
    assert len(desk.conversations.history(conversation.id)) == 1


def test_a_repetition_after_the_answer_needs_no_other(desk: Desk, conversation: Conversation) -> None:
    first = desk.conversations.receive(conversation.id, "t1", text="你好")
    desk.conversations.answer(first.turn, [Reply("您好，请讲。")])

    again = desk.conversations.receive(conversation.id, "t1", text="你好")

    assert again.answered
    assert [m.text for m in desk.conversations.turn_messages(again.turn)] == ["你好", "您好，请讲。"]


def test_a_repeated_button_means_what_it_meant(desk: Desk, conversation: Conversation) -> None:
    [offer] = desk.conversations.append(
        conversation.id, [Reply("要注销吗？", buttons=(ButtonSpec("注销", "close_account", "none"),))]
    )
    pressed = desk.conversations.receive(conversation.id, "t1", button=offer.buttons[0].id)
    desk.closures.start(conversation.owner, conversation.id)

    again = desk.conversations.receive(conversation.id, "t1", button=offer.buttons[0].id)

    assert (pressed.intent, pressed.stale) == ("close_account", False)
    assert (again.intent, again.stale, again.repeated) == ("close_account", False, True)


def test_the_same_id_in_another_conversation_is_another_turn(
    desk: Desk, conversation: Conversation, visitor: Conversation
) -> None:
    one = desk.conversations.receive(conversation.id, "t1", text="你好")
    other = desk.conversations.receive(visitor.id, "t1", text="你好")

    assert not other.repeated
    assert other.turn != one.turn


def test_the_same_turn_sent_at_once_is_taken_in_once(desk: Desk, conversation: Conversation) -> None:
    together = Barrier(8)

    def send(_: int) -> Received:
        together.wait()
        return desk.conversations.receive(conversation.id, "t1", text="我要注销")

    with ThreadPoolExecutor(8) as pool:
        received = list(pool.map(send, range(8)))

    assert sum(not one.repeated for one in received) == 1
    assert len({one.turn for one in received}) == 1
    assert len(desk.conversations.history(conversation.id)) == 1


def test_an_answer_is_kept_once(desk: Desk, conversation: Conversation) -> None:
    turn = desk.conversations.receive(conversation.id, "t1", text="你好").turn

    first = desk.conversations.answer(turn, [Reply("您好，请讲。")])
    second = desk.conversations.answer(turn, [Reply("您好，又见面了。")])

    assert first == second
    assert [m.text for m in desk.conversations.history(conversation.id)] == ["你好", "您好，请讲。"]
