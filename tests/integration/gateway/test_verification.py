"""The verification page's calls, with the link as their only authority."""

from __future__ import annotations

import re
from typing import Any

import pytest
from httpx import AsyncClient, Response

from desk.bootstrap import Desk
from desk.closures.model import Stage
from tests.integration.gateway.customer import Customer, conversation_of, eventually, link_for

UNKNOWN = "/verify/" + "x" * 43


@pytest.fixture
def link(customer: Customer, desk: Desk) -> str:
    return link_for(desk, customer)


async def password(client: AsyncClient, link: str, word: str) -> Response:
    return await client.post(f"{link}/password", json={"password": word})


async def wait_for_code(customer: Customer) -> str:
    texts = await eventually(lambda: customer.client.get(f"/demo/phones/{customer.phone}"), Response.json)
    found = re.search(r"\d{6}", texts.json()[-1]["text"])
    assert found
    return found[0]


def wrong(word: str) -> str:
    return f"{(int(word) + 1) % 1_000_000:06}"


async def test_the_challenge_names_what_is_approved_and_the_masked_account(
    client: AsyncClient, link: str
) -> None:
    found = (await client.get(f"{link}/challenge")).json()
    assert set(found) == {"purpose", "account", "methods", "expires_at", "status"}
    assert found["purpose"] == "注销备用金账户"
    assert re.fullmatch(r"\D*\d{4}", found["account"])
    assert found["status"] == "open"
    assert [(one["method"], one["available"]) for one in found["methods"]] == [
        ("password", True),
        ("sms", True),
        ("face", True),
    ]


async def test_looking_changes_nothing(
    client: AsyncClient, link: str, customer: Customer, desk: Desk
) -> None:
    before = (await client.get(f"{link}/challenge")).json()
    for _ in range(3):
        assert (await client.get(link)).status_code == 200
        assert (await client.head(link)).status_code == 200
        assert (await client.get(f"{link}/challenge")).json() == before
    assert desk.demo is not None
    assert desk.demo.texts(customer.phone) == ()
    for call in ("sms", "sms/check", "password", "face", "face/check"):
        assert (await client.get(f"{link}/{call}")).status_code == 405


async def test_the_payment_password_passes(
    client: AsyncClient, link: str, customer: Customer, desk: Desk
) -> None:
    answer = await password(client, link, customer.password)
    assert (answer.status_code, answer.json()["status"]) == (200, "passed")
    assert desk.closures.stage(customer.owner) is Stage.CONFIRMING
    assert (await client.get(f"{link}/challenge")).json()["status"] == "passed"


async def test_a_wrong_password_is_an_evaluated_try(
    client: AsyncClient, link: str, customer: Customer
) -> None:
    answer = await password(client, link, wrong(customer.password))
    assert (answer.status_code, answer.json()) == (200, {"status": "open", "attempts_left": 4})


async def test_a_code_arrives_and_passes(client: AsyncClient, link: str, customer: Customer) -> None:
    sent = await client.post(f"{link}/sms")
    assert sent.status_code == 202
    assert sent.json()["phone"] == f"{customer.phone[:3]}****{customer.phone[-4:]}"
    code = await wait_for_code(customer)
    tried = await client.post(f"{link}/sms/check", json={"code": code})
    assert (tried.status_code, tried.json()["status"]) == (200, "passed")


async def test_a_code_asked_for_again_too_soon_is_429_with_the_wait(client: AsyncClient, link: str) -> None:
    await client.post(f"{link}/sms", json={})
    again = await client.post(f"{link}/sms", json={})
    assert again.status_code == 429
    assert 0 < again.json()["retry_after"] <= 60
    assert again.headers["retry-after"] == str(again.json()["retry_after"])


async def test_a_wrong_code_is_an_evaluated_try(client: AsyncClient, link: str, customer: Customer) -> None:
    await client.post(f"{link}/sms")
    code = await wait_for_code(customer)
    answer = await client.post(f"{link}/sms/check", json={"code": wrong(code)})
    assert (answer.status_code, answer.json()) == (200, {"status": "open", "attempts_left": 4})


async def test_a_code_that_was_never_sent_is_a_conflict(client: AsyncClient, link: str) -> None:
    assert (await client.post(f"{link}/sms/check", json={"code": "123456"})).status_code == 409


async def test_too_many_wrong_passwords_lock_the_method(
    client: AsyncClient, link: str, customer: Customer
) -> None:
    for _ in range(5):
        await password(client, link, wrong(customer.password))
    locked = await password(client, link, customer.password)
    assert locked.status_code == 423
    assert locked.json()["until"]
    methods = (await client.get(f"{link}/challenge")).json()["methods"]
    assert methods[0]["available"] is False
    assert "锁定" in methods[0]["reason"]
    assert methods[0]["until"] == locked.json()["until"]


