"""Codes through a provider in place of the demo's handset: what the page hears of how they went."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from desk.bootstrap import Desk, build_desk
from desk.clock import Clock
from desk.closures.model import Stage
from desk.settings import Settings
from gateway.app import build_app
from gateway.settings import GatewaySettings
from providers.sms.failover import Failover
from tests.fakes.clouds.server import Manner
from tests.fakes.clouds.server import running as playing
from tests.fakes.sms.aliyun import FakeAliyunSms
from tests.fakes.sms.tencent import FakeTencentSms
from tests.integration.gateway.conftest import running
from tests.integration.gateway.customer import Customer, eventually, link_for
from tests.integration.providers.conftest import aliyun_sender, tencent_sender


@pytest.fixture
def first() -> Iterator[FakeAliyunSms]:
    fake = FakeAliyunSms()
    with playing(fake):
        yield fake


@pytest.fixture
def second() -> Iterator[FakeTencentSms]:
    fake = FakeTencentSms()
    with playing(fake):
        yield fake


@pytest.fixture
def desk(settings: Settings, clock: Clock, first: FakeAliyunSms, second: FakeTencentSms) -> Iterator[Desk]:
    sender = Failover([aliyun_sender(first), tencent_sender(second)])
    sender.load()
    built = build_desk(settings, clock=clock, sms=sender)
    yield built
    built.close()


@pytest.fixture
async def app(desk: Desk, gateway_settings: GatewaySettings) -> AsyncIterator[Starlette]:
    built = build_app(desk, gateway_settings)
    async with running(built):
        yield built


@pytest.fixture
def link(customer: Customer, desk: Desk) -> str:
    return link_for(desk, customer)


async def sms_of(client: AsyncClient, link: str) -> dict[str, Any]:
    methods = (await client.get(f"{link}/challenge")).json()["methods"]
    found: dict[str, Any] = next(one for one in methods if one["method"] == "sms")
    return found


async def once_known(client: AsyncClient, link: str) -> dict[str, Any]:
    async def look() -> dict[str, Any]:
        return await sms_of(client, link)

    return await eventually(look, lambda sms: not sms["available"] or "note" in sms)


async def test_the_code_of_a_provider_passes(
    client: AsyncClient, link: str, first: FakeAliyunSms, customer: Customer, desk: Desk
) -> None:
    assert (await client.post(f"{link}/sms", json={})).status_code == 202

    async def taken() -> list[dict[str, str]]:
        return first.taken

    [sms] = await eventually(taken)
    code = json.loads(sms["TemplateParam"])["code"]
    passed = await client.post(f"{link}/sms/check", json={"code": code})
    assert passed.json()["status"] == "passed"
    assert desk.closures.stage(customer.owner) is Stage.CONFIRMING


async def test_in_arrears_the_other_provider_sends(
    client: AsyncClient, link: str, first: FakeAliyunSms, second: FakeTencentSms
) -> None:
    first.business_code = "isv.AMOUNT_NOT_ENOUGH"
    await client.post(f"{link}/sms", json={})

    async def taken() -> list[dict[str, Any]]:
        return second.taken

    [sms] = await eventually(taken)
    passed = await client.post(f"{link}/sms/check", json={"code": sms["TemplateParamSet"][0]})
    assert passed.json()["status"] == "passed"


async def test_a_text_that_may_be_on_its_way_is_called_so(
    client: AsyncClient, link: str, first: FakeAliyunSms, second: FakeTencentSms
) -> None:
    first.manner = Manner.CUT
    await client.post(f"{link}/sms", json={})

    sms = await once_known(client, link)
    assert sms["available"]
    assert "可能还在路上" in sms["note"]
    assert (len(first.taken), second.taken) == (1, [])
    # It was: whoever gets it late can use it.
    code = json.loads(first.taken[0]["TemplateParam"])["code"]
    assert (await client.post(f"{link}/sms/check", json={"code": code})).json()["status"] == "passed"


async def test_a_limit_of_the_provider_is_told_like_our_own(
    client: AsyncClient, link: str, first: FakeAliyunSms, customer: Customer, desk: Desk
) -> None:
    with desk.transactions.read() as work:
        record = work.customers.get(customer.owner)
    assert record is not None
    for hour in range(10):
        first.allowance.count(record.phone, first.clock() - 3700 * (hour + 1))
    await client.post(f"{link}/sms", json={})

    sms = await once_known(client, link)
    assert sms["reason"] == "今天获取验证码的次数过多，请换一种方式"
    passed = await client.post(f"{link}/password", json={"password": customer.password})
    assert passed.json()["status"] == "passed"


async def test_when_nobody_can_send_another_way_is_named(
    client: AsyncClient, link: str, first: FakeAliyunSms, second: FakeTencentSms
) -> None:
    first.business_code = "isv.OUT_OF_SERVICE"
    second.number_code = "FailedOperation.InsufficientBalanceInSmsPackage"
    await client.post(f"{link}/sms", json={})

    sms = await once_known(client, link)
    assert (sms["available"], "请换一种方式" in sms["reason"]) == (False, True)
    assert (await client.get(f"{link}/challenge")).json()["status"] == "open"
