"""A push says only that something came; all of it is fetched once, whatever happens in between."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from gateway.channels.kf.channel import Kf
from gateway.channels.kf.events import sent_at
from gateway.channels.model import Act, Inbound
from gateway.channels.port import TransportError
from tests.conftest import SettableClock
from tests.fakes.state import MemoryState
from tests.fakes.wecom import Customer, FakeKf
from tests.fakes.wecom.service import ACCOUNT
from tests.unit.channels.around import Mailbox, MemoryIntake
from tests.unit.channels.kf.conftest import Fetch, Make


def texts(came: list[Inbound]) -> list[str | None]:
    return [one.text for one in came]


async def test_what_was_said_is_fetched_in_order_and_staff_is_not_answered(
    fetch: Fetch, customer: Customer
) -> None:
    for word in ("一", "二", "三", "四", "五"):
        customer.says(word)
    customer.hears_from_staff("我是人工")
    came = await fetch()
    assert texts(came) == ["一", "二", "三", "四", "五"]
    assert {one.contact.user for one in came} == {customer.user}
    assert {one.contact.app for one in came} == {ACCOUNT}
    assert {one.grant for one in came} == {"message"}


async def test_nothing_is_fetched_twice(fetch: Fetch, platform: FakeKf, customer: Customer) -> None:
    customer.says("一")
    await fetch()
    calls = len(platform.calls)
    assert await fetch() == []
    assert len(platform.calls) == calls
    customer.says("二")
    assert texts(await fetch()) == ["二"]


async def test_an_empty_page_is_not_the_end(fetch: Fetch, platform: FakeKf, customer: Customer) -> None:
    platform.page_size = 1
    for word in "一二三":
        customer.says(word)
    assert texts(await fetch()) == ["一", "二", "三"]
    assert len([call for call in platform.calls if call.path.endswith("sync_msg")]) > 6


async def test_a_tap_on_a_menu_is_our_button(fetch: Fetch, customer: Customer) -> None:
    customer.says("同意并继续", menu_id="b-1")
    (came,) = await fetch()
    assert (came.act, came.button, came.grant) == (Act.PRESSED, "b-1", "message")
    assert came.text is None


@pytest.mark.parametrize("kind", ["image", "voice", "location", "miniprogram", "new"])
async def test_what_is_no_text_is_told_that_text_is_needed(
    fetch: Fetch, customer: Customer, kind: str
) -> None:
    customer.sends(kind, **{kind: {"media_id": "m"}})
    assert [one.act for one in await fetch()] == [Act.OTHER]


async def test_who_comes_in_for_the_first_time_is_greeted_with_the_code(
    fetch: Fetch, customer: Customer, clock: SettableClock
) -> None:
    customer.enters("ticket-1")
    (came,) = await fetch()
    assert (came.act, came.ticket, came.grant) == (Act.ENTERED, "ticket-1", "welcome")
    assert came.reply_to["until"] == int(clock.now.timestamp()) + 20
    assert came.reply_to["welcome_code"]


async def test_who_comes_in_again_is_not_greeted_and_still_brings_a_ticket(
    fetch: Fetch, customer: Customer
) -> None:
    customer.says("你好")
    customer.enters()
    assert len(await fetch()) == 1
    customer.enters("ticket-1")
    (came,) = await fetch()
    assert (came.ticket, came.grant, dict(came.reply_to)) == ("ticket-1", None, {})


async def test_a_message_that_did_not_arrive_is_logged_and_nothing_else(
    fetch: Fetch, customer: Customer, caplog: pytest.LogCaptureFixture
) -> None:
    customer.failed("msgid")
    assert await fetch() == []
    assert "not delivered" in caplog.text
    assert customer.user not in caplog.text


async def test_a_newcomer_does_not_answer_three_days_of_history(
    channel: Kf, customer: Customer, intake: MemoryIntake, clock: SettableClock
) -> None:
    customer.says("前天的问题")
    clock.advance(days=1)
    customer.says("现在的问题")
    await channel.fetcher.fetch(ACCOUNT, intake, anyway=True)
    assert texts(list(intake.took.values())) == ["现在的问题"]


async def test_an_outage_of_hours_loses_nothing(
    channel: Kf, fetch: Fetch, customer: Customer, intake: MemoryIntake, clock: SettableClock
) -> None:
    customer.says("第一句")
    await fetch()
    customer.says("停机时说的")
    clock.advance(hours=20)
    await channel.fetcher.fetch(ACCOUNT, intake, anyway=True)
    assert texts(list(intake.took.values())) == ["第一句", "停机时说的"]


async def test_a_death_after_the_acknowledgement_loses_nothing(
    make: Make, platform: FakeKf, customer: Customer, intake: MemoryIntake
) -> None:
    customer.says("你好")
    assert isinstance(platform.pusher, Mailbox)
    answer = await make().receive(platform.pusher.last)
    await intake.take(answer.inbound, state=answer.state)
    await make().fetcher.fetch(ACCOUNT, intake)
    assert texts(list(intake.took.values())) == ["你好"]


async def test_a_page_that_was_not_kept_is_fetched_again(
    channel: Kf, fetch: Fetch, customer: Customer, intake: MemoryIntake
) -> None:
    for word in "一二三":
        customer.says(word)
    intake.failing = 3
    for _ in range(2):
        with pytest.raises(OSError, match="full"):
            await fetch()
    intake.failing = 0
    assert texts(await fetch()) == ["一", "二", "三"]


async def test_replicas_take_turns(
    make: Make, customer: Customer, intake: MemoryIntake, around: object
) -> None:
    customer.says("你好")
    fetchers = [make().fetcher for _ in range(4)]
    done = await asyncio.gather(*(one.fetch(ACCOUNT, intake, anyway=True) for one in fetchers))
    assert sorted(done) == [False, False, False, True]


async def test_a_replica_that_died_while_fetching_is_followed_by_another(
    channel: Kf, fetch: Fetch, customer: Customer, intake: MemoryIntake, clock: SettableClock
) -> None:
    customer.says("你好")
    await channel.fetcher.state.lease(f"fetch/{ACCOUNT}", timedelta(seconds=10))
    assert await fetch() == []
    clock.advance(seconds=11)
    assert texts(await fetch()) == ["你好"]


async def test_an_old_token_is_not_used(
    channel: Kf, fetch: Fetch, platform: FakeKf, customer: Customer, clock: SettableClock
) -> None:
    customer.says("你好")
    await channel.fetcher.state.lease(f"fetch/{ACCOUNT}", timedelta(minutes=11))
    await fetch()
    clock.advance(minutes=12)
    platform.calls.clear()
    assert len(await channel_fetch(channel, platform)) == 0


async def channel_fetch(channel: Kf, platform: FakeKf) -> list[bytes]:
    """Fetch without a new push; returns the calls that carried a push's token."""
    state = channel.fetcher.state
    assert isinstance(state, MemoryState)
    await channel.fetcher.fetch(ACCOUNT, MemoryIntake(state))
    return [call.body for call in platform.calls if b'"token"' in call.body]


