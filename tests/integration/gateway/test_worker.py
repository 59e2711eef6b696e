"""What goes on by itself: notices reach the conversation in order, and nothing stops the worker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette

from desk.bootstrap import Desk
from desk.closures.errors import NoLongerEligible
from desk.closures.model import Stage
from desk.errors import DatabaseBusy
from tests.integration.gateway.bot_stand_in import BotStandIn
from tests.integration.gateway.customer import Customer, conversation_of, eventually, link_for, submitted

# What is said in a conversation; news go out later, and not in every hour.
SAID = ("verification_passed", "closure_notice")

Wait = Callable[[Callable[[list[dict[str, Any]]], bool]], Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def until(customer: Customer) -> Wait:
    """Wait for the conversation to look a certain way."""

    async def wait(fits: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        return await eventually(customer.history, fits)

    return wait


def stages(messages: list[dict[str, Any]]) -> list[str]:
    cards = [message["card"] for message in messages if message["card"]]
    return [card["stage"] for card in cards if card["kind"] == "status"]


async def test_each_decision_is_told_at_its_stage(customer: Customer, desk: Desk, until: Wait) -> None:
    number = submitted(desk, customer)
    desk.closures.approve(number, "anna")
    desk.closures.execute(number, "boris")
    messages = await until(lambda messages: "closed" in stages(messages))
    assert stages(messages) == ["approved", "closed"]
    timelines = [
        [step["stage"] for step in message["card"]["timeline"]] for message in messages if message["card"]
    ]
    assert timelines[-1][-2:] == ["approved", "closed"]
    assert all(message["card"].get("number", number) == number for message in messages if message["card"])


async def test_a_rejection_quotes_the_reason_as_written(customer: Customer, desk: Desk, until: Wait) -> None:
    desk.closures.reject(submitted(desk, customer), "anna", "资料对不上：请先更新手机号")
    messages = await until(lambda messages: "rejected" in stages(messages))
    assert "资料对不上：请先更新手机号" in messages[-1]["text"]


async def test_an_execution_that_meets_obstacles_tells_them(
    customer: Customer, desk: Desk, until: Wait
) -> None:
    number = submitted(desk, customer)
    desk.closures.approve(number, "anna")
    assert desk.demo is not None
    desk.demo.borrow(customer.owner)
    with pytest.raises(NoLongerEligible):
        desk.closures.execute(number, "boris")
    messages = await until(
        lambda messages: any(m["card"] and m["card"]["kind"] == "obstacles" for m in messages)
    )
    assert stages(messages) == ["approved", "rejected"]
    assert messages[-1]["card"]["items"][0]["title"] in messages[-1]["text"]


async def test_a_withdrawal_is_told(customer: Customer, desk: Desk, until: Wait) -> None:
    submitted(desk, customer)
    desk.closures.withdraw(customer.owner)
    await until(lambda messages: stages(messages) == ["withdrawn"])


async def test_who_stopped_in_the_meantime_is_not_asked_for_the_last_word(
    customer: Customer, desk: Desk, app: Starlette, until: Wait
) -> None:
    conversation_id = conversation_of(desk, customer)
    async with app.state.parts.turns._locks.hold(conversation_id):
        token = link_for(desk, customer).removeprefix("/verify/")
        desk.verification.check_password(token, customer.password)
        desk.closures.stop(customer.owner)
    await until(lambda _: desk.notices.backlog(SAID).waiting == 0)
    assert await customer.history() == []


async def test_a_notice_waits_for_the_turn_under_way(
    customer: Customer, desk: Desk, bot: BotStandIn, until: Wait
) -> None:
    number = submitted(desk, customer)
    await until(lambda _: desk.notices.backlog(SAID).waiting == 0)
    bot.silent = True
    turn = asyncio.create_task(customer.say("进度"))
    await asyncio.to_thread(bot.came.acquire)
    desk.closures.approve(number, "anna")
    await asyncio.sleep(0.2)
    bot.stopped.set()
    own, answer = await turn
    messages = await until(lambda messages: "approved" in stages(messages))
    assert answer["seq"] == own["seq"] + 1
    assert messages[-1]["seq"] == answer["seq"] + 1


async def test_a_turn_that_takes_too_long_is_overtaken_by_the_others_notices(
    customer: Customer, desk: Desk, app: Starlette, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.worker._LOCK_SECONDS", 0.05)
    busy = await Customer(customer.client).arrive()
    for shopper in (busy, customer):
        number = submitted(desk, shopper)
        desk.closures.reject(number, "anna", "资料不全")
    async with app.state.parts.turns._locks.hold(conversation_of(desk, busy)):
        await until(lambda messages: "rejected" in stages(messages))
        assert await busy.history() == []
    assert stages(await eventually(busy.history)) == ["rejected"]


async def test_a_notice_that_comes_twice_is_said_once(
    customer: Customer, desk: Desk, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    append, calls = desk.conversations.append, list[str]()

    def fail_once_after_appending(*arguments: Any, **named: Any) -> Any:
        said = append(*arguments, **named)
        calls.append(named["key"])
        if len(calls) == 1:
            raise RuntimeError("the process dies here")
        return said

    monkeypatch.setattr(desk.conversations, "append", fail_once_after_appending)
    submitted(desk, customer)
    desk.closures.withdraw(customer.owner)
    await until(lambda _: desk.notices.backlog(SAID).waiting == 0)
    assert len(calls) >= 2
    assert stages(await customer.history()) == ["withdrawn"]


async def test_the_worker_outlives_a_database_that_is_away(
    customer: Customer,
    desk: Desk,
    until: Wait,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failures = iter([DatabaseBusy(), RuntimeError("disk is full"), OSError("gone")])
    deliver = desk.notices.deliver

    def sometimes(*arguments: Any, **named: Any) -> int:
        if failure := next(failures, None):
            raise failure
        return deliver(*arguments, **named)

    monkeypatch.setattr(desk.notices, "deliver", sometimes)
    submitted(desk, customer)
    desk.closures.withdraw(customer.owner)
    await until(lambda messages: "withdrawn" in stages(messages))
    assert sum(record.levelno == logging.ERROR for record in caplog.records) == 3
    assert "xiaohu_worker_failures_total 3.0" in (await customer.client.get("/metrics")).text


async def test_stale_applications_end_by_themselves(
    desk: Desk, customer: Customer, app: Starlette, until: Wait
) -> None:
    link_for(desk, customer)
    expire = app.state.parts.worker._expiry()
    expire()
    assert desk.closures.stage(customer.owner) is Stage.VERIFYING
    assert desk.closures.expire_stale(desk.closures._clock() + timedelta(days=31)) == 1
    assert stages(await until(lambda messages: bool(messages))) == ["abandoned"]
