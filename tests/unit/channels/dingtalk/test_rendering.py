"""How a turn looks in DingTalk."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from desk.knowledge import Knowledge
from gateway.channels.dingtalk.rendering import by_api, by_session, render_messages
from gateway.channels.model import Payload
from tests.conftest import KNOWLEDGE
from tests.unit.channels.messages import message, verification

WORDS = Knowledge(KNOWLEDGE).message
KEY = "0123456789abcdef0123456789abcdef"


def render(*messages: Any, room: int | None = None) -> list[Payload]:
    return render_messages(messages, room=room, key=KEY, words=WORDS)


def said_by(url: str) -> str:
    return parse_qs(urlsplit(url).query)["content"][0]


def test_words_alone_are_a_text() -> None:
    (payload,) = render(message("不客气。"))
    assert by_session(payload.body) == {"msgtype": "text", "text": {"content": "不客气。"}}
    assert by_api(payload.body) == ("sampleText", {"content": "不客气。"})


def test_a_button_says_its_title() -> None:
    (payload,) = render(message("要继续办理吗？", "同意并继续", "先不办了"))
    card = by_session(payload.body)["actionCard"]
    assert card["text"] == "要继续办理吗？"
    assert [(b["title"], said_by(b["actionURL"])) for b in card["btns"]] == [
        ("同意并继续", "同意并继续"),
        ("先不办了", "先不办了"),
    ]
    assert all(b["actionURL"].startswith("dtmd://dingtalkclient/sendMessage?content=%") for b in card["btns"])


def test_the_same_card_by_the_api() -> None:
    (payload,) = render(message("要继续办理吗？", "同意并继续", "先不办了"))
    template, parameters = by_api(payload.body)
    assert template == "sampleActionCard2"
    assert (parameters["actionTitle1"], said_by(parameters["actionURL2"])) == ("同意并继续", "先不办了")


def test_one_button_takes_the_form_for_one() -> None:
    (payload,) = render(message("要办吗？", "办理注销"))
    card = by_session(payload.body)["actionCard"]
    assert (card["singleTitle"], said_by(card["singleURL"])) == ("办理注销", "办理注销")
    template, parameters = by_api(payload.body)
    assert (template, parameters["singleTitle"]) == ("sampleActionCard", "办理注销")


def test_the_verification_page_is_opened_by_a_button() -> None:
    (payload,) = render(verification("https://x.example/enter/t1"))
    card = by_session(payload.body)["actionCard"]
    assert (card["singleTitle"], card["singleURL"]) == ("验证是您本人", "https://x.example/enter/t1")


def test_a_turn_of_several_messages_is_one_message() -> None:
    (payload,) = render(message("查到一件事。"), message("要办吗？", "办理注销", seq=2))
    assert payload.body["text"] == "查到一件事。  \n  \n要办吗？"


def test_more_choices_than_a_card_has_buttons_are_numbered_as_well() -> None:
    (payload,) = render(message("选哪个？", *"甲乙丙丁戊己"))
    assert [title for title, _ in payload.body["buttons"]] == list("甲乙丙丁戊")
    assert "【6】己" in payload.body["text"]


def test_a_long_title_is_cut_and_still_says_the_whole() -> None:
    (payload,) = render(message("选哪个？", "注" * 30))
    ((title, url),) = payload.body["buttons"]
    assert (len(title), said_by(url)) == (20, "注" * 30)


def test_a_title_too_long_for_an_address_says_its_number() -> None:
    (payload,) = render(message("选哪个？", "甲", "注" * 200))
    assert said_by(payload.body["buttons"][1][1]) == "2"


def test_the_preview_tells_nothing() -> None:
    (payload,) = render(message("您名下有欠款 1,234.56 元", "查看"))
    assert by_session(payload.body)["actionCard"]["title"] == "您有一条新消息"


def test_nothing_that_is_quoted_can_link_show_pictures_or_format() -> None:
    quoted = "原因：“[点我](https://evil.example) ![](https://evil.example/p.png) <b> **急** `x`”\n# 大"
    (payload,) = render(message(quoted, "好的"))
    assert not set(payload.body["text"]) & set("[]<>*`#")


def test_lines_stay_lines() -> None:
    (payload,) = render(message("第一行\n第二行", "好的"))
    assert payload.body["text"] == "第一行  \n第二行"


@pytest.mark.parametrize("room", [None, 1, 3])
def test_a_very_long_turn_keeps_the_platforms_limit(room: int | None) -> None:
    turn = [message("很长的一句话。" * 300, seq=n) for n in range(1, 4)]
    turn.append(message("继续吗？", *("很长的选项" * 6, *"乙丙丁戊"), seq=4))
    payloads = render(*turn, room=room)
    assert room is None or len(payloads) <= room
    for payload in payloads:
        assert len(json.dumps(by_api(payload.body)[1], ensure_ascii=False).encode()) <= 15_000
    assert "继续吗？" in payloads[-1].body["text"]
    assert len({payload.key for payload in payloads}) == len(payloads)


def test_the_same_turn_is_rendered_the_same_again() -> None:
    turn = [message("查到一件事。"), message("要办吗？", "办理注销", seq=2)]
    assert render(*turn) == render(*turn)
