"""Where one thing said ends and the next begins."""

import time

import pytest

from bot.clauses import READ_AT_MOST, clauses


def parts(text: str) -> list[str]:
    return [clause.text for clause in clauses(text, within=500)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("怎么注销，影响征信吗", ["怎么注销", "影响征信吗"]),
        ("怎么注销？影响征信吗？", ["怎么注销", "影响征信吗"]),
        ("怎么注销 影响征信吗", ["怎么注销", "影响征信吗"]),
        ("怎么注销\n影响征信吗", ["怎么注销", "影响征信吗"]),
        ("怎么注销顺便问下影响征信吗", ["怎么注销", "影响征信吗"]),
        ("怎么注销，另外我还想问一下，影响征信吗", ["怎么注销", "影响征信吗"]),
        ("怎么注销还有要多久审核完", ["怎么注销", "要多久审核完"]),
        ("怎麼註銷，會不會上徵信", ["怎么注销", "会不会上征信"]),
    ],
)
def test_it_cuts_at_points_spaces_and_words_that_open_another_matter(text: str, found: list[str]) -> None:
    assert parts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "？？？",
        "怎么注销备用金",
        "怎么注销？？？",
        "你好，怎么注销",
        "我账户里还有欠款没还清能注销吗",
        "我另外一个账号上的备用金怎么注销",
        "还欠1,234.50元没有还清能不能注销",
        "申请 500 元的那笔",
    ],
)
def test_one_thing_stays_whole(text: str) -> None:
    assert parts(text) == []


def test_a_long_story_is_heard_to_its_end() -> None:
    told = parts("我先说一件事，再说第二件事，又说第三件事，最后问注销要多久")
    assert len(told) == READ_AT_MOST
    assert told[-1] == "最后问注销要多久"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("注销要多久", True),
        ("影响征信吗", True),
        ("上不上征信", True),
        ("帮我查一下账单", True),
        ("我想换张卡", True),
        ("转人工客服", True),
        ("钱都已经还完了", False),
        ("余额转进来了", False),
    ],
)
def test_it_knows_a_question_from_a_statement(text: str, asks: bool) -> None:
    assert clauses(f"上面是第一句，{text}", within=500)[1].asks is asks


def test_a_question_mark_makes_a_question() -> None:
    first, second = clauses("已经还清了？那就好了", within=500)
    assert (first.asks, second.asks) == (True, False)


@pytest.mark.parametrize("end", ["，/restart", "，对了/restart", " 另外 ／／restart"])
def test_no_part_is_a_command(end: str) -> None:
    assert parts(f"先说一件事{end}") == ["先说一件事", "restart"]


@pytest.mark.parametrize("unit", ["，", "\ufdfa，", "对了", "我要问，", "a ."])
def test_a_long_message_costs_little(unit: str) -> None:
    start = time.perf_counter()
    assert sum(len(part) for part in parts(unit * 1000)) <= 500
    assert time.perf_counter() - start < 0.1
