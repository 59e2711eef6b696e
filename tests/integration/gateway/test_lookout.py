"""News of other processes reach the streams through one question for all of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping

import pytest

from desk.bootstrap import Desk
from desk.conversations.model import Reply
from gateway.hub import Hub
from gateway.lookout import Lookout
from gateway.metrics import Metrics


def begin(desk: Desk, name: str) -> str:
    return desk.conversations.of(f"shop/{name}", is_visitor=False).id


async def settled(lookout: Lookout, *events: asyncio.Event) -> None:
    """The first look tells everybody to look; what comes after is news."""
    await lookout._look()
    for event in events:
        event.clear()


async def test_who_has_news_is_woken_and_nobody_else(desk: Desk) -> None:
    hub = Hub()
    lookout = Lookout(desk, hub, Metrics(), poll=1)
    one, two = begin(desk, "1"), begin(desk, "2")
    with hub.watch(one) as first, hub.watch(two) as second:
        await settled(lookout, first, second)
        desk.conversations.append(two, [Reply("审核有结果了")])
        await lookout._look()
        assert (first.is_set(), second.is_set()) == (False, True)


async def test_who_has_just_come_is_told_to_look(desk: Desk) -> None:
    hub = Hub()
    lookout = Lookout(desk, hub, Metrics(), poll=1)
    one, two = begin(desk, "1"), begin(desk, "2")
    with hub.watch(one) as first:
        await settled(lookout, first)
        with hub.watch(two) as second:
            await lookout._look()
            assert (first.is_set(), second.is_set()) == (False, True)


async def test_nobody_is_asked_for_when_nobody_watches(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Collection[str]] = []
    monkeypatch.setattr(desk.conversations, "lengths", asked.append)
    await Lookout(desk, Hub(), Metrics(), poll=1)._look()
    assert asked == []


async def test_it_outlives_a_database_that_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hub, metrics = Hub(), Metrics()
    conversation_id = begin(desk, "1")
    lengths, failures = desk.conversations.lengths, iter([OSError("gone"), RuntimeError("disk is full")])

    def sometimes(names: Collection[str]) -> Mapping[str, int]:
        if failure := next(failures, None):
            raise failure
        return lengths(names)

    monkeypatch.setattr(desk.conversations, "lengths", sometimes)
    with hub.watch(conversation_id) as news:
        async with Lookout(desk, hub, metrics, poll=0.01).running(), asyncio.timeout(5):
            await news.wait()
    assert sum(record.levelno == logging.ERROR for record in caplog.records) == 2
    assert b"xiaohu_worker_failures_total 2.0" in metrics.exposition()


def test_more_conversations_than_one_question_takes_are_all_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.conversations.sql.MOST_AT_ONCE", 2)
    names = [begin(desk, str(number)) for number in range(5)]
    desk.conversations.append(names[4], [Reply("在的")])
    assert desk.conversations.lengths([*names, "nobody"]) == {**dict.fromkeys(names, 0), names[4]: 1}
