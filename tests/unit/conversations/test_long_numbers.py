"""Card and identity numbers are found in one pass, exactly as looking at every stretch would find them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from desk.conversations.long_numbers import long_numbers
from desk.conversations.spans import Span, Spans

NOTHING = Spans([])
spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1])))


def is_secret(number: str) -> bool:
    if 13 <= len(number) <= 19 and number.isdecimal() and luhn.is_valid(number):
        return True
    return len(number) == 18 and "X" not in number[:-1] and mod_11_2.is_valid(number)


@given(st.lists(st.sampled_from([*"0123456789", "7X"]), max_size=60))
def test_digits_one_by_one_are_found_like_every_stretch_of_them(ones: list[str]) -> None:
    text = " ".join(ones)
    starts = [sum(len(one) + 1 for one in ones[:number]) for number in range(len(ones))]
    expected = {
        (starts[first], starts[last] + len(ones[last]))
        for first in range(len(ones))
        for last in range(first, len(ones))
        if is_secret("".join(ones[first : last + 1]))
    }
    assert set(long_numbers(text, NOTHING)) == expected


def test_what_is_known_to_be_something_else_parts_a_number() -> None:
    card = "4111 1111 1111 1111"
    assert list(long_numbers(card, NOTHING)) == [(0, 19)]
    assert list(long_numbers(card, Spans([(5, 9)]))) == []


@given(spans, st.integers(0, 60), st.integers(1, 9))
def test_a_stretch_touches_what_shares_a_character_with_it(
    found: list[Span], start: int, length: int
) -> None:
    touched = any(one[0] < start + length and start < one[1] for one in found)
    assert Spans(found).touch((start, start + length)) == touched


@given(spans)
def test_overlapping_stretches_are_one(found: list[Span]) -> None:
    merged = list(Spans(found))
    assert all(one[1] <= other[0] for one, other in pairwise(merged))
    assert {place for s in found for place in range(*s)} == {place for s in merged for place in range(*s)}
