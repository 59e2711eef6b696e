"""A face check at a provider in place of the demo's page: its script, its hint, the way back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from desk.bootstrap import Desk, build_desk
from desk.clock import Clock
from desk.closures.model import Stage
from desk.settings import Settings
from desk.verification.faces import callback_token
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.fakes.clouds.server import running as playing
from tests.fakes.faces.aliyun import FakeAliyunFaces
from tests.integration.gateway.conftest import running
from tests.integration.gateway.customer import Customer, eventually, link_for
from tests.integration.providers.conftest import aliyun_verifier

CALLBACK = "/verify/face/callback"
DEVICE = '{"deviceType":"h5","ua":"Mobile"}'


@pytest.fixture
def provider() -> Iterator[FakeAliyunFaces]:
    fake = FakeAliyunFaces()
    with playing(fake):
        yield fake


@pytest.fixture
def desk(settings: Settings, clock: Clock, provider: FakeAliyunFaces) -> Iterator[Desk]:
    built = build_desk(settings, clock=clock, face=aliyun_verifier(provider))
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


async def begin(client: AsyncClient, link: str, provider: FakeAliyunFaces) -> str:
    answer = await client.post(f"{link}/face", json={"consent": True, "device": DEVICE})
    assert answer.status_code == 200, answer.text
    return next(reversed(provider.checks))


async def test_the_consent_leads_to_the_page_that_describes_the_device(
    client: AsyncClient, link: str, provider: FakeAliyunFaces
) -> None:
    url = (await client.post(f"{link}/face", json={"consent": True})).json()["url"]

    assert url == f"{link}/face/device"
    assert provider.calls == []
    page = await client.get(url)
    policy = page.headers["content-security-policy"]
    assert "script-src 'self' https://o.example;" in policy
    assert "password" not in page.text
    script = await client.get(f"{link}/face/script")
    assert script.json() == {"script": "https://o.example/jsvm_all.js"}


async def test_no_other_page_may_run_the_providers_script(client: AsyncClient, link: str) -> None:
    policy = (await client.get(link)).headers["content-security-policy"]
    assert "script-src 'self';" in policy


async def test_without_a_consent_the_device_does_not_matter(client: AsyncClient, link: str) -> None:
    answer = await client.post(f"{link}/face", json={"consent": False, "device": DEVICE})
    assert answer.status_code == 400


@pytest.mark.parametrize("device", [1, None, {}, ["x"]])
async def test_a_device_is_a_text(client: AsyncClient, link: str, device: object) -> None:
    answer = await client.post(f"{link}/face", json={"consent": True, "device": device})
    assert answer.status_code == 422


async def test_a_face_that_passes_passes(
    client: AsyncClient, link: str, provider: FakeAliyunFaces, customer: Customer, desk: Desk
) -> None:
    check = await begin(client, link, provider)
    pending = (await client.post(f"{link}/face/check", json={})).json()
    assert pending == {"status": "open", "attempts_left": 2, "pending": True}

    provider.show(check, passed=True)
    # The page asks, and so does the worker; whoever is second hears the same.
    asked = [await client.post(f"{link}/face/check", json={}) for _ in range(2)]
    assert [answer.json()["status"] for answer in asked] == ["passed", "passed"]
    assert desk.closures.stage(customer.owner) is Stage.CONFIRMING


async def test_a_hint_brings_the_result_without_the_customer(
    client: AsyncClient, link: str, provider: FakeAliyunFaces, customer: Customer, desk: Desk
) -> None:
    check = await begin(client, link, provider)
    provider.show(check, passed=True)
    token = callback_token(desk.settings.secret_key)
    hint = {"callbackToken": token, "certifyId": check, "passed": "200"}

    assert (await client.get(CALLBACK, params=hint)).status_code == 200

    async def stage() -> Stage:
        return desk.closures.stage(customer.owner)

    await eventually(stage, lambda found: found is Stage.CONFIRMING)


@pytest.mark.parametrize(
    "hint",
    [
        {},
        {"callbackToken": "wrong", "certifyId": "x", "passed": "200"},
        {"callbackToken": "密", "certifyId": "x"},
        {"certifyId": "x" * 5000},
    ],
)
async def test_a_false_hint_is_taken_politely_and_does_nothing(
    client: AsyncClient, provider: FakeAliyunFaces, link: str, hint: dict[str, str]
) -> None:
    assert (await client.get(CALLBACK, params=hint)).status_code == 200
    assert [call for call in provider.calls if call.headers["x-acs-action"] == "DescribeFaceVerify"] == []


async def test_a_hint_that_says_passed_passes_nobody(
    client: AsyncClient, link: str, provider: FakeAliyunFaces, customer: Customer, desk: Desk
) -> None:
    check = await begin(client, link, provider)
    hint = {"callbackToken": callback_token(desk.settings.secret_key), "certifyId": check, "passed": "200"}
    for _ in range(3):
        await client.get(CALLBACK, params=hint)

    assert (await client.post(f"{link}/face/check", json={})).json()["status"] == "open"
    assert desk.closures.stage(customer.owner) is Stage.VERIFYING


async def test_a_provider_that_is_down_is_said_and_another_way_is_there(
    client: AsyncClient, link: str, provider: FakeAliyunFaces
) -> None:
    provider.codes["InitFaceVerify"] = "412"
    answer = await client.post(f"{link}/face", json={"consent": True, "device": DEVICE})
    assert answer.status_code == 409
    assert answer.json()["reason"] == "face_down"
    methods = (await client.get(f"{link}/challenge")).json()["methods"]
    assert [one["available"] for one in methods] == [True, True, True]


async def test_an_unknown_link_has_no_device_page(client: AsyncClient) -> None:
    for page in ("device", "script"):
        assert (await client.get(f"/verify/{'x' * 43}/face/{page}")).status_code == 404


async def test_the_url_is_the_providers_own(client: AsyncClient, link: str) -> None:
    answer = await client.post(f"{link}/face", json={"consent": True, "device": DEVICE})
    assert urlsplit(answer.json()["url"]).netloc == "cloudauth.aliyun.example"
