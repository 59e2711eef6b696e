"""ID numbers: sealed in the database, opened with the right key only."""

import pytest

from desk.accounts.errors import MalformedIdNumber
from desk.accounts.identities import IdentitySeals
from desk.accounts.model import Customer, Identity

SEALS = IdentitySeals.from_secret("a secret that is long enough for this.")
NUMBER = "11010119010203121X"


def record(sealed: str) -> Customer:
    return Customer("shop/1", "王芳", "19912345678", "", sealed)


def test_a_sealed_number_opens_again() -> None:
    assert SEALS.identity(record(SEALS.seal(NUMBER))) == Identity("王芳", NUMBER)


def test_a_small_x_becomes_a_large_one() -> None:
    assert SEALS.identity(record(SEALS.seal(NUMBER.lower()))) == Identity("王芳", NUMBER)


def test_what_is_kept_shows_nothing() -> None:
    sealed = SEALS.seal(NUMBER)
    assert NUMBER not in sealed
    assert sealed != SEALS.seal(NUMBER)
    assert len(sealed) <= 300
    assert sealed not in repr(record(sealed))
    assert NUMBER not in repr(SEALS.identity(record(sealed)))


@pytest.mark.parametrize("number", ["", "123", "110101190102031210", "11010119011303121X", "H12345678"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(MalformedIdNumber):
        SEALS.seal(number)


def test_without_a_number_there_is_no_identity() -> None:
    assert SEALS.identity(record("")) is None


def test_another_key_opens_nothing() -> None:
    others = IdentitySeals.from_secret("another secret that is long enough, too")
    assert SEALS.identity(record(others.seal(NUMBER))) is None
    assert SEALS.identity(record("damaged")) is None