async def test_a_link_that_has_passed_is_over(client: AsyncClient, link: str, customer: Customer) -> None:
    await password(client, link, customer.password)
    for call, body in (
        ("password", {"password": customer.password}),
        ("sms", {}),
        ("sms/check", {"code": "123456"}),
    ):
        answer = await client.post(f"{link}/{call}", json=body)
        assert (answer.status_code, answer.json()["link_status"]) == (409, "passed")


@pytest.mark.parametrize("token", ["x" * 43, "x", "%00", "é", "a b", "x" * 500, "%ff"])
async def test_an_unknown_link_is_404_everywhere(client: AsyncClient, token: str) -> None:
    at = f"/verify/{token}"
    for path in (at, f"{at}/challenge"):
        assert (await client.get(path)).status_code == 404
    for path in (f"{at}/sms", f"{at}/password", f"{at}/sms/check", f"{at}/face", f"{at}/face/check"):
        assert (
            await client.post(path, json={"password": "1", "code": "1", "consent": True})
        ).status_code == 404
        assert (await client.post(path, json={})).status_code == 404
        assert (await client.post(path)).status_code == 404


@pytest.mark.parametrize(
    ("call", "body", "status"),
    [
        ("password", {}, 422),
        ("password", {"password": 123456}, 422),
        ("password", {"password": ["1"]}, 422),
        ("password", {"password": ""}, 400),
        ("password", {"password": "1" * 100}, 400),
        ("sms/check", {"code": 123456}, 422),
        ("sms/check", {"code": "12345"}, 400),
        ("sms/check", {"code": "１２３４５６\0"}, 400),
        ("sms/check", [], 400),
    ],
)
async def test_what_is_no_try_is_not_counted(
    client: AsyncClient, link: str, customer: Customer, call: str, body: Any, status: int
) -> None:
    answer = await client.post(f"{link}/{call}", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await password(client, link, wrong(customer.password))).json()["attempts_left"] == 4


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://shop.example", "null", "", "http://127.0.0.1:9", "x"]
)
async def test_a_foreign_page_is_refused(
    client: AsyncClient, link: str, customer: Customer, origin: str
) -> None:
    foreign = {"Origin": origin}
    calls = {
        "password": {"password": customer.password},
        "sms": {},
        "sms/check": {"code": "1"},
        "face": {"consent": True},
    }
    for call, body in calls.items():
        assert (await client.post(f"{link}/{call}", json=body, headers=foreign)).status_code == 403
    assert (await client.get(f"{link}/challenge", headers=foreign)).status_code == 403
    assert (await client.get(f"{link}/challenge")).json()["status"] == "open"


async def test_the_page_itself_may_call(client: AsyncClient, link: str, customer: Customer) -> None:
    own = {"Origin": "http://127.0.0.1:8000"}
    answer = await client.post(f"{link}/password", json={"password": customer.password}, headers=own)
    assert answer.json()["status"] == "passed"


async def test_a_page_under_another_name_of_this_host_may_call(client: AsyncClient, link: str) -> None:
    headers = {"Origin": "http://localhost:8000", "Host": "localhost:8000"}
    assert (await client.get(f"{link}/challenge", headers=headers)).status_code == 200


async def test_no_token_no_cookie_and_no_earlier_get_is_needed(
    client: AsyncClient, link: str, customer: Customer
) -> None:
    client.cookies.clear()
    assert (await password(client, link, customer.password)).status_code == 200


async def test_the_page_leaks_nothing_and_is_framed_by_the_widget_only(
    client: AsyncClient, link: str
) -> None:
    page = await client.get(link)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'self' https://shop.example" in policy
    assert "unsafe" not in policy


async def test_what_the_page_loads_is_there(client: AsyncClient, link: str) -> None:
    for path in (link, UNKNOWN):
        page = (await client.get(path)).text
        for loaded in re.findall(r'(?:src|href)="(/[^"]+)"', page):
            assert (await client.get(loaded)).status_code == 200, loaded
        assert not re.search(r"<script(?![^>]*src)|\son\w+=|style=", page)


async def test_a_passed_verification_asks_for_the_last_word_by_itself(
    client: AsyncClient, link: str, customer: Customer, desk: Desk
) -> None:
    await password(client, link, customer.password)
    messages = await eventually(customer.history)
    assert messages[-1]["card"]["kind"] == "confirmation"
    assert messages[-1]["buttons"][0]["title"] == "确认提交"
    assert desk.conversations.get(conversation_of(desk, customer)).question == "affirm"


async def test_ten_wrong_tries_end_the_application_with_a_sentence(
    client: AsyncClient, link: str, customer: Customer, desk: Desk
) -> None:
    for _ in range(5):
        await password(client, link, wrong(customer.password))
    await client.post(f"{link}/sms")
    code = await wait_for_code(customer)
    for _ in range(5):
        last = await client.post(f"{link}/sms/check", json={"code": wrong(code)})
    assert last.json()["status"] == "failed"
    assert desk.closures.stage(customer.owner) is Stage.NONE
    messages = await eventually(customer.history)
    assert messages[0]["card"]["stage"] == "abandoned"
