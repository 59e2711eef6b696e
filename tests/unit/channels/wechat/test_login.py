"""WeChat's login says who is looking, or that it does not know."""

from __future__ import annotations

import httpx
import pytest

from gateway.channels.port import LoginRefused, TransportError
from gateway.channels.wechat.channel import WeChat
from tests.conftest import SettableClock
from tests.fakes.wechat import FakeWeChat, Phone
from tests.unit.channels.wechat.conftest import Make


async def test_the_browser_comes_back_with_a_code_that_names_the_person(
    make: Make, platform: FakeWeChat, phone: Phone
) -> None:
    platform.web_host = "chat.example"
    login = make(oauth_base=platform.url).login
    url = login.authorize_url(redirect_uri="https://chat.example/bind/return?x=1&y=2", state="S1")
    assert url.endswith("#wechat_redirect")
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(url, headers={"X-Openid": phone.openid})
    back = httpx.URL(answer.headers["location"])
    assert back.params["state"] == "S1"
    assert back.params["y"] == "2"
    assert await login.identify(back.params["code"]) == phone.openid


def test_the_address_is_wechats_own_by_default(channel: WeChat) -> None:
    url = channel.login.authorize_url(redirect_uri="https://chat.example/r", state="S1")
    assert url.startswith("https://open.weixin.qq.com/connect/oauth2/authorize?appid=")
    assert "redirect_uri=https%3A%2F%2Fchat.example%2Fr&response_type=code&scope=snsapi_base" in url


async def test_a_code_works_once(channel: WeChat, platform: FakeWeChat, phone: Phone) -> None:
    code = platform.look_at(phone)
    await channel.login.identify(code)
    with pytest.raises(LoginRefused):
        await channel.login.identify(code)


async def test_a_code_of_six_minutes_ago_names_nobody(
    channel: WeChat, platform: FakeWeChat, phone: Phone, clock: SettableClock
) -> None:
    code = platform.look_at(phone)
    clock.advance(minutes=6)
    with pytest.raises(LoginRefused):
        await channel.login.identify(code)


async def test_a_snapshot_user_is_nobody(channel: WeChat, platform: FakeWeChat, phone: Phone) -> None:
    phone.is_snapshot = True
    with pytest.raises(LoginRefused, match="snapshot"):
        await channel.login.identify(platform.look_at(phone))


@pytest.mark.parametrize("code", ["", "a b", "x" * 600, "../../cgi-bin", "汉"])
async def test_what_is_no_code_is_not_even_asked_about(
    channel: WeChat, platform: FakeWeChat, code: str
) -> None:
    with pytest.raises(LoginRefused):
        await channel.login.identify(code)
    assert platform.calls == []


async def test_a_made_up_code_names_nobody(channel: WeChat) -> None:
    with pytest.raises(LoginRefused):
        await channel.login.identify("made0up")


async def test_a_wrong_secret_is_no_refusal_of_the_person(
    make: Make, platform: FakeWeChat, phone: Phone
) -> None:
    with pytest.raises(TransportError) as error:
        await make(app_secret="wrong").login.identify(platform.look_at(phone))
    assert error.value.tell_staff
