"""A real browser on the running system.

Playwright's synchronous interface keeps an event loop running in this thread for as long as it is started.
So it lives no longer than a module: no asynchronous test runs beside it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.link import Link
from tests.browser.shop import TURN, Shop
from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Shopper

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A shop's page that a test makes up has no address, and would count as one out in the world.
    "--disable-features=LocalNetworkAccessChecks",
)
PHONE, DESKTOP = (375, 812), (1440, 900)
OpenShop = Callable[..., Shop]
OpenLink = Callable[..., Link]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    # A turn, or three frames one in the other, on a machine that does other work too.
    expect.set_options(timeout=TURN)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def open_shop(system: RunningSystem, browser: Browser) -> Iterator[OpenShop]:
    """Open the shop in a tab of its own; at the end, no tab may have complained."""
    shops: list[Shop] = []
    pictures = PICTURES if os.environ.get("XIAOHU_PICTURES") == "1" else None

    def open_one(size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> Shop:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            has_touch=size == PHONE,
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
        )
        shops.append(Shop(context, system.url, pictures))
        return shops[-1]

    yield open_one
    for shop in shops:
        shop.context.close()
    assert [error for shop in shops for error in shop.errors] == []


@pytest.fixture
def open_link(system: RunningSystem, browser: Browser) -> Iterator[OpenLink]:
    """Open a fresh customer's link; at the end, no tab may have complained."""
    links: list[Link] = []
    errors: list[str] = []

    def open_one(size: tuple[int, int] = PHONE, **looks: object) -> Link:
        shopper = Shopper.arrive(system.url, "clear")
        viewport = {"width": size[0], "height": size[1]}
        page = browser.new_context(viewport=viewport, locale="zh-CN", **looks).new_page()  # type: ignore[arg-type]
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        links.append(Link(page, shopper, shopper.begin()))
        page.goto(links[-1].url)
        expect(page.get_by_role("tab", name="支付密码")).to_be_visible()
        return links[-1]

    yield open_one
    for link in links:
        link.page.context.close()
        link.shopper.client.close()
    # A browser logs every refusal that a page expects and explains.
    assert [error for error in errors if "Failed to load resource" not in error] == []
