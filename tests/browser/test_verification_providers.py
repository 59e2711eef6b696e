"""The verification page with providers behind it: a text in doubt, a way that closed, a face not known yet.

The server's answers are put in by the test; what it answers when is tested where the gateway is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from gateway.boundary import page_policy
from gateway.parts import PAGES
from tests.browser.conftest import OpenLink
from tests.browser.link import Link

SCRIPT = "https://o.example/jsvm_all.js"
FAR_AWAY = "https://faces.example/check/1"


def answer(page: Page, path: str, body: dict[str, Any], status: int = 200) -> None:
    """From now on, a call answers this."""
    page.route(f"**{path}", lambda route: route.fulfill(status=status, json=body))


def with_sms(page: Page, **changed: Any) -> None:
    """From now on, the way by text message looks otherwise."""

    def change(route: Route) -> None:
        real = route.fetch()
        told = real.json()
        methods = [{**one, **changed} if one["method"] == "sms" else one for one in told["methods"]]
        route.fulfill(response=real, json={**told, "methods": methods})

    page.route("**/challenge", change)


def test_a_text_that_may_be_on_its_way_is_said(open_link: OpenLink) -> None:
    link = open_link()
    link.ask_for_code()
    with_sms(link.page, note="短信可能还在路上")
    expect(link.notice).to_have_text("短信可能还在路上", timeout=15_000)
    expect(link.code).to_be_enabled()


def test_a_text_that_cannot_come_leads_to_another_way(open_link: OpenLink) -> None:
    link = open_link()
    link.ask_for_code()
    with_sms(link.page, available=False, reason="短信暂时发不出去，请换一种方式")
    expect(link.page.locator("#closed")).to_contain_text("短信暂时发不出去", timeout=15_000)
    expect(link.page.get_by_role("tab", name="短信验证码")).to_be_disabled()
    expect(link.password).to_be_focused()


def test_a_face_that_is_not_known_yet_is_waited_for(open_link: OpenLink) -> None:
    link = open_link()
    answer(link.page, "/face/check", {"status": "open", "attempts_left": 2, "pending": True})
    link.page.goto(f"{link.url}?face&BizToken=1")
    expect(link.notice).to_contain_text("正在等刷脸的结果")
    assert "?" not in link.page.url
    answer(link.page, "/face/check", {"status": "open", "attempts_left": 2})
    expect(link.notice).to_contain_text("刷脸没有通过", timeout=15_000)


@pytest.fixture
def device_page(open_link: OpenLink) -> Callable[[str], Link]:
    """The page that describes the device, with this script of the provider's."""

    def open_page(script: str) -> Link:
        link = open_link()
        policy = {"Content-Security-Policy": page_policy([], scripts=["https://o.example"])}
        file = PAGES / "face_device.html"
        link.page.route("**/face/device", lambda route: route.fulfill(path=file, headers=policy))
        answer(link.page, "/face/script", {"script": SCRIPT})
        link.page.route(SCRIPT, lambda route: route.fulfill(body=script, content_type="text/javascript"))
        link.page.route(FAR_AWAY, lambda route: route.fulfill(body="刷脸服务", content_type="text/html"))
        return link

    return open_page


def test_the_device_is_described_and_the_check_begun(device_page: Callable[[str], Link]) -> None:
    link = device_page("window.getMetaInfo = () => ({ ua: navigator.userAgent, deviceType: 'h5' })")
    begun: list[dict[str, Any]] = []

    def begin(route: Route) -> None:
        begun.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(json={"url": FAR_AWAY})

    link.page.route("**/face", begin)
    link.page.goto(f"{link.url}/face/device")
    link.page.wait_for_url(FAR_AWAY)

    [sent] = begun
    assert sent["consent"] is True
    assert json.loads(sent["device"])["deviceType"] == "h5"


@pytest.mark.parametrize("script", ["window.getMetaInfo = () => { throw 1 }", "", "window.getMetaInfo = 1"])
def test_a_script_that_does_not_work_leads_back(device_page: Callable[[str], Link], script: str) -> None:
    link = device_page(script)
    link.page.goto(f"{link.url}/face/device")
    expect(link.page.locator("#notice")).to_contain_text("请换一种方式")
    link.page.get_by_role("link", name="回到验证页").click()
    expect(link.password).to_be_focused()


def test_a_provider_that_is_down_is_said_on_the_way(device_page: Callable[[str], Link]) -> None:
    link = device_page("window.getMetaInfo = () => 'x'")
    problem = {
        "type": "urn:xiaohu:problem:method-unavailable",
        "title": "这种验证方式暂时不能使用，请换一种方式",
    }
    answer(link.page, "/face", problem, status=409)
    link.page.goto(f"{link.url}/face/device")
    expect(link.page.locator("#notice")).to_contain_text("请换一种方式")
