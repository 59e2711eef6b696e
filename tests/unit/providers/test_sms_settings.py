"""What an operator sets about text messages, and what stops the start."""

from __future__ import annotations

from typing import Any

import pytest

from desk.errors import ConfigurationError
from desk.settings import read_settings
from providers.sms.settings import SmsSettings, sms_sender

ALIYUN = {
    "sms_aliyun_access_key_id": "LTAI",
    "sms_aliyun_access_key_secret": "secret",
    "sms_aliyun_sign_name": "小户",
    "sms_aliyun_code_template": "SMS_1",
}
TENCENT = {
    "sms_tencent_secret_id": "AKID",
    "sms_tencent_secret_key": "secret",
    "sms_tencent_app_id": "1400",
    "sms_tencent_sign_name": "小户",
    "sms_tencent_code_template": "1",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XIAOHU_ENV_FILE", raising=False)


def test_without_a_provider_there_is_no_sender() -> None:
    assert sms_sender(read_settings(SmsSettings)) is None


def test_both_are_made_in_the_order_that_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHU_SMS_PROVIDERS", "tencent, aliyun,tencent")
    settings = read_settings(SmsSettings, **ALIYUN, **TENCENT)

    assert settings.sms_providers == ("tencent", "aliyun")
    assert sms_sender(settings) is not None


def test_one_sentence_names_everything_that_is_missing() -> None:
    settings = read_settings(
        SmsSettings, sms_providers="aliyun,tencent", **{**ALIYUN, "sms_aliyun_sign_name": ""}
    )

    with pytest.raises(ConfigurationError) as refusal:
        sms_sender(settings)
    assert "XIAOHU_SMS_ALIYUN_SIGN_NAME, XIAOHU_SMS_TENCENT_SECRET_ID" in str(refusal.value)
    assert "XIAOHU_SMS_ALIYUN_ACCESS_KEY_SECRET" not in str(refusal.value)


@pytest.mark.parametrize(
    "given",
    [
        {"sms_providers": "aliyun,nobody"},
        {"sms_timeout": "11"},
        {"sms_timeout": "0"},
        {"sms_tencent_code_parameters": "code,name"},
        {"sms_aliyun_endpoint": "http://dysmsapi.aliyuncs.com"},
        {"sms_aliyun_endpoint": "dysmsapi.aliyuncs.com"},
        {"sms_tencent_endpoint": "https://sms.example/path"},
        {"sms_tencent_endpoint": "https://user:password@sms.example"},
    ],
)
def test_what_cannot_be_used_stops_the_start(given: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=f"XIAOHU_{next(iter(given)).upper()}"):
        read_settings(SmsSettings, **given)


def test_a_template_without_the_code_stops_the_start() -> None:
    settings = read_settings(
        SmsSettings, sms_providers="tencent", sms_tencent_code_parameters="minutes", **TENCENT
    )
    with pytest.raises(ConfigurationError, match="must name code"):
        sms_sender(settings)


def test_no_secret_shows_in_the_settings() -> None:
    settings = read_settings(SmsSettings, sms_providers="aliyun,tencent", **ALIYUN, **TENCENT)
    assert "secret'" not in repr(settings)
    assert "'secret'" not in repr(sms_sender(settings))
