"""A face check in the demo: consent, the page in place of a provider's, and the way back."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from desk.closures.model import Stage
from tests.integration.gateway.customer import Customer, link_for


@pytest.fixture
def link(customer: Customer, desk: Desk) -> str:
    return link_for(desk, customer)


async def begin(client: AsyncClient, link: str) -> str:
    """The path of the provider's page."""
    answer = await client.post(f"{link}/face", json={"consent": True})
    assert answer.status_code == 200
    return urlsplit(answer.json()["url"]).path


async def test_without_a_consent_of_its_own_nothing_begins(client: AsyncClient, link: str) -> None:
    assert (await client.post(f"{link}/face", json={"consent": False})).status_code == 400
    for body in ({}, {"consent": "true"}, {"consent": 1}, {"consent": None}):
        assert (await client.post(f"{link}/face", json=body)).status_code == 422
    assert (await client.post(f"{link}/face/check")).status_code == 409


async def test_a_check_that_passes_leads_back_and_passes_the_verification(
    client: AsyncClient, link: str, customer: Customer, desk: Desk
) -> None:
    page = await begin(client, link)
    assert "模拟" in (await client.get(page)).text
    decided = await client.post(page, data={"result": "pass"}, headers={"Origin": "null"})
    assert (decided.status_code, decided.headers["location"]) == (303, f"{link}?face")
    assert (await client.get(decided.headers["location"])).status_code == 200
    assert (await client.post(f"{link}/face/check", json={})).json()["status"] == "passed"
    assert desk.closures.stage(customer.owner) is Stage.CONFIRMING


async def test_a_check_that_fails_leaves_the_other_methods(client: AsyncClient, link: str) -> None:
    page = await begin(client, link)
    await client.post(page, data={"result": "fail"})
    tried = (await client.post(f"{link}/face/check")).json()
    assert tried["status"] == "open"
    methods = (await client.get(f"{link}/challenge")).json()["methods"]
    assert [one["available"] for one in methods[:2]] == [True, True]


async def test_coming_back_undecided_proves_nothing(client: AsyncClient, link: str) -> None:
    await begin(client, link)
    assert (await client.post(f"{link}/face/check")).json()["status"] == "open"


@pytest.mark.parametrize("data", [{}, {"result": "maybe"}, {"other": "pass"}])
async def test_what_is_no_result_decides_nothing(
    client: AsyncClient, link: str, data: dict[str, str]
) -> None:
    page = await begin(client, link)
    assert (await client.post(page, data=data)).status_code == 422
    assert (await client.post(f"{link}/face/check")).json()["status"] == "open"


@pytest.mark.parametrize("check", ["nothing", "%00", "x" * 300])
async def test_a_check_that_was_never_begun_is_not_found(client: AsyncClient, check: str) -> None:
    assert (await client.get(f"/demo/faces/{check}")).status_code == 404
    assert (await client.post(f"/demo/faces/{check}", data={"result": "pass"})).status_code == 404
