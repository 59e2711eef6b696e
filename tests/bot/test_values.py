"""What an entity's words say, as a value."""

from datetime import date

import pytest

from bot.nlu import values

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两百", 200),
        ("两百五十", 250),
        ("三千", 3000),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一万二千", 12000),
        ("三万", 30000),
        ("五", 5),
        ("几", None),
        ("", None),
    ],
)
def test_a_chinese_number(text: str, number: int | None) -> None:
    assert values.han_number(text) == number


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("500元", 50_000),
        ("500.5元", 50_050),
        ("0.01元", 1),
        ("1,200块钱", 120_000),
        ("5毛", 50),
        ("5w", 5_000_000),
        ("1.5万", 1_500_000),
        ("3千多", 300_000),
        ("三千多", 300_000),
        ("两百块", 20_000),
        ("¥ 99.9", 9_990),
        ("几百块", None),
    ],
)
def test_an_amount_is_in_fen(text: str, fen: int | None) -> None:
    assert values.amount(text) == fen


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2026-11-23"),
        ("大后天", "2026-11-26"),
        ("昨天", "2026-11-22"),
        ("下个月十号", "2026-12-10"),
        ("下下个月1号", "2027-01-01"),
        ("上个月", "2026-10"),
        ("这个月5号", "2026-11-05"),
        ("本月", "2026-11"),
        ("次月3号", "2026-12-03"),
        ("5月3号", "2026-05-03"),
        ("五月二十日", "2026-05-20"),
        ("明年1月1号", "2027-01-01"),
        ("25号", "2026-11-25"),
        ("2026年3月4日", "2026-03-04"),
        ("2026-01-02", "2026-01-02"),
        ("2月30号", None),
        ("31号", None),
        ("13月1号", None),
        ("下周", None),
        ("下周三", None),
        ("月底", None),
    ],
)
def test_a_date_is_an_iso_day_or_month(text: str, day: str | None) -> None:
    assert values.day(text, TODAY) == day


def test_next_month_of_december_is_january() -> None:
    assert values.day("下个月十号", date(2026, 12, 31)) == "2027-01-10"


def test_an_application_number_is_as_printed() -> None:
    assert values.application_number("byj 20261123000112") == "BYJ20261123000112"


def test_a_phone_tail_is_its_four_digits() -> None:
    assert values.phone_tail("尾号是 1234") == "1234"
