"""The inbox and the deliveries on both databases: once, in order, and whole after a crash."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from desk.bootstrap import Desk
from desk.channels import deliveries, inbox, tables
from desk.channels.deliveries import Links
from desk.channels.errors import BoundToAnother, TicketSpent, UnknownAppUser
from desk.channels.inbox import LEASE
from desk.channels.model import Allowed, AppUser, Arrival, Rendered
from desk.channels.sealing import digest
from desk.channels.values import SharedValues
from desk.conversations.model import ButtonSpec, Reply, Role
from tests.conftest import SettableClock
from tests.journey import arrive

FIVE = Allowed("said", 5, timedelta(hours=48))
THREE = Allowed("tapped", 3, timedelta(minutes=1))


def arrival(key: str, user: str = "ming", **more: Any) -> Arrival:
    return Arrival(key, "app", user, {"act": "said", "text": key}, **more)


def take(desk: Desk, *arrivals: Arrival, values: Mapping[str, str] | None = None) -> bool:
    return desk.channels.take("echo", arrivals, values)


@pytest.fixture
def user(desk: Desk) -> AppUser:
    """Somebody who has just written, and whose message is worked on."""
    take(desk, arrival("first"))
    (app_user_id,) = desk.channels.due(10)
    incoming = desk.channels.begin(app_user_id)
    assert incoming is not None
    desk.channels.done(incoming)
    return desk.channels.user(app_user_id)


def say(desk: Desk, user: AppUser, *texts: str, buttons: tuple[ButtonSpec, ...] = ()) -> str:
    """Something is said in the person's conversation."""
    conversation = desk.conversations.of(user.owner, is_visitor=not user.is_bound)
    replies = [Reply(text, None, buttons) for text in texts]
    desk.conversations.append(conversation.id, replies, role=Role.SYSTEM, place=user.id)
    return conversation.id


def plan(desk: Desk, user: AppUser, *keys: str, limited: bool = False) -> bool:
    outgoing = desk.channels.outgoing(user.id, limited=limited)
    assert outgoing is not None
    return desk.channels.keep(outgoing, [Rendered(key, {"text": key}) for key in keys], [])


def bind(desk: Desk, user: AppUser, owner: str) -> AppUser:
    ticket, _ = desk.bindings.invite(owner, user.channel)
    return desk.bindings.redeem(user.id, ticket, ())


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


def test_what_was_rendered_is_not_rendered_again(desk: Desk, user: AppUser) -> None:
    say(desk, user, "一", "二")
    outgoing = desk.channels.outgoing(user.id, limited=False)
    assert outgoing is not None
    assert [message.text for message in outgoing.messages] == ["一", "二"]
    assert desk.channels.keep(outgoing, [Rendered("k1", {"text": "一"})], [])
    # Two workers may have read the same; only one keeps it.
    assert not desk.channels.keep(outgoing, [Rendered("k2", {"text": "一"})], [])
    assert desk.channels.outgoing(user.id, limited=False) is None


def test_deliveries_go_in_order_and_none_overtakes(desk: Desk, user: AppUser, clock: SettableClock) -> None:
    say(desk, user, "一")
    plan(desk, user, "k1", "k2")
    first = desk.channels.begin_delivery(user.id, limited=False)
    assert first is not None
    assert first.key == "k1"
    assert desk.channels.begin_delivery(user.id, limited=False) is None
    assert not desk.channels.not_delivered(first, "busy", permanent=False, after=None)
    assert desk.channels.begin_delivery(user.id, limited=False) is None
    clock.advance(seconds=2)
    again = desk.channels.begin_delivery(user.id, limited=False)
    assert again is not None
    assert (again.key, again.attempts) == ("k1", 2)
    desk.channels.delivered(again)
    second = desk.channels.begin_delivery(user.id, limited=False)
    assert second is not None
    assert second.key == "k2"


def test_an_attempt_is_counted_before_the_call(desk: Desk, user: AppUser, clock: SettableClock) -> None:
    say(desk, user, "一")
    plan(desk, user, "k1")
    for attempt in (1, 2, 3):
        delivery = desk.channels.begin_delivery(user.id, limited=False)
        assert delivery is not None
        assert delivery.attempts == attempt
        clock.advance(seconds=LEASE.total_seconds() + 1)


def test_a_delivery_that_never_arrives_is_given_up(desk: Desk, user: AppUser, clock: SettableClock) -> None:
    say(desk, user, "一")
    plan(desk, user, "k1")
    for attempt in range(1, deliveries.ATTEMPTS + 1):
        delivery = desk.channels.begin_delivery(user.id, limited=False)
        assert delivery is not None
        gone = desk.channels.not_delivered(delivery, "busy", permanent=False, after=None)
        assert gone is (attempt == deliveries.ATTEMPTS)
        clock.advance(hours=1)
    (failed,) = desk.channels.failed_deliveries()
    assert (failed.app_user_id, failed.error) == (user.id, "busy")


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


