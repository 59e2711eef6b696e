"""How a turn looks in Feishu."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk.knowledge import Knowledge
from gateway.channels.feishu.cards import addressed, answered, as_json
from gateway.channels.feishu.rendering import render_messages
from gateway.channels.model import Payload
from tests.conftest import KNOWLEDGE
from tests.fakes.feishu.platform import Received
from tests.unit.channels.messages import message, verification

WORDS = Knowledge(KNOWLEDGE).message
KEY = "0123456789abcdef0123456789abcdef"


def render(*messages: Any, room: int | None = None) -> list[Payload]:
    return render_messages(messages, room=room, key=KEY, words=WORDS)


def shown(payload: Payload) -> Received:
    kind = payload.body["msg_type"]
    content = payload.body["card"] if kind == "interactive" else payload.body["content"]
    return Received("om", "ou", kind, content, payload.key)


def test_words_alone_are_a_text() -> None:
    (payload,) = render(message("不客气。"))
    assert payload.body == {"msg_type": "text", "content": {"text": "不客气。"}}


def test_buttons_make_a_card_and_carry_the_ids_that_were_issued() -> None:
    (payload,) = render(message("要继续办理吗？", "同意并继续", "先不办了"))
    card = shown(payload)
    assert (card.text, card.buttons) == ("要继续办理吗？", ["同意并继续", "先不办了"])
    assert card.value("先不办了") == {"k": "b1-2", "c": payload.key}


def test_the_way_on_stands_out() -> None:
    (payload,) = render(message("要继续办理吗？", "同意并继续", "先不办了"))
    kinds = [e["type"] for e in payload.body["card"]["body"]["elements"] if e["tag"] == "button"]
    assert kinds == ["primary", "default"]


def test_a_turn_of_several_messages_is_one_message() -> None:
    (payload,) = render(message("查到一件事。"), message("要办吗？", "办理注销", seq=2))
    assert shown(payload).text == "查到一件事。\n\n要办吗？"
    assert shown(payload).buttons == ["办理注销"]


def test_the_verification_page_is_opened_by_a_button() -> None:
    (payload,) = render(verification("https://x.example/enter/t1"))
    assert shown(payload).links == {"验证是您本人": "https://x.example/enter/t1"}
    assert shown(payload).buttons == []


def test_the_address_itself_is_shown_only_where_there_are_no_buttons() -> None:
    (payload,) = render(verification("https://x.example/enter/t1"))
    assert "https:" not in shown(payload).text
    assert "验证是您本人：https://x.example/enter/t1" in payload.body["instead"]["content"]["text"]


def test_the_method_that_was_asked_for_stays_in_the_address() -> None:
    asked = verification("https://x.example/enter/t1")
    named = replace(asked, text=asked.text.replace("/t1", "/t1?method=sms"))
    assert shown(render(named)[0]).links == {"验证是您本人": "https://x.example/enter/t1?method=sms"}


def test_every_page_of_a_turn_can_be_opened_however_long_the_turn_is() -> None:
    turn = [message("长" * 6000), verification("https://x.example/enter/t1"), message("长" * 6000, seq=3)]
    links = [shown(payload).links for payload in render(*turn)]
    assert sum(map(len, links)) == 1


def test_any_other_page_too() -> None:
    card = {"kind": "login", "url": "https://x.example/bind/t1"}
    (payload,) = render(message("请先登录：https://x.example/bind/t1", card=card))
    assert shown(payload).links == {"登录您的账号": "https://x.example/bind/t1"}


def test_a_card_without_a_page_is_a_text() -> None:
    (payload,) = render(message("编号 XH2026", card={"kind": "status", "number": "XH2026"}))
    assert payload.body["msg_type"] == "text"


def test_nothing_that_is_quoted_can_mention_people_or_format() -> None:
    quoted = '原因：“<at user_id="all"></at>**[点我](https://evil.example)**”'
    (text,), (card,) = render(message(quoted)), render(message(quoted, "好的"))
    assert "<at" not in text.body["content"]["text"]
    paragraph = card.body["card"]["body"]["elements"][0]
    assert paragraph["text"] == {"tag": "plain_text", "content": quoted}


def test_a_card_has_its_text_with_numbered_choices_in_reserve() -> None:
    (payload,) = render(message("要继续办理吗？", "同意并继续", "先不办了"))
    reserve = payload.body["instead"]["content"]["text"]
    assert reserve.splitlines()[:3] == ["要继续办理吗？", "【1】同意并继续", "【2】先不办了"]


@pytest.mark.parametrize("room", [None, 1, 2])
def test_a_very_long_turn_keeps_every_word_and_the_platforms_limit(room: int | None) -> None:
    turn = [message("很长的一句话。" * 500, seq=n) for n in range(1, 4)] + [
        message("继续吗？", "继续", seq=4)
    ]
    payloads = render(*turn, room=room)
    assert room is None or len(payloads) <= room
    assert all(len(as_json(p.body.get("card") or p.body["content"]).encode()) < 30_000 for p in payloads)
    assert "继续吗？" in shown(payloads[-1]).text
    if room is None:
        assert "".join(shown(p).text for p in payloads).count("很长的一句话。") == 1500


def test_payloads_of_one_turn_have_keys_of_their_own_of_at_most_32_characters() -> None:
    keys = [payload.key for payload in render(*[message("长" * 5000, seq=n) for n in range(1, 12)])]
    assert len(set(keys)) == len(keys) > 1
    assert all(len(key) <= 32 for key in keys)


def test_the_same_turn_is_rendered_the_same_again() -> None:
    turn = [message("查到一件事。"), message("要办吗？", "办理注销", seq=2)]
    assert render(*turn) == render(*turn)


def test_a_title_as_long_as_a_button_may_be_is_cut() -> None:
    (payload,) = render(message("选哪个？", "很" * 150))
    assert len(shown(payload).buttons[0]) == 100


def test_a_card_is_addressed_in_every_button_that_calls_back_and_cannot_be_forwarded() -> None:
    (payload,) = render(message("选哪个？", "甲", "乙"), verification("https://x.example/enter/t1"))
    card = addressed(payload.body["card"], "ou_me")
    received = Received("om", "ou_me", "interactive", dict(card), payload.key)
    assert {received.value(title)["to"] for title in ("甲", "乙")} == {"ou_me"}
    assert received.links == {"验证是您本人": "https://x.example/enter/t1"}
    assert card["config"] == {"update_multi": True, "enable_forward": False}


def test_an_answered_card_keeps_its_words_and_pages_and_says_what_was_chosen() -> None:
    (payload,) = render(verification("https://x.example/enter/t1"), message("选哪个？", "甲", "乙", seq=2))
    after = answered(addressed(payload.body["card"], "ou_me"), "b2-2", lambda title: f"已选：{title}")
    assert after is not None
    received = Received("om", "ou_me", "interactive", dict(after), payload.key)
    assert received.buttons == []
    assert received.links == {"验证是您本人": "https://x.example/enter/t1"}
    assert received.text.endswith("选哪个？\n已选：乙")


def test_a_card_is_not_changed_for_a_button_that_it_does_not_have() -> None:
    (payload,) = render(message("选哪个？", "甲"))
    assert answered(addressed(payload.body["card"], "ou_me"), "b9-9", str) is None
