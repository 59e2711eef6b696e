"""Slips made by rule: of the kinds that customers make, one or two a message, the same every time."""

import pytest

from bot.nlu import pinyin, slips
from bot.nlu.slips import Slips

TEXTS = [
    "我想注销备用金",
    "怎么还款",
    "征信会受影响吗",
    "人脸识别过不去",
    "验证码收不到怎么办",
    "好的",
    "利息怎么算",
]


def many(text: str, times: int = 300) -> set[str]:
    maker = Slips(TEXTS, seed=5)
    return {maker.slip(text) for _ in range(times)} - {text}


def test_a_slip_leaves_most_of_a_message_as_it_was() -> None:
    for slipped in many("我想注销备用金"):
        assert sum(character in slipped for character in "我想注销备用金") >= 5


@pytest.mark.parametrize("short", ["", "好的", "ok", "??", "123"])
def test_what_is_too_short_has_no_slip(short: str) -> None:
    assert Slips(TEXTS, seed=5).slip(short) == short


def test_a_homophone_is_one_that_customers_use() -> None:
    heard = {"".join(pinyin.syllables(text)) for text in many("验证码收不到怎么办")}
    assert "".join(pinyin.syllables("验证码收不到怎么办")) in heard


@pytest.mark.parametrize("kind", ["zhu", "住销", "注注", "想我"])
def test_every_kind_of_slip_happens(kind: str) -> None:
    assert any(kind in slipped for slipped in many("我想注销备用金", 2000))


def test_the_same_messages_have_the_same_slips() -> None:
    messages = [(text, "any") for text in TEXTS] * 5
    assert list(Slips(TEXTS, seed=5).of(messages)) == list(Slips(TEXTS, seed=5).of(messages))


def test_about_half_of_the_messages_get_a_copy() -> None:
    copies = list(Slips(TEXTS, seed=5).of([("我想注销备用金", "close_account")] * 400))
    assert 100 < len(copies) <= 240
    assert {intent for _, intent in copies} == {"close_account"}


def test_a_copy_is_never_the_message_itself_nor_empty() -> None:
    messages = [(text, "any") for text in TEXTS] * 50
    assert {text for text, _ in Slips(TEXTS, seed=5).of(messages)}.isdisjoint({*TEXTS, ""})


def test_no_character_looks_like_itself() -> None:
    assert all(character not in alike and alike for character, alike in slips.shapes().items())
