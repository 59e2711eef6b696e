"""What a message talks about, whatever words and spelling it has."""

import pytest
import spacy

from bot.launcher import ROOT
from bot.nlu import concepts, ngrams
from bot.normalise import normalise


def found(text: str) -> list[str]:
    return list(concepts.lexicon().concepts(normalise(text)))


WAYS = ["注销备用金", "销户备用金", "註銷備用金", "注消备用金", "zhuxiao备用金", "zx byj"]


@pytest.mark.parametrize("text", WAYS)
def test_ways_to_say_it_are_one_concept(text: str) -> None:
    assert found(text) == ["close", "product"]


def test_a_word_may_have_two_concepts() -> None:
    assert found("不") == ["not+question"]


def test_the_longest_word_counts() -> None:
    assert found("不想用了") == ["nowant"]
    assert found("不想") != found("不想用了") or found("不想") == ["nowant"]


def test_single_characters_are_not_recognised_by_sound_alone() -> None:
    assert "close" not in found("观")


@pytest.mark.parametrize("text", ["", "😀", "12345", "葡萄"])
def test_what_talks_about_nothing_known_has_none(text: str) -> None:
    assert found(text) == []


def test_the_order_of_concepts_makes_a_difference() -> None:
    nlp = spacy.load(ROOT / "bot/zh/pipeline")
    how, blocked = (set(ngrams.meanings(nlp(text))) for text in ("怎么关闭", "关闭怎么"))
    assert "how close" in how - blocked


def test_concepts_apart_make_a_pair() -> None:
    nlp = spacy.load(ROOT / "bot/zh/pipeline")
    assert "why..fail" in set(ngrams.meanings(nlp("为什么备用金关不了")))


def test_every_line_of_the_list_has_a_name_and_words() -> None:
    lines = [line.split() for line in concepts.LISTED.read_text(encoding="utf-8").splitlines()]
    listed = [line for line in lines if line[0] != "#"]
    assert len({name for name, *_ in listed}) == len(listed) > 50
    assert all(len(set(words)) == len(words) > 0 for _, *words in listed)
