"""The rule of masking, over everything that people might type."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from desk.closures.numbers import new_number
from desk.conversations.masking import MASK, mask

digits = st.text("0123456789", min_size=1)
six = st.from_regex(r"[0-9]{6}", fullmatch=True)
words = st.text("我要注销备用金的了吗帮一下怎么办呢，。？ ", max_size=12)
separators = st.sampled_from(["", " ", "-", "  ", " - "])
dates = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in text)


@given(six, st.booleans(), st.integers(0, 3))
def test_any_six_digits_alone_are_masked(code: str, wide: bool, gap: int) -> None:
    shown = full_width(code) if wide else code
    masked = mask((" " * gap).join(shown))

    assert masked.text == MASK
    assert masked.bare


@given(words, st.sampled_from(["密码", "验证码", "支付密码", "短信验证码"]), words, six)
def test_any_six_digits_beside_the_word_are_masked(before: str, word: str, between: str, code: str) -> None:
    masked = mask(f"{before}{word}{between}：{code}")

    assert code not in masked.text
    assert masked.found


@given(words, st.from_regex(r"[1-9][0-9]{11,17}", fullmatch=True), separators, st.integers(2, 5))
def test_every_number_that_passes_luhn_is_masked(before: str, stem: str, separator: str, width: int) -> None:
    number = stem + luhn.calc_check_digit(stem)
    shown = separator.join(number[start : start + width] for start in range(0, len(number), width))

    assert mask(f"{before}卡{shown}").text == f"{before}卡{MASK}"


@given(words, st.from_regex(r"[1-9][0-9]{16}", fullmatch=True), st.booleans())
def test_every_identity_number_is_masked(before: str, stem: str, lower: bool) -> None:
    number = stem + mod_11_2.calc_check_digit(stem)

    masked = mask(f"{before}证{number.lower() if lower else number}")

    assert masked.text == f"{before}证{MASK}"


@given(dates, words, st.booleans())
def test_no_application_number_is_masked(day: date, around: str, lower: bool) -> None:
    number = new_number(day)
    text = f"验证码 {around}{number.lower() if lower else number}{around}"

    assert mask(text).text == text


@given(st.integers(1, 10**11), st.integers(0, 99), st.sampled_from(["元", "块", " 元", "块钱", "万", "RMB"]))
def test_no_amount_with_its_unit_is_masked(whole: int, cents: int, unit: str) -> None:
    for amount in (f"{whole}{unit}", f"{whole}.{cents:02}{unit}", f"{whole:,}{unit}", f"¥{whole}"):
        text = f"密码忘了，欠{amount}"
        assert mask(text).text == text
        assert mask(amount).text == amount


@given(dates)
def test_no_date_with_its_unit_is_masked(day: date) -> None:
    for shown in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%y%m%d}号",
        f"{day.month}月{day.day}号",
        f"{day}",
    ):
        text = f"验证码{shown}"
        assert mask(text).text == text


@given(st.text(max_size=200))
def test_it_takes_any_text_and_is_stable(text: str) -> None:
    once = mask(text)

    assert mask(once.text).text == once.text
    assert once.found == (once.text != text) or MASK in text


@given(st.text("我你注销吗abc，。 ", max_size=40))
def test_a_text_without_digits_is_never_touched(text: str) -> None:
    assert mask(text).text == text
