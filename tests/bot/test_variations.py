"""Messages put as customers put them: named, moved, turned, broken, told, led and ended."""

import pytest

from bot import zh
from bot.nlu.variations import CHANCES, Cut, Variations, listed

HOW = ("怎么提前还款", "faq_early_repay")


@pytest.fixture(scope="module")
def cut() -> Cut:
    read = zh.reader()
    return lambda text: [token.text_with_ws for token in read(text)]


def many(cut: Cut, text: str, intent: str, times: int = 400) -> set[str]:
    maker = Variations(cut, seed=1)
    return {maker.vary(text, intent) for _ in range(times)}


def test_every_character_of_a_message_is_kept(cut: Cut) -> None:
    assert all(set("怎么提前还款") <= set(varied) for varied in many(cut, *HOW))


@pytest.mark.parametrize(
    "put",
    [
        "备用金怎么提前还款",
        "怎么备用金提前还款",
        "怎么提前还款备用金",
        "提前还款怎么",
        "请问怎么提前还款",
        "怎么提前还款呢",
    ],
)
def test_customers_put_it_in_many_ways(cut: Cut, put: str) -> None:
    assert any(put in varied.replace(" ", "").replace(",", "") for varied in many(cut, *HOW, 4000))


def test_the_product_is_named_once(cut: Cut) -> None:
    named = many(cut, "怎么注销备用金", "ask_how_to_close")
    told = set(listed()["background"])
    assert all(varied.count("备用金") <= 1 or any(one in varied for one in told) for varied in named)


@pytest.mark.parametrize("intent", ["greet", "affirm", "out_of_scope"])
def test_what_is_about_no_account_has_no_product_and_no_story(cut: Cut, intent: str) -> None:
    assert not any("备用金" in varied for varied in many(cut, "今天天气怎么样", intent))


def test_a_message_of_one_word_stays_whole(cut: Cut) -> None:
    assert all("注销" in varied for varied in many(cut, "注销", "close_account"))


def test_the_same_seed_varies_the_same_way(cut: Cut) -> None:
    messages = [HOW, ("人脸识别过不去", "faq_face_verification")] * 20
    assert list(Variations(cut, seed=3).of(messages)) == list(Variations(cut, seed=3).of(messages))
    assert list(Variations(cut, seed=3).of(messages)) != list(Variations(cut, seed=4).of(messages))


def test_every_kind_has_its_words() -> None:
    assert {"named", "before", "after", "background", "break", "movable", "talk", "elsewhere"} == set(
        listed()
    )
    assert all(hasattr(Variations, f"_{kind}") for kind in CHANCES)
