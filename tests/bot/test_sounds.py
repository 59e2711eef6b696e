"""How a message sounds, and the n-grams made of it."""

import pytest

from bot import zh
from bot.nlu import ngrams, pinyin
from bot.nlu.ngrams import Said


def said(text: str) -> Said:
    return Said.of(zh.reader()(text))


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("注销", ["zu", "xiao"]),
        ("zhuxiao", ["zu", "xiao"]),
        ("yanzhengma", ["yan", "zen", "ma"]),
        ("zx一下", ["zx", "yi", "xia"]),
        ("byj", ["byj"]),
        ("vip 123 😀", ["vip"]),
        ("", []),
    ],
)
def test_syllables(text: str, heard: list[str]) -> None:
    assert pinyin.syllables(text) == heard


def test_homophones_sound_the_same() -> None:
    assert pinyin.syllables("征心验正码") == pinyin.syllables("征信验证码")


def test_what_many_speakers_do_not_tell_apart_sounds_the_same() -> None:
    assert pinyin.syllables("真信是山") == pinyin.syllables("征信四三")


def test_characters_with_several_readings_have_that_of_the_domain() -> None:
    assert pinyin.syllables("环款") == pinyin.syllables("还款") == pinyin.syllables("huankuan")


@pytest.mark.parametrize("view", sorted(ngrams.VIEWS))
def test_amounts_are_alike_in_every_view(view: str) -> None:
    assert list(ngrams.VIEWS[view](said("还欠500元"))) == list(ngrams.VIEWS[view](said("还欠12.5元")))


def test_characters_mark_both_ends() -> None:
    grams = list(ngrams.characters(said("关了")))
    assert grams == ["^", "关", "了", "$", "^关", "关了", "了$"]
