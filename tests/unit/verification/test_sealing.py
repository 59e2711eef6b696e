"""Tokens, digests and sealed messages."""

import re

import pytest
from cryptography.fernet import InvalidToken

from desk.verification.sealing import Seals, masked_phone, new_code, token_digest

seals = Seals.from_secret("a secret of the tests, long enough......")
others = Seals.from_secret("another secret of the tests, long enough")


def test_a_token_is_long_and_belongs_to_one_challenge_and_one_key() -> None:
    token = seals.token("c1")

    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert token == seals.token("c1")
    assert len({token, seals.token("c2"), others.token("c1")}) == 3


def test_the_database_does_not_know_the_token() -> None:
    token = seals.token("c1")

    assert token not in token_digest(token)
    assert len(token_digest(token)) == 64
    assert token_digest("\ud800") == token_digest("\ud800")


def test_a_code_counts_for_its_challenge_and_its_phone_only() -> None:
    digests = {
        seals.code_digest("c1", "19900000001", "123456"),
        seals.code_digest("c2", "19900000001", "123456"),
        seals.code_digest("c1", "19900000002", "123456"),
        seals.code_digest("c1", "19900000001", "123457"),
        others.code_digest("c1", "19900000001", "123456"),
        seals.phone_digest("19900000001"),
    }

    assert len(digests) == 6
    assert not any("123456" in digest for digest in digests)


def test_one_phone_counts_once_however_its_number_is_written() -> None:
    digests = {seals.phone_digest(f"{prefix}19900000001") for prefix in ("", "86", "+86")}
    assert len(digests) == 1
    assert seals.phone_digest("19900000002") not in digests
    assert seals.phone_digest("+85219900000001") not in digests


def test_only_the_key_opens_a_sealed_message() -> None:
    sealed = seals.seal("19900000001", "验证码 123456", "123456")

    assert "123456" not in sealed
    assert seals.unseal(sealed) == ("19900000001", "验证码 123456", "123456")
    with pytest.raises(InvalidToken):
        others.unseal(sealed)


def test_keys_do_not_show_in_logs() -> None:
    assert repr(seals) == "Seals()"


def test_codes_are_six_digits_and_differ() -> None:
    codes = {new_code() for _ in range(200)}

    assert all(re.fullmatch(r"[0-9]{6}", code) for code in codes)
    assert len(codes) > 190


def test_a_phone_is_shown_without_its_middle() -> None:
    assert masked_phone("13812341234") == "138****1234"
