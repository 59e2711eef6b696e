"""A shop's own login: where the browser is sent, and what is believed of what comes back."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from desk.bootstrap import Desk
from desk.settings import Settings
from tests.integration.gateway.channels.browser import Browser
from tests.integration.gateway.channels.phone import Phone, link_in
from tests.unit.gateway.tokens import signed

pytestmark = pytest.mark.usefixtures("asks_to_log_in")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A shop with a login, beside the demo's."""
    assert settings.sites_file is not None
    text = settings.sites_file.read_text("utf-8")
    Path(settings.sites_file).write_text(
        f'{text}login_url = "https://shop.example/login?from=app"\n', "utf-8"
    )
    return settings


@pytest.fixture
async def return_to(phone: Phone, browser: Browser) -> str:
    """Where the shop sends the browser once somebody has logged in."""
    await phone.type("注销")
    page = await browser.open(link_in(await phone.shows_text("/bind/"), "bind"))
    assert "在哪里登录" in page.text
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', page.text)]
    (shop,) = [link for link in links if link.startswith("https://shop.example/login?from=app&")]
    return parse_qs(urlsplit(shop).query)["return_to"][0]


async def test_of_several_shops_one_is_chosen_and_its_signature_binds(
    return_to: str, browser: Browser, desk: Desk
) -> None:
    question = await browser.open(f"{return_to}&token={signed()}")
    assert "c****<" in question.text
    assert "绑定好了" in (await browser.submit(question)).text
    (user,) = desk.bindings.bindings("shop/c-1")
    assert user.user == "ming"


@pytest.mark.parametrize(
    "token",
    ["", "x.y.z", "forged", "expired"],
)
async def test_what_no_shop_has_signed_binds_nobody(
    return_to: str, browser: Browser, desk: Desk, token: str
) -> None:
    if token == "forged":
        token = signed(key="k" * 40)
    elif token == "expired":
        token = signed(iat=1_600_000_000, exp=1_600_000_600)
    refused = await browser.open(f"{return_to}&token={token}")
    assert (refused.status_code, "登录没有完成" in refused.text) == (403, True)
    assert not desk.bindings.bindings()


async def test_what_comes_back_is_believed_once(return_to: str, browser: Browser) -> None:
    assert (await browser.open(f"{return_to}&token=wrong")).status_code == 403
    assert (await browser.open(f"{return_to}&token={signed()}")).status_code == 404
