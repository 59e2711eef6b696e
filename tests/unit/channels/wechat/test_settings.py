"""What an operator may set, what stops the start, and what the check says."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.errors import ConfigurationError
from gateway.channels.port import Surroundings
from gateway.channels.wechat import connect
from gateway.channels.wechat.channel import WeChat
from tests.fakes.wechat import FakeWeChat
from tests.unit.channels.wechat.conftest import Make

GIVEN = {"APP_ID": "wx1", "APP_SECRET": "hunter2", "TOKEN": "token"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XIAOHU_ENV_FILE", raising=False)


def give(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"XIAOHU_WECHAT_{name}", value)


def test_without_settings_there_is_no_channel(around: Surroundings) -> None:
    assert connect(around) is None


def test_with_its_settings_there_is_one(around: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, **GIVEN)
    channel = connect(around)
    assert channel is not None
    assert channel.name == "wechat"


@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_a_missing_setting_stops_the_start_by_its_name(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    give(monkeypatch, **{name: value for name, value in GIVEN.items() if name != missing})
    with pytest.raises(ConfigurationError, match=f"XIAOHU_WECHAT_{missing} is not set"):
        connect(around)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"AES_KEY": "hunter2"}, "XIAOHU_WECHAT_AES_KEY cannot be used.*43"),
        ({"PREVIOUS_AES_KEY": "A" * 43}, "XIAOHU_WECHAT_PREVIOUS_AES_KEY stands beside"),
        ({"MENU": "close"}, "XIAOHU_WECHAT_MENU cannot be used"),
        ({"MENU": '{"close": 1}'}, "XIAOHU_WECHAT_MENU cannot be used"),
        ({"API_BASE": "api.weixin.qq.com"}, "XIAOHU_WECHAT_API_BASE cannot be used"),
        ({"API_BASE": "http://api.weixin.qq.com"}, "XIAOHU_WECHAT_API_BASE cannot be used"),
        ({"API_BASE": "https://h/path?x"}, "XIAOHU_WECHAT_API_BASE cannot be used"),
        ({"MAX_AGE": "0"}, "XIAOHU_WECHAT_MAX_AGE cannot be used"),
        ({"NOTICE": "template"}, "XIAOHU_WECHAT_NOTICE needs"),
        ({"NOTICE_TEMPLATES": '{"aproved": "T"}'}, "NOTICE_TEMPLATES knows .* and not aproved"),
        ({"NOTICE_FIELDS": '{"thing1": "name"}'}, "NOTICE_FIELDS knows .* and not name"),
        ({"APP_ID": "wx 1"}, "XIAOHU_WECHAT_APP_ID cannot be used"),
    ],
)
def test_an_unusable_setting_stops_the_start_with_a_sentence(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str], sentence: str
) -> None:
    give(monkeypatch, **{**GIVEN, **wrong})
    with pytest.raises(ConfigurationError, match=sentence) as refused:
        connect(around)
    assert "hunter2" not in str(refused.value)


async def test_the_check_finds_good_credentials(channel: WeChat, platform: FakeWeChat) -> None:
    findings = await channel.check()
    assert all(finding.good for finding in findings)
    assert not platform.tokens.forced_at


async def test_the_check_finds_a_wrong_secret_and_does_not_show_it(make: Make) -> None:
    findings = await make(app_secret="hunter2").check()
    assert not findings[0].good
    assert "40125" in findings[0].sentence
    assert "hunter2" not in findings[0].sentence


async def test_the_check_warns_of_plain_text(make: Make) -> None:
    findings = await make(aes_key=None).check()
    assert [finding.good for finding in findings] == [True, False, True]