def test_what_waits_is_dropped_when_the_person_goes_on_elsewhere(desk: Desk, user: AppUser) -> None:
    conversation_id = say(desk, user, "一")
    plan(desk, user, "k1")
    desk.conversations.receive(conversation_id, "in-the-widget", text="我在网页上")
    assert desk.channels.begin_delivery(user.id, limited=False) is None
    assert desk.channels.due(10) == []


def test_what_was_said_elsewhere_is_not_repeated_in_the_app(desk: Desk, user: AppUser) -> None:
    conversation_id = say(desk, user, "一")
    desk.conversations.receive(conversation_id, "in-the-widget", text="我在网页上")
    desk.conversations.append(conversation_id, [Reply("二")])
    desk.conversations.receive(conversation_id, "in-the-app", text="回来了", place=user.id)
    desk.conversations.append(conversation_id, [Reply("三")])
    outgoing = desk.channels.outgoing(user.id, limited=False)
    assert outgoing is not None
    assert [message.text for message in outgoing.messages] == ["三"]


def test_what_was_not_said_yet_is_said_when_the_person_stays(desk: Desk, user: AppUser) -> None:
    conversation_id = say(desk, user, "一")
    desk.conversations.receive(conversation_id, "in-the-app", text="在吗", place=user.id)
    desk.conversations.append(conversation_id, [Reply("二")])
    outgoing = desk.channels.outgoing(user.id, limited=False)
    assert outgoing is not None
    assert [message.text for message in outgoing.messages] == ["一", "二"]
    assert outgoing.asked


def test_a_yes_of_an_earlier_card_is_pressed_and_not_typed(desk: Desk, user: AppUser) -> None:
    conversation_id = say(desk, user, "继续吗？", buttons=(ButtonSpec("同意并继续", "affirm", "consenting"),))
    say(desk, user, "要转人工吗？", buttons=(ButtonSpec("转人工", "human_agent"),))
    pressed = desk.channels.chosen(user, conversation_id, "同意并继续")
    assert pressed is not None
    assert desk.conversations.receive(conversation_id, "c1", button=pressed, place=user.id).stale
    assert desk.channels.chosen(user, conversation_id, "转人工") is None


def test_a_person_who_leaves_loses_what_waits(desk: Desk, user: AppUser) -> None:
    say(desk, user, "一")
    plan(desk, user, "k1")
    take(desk, arrival("gone", left=True))
    assert desk.channels.user(user.id).blocked
    assert desk.channels.due(10) == []
    take(desk, arrival("back"))
    assert not desk.channels.user(user.id).blocked
    assert desk.channels.begin_delivery(user.id, limited=False) is None


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


def test_settled_things_are_deleted_after_a_week(desk: Desk, user: AppUser, clock: SettableClock) -> None:
    say(desk, user, "一")
    plan(desk, user, "k1")
    delivery = desk.channels.begin_delivery(user.id, limited=False)
    assert delivery is not None
    desk.channels.delivered(delivery)
    clock.advance(days=6)
    desk.channels.purge()
    assert not take(desk, arrival("first"))
    clock.advance(days=2)
    desk.channels.purge()
    assert take(desk, arrival("first"))


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


def test_only_one_holds_a_lease(desk: Desk, clock: SettableClock) -> None:
    here, there = (SharedValues(desk.transactions, "echo", clock=clock) for _ in range(2))
    minute = timedelta(minutes=1)
    assert here.lease("pull", minute)
    assert not here.lease("pull", minute)
    assert not there.lease("pull", minute)
    there.release("pull")
    assert not there.lease("pull", minute)
    here.release("pull")
    assert there.lease("pull", minute)
    clock.advance(seconds=61)
    assert here.lease("pull", minute)
    there.release("pull")
    assert not there.lease("pull", minute)


def test_a_value_ends_and_is_nobody_elses(desk: Desk, clock: SettableClock) -> None:
    values = SharedValues(desk.transactions, "echo", clock=clock)
    values.put("token", "t1", lasts=timedelta(hours=2))
    assert SharedValues(desk.transactions, "other", clock=clock).get("token") is None
    values.put("token", "t2", lasts=timedelta(hours=2))
    assert values.get("token") == "t2"
    clock.advance(hours=2)
    assert values.get("token") is None


def drained(desk: Desk, app_user_id: str) -> list[Any]:
    found = []
    while incoming := desk.channels.begin(app_user_id):
        desk.channels.done(incoming)
        found.append(incoming)
    return found
