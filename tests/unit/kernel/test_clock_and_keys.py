from datetime import UTC, date, datetime

from pydantic import SecretStr

from desk.clock import shanghai_date, utc_now
from desk.keys import derive


def test_the_clock_tells_aware_utc() -> None:
    assert utc_now().tzinfo is UTC


def test_the_day_in_china_begins_at_four_in_the_afternoon_utc() -> None:
    assert shanghai_date(datetime(2026, 11, 23, 15, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert shanghai_date(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)) == date(2026, 11, 24)


def test_keys_for_two_purposes_differ() -> None:
    assert derive("secret", "links") != derive("secret", "codes")
    assert derive("secret", "links") != derive("other", "links")


def test_a_key_is_the_same_however_the_secret_is_held() -> None:
    held = {derive(secret, "links") for secret in ("secret", b"secret", SecretStr("secret"))}
    assert len(held) == 1
    assert len(held.pop()) == 32
