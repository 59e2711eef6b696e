"""Who looks at a page of ours, and whether the settings are right."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from desk.errors import ConfigurationError
from desk.knowledge import Knowledge
from gateway.channels.feishu import connect
from gateway.channels.feishu.channel import Feishu
from gateway.channels.port import LoginRefused, Surroundings
from tests.conftest import KNOWLEDGE, SettableClock
from tests.fakes.feishu import AppKeys, FakeFeishu
from tests.fakes.state import MemoryState
from tests.integration.channels.feishu.conftest import PUBLIC_URL, USER

BACK = f"{PUBLIC_URL}/enter/feishu/return"


async def come_back(channel: Feishu, platform: FakeFeishu, *, back: str = BACK) -> dict[str, list[str]]:
    """What a browser brings that went to Feishu and was sent back."""
    assert channel.login is not None
    platform.browser = USER
    async with httpx.AsyncClient() as browser:
        page = await browser.get(channel.login.authorize_url(redirect_uri=back, state="s1"))
    location = page.headers["location"]
    assert location.startswith(back)
    return parse_qs(urlsplit(location).query)


async def test_the_login_names_the_person_as_events_do(channel: Feishu, platform: FakeFeishu) -> None:
    answer = await come_back(channel, platform)
    assert answer["state"] == ["s1"]
    assert channel.login is not None
    assert await channel.login.identify(answer["code"][0]) == USER


async def test_a_code_is_good_once(channel: Feishu, platform: FakeFeishu) -> None:
    code = (await come_back(channel, platform))["code"][0]
    assert channel.login is not None
    await channel.login.identify(code)
    with pytest.raises(LoginRefused):
        await channel.login.identify(code)


async def test_a_code_is_good_for_five_minutes(
    channel: Feishu, platform: FakeFeishu, clock: SettableClock
) -> None:
    code = (await come_back(channel, platform))["code"][0]
    clock.advance(minutes=6)
    assert channel.login is not None
    with pytest.raises(LoginRefused):
        await channel.login.identify(code)


async def test_a_code_that_was_made_for_another_page_is_refused(
    channel: Feishu, platform: FakeFeishu
) -> None:
    code = (await come_back(channel, platform, back="https://evil.example/"))["code"][0]
    assert channel.login is not None
    with pytest.raises(LoginRefused):
        await channel.login.identify(code)


@pytest.mark.parametrize("code", ["", "guessed", "字"])
async def test_an_invented_code_is_refused(code: str, channel: Feishu) -> None:
    assert channel.login is not None
    with pytest.raises(LoginRefused):
        await channel.login.identify(code)


async def test_the_check_finds_everything_right(channel: Feishu) -> None:
    findings = await channel.check()
    assert [finding.good for finding in findings] == [True, True]


async def test_the_check_finds_a_wrong_secret(channel: Feishu, platform: FakeFeishu) -> None:
    platform.keys = AppKeys(app_secret="changed in the console")
    (finding,) = await channel.check()
    assert not finding.good
    assert "10014" in finding.sentence


async def test_the_check_finds_a_bot_that_is_switched_off(channel: Feishu, platform: FakeFeishu) -> None:
    platform.bot_enabled = False
    assert [finding.good for finding in await channel.check()] == [True, False]


def surroundings(clock: SettableClock, http: httpx.AsyncClient) -> Surroundings:
    return Surroundings(http, MemoryState(clock), Knowledge(KNOWLEDGE).message, clock, PUBLIC_URL)


async def test_without_any_setting_there_is_no_channel(clock: SettableClock) -> None:
    async with httpx.AsyncClient() as http:
        assert connect(surroundings(clock, http)) is None


@pytest.mark.parametrize("left_out", ["APP_ID", "APP_SECRET", "ENCRYPT_KEY", "VERIFICATION_TOKEN"])
async def test_a_missing_setting_is_named(
    left_out: str, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in AppKeys().environment("https://open.feishu.cn").items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(f"XIAOHU_FEISHU_{left_out}")
    async with httpx.AsyncClient() as http:
        with pytest.raises(ConfigurationError, match=f"XIAOHU_FEISHU_{left_out} is not set"):
            connect(surroundings(clock, http))


@pytest.mark.parametrize(
    "base",
    ["http://open.feishu.cn", "https://open.feishu.cn/open-apis", "ftp://x", "https://u@x", "nonsense"],
)
async def test_an_address_that_would_leak_the_secret_is_refused(
    base: str, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in AppKeys().environment(base).items():
        monkeypatch.setenv(name, value)
    async with httpx.AsyncClient() as http:
        with pytest.raises(ConfigurationError, match="XIAOHU_FEISHU_API_BASE"):
            connect(surroundings(clock, http))
