"""What an operator may set about WeCom and WeChat customer service, and what stops the start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desk.errors import ConfigurationError
from gateway.channels import kf, wecom
from gateway.channels.port import Surroundings
from tests.conftest import SettableClock
from tests.unit.channels.around import surroundings

WECOM = {
    "CORP_ID": "ww1",
    "SECRET": "hunter2",
    "TOKEN": "token",
    "AES_KEY": "A" * 43,
    "AGENT_ID": "1000002",
}
KF = {name: value for name, value in WECOM.items() if name != "AGENT_ID"} | {"ACCOUNTS": "wk1, wk2"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XIAOHU_ENV_FILE", raising=False)


@pytest.fixture
async def around(clock: SettableClock) -> AsyncIterator[Surroundings]:
    async with surroundings(clock) as given:
        yield given


def give(monkeypatch: pytest.MonkeyPatch, prefix: str, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"XIAOHU_{prefix}_{name}", value)


def test_without_settings_there_is_no_channel(around: Surroundings) -> None:
    assert wecom.connect(around) is None
    assert kf.connect(around) is None


def test_empty_variables_are_as_good_as_none(around: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, "WECOM", dict.fromkeys(WECOM, ""))
    assert wecom.connect(around) is None


def test_each_has_its_own_settings(around: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, "WECOM", WECOM)
    assert kf.connect(around) is None
    give(monkeypatch, "KF", KF)
    channels = wecom.connect(around), kf.connect(around)
    assert [channel.name for channel in channels if channel] == ["wecom", "kf"]


@pytest.mark.parametrize("missing", sorted(WECOM))
def test_a_missing_setting_of_wecom_stops_the_start(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    give(monkeypatch, "WECOM", {name: value for name, value in WECOM.items() if name != missing})
    with pytest.raises(ConfigurationError, match=f"XIAOHU_WECOM_{missing} is not set"):
        wecom.connect(around)


@pytest.mark.parametrize("missing", sorted(KF))
def test_a_missing_setting_of_customer_service_stops_the_start(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    give(monkeypatch, "KF", {name: value for name, value in KF.items() if name != missing})
    with pytest.raises(ConfigurationError, match=f"XIAOHU_KF_{missing} is not set"):
        kf.connect(around)


@pytest.mark.parametrize(
    "wrong",
    [
        {"AES_KEY": "short"},
        {"ACCOUNTS": ""},
        {"HAND_OFF": "person"},
        {"SERVICER": "zhangsan"},
        {"HAND_OFF": "queue", "SERVICER": "zhangsan"},
        {"HAND_OFF": "somewhere"},
        {"API_BASE": "qyapi.weixin.qq.com"},
    ],
)
def test_an_unusable_setting_stops_the_start_by_its_name(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]
) -> None:
    give(monkeypatch, "KF", KF | wrong)
    with pytest.raises(ConfigurationError, match=f"XIAOHU_KF_({'|'.join(wrong)})") as refused:
        kf.connect(around)
    assert "hunter2" not in str(refused.value)
