"""News reach customers who are not looking: where they last were, else by text, never at night."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

import pytest

from desk.bootstrap import Desk
from desk.channels.model import Arrival
from desk.conversations.model import Reply
from desk.demo.service import DemoCustomer
from desk.notices.model import Notice, State
from desk.notices.news import News, leave_news
from desk.notices.quiet import QuietHours
from gateway.channels.model import Contact, Ring
from gateway.channels.port import Channel, TransportError
from gateway.hub import Hub
from gateway.news import NewsTeller
from tests.conftest import SettableClock

DELAY = timedelta(seconds=60)


@dataclass
class Ringing:
    """A messaging app of which only the push matters."""

    name: str = "echo"
    rings: list[tuple[Contact, Ring]] = field(default_factory=list)
    error: TransportError | None = None

    async def ring(self, contact: Contact, ring: Ring) -> None:
        if self.error is not None:
            raise self.error
        self.rings.append((contact, ring))


@dataclass
class Office:
    """One customer with news, and everything through which they may hear of it."""

    desk: Desk
    clock: SettableClock
    hub: Hub
    app: Ringing
    customer: DemoCustomer
    conversation_id: str
    teller: NewsTeller

    async def deliver(self) -> None:
        handlers = self.teller.handlers(asyncio.get_running_loop())
        await asyncio.to_thread(self.desk.notices.deliver, handlers)

    def tell(self, news: News = News.APPROVED) -> None:
        """Something has happened: it stands in the conversation, and there is news."""
        self.desk.conversations.append(self.conversation_id, [Reply("您的申请有了结果。")])
        with self.desk.transactions.write() as work:
            leave_news(
                work,
                news,
                customer=self.customer.customer,
                conversation_id=self.conversation_id,
                key=f"test/{news}",
            )

    def notice(self) -> Notice:
        return self.desk.notices.listed(tuple(State), 1)[0]

    def texts(self) -> list[str]:
        assert self.desk.demo is not None
        return [text.text for text in self.desk.demo.texts(self.customer.phone)]

    def arrive_in_the_app(self, *, held: bool = False, blocked: bool = False) -> None:
        """The customer goes on in the messaging app."""
        self.desk.channels.take("echo", [Arrival("m1", "app", "user-1", {"text": "在吗"})])
        [user_id] = self.desk.channels.due(10)
        with self.desk.transactions.write() as work:
            owner = self.customer.customer
            now = self.clock.now
            work.channels.change_user(user_id, owner=owner, bound_at=now, held=held, blocked=blocked)
        self.desk.conversations.append(self.conversation_id, [Reply("在的。")], place=user_id)
        if not held:
            self.said()

    def said(self) -> None:
        """The app has taken everything that stands in the conversation."""
        with self.desk.transactions.write() as work:
            conversation = work.conversations.get(self.conversation_id)
            assert conversation is not None
            work.conversations.change(self.conversation_id, sent_seq=conversation.last_seq)


@pytest.fixture
def clock() -> SettableClock:
    """Ten in the morning in China."""
    return SettableClock()


@pytest.fixture
def office(desk: Desk, clock: SettableClock) -> Office:
    assert desk.demo is not None
    customer = desk.demo.create("clear")
    conversation = desk.conversations.of(customer.customer, is_visitor=False)
    hub, app = Hub(), Ringing()
    channels = {"echo": cast(Channel, app)}
    quiet = QuietHours.read("22:00-08:00")
    teller = NewsTeller(desk, hub, channels, quiet=quiet, delay=DELAY, clock=clock)
    clock.advance(seconds=1)
    return Office(desk, clock, hub, app, customer, conversation.id, teller)


async def test_who_is_not_looking_gets_one_text_without_anything_personal(office: Office) -> None:
    office.tell()
    await office.deliver()
    assert office.texts() == []
    office.clock.now += DELAY
    for _ in range(3):
        await office.deliver()

    [text] = office.texts()
    assert "新进展" in text
    assert office.customer.name not in text
    assert (office.notice().state, office.notice().reason) == (State.DELIVERED, "sms")


async def test_who_has_the_chat_open_is_left_alone(office: Office) -> None:
    office.tell()
    office.clock.now += DELAY
    with office.hub.watch(office.conversation_id):
        await office.deliver()
    assert (office.texts(), office.notice().reason) == ([], "seen")


async def test_who_has_written_since_is_left_alone(office: Office) -> None:
    office.tell()
    office.clock.advance(seconds=30)
    office.desk.conversations.receive(
        office.conversation_id, "8f0c8b0e-7d3f-4b8e-9a52-1d8a3e3f9b11", text="好了吗"
    )
    office.clock.now += DELAY
    await office.deliver()
    assert (office.texts(), office.notice().reason) == ([], "seen")


async def test_nobody_is_woken_at_night(office: Office) -> None:
    office.clock.now += timedelta(hours=13)  # 23:00 in China
    office.tell()
    office.clock.now += DELAY
    await office.deliver()
    office.clock.advance(hours=8)
    await office.deliver()
    assert office.texts() == []
    office.clock.advance(hours=1)
    await office.deliver()
    assert len(office.texts()) == 1


async def test_who_last_wrote_in_an_app_hears_of_it_there(office: Office) -> None:
    office.arrive_in_the_app()
    office.tell()
    office.clock.now += DELAY
    await office.deliver()
    assert office.notice().state is State.WAITING
    office.said()
    office.clock.advance(seconds=30)
    await office.deliver()
    assert (office.texts(), office.notice().reason, office.app.rings) == ([], "app", [])


async def test_an_app_that_does_not_get_on_is_not_waited_for_long(office: Office) -> None:
    office.arrive_in_the_app()
    office.app.error = TransportError("no such way", closed=True)
    office.tell()
    office.clock.advance(minutes=11)
    await office.deliver()
    assert (len(office.texts()), office.notice().reason) == (1, "sms")


async def test_an_app_that_is_closed_to_us_is_rung(office: Office) -> None:
    office.arrive_in_the_app(held=True)
    office.tell(News.REJECTED)
    office.clock.now += DELAY
    await office.deliver()

    [(contact, ring)] = office.app.rings
    assert (contact.user, ring.kind, ring.url) == ("user-1", "rejected", None)
    assert office.customer.name not in ring.title + ring.text
    assert (office.texts(), office.notice().reason) == ([], "push")


async def test_an_app_without_such_a_way_leads_to_a_text(office: Office) -> None:
    office.arrive_in_the_app(held=True)
    office.app.error = TransportError("no template", closed=True)
    office.tell()
    office.clock.now += DELAY
    await office.deliver()
    assert (len(office.texts()), office.notice().reason) == (1, "sms")


async def test_an_app_that_is_away_is_tried_again_and_then_left(office: Office) -> None:
    office.arrive_in_the_app(held=True)
    office.app.error = TransportError("no answer")
    office.tell()
    office.clock.now += DELAY
    await office.deliver()
    assert (office.notice().state, office.texts()) == (State.WAITING, [])
    for _ in range(3):
        office.clock.advance(minutes=1)
        await office.deliver()
    assert (len(office.texts()), office.notice().reason) == (1, "sms")


async def test_who_left_the_app_gets_a_text(office: Office) -> None:
    office.arrive_in_the_app(blocked=True)
    office.tell()
    office.clock.now += DELAY
    await office.deliver()
    assert (office.app.rings, len(office.texts())) == ([], 1)


async def test_who_wants_no_push_gets_a_text(office: Office) -> None:
    office.arrive_in_the_app(held=True)
    office.desk.preferences.change(office.customer.customer, push=False)
    office.tell()
    office.clock.now += DELAY
    await office.deliver()
    assert (office.app.rings, len(office.texts())) == ([], 1)


async def test_who_wants_no_text_gets_none(office: Office) -> None:
    office.desk.preferences.change(office.customer.customer, sms=False)
    office.tell()
    office.clock.now += DELAY
    await office.deliver()
    assert (office.texts(), office.notice().reason) == ([], "not_wanted")


async def test_a_verification_from_a_new_place_is_told_to_everybody(office: Office) -> None:
    office.desk.preferences.change(office.customer.customer, sms=False)
    office.tell(News.NEW_PLACE)
    office.clock.now += DELAY
    await office.deliver()
    assert len(office.texts()) == 1


async def test_who_has_the_chat_open_may_be_the_one_of_whom_the_customer_is_warned(office: Office) -> None:
    office.tell(News.NEW_PLACE)
    office.clock.advance(seconds=60)
    with office.hub.watch(office.conversation_id):
        await office.deliver()
    assert (office.notice().reason, len(office.texts())) == ("sms", 1)


async def test_an_app_in_which_somebody_passed_is_not_where_the_customer_is_warned(office: Office) -> None:
    office.arrive_in_the_app()
    office.tell(News.NEW_PLACE)
    office.said()
    office.clock.advance(seconds=60)
    await office.deliver()
    assert (office.notice().reason, len(office.texts())) == ("sms", 1)


async def test_without_a_phone_the_warning_comes_in_the_app(office: Office) -> None:
    office.arrive_in_the_app()
    with office.desk.transactions.write() as work:
        work.customers.set_contact(office.customer.customer, office.customer.name, "")
    office.tell(News.NEW_PLACE)
    office.said()
    office.clock.advance(seconds=60)
    await office.deliver()
    assert office.notice().reason == "app"


async def test_a_text_whose_outcome_nobody_kept_is_not_sent_again(office: Office) -> None:
    office.tell()
    office.clock.now += DELAY
    office.desk.notices.note(office.notice(), "sending")
    await office.deliver()
    assert (office.texts(), office.notice().state, office.notice().reason) == ([], State.DEAD, "sms_unsure")
