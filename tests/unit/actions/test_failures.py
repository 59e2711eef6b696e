"""What goes wrong inside an action."""

import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.base import DeskAction
from actions.turn import Turn
from desk.conversations.model import Reply
from desk.errors import DatabaseBusy, DomainError
from desk.settings import Settings
from tests.unit.actions.talk import Talk, said

SECRET_WORDS = "我的秘密是芝麻开门"


class Refusing(DeskAction):
    action_name = "action_refusing"

    def answer(self, turn: Turn) -> Reply:
        raise Particular


class Broken(DeskAction):
    action_name = "action_broken"

    def answer(self, turn: Turn) -> Reply:
        raise RuntimeError(turn.message["text"])


class Particular(DatabaseBusy):
    """A refusal that has no sentence of its own."""


def tracker_of(talk: Talk, text: str) -> tuple[str, dict[str, object]]:
    received = talk.desk.conversations.receive(talk.conversation.id, "c-1", text=text)
    return received.sender, {"text": text, "intent": {"name": "greet"}}


def test_a_refusal_without_words_speaks_with_those_above_it(customer: Talk) -> None:
    replies = Refusing(customer.desk).replies(customer.tracker(*tracker_of(customer, "你好")))
    assert said(replies) == customer.desk.replies.refusal(DatabaseBusy()).text
    assert said(replies) != customer.desk.replies.refusal(DomainError()).text


def test_a_refusal_in_the_middle_brings_the_step_back(customer: Talk) -> None:
    customer.close()
    replies = Refusing(customer.desk).replies(customer.tracker(*tracker_of(customer, "你好")))
    assert replies[-1].question == "affirm"


def test_a_fault_becomes_a_sentence_and_a_log_line_without_the_customers_words(
    customer: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        replies = Broken(customer.desk).replies(customer.tracker(*tracker_of(customer, SECRET_WORDS)))
    assert replies == (customer.desk.replies.apology(),)
    assert "action_broken failed with RuntimeError" in caplog.text
    assert SECRET_WORDS not in caplog.text


def test_an_unknown_session_gets_a_sentence_too(customer: Talk) -> None:
    replies = customer.action("action_faq").replies(customer.tracker("nobody", {"text": "你好"}))
    assert replies == (customer.desk.replies.apology(),)


@pytest.fixture
def locked(settings: Settings) -> Iterator[None]:
    connection = sqlite3.connect(Path(settings.database_url.removeprefix("sqlite:///")))
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.rollback()
    connection.close()


def test_a_locked_database_is_said_plainly(customer: Talk, request: pytest.FixtureRequest) -> None:
    tracker = customer.tracker(*tracker_of(customer, "我要注销"))
    request.getfixturevalue("locked")
    assert "系统正忙" in said(customer.action("action_close_account").replies(tracker))
