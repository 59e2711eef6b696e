"""What is sealed opens only for its use, with its key, and unaltered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.channels.binding import CODE_LENGTH, CODE_LETTERS, new_ticket
from desk.channels.model import unbound_owner
from desk.channels.sealing import Box, Unopenable, digest

SECRET = "s" * 32
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
)


@given(json_values)
def test_what_goes_in_comes_out(value: object) -> None:
    box = Box.for_use(SECRET, "database")
    assert box.open(box.seal(value)) == value


def test_it_says_nothing_about_what_is_in_it() -> None:
    sealed = Box.for_use(SECRET, "database").seal({"text": "我的密码是 123456"})
    assert "123456" not in sealed
    assert "密码" not in sealed


def test_what_was_sealed_for_another_use_does_not_open() -> None:
    sealed = Box.for_use(SECRET, "database").seal("x")
    with pytest.raises(Unopenable):
        Box.for_use(SECRET, "doors").open(sealed)


@pytest.mark.parametrize("sealed", ["", "x", "é", "gAAAA" + "A" * 100])
def test_garbage_does_not_open(sealed: str) -> None:
    with pytest.raises(Unopenable):
        Box.for_use(SECRET, "database").open(sealed)


def test_a_signature_is_for_one_use_and_one_text() -> None:
    doors, other = Box.for_use(SECRET, "doors"), Box.for_use(SECRET, "database")
    assert doors.sign("a") == doors.sign("a")
    assert len({doors.sign("a"), doors.sign("b"), other.sign("a")}) == 3


def test_the_key_is_shown_nowhere() -> None:
    assert "key" not in repr(Box.for_use(SECRET, "database"))


def test_halves_of_characters_have_a_digest_too() -> None:
    assert len(digest("\ud800")) == 64


def test_tickets_are_different_and_fit_into_a_scene() -> None:
    tickets = {new_ticket() for _ in range(100)}
    assert len(tickets) == 100
    assert max(map(len, tickets)) <= 64


def test_codes_have_no_letters_that_look_like_others() -> None:
    assert not set("IO01") & set(CODE_LETTERS)
    assert len(CODE_LETTERS) ** CODE_LENGTH > 800_000_000


def test_no_token_can_carry_the_name_of_somebody_unbound() -> None:
    # Visitors' tokens are made here, for random UUIDs, which have dashes in other places.
    assert unbound_owner("0" * 32).startswith("visitor/app-")
