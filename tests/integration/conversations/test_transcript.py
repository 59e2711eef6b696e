"""The transcript: one number after the other, whoever writes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from desk.bootstrap import Desk
from desk.conversations.errors import UnknownTurn
from desk.conversations.model import ButtonSpec, Conversation, Message, Reply, Role


def fill(desk: Desk, conversation: Conversation, count: int) -> None:
    desk.conversations.append(conversation.id, [Reply(f"第{n}条") for n in range(1, count + 1)])


def seqs(messages: object) -> list[int]:
    assert isinstance(messages, list)
    return [message.seq for message in messages]


def test_numbers_have_no_gaps_under_parallel_writers(desk: Desk, conversation: Conversation) -> None:
    together = Barrier(8)

    def write(writer: int) -> None:
        together.wait()
        for n in range(5):
            if writer % 2:
                desk.conversations.receive(conversation.id, f"{writer}-{n}", text="在吗")
            else:
                desk.conversations.append(conversation.id, [Reply("在的"), Reply("请讲")])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    history = desk.conversations.history(conversation.id, limit=200)
    assert seqs(history) == list(range(1, 4 * 5 + 4 * 5 * 2 + 1))


def test_a_failed_write_leaves_no_gap(desk: Desk, conversation: Conversation) -> None:
    def write_and_fail() -> None:
        with desk.transactions.write() as work:
            at = conversation.last_turn_at
            work.conversations.append(conversation.id, Reply("不算"), role=Role.BOT, at=at)
            raise ZeroDivisionError

    fill(desk, conversation, 1)
    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    fill(desk, conversation, 1)

    assert seqs(desk.conversations.history(conversation.id)) == [1, 2]


def test_conversations_count_for_themselves(
    desk: Desk, conversation: Conversation, visitor: Conversation
) -> None:
    fill(desk, conversation, 2)
    fill(desk, visitor, 1)

    assert seqs(desk.conversations.history(visitor.id)) == [1]


@pytest.mark.parametrize(
    ("after", "before", "limit", "expected"),
    [
        (None, None, 50, [1, 2, 3, 4, 5]),
        (0, None, 2, [1, 2]),
        (2, None, 50, [3, 4, 5]),
        (5, None, 50, []),
        (None, 5, 2, [3, 4]),
        (None, 1, 50, []),
        (1, 4, 50, [2, 3]),
        (None, None, 0, [1]),
        (10**30, None, 50, []),
        (None, 10**30, 2, [4, 5]),
    ],
)
def test_history_comes_in_pages_oldest_first(
    desk: Desk,
    conversation: Conversation,
    after: int | None,
    before: int | None,
    limit: int,
    expected: list[int],
) -> None:
    fill(desk, conversation, 5)

    page = desk.conversations.history(conversation.id, after=after, before=before, limit=limit)

    assert seqs(page) == expected


def test_a_page_is_never_longer_than_200(desk: Desk, conversation: Conversation) -> None:
    fill(desk, conversation, 203)

    assert len(desk.conversations.history(conversation.id, limit=1000)) == 200
    assert seqs(desk.conversations.newest(conversation.id, limit=2)) == [202, 203]


def test_cards_and_buttons_come_back_as_they_were(desk: Desk, conversation: Conversation) -> None:
    card = {"kind": "consequences", "version": "1", "items": ["额度取消"]}
    buttons = (ButtonSpec("同意", "affirm", "consenting"), ButtonSpec("不了", "deny", "consenting"))

    [said] = desk.conversations.append(conversation.id, [Reply("请看后果", card, buttons, "close_account")])
    [kept] = desk.conversations.history(conversation.id)

    assert kept == said
    assert (kept.type, kept.card) == ("card", card)
    assert [button.title for button in kept.buttons] == ["同意", "不了"]
    assert len({button.id for button in kept.buttons}) == 2


def test_answers_belong_to_their_turn(desk: Desk, conversation: Conversation) -> None:
    one = desk.conversations.receive(conversation.id, "t1", text="一")
    two = desk.conversations.receive(conversation.id, "t2", text="二")
    desk.conversations.answer(two.turn, [Reply("答二")])
    desk.conversations.answer(one.turn, [Reply("答一"), Reply("再答一")])

    def texts(turn: str) -> list[str]:
        messages: list[Message] = list(desk.conversations.turn_messages(turn))
        return [message.text for message in messages]

    assert texts(one.turn) == ["一", "答一", "再答一"]
    assert texts(two.turn) == ["二", "答二"]


def test_an_unknown_turn_cannot_be_answered(desk: Desk) -> None:
    with pytest.raises(UnknownTurn):
        desk.conversations.answer("0" * 32, [Reply("您好")])


def test_the_question_is_that_of_the_newest_reply(desk: Desk, conversation: Conversation) -> None:
    def question() -> str | None:
        return desk.conversations.get(conversation.id).question

    desk.conversations.append(conversation.id, [Reply("要撤回吗？", question="withdraw_closure")])
    assert question() == "withdraw_closure"
    desk.conversations.append(conversation.id, [Reply("系统消息")], role=Role.SYSTEM)
    assert question() == "withdraw_closure"
    received = desk.conversations.receive(conversation.id, "t1", text="先问个问题")
    assert received.question == "withdraw_closure"
    desk.conversations.answer(received.turn, [Reply("要人工吗？", question="human_agent"), Reply("好的")])
    assert question() is None


def test_a_notice_is_said_once(desk: Desk, conversation: Conversation) -> None:
    replies = [Reply("审核通过"), Reply("请留意")]

    first = desk.conversations.append(conversation.id, replies, key="closure/1/approved")
    again = desk.conversations.append(conversation.id, replies, key="closure/1/approved")
    desk.conversations.append(conversation.id, replies, key="closure/1/closed")

    assert [m.id for m in again] == [m.id for m in first]
    assert seqs(desk.conversations.history(conversation.id)) == [1, 2, 3, 4]
