"""What is not a turn is refused as a problem, never with a stack trace and never in silence."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import AsyncClient, Response

from tests.integration.gateway.bot_stand_in import BotStandIn
from tests.integration.gateway.customer import CALL, Customer

CLIENT_ID = "5f0c8f6e-8d0b-4b52-9d0c-0a7b1f1d2c3e"
ENDLESS = "[" * 30_000


def is_problem(answer: Response, status: int) -> bool:
    body = answer.json()
    plain = answer.headers["content-type"] == "application/problem+json"
    return plain and answer.status_code == body["status"] == status and bool(body["title"])


async def send(customer: Customer, body: bytes, content_type: str | None = "application/json") -> Response:
    headers = dict(customer.headers)
    if content_type is not None:
        headers["Content-Type"] = content_type
    return await customer.client.post(CALL, content=body, headers=headers)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"3",
        b"NaN",
        b'{"client_id": NaN}',
        b"\xff\xfe\x00",
        '{"text": "你好"}'.encode("gbk"),
        b"\x00",
        ENDLESS.encode(),
        b"1" * 5000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_what_is_no_json_object_is_malformed(customer: Customer, body: bytes) -> None:
    assert is_problem(await send(customer, body), 400)


@pytest.mark.parametrize(
    "text", ["\0", "你\0好", "\ud800", "好\udfff"], ids=["nul", "nul inside", "half", "half inside"]
)
async def test_characters_that_are_no_text_are_malformed(customer: Customer, text: str) -> None:
    body = json.dumps({"client_id": CLIENT_ID, "text": text}).encode()
    assert is_problem(await send(customer, body), 400)


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "application/xml"]
)
async def test_other_content_than_json_is_refused(customer: Customer, content_type: str | None) -> None:
    body = json.dumps({"client_id": CLIENT_ID, "text": "你好"}).encode()
    assert is_problem(await send(customer, body, content_type), 415)


async def test_a_charset_beside_the_type_is_fine(customer: Customer) -> None:
    body = json.dumps({"client_id": CLIENT_ID, "text": "你好"}).encode()
    assert (await send(customer, body, "application/json; charset=utf-8")).status_code == 200


async def test_more_than_64_kib_is_refused_unread(customer: Customer) -> None:
    body = json.dumps({"client_id": CLIENT_ID, "text": "好" * 30_000}).encode()
    assert is_problem(await send(customer, body), 413)


async def test_a_body_that_does_not_say_its_size_is_counted(customer: Customer) -> None:
    async def drip() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 1024

    headers = {**customer.headers, "Content-Type": "application/json"}
    assert is_problem(await customer.client.post(CALL, content=drip(), headers=headers), 413)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"text": None},
        {"text": None, "button": None},
        {"text": "你好", "button": "b"},
        {"text": ""},
        {"text": "  \n\t　"},
        {"text": "好" * 2001},
        {"text": "好" * 20_000},
        {"text": 1},
        {"text": True},
        {"text": ["你好"]},
        {"text": {"a": 1}},
        {"button": 1},
        {"button": ["b"]},
        {"button": {}},
        {"button": True},
        {"client_id": None, "text": "你好"},
        {"client_id": "1", "text": "你好"},
        {"client_id": 1, "text": "你好"},
        {"client_id": ["a"], "text": "你好"},
        {"client_id": {}, "text": "你好"},
        {"client_id": f"{{{CLIENT_ID}}}", "text": "你好"},
        {"client_id": f"{CLIENT_ID}\n", "text": "你好"},
        {"client_id": CLIENT_ID.replace("-", ""), "text": "你好"},
    ],
    ids=lambda said: json.dumps(said, ensure_ascii=False)[:40],
)
async def test_what_is_no_turn_is_refused_and_leaves_nothing(
    customer: Customer, bot: BotStandIn, said: dict[str, Any]
) -> None:
    assert is_problem(await customer.post(**said), 422)
    assert bot.turns == []
    assert await customer.history() == []


@pytest.mark.parametrize("button", ["", "nothing", "b" * 65, "a\0b", "../..", "a b\n", "客户", "\u202e"])
async def test_a_button_that_was_never_given_is_unknown(customer: Customer, button: str) -> None:
    assert is_problem(await customer.post(button=button), 404)


@pytest.mark.parametrize(
    "text",
    [
        "好" * 2000,
        "😀😀😀",
        "<script>alert(1)</script>",
        "/restart",
        "'; DROP TABLE x; --",
        "\u202e倒\u202d",
        "1",
        "\u200b",
    ],
)
async def test_what_is_a_turn_is_answered_in_the_chat(customer: Customer, text: str) -> None:
    own, answer = await customer.say(text)
    assert own["text"] == text
    assert answer["text"]


async def test_white_space_around_a_text_is_nothing(customer: Customer) -> None:
    own, _ = await customer.say("  你好 \n")
    assert own["text"] == "你好"


async def test_2000_characters_are_counted_after_trimming(customer: Customer) -> None:
    assert (await customer.post(text=" " + "好" * 2000 + "\n")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/nothing", 404),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/..%2f..%2fetc/passwd", 404),
        ("GET", "/assets/..%2fverify.html", 404),
        ("GET", "/assets/%00", 404),
        ("GET", "/%ff", 404),
        ("POST", "/healthz", 405),
        ("DELETE", "/api/v1/messages", 405),
        ("PUT", "/verify/x", 405),
        ("GET", "/demo/customers", 404),
        ("POST", "/assets/verify.js", 405),
    ],
)
async def test_paths_and_methods_that_do_not_exist_are_problems(
    client: AsyncClient, method: str, path: str, status: int
) -> None:
    assert is_problem(await client.request(method, path), status)


async def test_a_method_that_does_not_exist_is_told_which_do(client: AsyncClient) -> None:
    assert "POST" in (await client.get("/api/v1/rating")).headers["allow"]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.", "\x01"])
async def test_a_forged_token_is_refused(client: AsyncClient, token: str) -> None:
    answer = await client.get(CALL, headers={"Authorization": f"Bearer {token}"})
    assert is_problem(answer, 401)


async def test_the_identity_in_a_message_is_nobodys(customer: Customer, bot: BotStandIn) -> None:
    await customer.post(
        client_id=str(uuid.uuid4()), text="你好", sender="someone", metadata={"customer": "x"}
    )
    assert set(bot.last) == {"sender", "stage", "text"}
    assert bot.last["sender"] != "someone"
