from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from desk.audit.model import Event, canonical

KEY = b"k" * 32
EVENT = Event("a1", 2, datetime(2026, 11, 23, 2, 0, tzinfo=UTC), "demo/1", "moved", '{"to":"verifying"}')


@pytest.mark.parametrize(
    "change",
    [
        {"chain": "a2"},
        {"seq": 3},
        {"at": EVENT.at + timedelta(microseconds=1)},
        {"actor": "demo/2"},
        {"kind": "closed"},
        {"data": '{"to":"closed"}'},
    ],
)
def test_a_change_anywhere_changes_the_seal(change: dict[str, object]) -> None:
    changed = replace(EVENT, **change)  # type: ignore[arg-type]
    assert changed.sealed_by(KEY, "before") != EVENT.sealed_by(KEY, "before")


def test_the_seal_hangs_on_the_event_before_and_on_the_key() -> None:
    assert EVENT.sealed_by(KEY, "before") != EVENT.sealed_by(KEY, "other")
    assert EVENT.sealed_by(KEY, "before") != EVENT.sealed_by(b"x" * 32, "before")


def test_the_same_moment_in_another_zone_is_the_same_event() -> None:
    shifted = replace(EVENT, at=EVENT.at.astimezone(timezone(timedelta(hours=8))))
    assert shifted.sealed_by(KEY, "") == EVENT.sealed_by(KEY, "")


def test_fields_cannot_be_moved_into_each_other() -> None:
    one = replace(EVENT, actor="ab", kind="c")
    other = replace(EVENT, actor="a", kind="bc")
    assert one.sealed_by(KEY, "") != other.sealed_by(KEY, "")


def test_the_canonical_text_does_not_depend_on_order() -> None:
    assert canonical({"b": 1, "a": "注销"}) == canonical({"a": "注销", "b": 1}) == '{"a":"注销","b":1}'
