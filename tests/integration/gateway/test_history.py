"""The conversation, page by page."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from desk.conversations.model import Reply
from tests.integration.gateway.customer import CALL, Customer, conversation_of


@pytest.fixture
def long(customer: Customer, desk: Desk) -> Customer:
    conversation_id = conversation_of(desk, customer)
    desk.conversations.append(conversation_id, [Reply(f"第{number}条") for number in range(1, 231)])
    return customer


def seqs(messages: list[dict[str, Any]]) -> list[int]:
    return [message["seq"] for message in messages]


async def test_a_new_conversation_is_empty(customer: Customer) -> None:
    assert await customer.history() == []


async def test_it_begins_with_the_oldest_50(long: Customer) -> None:
    assert seqs(await long.history()) == list(range(1, 51))


async def test_after_gives_what_follows(long: Customer) -> None:
    assert seqs(await long.history(after=50, limit=3)) == [51, 52, 53]
    assert seqs(await long.history(after=230)) == []


async def test_before_gives_the_page_before_oldest_first(long: Customer) -> None:
    assert seqs(await long.history(before=100, limit=3)) == [97, 98, 99]
    assert seqs(await long.history(before=2)) == [1]
    assert seqs(await long.history(before=1)) == []


async def test_a_page_has_up_to_200(long: Customer) -> None:
    assert len(await long.history(limit=200)) == 200


async def test_all_pages_together_are_the_conversation(long: Customer) -> None:
    found: list[int] = []
    while page := await long.history(after=found[-1] if found else 0, limit=70):
        found += seqs(page)
    assert found == list(range(1, 231))


@pytest.mark.parametrize(
    "page",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": -1},
        {"limit": "all"},
        {"limit": ""},
        {"limit": "1e1"},
        {"limit": "١٢"},
        {"after": -1},
        {"after": "x"},
        {"after": 10**30},
        {"before": 1.5},
        {"before": 10**30},
    ],
)
async def test_a_page_that_cannot_be_is_refused(customer: Customer, page: dict[str, Any]) -> None:
    answer = await customer.client.get(CALL, params=page, headers=customer.headers)
    assert answer.status_code == 422
    assert answer.json()["field"] in page


async def test_nobody_reads_without_a_token(client: AsyncClient) -> None:
    assert (await client.get(CALL)).status_code == 401
    assert (await client.get("/api/v1/events")).status_code == 401


async def test_it_is_kept_by_nobody_on_the_way(customer: Customer) -> None:
    answer = await customer.client.get(CALL, headers=customer.headers)
    assert answer.headers["cache-control"] == "no-store"


async def test_what_an_agent_says_is_there_too(customer: Customer, desk: Desk) -> None:
    conversation_id = conversation_of(desk, customer)
    desk.conversations.claim(conversation_id, "agent-1")
    desk.conversations.say(conversation_id, "agent-1", "我来了")
    assert [message["role"] for message in await customer.history()] == ["agent"]


class TestRatingAndFeedback:
    async def test_a_score_is_kept(self, customer: Customer) -> None:
        for body in (
            {"score": 1},
            {"score": 5, "comment": "很好"},
            {"score": 3, "comment": None},
            {"score": 4, "comment": ""},
        ):
            answer = await customer.client.post("/api/v1/rating", json=body, headers=customer.headers)
            assert (answer.status_code, answer.content) == (204, b"")

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"score": 0},
            {"score": 6},
            {"score": "5"},
            {"score": True},
            {"score": 4.5},
            {"score": None},
            {"score": [5]},
            {"score": 5, "comment": 1},
            {"score": 5, "comment": "长" * 1001},
        ],
    )
    async def test_what_is_no_score_is_refused(self, customer: Customer, body: dict[str, Any]) -> None:
        answer = await customer.client.post("/api/v1/rating", json=body, headers=customer.headers)
        assert answer.status_code == 422

    async def test_an_answer_helped_or_not(self, customer: Customer) -> None:
        _, answer = await customer.say("你好")
        for body in ({"helpful": True}, {"helpful": False, "reason": "没说清楚"}):
            assert (await self._feedback(customer, answer["id"], body)) == 204

    @pytest.mark.parametrize(
        "body", [{}, {"helpful": "yes"}, {"helpful": 1}, {"helpful": None}, {"helpful": True, "reason": 3}]
    )
    async def test_what_is_no_feedback_is_refused(self, customer: Customer, body: dict[str, Any]) -> None:
        _, answer = await customer.say("你好")
        assert (await self._feedback(customer, answer["id"], body)) == 422

    async def test_only_ones_own_conversations_answers_can_be_judged(
        self, client: AsyncClient, customer: Customer
    ) -> None:
        own, answer = await customer.say("你好")
        other = await Customer(client).arrive()
        good = {"helpful": True}
        assert (await self._feedback(other, answer["id"], good)) == 404
        assert (await self._feedback(customer, own["id"], good)) == 404
        for unknown in ("0", str(uuid.uuid4()), "x" * 300, "%00", "é"):
            assert (await self._feedback(customer, unknown, good)) == 404

    async def _feedback(self, customer: Customer, message_id: str, body: dict[str, Any]) -> int:
        call = f"{CALL}/{message_id}/feedback"
        return (await customer.client.post(call, json=body, headers=customer.headers)).status_code
