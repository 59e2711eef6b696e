"""Conversations taken over from the terminal."""

from __future__ import annotations

from uuid import uuid4

import pytest

from desk.bootstrap import Desk
from desk.conversations.model import State
from tests.integration.xiaohu.conftest import Xiaohu
from tests.journey import arrive

pytestmark = pytest.mark.usefixtures("demo")


def talking(desk: Desk, *texts: str) -> str:
    """A customer's conversation, in which these texts were typed."""
    conversation = desk.conversations.of(arrive(desk), is_visitor=False)
    for text in texts:
        desk.conversations.receive(conversation.id, str(uuid4()), text=text)
    return conversation.id


def waiting(desk: Desk) -> str:
    conversation = talking(desk, "转人工")
    desk.conversations.request_person(conversation)
    return conversation


def said(desk: Desk, conversation: str) -> list[tuple[str, str]]:
    return [(str(message.role), message.text) for message in desk.conversations.history(conversation)]


def test_who_waits_longest_is_first(desk: Desk, xiaohu: Xiaohu) -> None:
    talking(desk, "只是问问")
    order = [waiting(desk) for _ in range(3)]
    rows = xiaohu("people", "waiting").out.splitlines()[1:]
    assert [row.split()[0] for row in rows] == order


def test_a_conversation_is_shown_from_old_to_new(desk: Desk, xiaohu: Xiaohu) -> None:
    shown = xiaohu("people", "show", talking(desk, "一", "二 [bold]", "三"), "--last", "2")
    assert [line.split(": ")[1] for line in shown.out.splitlines()] == ["二 [bold]", "三"]


def test_a_person_takes_over_answers_and_gives_back(desk: Desk, xiaohu: Xiaohu) -> None:
    conversation = waiting(desk)
    assert xiaohu("people", "claim", conversation, "--as", "小张").code == 0
    assert desk.conversations.get(conversation).state is State.CLAIMED
    assert xiaohu("people", "waiting").out.splitlines()[1:] == []
    assert xiaohu("people", "say", conversation, "您好 [i]请讲[/i]", "--as", "小张").code == 0
    assert said(desk, conversation)[-1] == ("agent", "您好 [i]请讲[/i]")
    assert xiaohu("people", "resolve", conversation, "--as", "小张").code == 0
    assert desk.conversations.get(conversation).state is State.RESOLVED


def test_what_another_has_taken_is_theirs(desk: Desk, xiaohu: Xiaohu) -> None:
    conversation = waiting(desk)
    xiaohu("people", "claim", conversation, "--as", "小张")
    refused = xiaohu("people", "claim", conversation, "--as", "小李")
    assert refused.code == 1
    assert "已经由 小张 接手" in refused.err
    for words in (("say", conversation, "您好"), ("resolve", conversation)):
        refused = xiaohu("people", *words, "--as", "小李")
        assert refused.code == 1
        assert "还没有接手" in refused.err
    assert said(desk, conversation) == [("user", "转人工")]


@pytest.mark.parametrize("text", ["", "  ", "\a"])
def test_nothing_is_no_answer_to_a_customer(desk: Desk, xiaohu: Xiaohu, text: str) -> None:
    conversation = waiting(desk)
    xiaohu("people", "claim", conversation, "--as", "小张")
    refused = xiaohu("people", "say", conversation, text, "--as", "小张")
    assert refused.code == 1
    assert "没有看得见的字" in refused.err
    assert said(desk, conversation) == [("user", "转人工")]


@pytest.mark.parametrize(
    "words",
    [("show",), ("claim", "--as", "小张"), ("say", "--as", "小张", "--"), ("resolve", "--as", "小张")],
)
def test_a_conversation_that_is_not_there_is_refused(words: tuple[str, ...], xiaohu: Xiaohu) -> None:
    refused = xiaohu("people", *words, "nowhere", *(["您好"] if words[0] == "say" else []))
    assert (refused.code, refused.out) == (1, "")
    assert "没有这段对话" in refused.err
