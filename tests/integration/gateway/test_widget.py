"""How the chat window and its launcher are sent."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.middleware import Middleware

from gateway.boundary import Boundary
from gateway.metrics import Metrics
from gateway.refusals import HANDLERS
from gateway.widget import WidgetPages

ASSET = "/widget/assets/index-AbC123.js"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """What `make widget` leaves, in small."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "widget.js").write_text("'use strict';")
    (tmp_path / "index.html").write_text("<!doctype html><title>在线客服</title>", encoding="utf-8")
    (tmp_path / "assets" / "index-AbC123.js").write_text("export {};")
    return tmp_path


@pytest.fixture
async def pages(built: Path) -> AsyncIterator[AsyncClient]:
    skin = Middleware(Boundary, metrics=Metrics(), origins=["https://shop.example"], https=False)
    app = Starlette(routes=WidgetPages(built).routes(), exception_handlers=HANDLERS, middleware=[skin])
    app.router.redirect_slashes = False
    async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1:8000") as client:
        yield client


async def test_the_launcher_may_be_loaded_by_any_page(pages: AsyncClient) -> None:
    answer = await pages.get("/widget.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_a_new_launcher_reaches_the_shops_within_minutes(pages: AsyncClient) -> None:
    first = await pages.get("/widget.js")
    assert first.headers["cache-control"] == "public, max-age=300"
    again = await pages.get("/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


async def test_the_files_of_the_window_are_kept_for_good(pages: AsyncClient) -> None:
    answer = await pages.get(ASSET)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_the_window_itself_is_asked_for_each_time(pages: AsyncClient) -> None:
    assert (await pages.get("/widget/?site=shop")).headers["cache-control"] == "no-cache"


async def test_only_the_sites_and_the_gateway_frame_the_window(pages: AsyncClient) -> None:
    policy = (await pages.get("/widget/")).headers["content-security-policy"]
    assert "frame-ancestors 'self' https://shop.example" in policy


async def test_the_window_runs_no_script_and_no_style_but_its_own(pages: AsyncClient) -> None:
    policy = (await pages.get("/widget/")).headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy


async def test_an_address_without_its_slash_leads_on_with_what_was_asked(pages: AsyncClient) -> None:
    answer = await pages.get("/widget?locale=en")
    assert (answer.status_code, answer.headers["location"]) == (307, "/widget/?locale=en")


@pytest.mark.parametrize("path", ["/widget/assets/gone.js", "/widget/assets/../widget.js", "/widget/x"])
async def test_a_file_that_is_not_there_is_a_problem_and_never_kept(pages: AsyncClient, path: str) -> None:
    answer = await pages.get(path)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers["cache-control"]


@pytest.mark.parametrize(("path", "file"), [("/widget.js", "widget.js"), ("/widget/", "index.html")])
async def test_a_widget_that_was_not_built_is_said_to_the_customer_and_to_the_operator(
    pages: AsyncClient, built: Path, path: str, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    (built / file).unlink()
    with caplog.at_level(logging.ERROR):
        answer = await pages.get(path)
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:xiaohu:problem:widget-missing")
    assert "make widget" in caplog.text


async def test_the_gateway_serves_it(client: AsyncClient) -> None:
    assert {(await client.get(path)).status_code for path in ("/widget.js", "/widget/")} <= {200, 503}
