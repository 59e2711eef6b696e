"""How the pages are sent: what they may load, who may frame them, and what a browser may keep."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

PAGE = "/demo/"
_MODULES = ("boxes", "frame", "keypad", "resend", "server", "tabs", "words")
FILES = (
    PAGE,
    "/demo/main.js",
    "/demo/page.css",
    "/demo/shop/",
    "/demo/shop/shop.js",
    "/assets/verify.js",
    *(f"/assets/verify/{name}.js" for name in _MODULES),
    "/assets/verify.css",
    "/assets/icon.svg",
)


@pytest.mark.parametrize("path", FILES)
async def test_every_file_of_the_pages_is_served(client: AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 200


async def test_a_page_may_load_only_what_is_its_own(client: AsyncClient) -> None:
    policy = (await client.get(PAGE)).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


async def test_a_page_that_has_not_changed_keeps_its_policy(client: AsyncClient) -> None:
    first = await client.get(PAGE)
    again = await client.get(PAGE, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    # A browser puts the headers of a 304 over those it has kept.
    assert "content-security-policy" not in again.headers


async def test_a_browser_asks_again_before_it_uses_a_page_it_has_kept(client: AsyncClient) -> None:
    assert [(await client.get(path)).headers["cache-control"] for path in FILES] == ["no-cache"] * len(FILES)


async def test_an_unknown_verification_link_is_a_page_in_words(client: AsyncClient) -> None:
    answer = await client.get(f"/verify/{'x' * 43}")
    assert answer.status_code == 404
    assert "链接无效" in answer.text
    assert answer.headers["cache-control"] == "no-store"
