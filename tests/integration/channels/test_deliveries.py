"""What goes to an app is kept on both databases: in order, counted, and given up in the end."""

from __future__ import annotations

from desk.bootstrap import Desk
from desk.channels import deliveries
from desk.channels.inbox import LEASE
from desk.channels.model import AppUser, Rendered
from desk.conversations.model import ButtonSpec, Reply
from tests.conftest import SettableClock
from tests.integration.channels.steps import arrival, plan, say, take


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
