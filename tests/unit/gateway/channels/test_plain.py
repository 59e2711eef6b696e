"""A turn as plain text, whole or merged into the room there is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.conversations.model import Button, Message, Role
from gateway.channels.plain import merged, offered, plain_text

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def message(text: str, *titles: str, card: dict[str, Any] | None = None, seq: int = 1) -> Message:
    buttons = tuple(Button(f"{seq}-{place}-{title}", title) for place, title in enumerate(titles))
    return Message(f"m{seq}", seq, Role.BOT, text, AT, buttons, card)


def test_a_plain_sentence_stays_as_it_is() -> None:
    assert plain_text(message("您好")) == "您好"


def test_buttons_become_numbered_lines() -> None:
    assert (
        plain_text(message("继续吗？", "同意并继续", "先不办了"))
        == "继续吗？\n【1】同意并继续\n【2】先不办了"
    )


def test_the_hint_stands_only_below_buttons() -> None:
    assert plain_text(message("您好"), "回复数字") == "您好"
    assert plain_text(message("好吗？", "好"), "回复数字").endswith("【1】好\n回复数字")


def test_an_answer_names_its_source_and_date() -> None:
    card = {"kind": "answer", "topic": "faq_limit", "source": "运营方规则", "effective": "2026-11-23"}
    assert plain_text(message("额度会清零。", card=card)) == "额度会清零。\n（运营方规则，2026-11-23）"


def test_a_link_of_a_card_is_said_once() -> None:
    items = [{"title": "有逾期账单", "url": "https://shop.example/repay"}, {"title": "账户被冻结"}]
    card = {"kind": "obstacles", "items": items}
    assert plain_text(message("先处理。", card=card)) == "先处理。\n有逾期账单：https://shop.example/repay"
    told = message("先处理：https://shop.example/repay", card=card)
    assert plain_text(told) == told.text


def test_numbers_go_on_through_several_messages() -> None:
    blocks = merged([message("一", "甲"), message("二", "乙", seq=2)], None, 2048)
    assert [block.plain() for block in blocks] == ["一\n【1】甲", "二\n【2】乙"]


def test_of_two_buttons_with_one_title_the_later_counts() -> None:
    choices = offered([message("一", "甲", "乙"), message("二", "乙", seq=2)])
    assert [(choice.number, choice.id) for choice in choices] == [(1, "1-0-甲"), (2, "2-0-乙")]


def test_without_a_limit_of_room_each_message_is_its_own() -> None:
    assert [block.text for block in merged([message("一"), message("二")], None, 2048)] == ["一", "二"]


def test_what_has_room_is_not_merged() -> None:
    assert len(merged([message("一"), message("二")], 2, 2048)) == 2


def test_a_small_room_merges_everything_with_the_buttons_below() -> None:
    (block,) = merged([message("一", "甲"), message("二"), message("三", "乙", seq=3)], 1, 2048)
    assert block.plain() == "一\n\n二\n\n三\n【1】甲\n【2】乙"


def test_a_long_text_is_split_at_the_end_of_a_line() -> None:
    lines = [f"第 {number} 条，{'内容' * 10}。" for number in range(20)]
    blocks = merged([message("\n".join(lines), "好")], None, 300)
    assert all(len(block.plain().encode()) <= 300 for block in blocks)
    assert [line for block in blocks for line in block.text.split("\n")] == lines
    assert [bool(block.buttons) for block in blocks] == [False] * (len(blocks) - 1) + [True]


def test_what_cannot_fit_is_cut_where_it_is_longest_and_never_at_the_end() -> None:
    first, last = message("长" * 2000), message("要继续办理吗？", "同意并继续", seq=2)
    (block,) = merged([first, last], 1, 1000)
    assert len(block.plain().encode()) <= 1000
    assert "…" in block.text
    assert block.plain().endswith("要继续办理吗？\n【1】同意并继续")


@pytest.mark.parametrize("room", [0, 1])
def test_even_without_room_something_is_said(room: int) -> None:
    (block,) = merged([message("一"), message("二")], room, 2048)
    assert block.text == "一\n\n二"


texts = st.text(st.sampled_from("备用金注销abc。\n 😀"), min_size=1, max_size=400)
talks = st.lists(
    st.tuples(texts, st.lists(st.sampled_from("甲乙丙丁戊"), max_size=3)), min_size=1, max_size=6
)


@given(talks, st.integers(200, 2000))
def test_no_block_is_larger_than_the_limit(talk: list[tuple[str, list[str]]], limit: int) -> None:
    messages = [message(text, *titles, seq=seq) for seq, (text, titles) in enumerate(talk)]
    assert all(len(block.plain().encode()) <= limit for block in merged(messages, None, limit))


@given(talks, st.integers(1, 5), st.integers(200, 2000), st.booleans())
def test_the_room_is_kept_and_no_button_is_lost(
    talk: list[tuple[str, list[str]]], room: int, limit: int, numbered: bool
) -> None:
    messages = [message(text, *titles, seq=seq) for seq, (text, titles) in enumerate(talk)]
    blocks = merged(messages, room, limit, numbered=numbered)
    assert 1 <= len(blocks) <= room
    shown = [choice for block in blocks for choice in block.buttons]
    assert sorted(shown, key=lambda choice: choice.number) == list(offered(messages))
