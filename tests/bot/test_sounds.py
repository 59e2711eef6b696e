"""How a message sounds, and the n-grams made of it."""

import pytest
import spacy

from bot.launcher import ROOT
from bot.nlu import ngrams, pinyin


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("注销", ["zhu", "xiao"]),
        ("zhuxiao", ["zhu", "xiao"]),
        ("yanzhengma", ["yan", "zheng", "ma"]),
        ("zx一下", ["zx", "yi", "xia"]),
        ("byj", ["byj"]),
        ("vip 123 😀", ["vip"]),
        ("", []),
    ],
)
def test_syllables(text: str, heard: list[str]) -> None:
    assert pinyin.syllables(text) == heard


@pytest.mark.parametrize(
    "text", ["注销备用金", "zhuxiao备用金", "注消被用金", "zhu xiao bei yong jin", "zxbyj"]
)
def test_slips_pinyin_and_initials_have_the_same_first_letters(text: str) -> None:
    assert pinyin.initials(text) == "zxbyj"


def test_homophones_sound_the_same() -> None:
    assert pinyin.syllables("征心验正码") == pinyin.syllables("征信验证码")


@pytest.mark.parametrize("view", sorted(ngrams.VIEWS))
def test_amounts_are_alike_in_every_view(view: str) -> None:
    nlp = spacy.load(ROOT / "bot/zh/pipeline")
    assert list(ngrams.VIEWS[view](nlp("还欠500元"))) == list(ngrams.VIEWS[view](nlp("还欠12.5元")))


def test_characters_mark_both_ends() -> None:
    nlp = spacy.load(ROOT / "bot/zh/pipeline")
    grams = list(ngrams.characters(nlp("关了")))
    assert {"^", "^关", "了$", "^关了$"} <= set(grams)
    assert "^关了$关" not in grams
