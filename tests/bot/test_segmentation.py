"""The spaCy pipeline: words, shapes and entities."""

import itertools

import pytest
import spacy
from spacy.language import Language

from bot.launcher import ROOT
from bot.normalise import normalise
from bot.zh import shapes


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(ROOT / "bot/zh/pipeline")


def entities(nlp: Language, text: str) -> list[tuple[str, str]]:
    return [(entity.label_, entity.text) for entity in nlp(normalise(text)).ents]


def test_the_domains_words_are_words(nlp: Language) -> None:
    words = [token.text for token in nlp("备用金注销不了怎么办还没收到短信验证码")]
    assert {"备用金", "注销不了", "怎么办", "短信验证码"} <= set(words)


@pytest.mark.parametrize(
    "text", ["备用金 怎么 关", "a  b", " 前面有空格", "500元,下个月十号", "😀 好", "vip app 2.0", "。"]
)
def test_words_and_spaces_make_up_the_text_again(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_other_users_of_jieba_change_nothing_here(nlp: Language) -> None:
    import jieba

    before = [token.text for token in nlp("不想用备用金了")]
    jieba.add_word("想用备用")
    assert [token.text for token in nlp("不想用备用金了")] == before


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("还欠500.5元", [("amount", "500.5元")]),
        ("两百块和三千多", [("amount", "两百块"), ("amount", "三千多")]),
        ("欠了1,200块钱", [("amount", "1,200块钱")]),
        ("5w额度", [("amount", "5w")]),
        ("¥99.9", [("amount", "¥99.9")]),
        ("几百块而已", [("amount", "几百块")]),
        ("下个月十号还", [("date", "下个月十号")]),
        ("5月3号", [("date", "5月3号")]),
        ("2026-01-02到期", [("date", "2026-01-02")]),
        ("昨天还的", [("date", "昨天")]),
        ("申请号BYJ20261123000112", [("application_number", "byj20261123000112")]),
        ("尾号1234的卡", [("phone_tail", "尾号1234")]),
        ("用刷脸不用短信验证码", [("method", "刷脸"), ("method", "短信验证码")]),
        ("花呗和备用金", [("product", "花呗"), ("product", "备用金")]),
    ],
)
def test_it_finds(nlp: Language, text: str, found: list[tuple[str, str]]) -> None:
    assert entities(nlp, text) == found


@pytest.mark.parametrize(
    "text", ["一块儿办了", "地铁2号线", "第一个", "百分之百", "万一关不掉", "123456", "再说一次"]
)
def test_it_does_not_find_what_only_looks_like_it(nlp: Language, text: str) -> None:
    assert entities(nlp, text) == []


def test_shapes_come_from_left_to_right_and_do_not_overlap() -> None:
    text = "byj20261123000112 欠500元 今天还 尾号1234"
    found = list(shapes.find(text))
    assert [kind for _, _, kind in found] == ["application_number", "amount", "date", "phone_tail"]
    assert all(end <= start for (_, end, _), (start, _, _) in itertools.pairwise(found))


def test_a_long_run_of_digits_takes_no_time() -> None:
    assert len(list(shapes.find("1" * 2000))) == 0
    assert list(shapes.find("一" * 2000)) == list(shapes.find("一" * 2000))
