"""The providers as every process gets them: from the settings, into the desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.bootstrap import Desk
from desk.errors import ConfigurationError
from desk.settings import Settings
from desk.verification.model import Method, Status
from providers.bootstrap import build_providers
from tests.conftest import SettableClock
from tests.fakes.sms.aliyun import FakeAliyunSms
from tests.integration.verification.steps import Phone, Scene, build


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def aliyun_set_up(monkeypatch: pytest.MonkeyPatch, aliyun_sms: FakeAliyunSms) -> FakeAliyunSms:
    values = {
        "PROVIDERS": "aliyun",
        "ALIYUN_ACCESS_KEY_ID": aliyun_sms.key_id,
        "ALIYUN_ACCESS_KEY_SECRET": aliyun_sms.secret,
        "ALIYUN_SIGN_NAME": "小户",
        "ALIYUN_CODE_TEMPLATE": "SMS_1001",
        "ALIYUN_ENDPOINT": aliyun_sms.url,
    }
    for name, value in values.items():
        monkeypatch.setenv(f"XIAOHU_SMS_{name}", value)
    return aliyun_sms


def test_a_demo_sends_nothing_to_strangers(
    settings: Settings, aliyun_set_up: FakeAliyunSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOHU_SMS_ALIYUN_ENDPOINT", "https://dysmsapi.aliyuncs.com")
    with pytest.raises(ConfigurationError, match="invented"):
        build_providers(settings)


def test_what_is_missing_stops_every_process(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHU_SMS_PROVIDERS", "aliyun")
    monkeypatch.setenv("XIAOHU_SMS_ALIYUN_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ConfigurationError, match="XIAOHU_SMS_ALIYUN_CODE_TEMPLATE"):
        build_providers(settings)


def test_without_providers_nothing_is_loaded(settings: Settings) -> None:
    providers = build_providers(settings)
    providers.load()
    assert providers.sms is None


def test_a_code_goes_the_whole_way_through_a_provider(
    settings: Settings, desk: Desk, clock: SettableClock, aliyun_set_up: FakeAliyunSms
) -> None:
    assert desk.demo is not None
    sender = build_providers(settings).sms
    scene = Scene(desk, clock, desk.demo.create("clear"), build(desk, clock, sms=sender), Phone())
    scene.restart()
    token = scene.token
    scene.service.send_code(token)

    assert scene.deliver() == 1
    [taken] = aliyun_set_up.taken
    assert taken["PhoneNumbers"] == scene.customer.phone
    code = json.loads(taken["TemplateParam"])["code"]
    assert scene.service.check_code(token, code).status is Status.PASSED


def test_the_desk_offers_codes_when_a_provider_is_set_up(
    settings: Settings, aliyun_set_up: FakeAliyunSms
) -> None:
    desk = build_providers(settings).desk(settings)
    assert desk.demo is not None
    customer = desk.demo.create("clear").customer
    desk.closures.start(customer, "v1")
    desk.closures.accept(customer, "1")

    assert Method.SMS in desk.verification.link(customer).methods
    desk.close()
