"""How payment passwords are kept and compared."""

from time import perf_counter

import pytest
from argon2 import PasswordHasher

from desk.verification.passwords import _ARGON2, Passwords

passwords = Passwords(b"pepper" * 6)


@pytest.fixture(autouse=True)
def real_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that customers' passwords are kept with; other tests use cheaper ones."""
    monkeypatch.setattr("desk.verification.passwords._ARGON2", _ARGON2)


def test_only_the_right_password_matches() -> None:
    kept = passwords.hash("482913")

    assert passwords.matches(kept, "482913")
    assert not passwords.matches(kept, "482914")
    assert not passwords.matches(kept, "")


def test_nothing_of_the_password_is_in_the_hash() -> None:
    kept = passwords.hash("482913")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert "482913" not in kept
    assert kept != passwords.hash("482913")


def test_without_the_pepper_a_stolen_hash_is_worth_nothing() -> None:
    kept = passwords.hash("482913")

    assert not Passwords(b"another" * 6).matches(kept, "482913")


@pytest.mark.parametrize("damaged", ["", "$argon2id$", "plain"])
def test_no_hash_matches_nothing(damaged: str) -> None:
    assert not passwords.matches(damaged, "482913")


def test_no_hash_costs_a_real_comparison() -> None:
    passwords.matches("", "482913")
    began = perf_counter()
    passwords.matches("", "482913")

    # An early return would take microseconds; argon2 takes milliseconds on any machine.
    assert perf_counter() - began > 0.002


def test_hashes_of_older_parameters_are_told_apart() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x")

    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(passwords.hash("482913"))
