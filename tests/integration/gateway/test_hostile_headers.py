"""Headers that no browser sends."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from tests.integration.gateway.customer import Customer, link_for


@pytest.mark.parametrize(
    "origin",
    [
        b"http://[",
        b"http://[::1",
        b"http://\xff[",
        b"//127.0.0.1:8000",
        b"file://127.0.0.1:8000",
        b"http://user@127.0.0.1:8000",
        b"http://127.0.0.1:8000/",
        b"null",
        b"",
    ],
)
async def test_an_origin_that_is_none_is_foreign(customer: Customer, desk: Desk, origin: bytes) -> None:
    link = link_for(desk, customer)
    answer = await customer.client.get(f"{link}/challenge", headers={b"Origin": origin})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:xiaohu:problem:foreign-origin")


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:8000", "https://127.0.0.1:8000", "HTTP://127.0.0.1:8000"]
)
async def test_our_own_pages_are_not_foreign(customer: Customer, desk: Desk, origin: str) -> None:
    link = link_for(desk, customer)
    answer = await customer.client.get(f"{link}/challenge", headers={"Origin": origin})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("length", "status"), [("0" * 5000 + "2", 422), ("9" * 5000, 413), ("²", 422), ("-1", 422)]
)
async def test_a_length_that_is_no_number_for_python_breaks_nothing(
    customer: Customer, length: str, status: int
) -> None:
    headers = {
        **{name.encode(): value.encode() for name, value in customer.headers.items()},
        b"Content-Type": b"application/json",
        b"Content-Length": length.encode(),
    }
    answer = await customer.client.post("/api/v1/messages", content=b"{}", headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/healthz/", "/api/v1/messages/", "/verify/..%2f"])
async def test_nobody_is_sent_to_the_host_that_a_caller_names(client: AsyncClient, path: str) -> None:
    answer = await client.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 404
    assert "location" not in answer.headers


async def test_a_link_with_a_slash_behind_it_is_not_sent_on(customer: Customer, desk: Desk) -> None:
    answer = await customer.client.get(f"{link_for(desk, customer)}/", headers={"Host": "evil.example"})
    assert answer.status_code == 404
    assert "evil.example" not in str(answer.headers)


async def test_the_shop_is_found_without_its_slash(client: AsyncClient) -> None:
    answer = await client.get("/demo", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/demo/")
