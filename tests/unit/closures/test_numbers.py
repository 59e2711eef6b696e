from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from desk.closures.errors import UnknownApplication
from desk.closures.numbers import find_number, new_number, read_number

DAY = date(2026, 11, 23)


def test_a_number_shows_its_day_and_can_be_read_back() -> None:
    number = new_number(DAY)
    assert number.startswith("BYJ20261123")
    assert len(number) == 19
    assert read_number(number) == number


def test_its_digits_never_look_like_a_bank_card() -> None:
    assert not any(luhn.is_valid(new_number(DAY)[3:]) for _ in range(300))


@pytest.mark.parametrize(
    "spell", [str.lower, lambda n: f" {n} ", lambda n: n[3:], lambda n: f"{n[:3]} {n[3:11]}-{n[11:]}"]
)
def test_people_may_spell_it_their_own_way(spell) -> None:  # type: ignore[no-untyped-def]
    number = new_number(DAY)
    assert read_number(spell(number)) == number


def test_full_width_characters_are_understood() -> None:
    number = new_number(DAY)
    assert read_number("".join(chr(ord(c) + 0xFEE0) for c in number)) == number


@given(st.integers(3, 18), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(place: int, shift: int) -> None:
    number = new_number(DAY)
    wrong = f"{number[:place]}{(int(number[place]) + shift) % 10}{number[place + 1 :]}"
    with pytest.raises(UnknownApplication) as refused:
        read_number(wrong)
    assert refused.value.mistyped


@given(st.integers(3, 17))
def test_two_neighbours_swapped_are_always_caught(place: int) -> None:
    number = new_number(DAY)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(UnknownApplication):
            read_number(swapped)


@pytest.mark.parametrize("text", ["", "BYJ", "hello", "BYJ2026112312345", "١" * 16, "BYJ" + "9" * 30, "\x00"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UnknownApplication):
        read_number(text)


@pytest.mark.parametrize(
    "written",
    [
        "{0}",
        "我的申请 {0} 到哪了",
        "查一下{1}",
        "编号{1}，还要几天",
        "进度 BYJ {1}",
        "byj-{1}",
        "{2}到哪了",
        "BYJ {3} 审核了吗",
        "{3} 审核了吗",
    ],
)
def test_a_number_is_found_wherever_and_however_it_stands(written: str) -> None:
    number = new_number(DAY)
    digits = number[3:]
    wide = "".join(chr(ord(character) + 0xFEE0) for character in number)
    spaced = " ".join((digits[:8], digits[8:12], digits[12:]))
    assert find_number(written.format(number, digits, wide, spaced)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "审核到哪了",
        "BYJ",
        "欠了1234.56元",
        "2026112300000000",
        "6222021234567890123",
        "13800000000",
        "1" * 2000,
    ],
)
def test_other_digits_are_no_number(text: str) -> None:
    assert find_number(text) is None


def test_a_slip_in_a_number_with_its_letters_is_found_so_that_it_can_be_refused() -> None:
    assert find_number("BYJ2026112300000000怎么样了") == "BYJ2026112300000000"
