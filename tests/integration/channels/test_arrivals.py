"""What comes from an app is kept on both databases: once, in order, and whole after a crash."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.bootstrap import Desk
from desk.channels import inbox, tables
from desk.channels.inbox import LEASE
from desk.channels.model import AppUser
from desk.channels.values import SharedValues
from tests.conftest import SettableClock
from tests.integration.channels.steps import FIVE, arrival, drained, take


def test_a_redelivery_is_nothing_new(desk: Desk) -> None:
    assert take(desk, arrival("m1"))
    assert not take(desk, arrival("m1"))
    assert take(desk, arrival("m1"), arrival("m2"))
    (app_user_id,) = desk.channels.due(10)
    keys = [incoming.body["text"] for incoming in drained(desk, app_user_id)]
    assert keys == ["m1", "m2"]


def test_of_many_redeliveries_at_once_one_is_new(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(lambda _: take(desk, arrival("m1")), range(8)))
    assert new.count(True) == 1


def test_a_redelivery_gives_no_new_allowance(desk: Desk, clock: SettableClock) -> None:
    take(desk, arrival("m1", allowed=FIVE))
    (app_user_id,) = desk.channels.due(10)
    with desk.transactions.write() as work:
        assert work.channels.take_room(app_user_id, clock())
    take(desk, arrival("m1", allowed=FIVE))
    with desk.transactions.read() as work:
        assert work.channels.room(app_user_id, clock()) == 4


def test_the_same_key_in_another_app_is_another_thing(desk: Desk) -> None:
    assert take(desk, arrival("m1"))
    assert desk.channels.take("other", [arrival("m1")])
    assert len(desk.channels.due(10)) == 2


def test_values_are_kept_with_what_came_or_not_at_all(desk: Desk) -> None:
    values = SharedValues(desk.transactions, "echo", clock=desk.channels._clock)
    take(desk, values={"cursor": "1"})
    assert values.get("cursor") == "1"
    broken = arrival("m2", identity=object())  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"(?i)bind|adapt|type"):
        take(desk, arrival("m1"), broken, values={"cursor": "2"})
    assert values.get("cursor") == "1"
    assert desk.channels.due(10) == []


def test_what_was_begun_by_somebody_who_died_is_begun_again_in_its_place(
    desk: Desk, clock: SettableClock
) -> None:
    take(desk, arrival("m1"), arrival("m2"))
    (app_user_id,) = desk.channels.due(10)
    assert desk.channels.begin(app_user_id) is not None
    assert desk.channels.begin(app_user_id) is None
    clock.advance(seconds=LEASE.total_seconds() + 1)
    again = desk.channels.begin(app_user_id)
    assert again is not None
    assert (again.body["text"], again.attempts) == ("m1", 2)


def test_what_cannot_be_worked_on_is_given_up_and_the_next_comes(desk: Desk, clock: SettableClock) -> None:
    take(desk, arrival("m1"), arrival("m2"))
    (app_user_id,) = desk.channels.due(10)
    for attempt in range(1, inbox.ATTEMPTS + 1):
        incoming = desk.channels.begin(app_user_id)
        assert incoming is not None
        assert desk.channels.failed(incoming) is (attempt == inbox.ATTEMPTS)
        clock.advance(hours=1)
    following = desk.channels.begin(app_user_id)
    assert following is not None
    assert following.body["text"] == "m2"


def test_a_group_teaches_nothing_about_the_person(desk: Desk, user: AppUser) -> None:
    take(desk, arrival("m2", reply_to={"hook": "private"}))
    take(desk, arrival("m3", private=False, identity="somebody", allowed=FIVE, reply_to={"hook": "room"}))
    now = desk.channels.user(user.id)
    assert (now.identity, now.reply_to) == ("ming", {"hook": "private"})


def test_what_people_say_is_unreadable_in_the_books(desk: Desk) -> None:
    take(desk, arrival("我的密码是 123456", reply_to={"hook": "https://secret.example"}))
    with desk.transactions.read() as work:
        session = work.channels._session  # type: ignore[attr-defined]
        kept = str([*session.execute(tables.inbox.select()), *session.execute(tables.app_users.select())])
    assert "123456" not in kept
    assert "secret.example" not in kept
