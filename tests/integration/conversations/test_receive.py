"""Taking in what a customer says."""

import pytest
from sqlalchemy import text as sql

from desk.bootstrap import Desk
from desk.conversations.errors import MalformedTurn, UnknownConversation
from desk.conversations.model import Conversation, Reply, Role
from desk.persistence.engine import open_engine


def test_it_keeps_what_was_said_under_the_first_number(desk: Desk, conversation: Conversation) -> None:
    received = desk.conversations.receive(conversation.id, "t1", text="  我要注销备用金 \n")

    said = received.customer_message
    assert (said.seq, said.role, said.text, said.type) == (1, Role.USER, "我要注销备用金", "text")
    assert received.intent is None
    assert not any((received.repeated, received.answered, received.masked, received.stale))
    assert list(desk.conversations.history(conversation.id)) == [said]


def test_the_same_owner_always_has_the_same_conversation(desk: Desk, conversation: Conversation) -> None:
    assert desk.conversations.of(conversation.owner, is_visitor=False).id == conversation.id
    assert desk.conversations.get(conversation.id).owner == conversation.owner


def test_it_says_that_a_secret_was_taken_out(desk: Desk, conversation: Conversation) -> None:
    received = desk.conversations.receive(conversation.id, "t1", text="密码123456，帮我注销")

    assert received.masked
    assert not received.bare_secret
    assert received.customer_message.text == "密码******，帮我注销"


def test_it_says_that_nothing_but_a_secret_was_there(desk: Desk, conversation: Conversation) -> None:
    received = desk.conversations.receive(conversation.id, "t1", text="１２３４５６")

    assert received.masked
    assert received.bare_secret


def test_no_secret_is_anywhere_in_the_database(
    desk: Desk, conversation: Conversation, database_url: str
) -> None:
    received = desk.conversations.receive(conversation.id, "t1", text="验证码 739164")
    desk.conversations.receive(conversation.id, "t2", text="4111 1111 1111 1111")
    [answer] = desk.conversations.answer(received.turn, [Reply("好的")])
    desk.conversations.rate(conversation.id, 1, "密码739164不好用")
    desk.conversations.feedback(conversation.id, answer.id, helpful=False, reason="我的密码是739164")
    desk.conversations.claim(conversation.id, by="小王")
    desk.conversations.say(conversation.id, "小王", "您的密码是739164吗")

    everything = _dump(database_url)

    assert "739164" not in everything
    assert "1111" not in everything
    assert everything.count("******") == 5


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x01", "啊" * 2001, None])
def test_it_refuses_what_is_no_turn(desk: Desk, conversation: Conversation, text: str | None) -> None:
    with pytest.raises(MalformedTurn):
        desk.conversations.receive(conversation.id, "t1", text=text)

    assert not desk.conversations.history(conversation.id)


def test_it_refuses_a_text_and_a_button_together(desk: Desk, conversation: Conversation) -> None:
    with pytest.raises(MalformedTurn):
        desk.conversations.receive(conversation.id, "t1", text="好", button="b")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", "ab"),
        ("你\ud800好", "你好"),
        ("一\n二\t三", "一\n二\t三"),
        ("👍🏽", "👍🏽"),
        ("啊" * 2000, "啊" * 2000),
    ],
)
def test_it_keeps_whatever_can_be_kept(desk: Desk, conversation: Conversation, text: str, kept: str) -> None:
    desk.conversations.receive(conversation.id, "t1", text=text)

    assert [message.text for message in desk.conversations.history(conversation.id)] == [kept]


def test_it_knows_no_conversation_by_guess(desk: Desk) -> None:
    with pytest.raises(UnknownConversation):
        desk.conversations.receive("0" * 32, "t1", text="好")
    with pytest.raises(UnknownConversation):
        desk.conversations.get("0" * 32)


def _dump(database_url: str) -> str:
    engine = open_engine(database_url)
    tables = ("messages", "turns", "ratings", "message_feedback", "outbox", "conversations", "buttons")
    with engine.connect() as connection:
        rows = [row for table in tables for row in connection.execute(sql(f"SELECT * FROM {table}"))]
    engine.dispose()
    return "\n".join(map(str, rows))
