"""How much an app lets us say, counted on both databases."""

from __future__ import annotations

from desk.bootstrap import Desk
from desk.channels.model import AppUser
from tests.conftest import SettableClock
from tests.integration.channels.steps import FIVE, THREE, arrival, say, take


def test_the_allowance_that_ends_soonest_is_used_first(desk: Desk, clock: SettableClock) -> None:
    take(desk, arrival("m1", allowed=FIVE), arrival("m2", allowed=THREE))
    (app_user_id,) = desk.channels.due(10)
    with desk.transactions.write() as work:
        rooms = []
        for _ in range(9):
            rooms.append(work.channels.room(app_user_id, clock()))
            work.channels.take_room(app_user_id, clock())
    assert rooms == [3, 2, 1, 5, 4, 3, 2, 1, 0]


def test_an_allowance_ends(desk: Desk, clock: SettableClock) -> None:
    take(desk, arrival("m1", allowed=THREE))
    (app_user_id,) = desk.channels.due(10)
    clock.advance(seconds=60)
    with desk.transactions.write() as work:
        assert work.channels.room(app_user_id, clock()) == 0
        assert not work.channels.take_room(app_user_id, clock())


def test_writing_again_renews_the_allowance_and_does_not_add_to_it(desk: Desk, clock: SettableClock) -> None:
    take(desk, arrival("m1", allowed=FIVE), arrival("m2", allowed=FIVE))
    (app_user_id,) = desk.channels.due(10)
    with desk.transactions.read() as work:
        assert work.channels.room(app_user_id, clock()) == 5


def test_without_room_everything_waits_and_writing_lets_it_go(desk: Desk, user: AppUser) -> None:
    say(desk, user, "一")
    assert desk.channels.outgoing(user.id, limited=True) is None
    assert desk.channels.due(10) == []
    take(desk, arrival("m2", allowed=FIVE))
    outgoing = desk.channels.outgoing(user.id, limited=True)
    assert outgoing is not None
    assert outgoing.room == 5
