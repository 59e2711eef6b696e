from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from desk.closures.errors import UnknownApplication
from desk.closures.numbers import new_number, read_number

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
