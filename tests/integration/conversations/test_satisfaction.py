"""Ratings of a conversation, and whether single answers helped."""

from typing import Any

import pytest
from sqlalchemy import select

from desk.bootstrap import Desk
from desk.conversations.errors import MalformedRating, UnknownMessage
from desk.conversations.model import Conversation, Reply
from desk.conversations.tables import feedback, ratings
from desk.persistence.engine import open_engine
from tests.conftest import SettableClock


def rows(database_url: str, *columns: Any) -> list[tuple[Any, ...]]:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(select(*columns))]
    engine.dispose()
    return found


def test_a_rating_is_kept(desk: Desk, conversation: Conversation, database_url: str) -> None:
    desk.conversations.rate(conversation.id, 1, "太慢")

    assert rows(database_url, ratings.c.score, ratings.c.comment) == [(1, "太慢")]


def test_whoever_rates_again_and_again_counts_once_a_day(
    desk: Desk, conversation: Conversation, visitor: Conversation, clock: SettableClock, database_url: str
) -> None:
    desk.conversations.rate(visitor.id, 3)
    for score in (1, 1, 1, 5):
        desk.conversations.rate(conversation.id, score)
    clock.advance(hours=25)
    desk.conversations.rate(conversation.id, 4)

    assert sorted(score for (score,) in rows(database_url, ratings.c.score)) == [3, 4, 5]


@pytest.mark.parametrize("score", [0, 6, -1, True])
def test_a_score_is_one_to_five(desk: Desk, conversation: Conversation, score: int) -> None:
    with pytest.raises(MalformedRating):
        desk.conversations.rate(conversation.id, score)


def test_the_latest_word_on_an_answer_counts(
    desk: Desk, conversation: Conversation, database_url: str
) -> None:
    [answer] = desk.conversations.append(conversation.id, [Reply("一般三到五天")])
    desk.conversations.feedback(conversation.id, answer.id, helpful=True)
    desk.conversations.feedback(conversation.id, answer.id, helpful=False, reason="没说清楚")

    assert rows(database_url, feedback.c.helpful, feedback.c.reason) == [(False, "没说清楚")]


def test_only_our_own_answers_in_this_conversation_are_judged(
    desk: Desk, conversation: Conversation, visitor: Conversation
) -> None:
    own = desk.conversations.receive(conversation.id, "t1", text="你好").customer_message
    [elsewhere] = desk.conversations.append(visitor.id, [Reply("您好")])

    for message_id in (own.id, elsewhere.id, "0" * 32):
        with pytest.raises(UnknownMessage):
            desk.conversations.feedback(conversation.id, message_id, helpful=True)
