"""Who speaks for whom in an app, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.bootstrap import Desk
from desk.channels.deliveries import Links
from desk.channels.errors import BoundToAnother, TicketSpent, UnknownAppUser
from desk.channels.model import AppUser
from desk.channels.sealing import digest
from tests.conftest import SettableClock
from tests.integration.channels.steps import arrival, bind, plan, say, take
from tests.journey import arrive


def test_a_binding_ends_the_visitors_conversation_in_the_app(desk: Desk, user: AppUser) -> None:
    say(desk, user, "一")
    plan(desk, user, "k1")
    customer = arrive(desk)
    bound = bind(desk, user, customer)
    assert (bound.owner, bound.is_bound) == (customer, True)
    assert desk.channels.begin_delivery(user.id, limited=False) is None


def test_nobody_is_bound_to_a_visitor(desk: Desk, user: AppUser) -> None:
    with pytest.raises(UnknownAppUser):
        bind(desk, user, "visitor/7f6c")


def test_who_is_bound_is_not_bound_to_another(desk: Desk, user: AppUser) -> None:
    first, second = arrive(desk), arrive(desk)
    bind(desk, user, first)
    with pytest.raises(BoundToAnother):
        bind(desk, user, second)
    assert bind(desk, user, first).owner == first
    desk.bindings.unbind(user.id, by=first, owner=first)
    assert bind(desk, user, second).owner == second


def test_of_many_who_bring_one_ticket_one_is_bound(desk: Desk) -> None:
    for number in range(6):
        take(desk, arrival(f"m{number}", user=f"u{number}"))
    ticket, _ = desk.bindings.invite(arrive(desk), "echo")

    def redeem(app_user_id: str) -> bool:
        try:
            desk.bindings.redeem(app_user_id, ticket, ())
        except TicketSpent:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(redeem, desk.channels.due(10))).count(True) == 1


def test_a_ticket_for_one_app_is_none_for_another(desk: Desk, user: AppUser) -> None:
    ticket, _ = desk.bindings.invite(arrive(desk), "other")
    with pytest.raises(TicketSpent):
        desk.bindings.redeem(user.id, ticket, ())


def test_links_are_kept_with_what_is_said(desk: Desk, user: AppUser, clock: SettableClock) -> None:
    say(desk, user, "一")
    outgoing = desk.channels.outgoing(user.id, limited=False)
    assert outgoing is not None
    links = Links(bind=(digest("b"),), enter=((digest("e"), "token"),))
    desk.channels.keep(outgoing, [], [], links)
    assert desk.bindings.ticketed("b").id == user.id
    assert desk.bindings.entering("e")[1] == "token"
    assert desk.bindings.link_tied_to("token") == user.id
    clock.advance(minutes=11)
    for look in (lambda: desk.bindings.ticketed("b"), lambda: desk.bindings.entering("e")):
        with pytest.raises(TicketSpent):
            look()
    # The verification's own address stays shut, though the link to it is over.
    assert desk.bindings.link_tied_to("token") == user.id
