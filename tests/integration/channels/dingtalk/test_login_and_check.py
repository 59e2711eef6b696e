"""Who looks at a page of ours, and whether the settings are right."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from desk.errors import ConfigurationError
from gateway.channels.dingtalk.channel import DingTalk
from gateway.channels.port import LoginRefused
from tests.conftest import SettableClock
from tests.fakes.dingtalk import FakeDingTalk, RobotKeys
from tests.fakes.dingtalk.robot import Person
from tests.integration.channels.dingtalk.conftest import MEMBER, OUTSIDER, PUBLIC_URL, Connected

BACK = f"{PUBLIC_URL}/enter/dingtalk/return"


async def code_of(channel: DingTalk, platform: FakeDingTalk, person: Person = MEMBER) -> str:
    """The code that a browser brings back which went to DingTalk."""
    assert channel.login is not None
    platform.browser = person
    async with httpx.AsyncClient() as browser:
        page = await browser.get(channel.login.authorize_url(redirect_uri=BACK, state="s1"))
    assert page.headers["location"].startswith(BACK)
    answer = parse_qs(urlsplit(page.headers["location"]).query)
    assert answer["state"] == ["s1"]
    return answer["authCode"][0]


async def identify(channel: DingTalk, code: str) -> str:
    assert channel.login is not None
    return await channel.login.identify(code)


async def test_the_login_names_a_member_as_messages_do(channel: DingTalk, platform: FakeDingTalk) -> None:
    assert await identify(channel, await code_of(channel, platform)) == MEMBER.staff_id


async def test_a_code_is_good_once(channel: DingTalk, platform: FakeDingTalk) -> None:
    code = await code_of(channel, platform)
    await identify(channel, code)
    with pytest.raises(LoginRefused):
        await identify(channel, code)


async def test_a_code_is_good_for_five_minutes(
    channel: DingTalk, platform: FakeDingTalk, clock: SettableClock
) -> None:
    code = await code_of(channel, platform)
    clock.advance(minutes=6)
    with pytest.raises(LoginRefused):
        await identify(channel, code)


@pytest.mark.parametrize("code", ["", "guessed", "字"])
async def test_an_invented_code_is_refused(code: str, channel: DingTalk) -> None:
    with pytest.raises(LoginRefused):
        await identify(channel, code)


async def test_somebody_outside_the_organisation_is_refused(
    channel: DingTalk, platform: FakeDingTalk
) -> None:
    with pytest.raises(LoginRefused):
        await identify(channel, await code_of(channel, platform, OUTSIDER))


async def test_an_apps_token_that_ended_is_renewed_on_the_way(
    channel: DingTalk, platform: FakeDingTalk
) -> None:
    await identify(channel, await code_of(channel, platform))
    platform.expire_tokens()
    assert await identify(channel, await code_of(channel, platform)) == MEMBER.staff_id


async def test_the_check_finds_everything_right(channel: DingTalk) -> None:
    assert [finding.good for finding in await channel.check()] == [True]


async def test_the_check_finds_a_wrong_secret(channel: DingTalk, platform: FakeDingTalk) -> None:
    platform.keys = RobotKeys(client_secret="changed in the console")
    (finding,) = await channel.check()
    assert not finding.good
    assert "invalidClientIdOrSecret" in finding.sentence


async def test_the_check_finds_an_address_that_can_be_guessed(connected: Connected) -> None:
    async with connected(XIAOHU_DINGTALK_WEBHOOK_KEY=None) as channel:
        findings = await channel.check()
    assert [finding.good for finding in findings] == [True, False]
    assert "XIAOHU_DINGTALK_WEBHOOK_KEY" in findings[1].sentence


async def test_in_stream_mode_no_address_is_asked_for(connected: Connected) -> None:
    async with connected(XIAOHU_DINGTALK_MODE="stream", XIAOHU_DINGTALK_WEBHOOK_KEY=None) as channel:
        assert [finding.good for finding in await channel.check()] == [True]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("XIAOHU_DINGTALK_CLIENT_ID", None, "XIAOHU_DINGTALK_CLIENT_ID is not set"),
        ("XIAOHU_DINGTALK_CLIENT_SECRET", None, "XIAOHU_DINGTALK_CLIENT_SECRET is not set"),
        ("XIAOHU_DINGTALK_MODE", "carrier pigeon", "XIAOHU_DINGTALK_MODE"),
        ("XIAOHU_DINGTALK_WEBHOOK_KEY", "short", "XIAOHU_DINGTALK_WEBHOOK_KEY is too short"),
        ("XIAOHU_DINGTALK_OAPI_BASE", "http://oapi.dingtalk.com", "XIAOHU_DINGTALK_OAPI_BASE"),
    ],
)
async def test_an_unusable_setting_is_named(
    name: str, value: str | None, sentence: str, connected: Connected
) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        async with connected(**{name: value}):
            pass