async def test_a_token_that_is_refused_is_left_out(
    fetch: Fetch, platform: FakeKf, customer: Customer
) -> None:
    customer.says("你好")
    platform.push_tokens.clear()
    assert texts(await fetch()) == ["你好"]


async def test_asking_too_often_is_tried_again_later(
    channel: Kf, platform: FakeKf, intake: MemoryIntake
) -> None:
    await channel.fetcher.fetch(ACCOUNT, intake, anyway=True)
    platform.without_token *= 5
    with pytest.raises(TransportError) as error:
        await channel.fetcher.fetch(ACCOUNT, intake, anyway=True)
    assert error.value.retry_after == 60


@pytest.mark.parametrize(
    "item",
    [
        None,
        "text",
        {},
        {"origin": 3},
        {"origin": 3, "msgid": "m", "external_userid": ["wm"]},
        {"origin": 3, "msgid": "m", "external_userid": "a b", "msgtype": "text"},
        {"origin": 4, "msgid": "m", "event": "enter_session"},
        {"origin": 4, "msgid": "m", "event": {"event_type": "enter_session", "welcome_code": "c"}},
        {"origin": 4, "msgid": "m", "event": {"event_type": "something_new"}},
        {"origin": 9, "msgid": "m", "external_userid": "wm1", "msgtype": "text"},
    ],
)
async def test_what_cannot_be_read_does_not_keep_later_ones_from_being_fetched(
    fetch: Fetch, platform: FakeKf, customer: Customer, clock: SettableClock, item: object
) -> None:
    odd = {**item, "send_time": clock.now.timestamp()} if isinstance(item, dict) else {"send_time": 0}
    platform.items[ACCOUNT].append(odd)
    customer.says("你好")
    assert texts(await fetch()) == ["你好"]


@pytest.mark.parametrize("at", [None, "x", -1e30, 1e30, [], True])
def test_a_time_that_is_none_is_long_ago(at: object) -> None:
    assert sent_at({"send_time": at}).year <= 1970


async def test_it_fetches_at_the_start_and_goes_on_after_an_outage(
    channel: Kf, platform: FakeKf, customer: Customer, intake: MemoryIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.channels.kf.fetching._LOOK", 0.01)
    monkeypatch.setattr("gateway.channels.kf.fetching._FIRST_PAUSE", 0.01)
    platform.failing = [-1]
    monkeypatch.setattr("gateway.channels.wxcorp.FAILURES", {})
    customer.says("你好")
    running = asyncio.create_task(channel.run(intake))
    await asyncio.wait_for(intake.came.wait(), 10)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert texts(list(intake.took.values())) == ["你好"]


async def test_whoever_comes_in_while_it_waits_is_not_kept_waiting(
    make: Make, platform: FakeKf, customer: Customer, intake: MemoryIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.channels.kf.fetching._LOOK", 0.01)
    platform.without_token = [platform.clock()] * 5
    running = asyncio.create_task(make().run(intake))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(intake.came.wait(), 0.5)
    customer.enters()
    assert isinstance(platform.pusher, Mailbox)
    answer = await make().receive(platform.pusher.last)
    await intake.take(answer.inbound, state=answer.state)
    await asyncio.wait_for(intake.came.wait(), 10)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [one.act for one in intake.took.values()] == [Act.ENTERED]


async def test_a_refusal_that_is_not_the_tokens_fault_is_not_asked_around(
    channel: Kf, platform: FakeKf, customer: Customer, fetch: Fetch
) -> None:
    customer.says("你好")
    platform.failing = [45009]
    with pytest.raises(TransportError):
        await fetch()
    assert platform.without_token == []
