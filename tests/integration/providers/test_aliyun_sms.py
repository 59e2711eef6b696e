"""Text messages through Alibaba Cloud, by its own SDK against a fake as strict as the real service."""

from __future__ import annotations

import json

import pytest

from desk.verification.errors import SmsNotSent, SmsUnsure
from desk.verification.model import Trouble
from desk.verification.ports import Sms, SmsKind
from tests.fakes.sms.aliyun import CODE, NOTICE, SIGN, FakeAliyunSms
from tests.integration.providers.conftest import aliyun_sender

MESSAGE = Sms("19912345678", "验证码 042137，5 分钟内有效", "042137", "sms/6c1d")


def test_a_code_is_taken_with_everything_it_needs(aliyun_sms: FakeAliyunSms) -> None:
    aliyun_sender(aliyun_sms).send(MESSAGE)

    [taken] = aliyun_sms.taken
    assert json.loads(taken.pop("TemplateParam")) == {"code": "042137"}
    assert taken == {
        "PhoneNumbers": "19912345678",
        "SignName": SIGN,
        "TemplateCode": CODE,
        "OutId": "sms/6c1d",
    }


@pytest.mark.parametrize("phone", ["+8619912345678", "8619912345678"])
def test_a_number_with_its_country_is_the_same_number(aliyun_sms: FakeAliyunSms, phone: str) -> None:
    aliyun_sender(aliyun_sms).send(Sms(phone, "", "042137", "sms/1"))
    assert aliyun_sms.taken[0]["PhoneNumbers"] == "19912345678"


def test_a_notice_has_a_template_of_its_own_and_no_parameters(aliyun_sms: FakeAliyunSms) -> None:
    aliyun_sender(aliyun_sms).send(Sms("19912345678", "", "", "push/1", SmsKind.NOTICE))

    [taken] = aliyun_sms.taken
    assert taken["TemplateCode"] == NOTICE
    assert "TemplateParam" not in taken


def test_the_sixth_text_in_an_hour_is_refused_for_good(aliyun_sms: FakeAliyunSms) -> None:
    sender = aliyun_sender(aliyun_sms)
    for minute in range(5):
        aliyun_sms.allowance.count("19912345678", aliyun_sms.clock() - 120 - 60 * minute)

    with pytest.raises(SmsNotSent) as refusal:
        sender.send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.LIMITED, True)


def test_the_eleventh_text_in_a_day_is_refused_for_good(aliyun_sms: FakeAliyunSms) -> None:
    for hour in range(10):
        aliyun_sms.allowance.count("19912345678", aliyun_sms.clock() - 3700 * (hour + 1))

    with pytest.raises(SmsNotSent) as refusal:
        aliyun_sender(aliyun_sms).send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.LIMITED, True)


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", Trouble.NUMBER),
        ("isv.DOMESTIC_NUMBER_NOT_SUPPORTED", Trouble.NUMBER),
        ("isv.AMOUNT_NOT_ENOUGH", Trouble.PROVIDER),
        ("isv.OUT_OF_SERVICE", Trouble.PROVIDER),
        ("isv.SMS_TEMPLATE_ILLEGAL", Trouble.PROVIDER),
        ("isv.DAY_LIMIT_CONTROL", Trouble.PROVIDER),
        ("isv.DENY_IP_RANGE", Trouble.PROVIDER),
        ("isp.RAM_PERMISSION_DENY", Trouble.PROVIDER),
    ],
)
def test_a_refusal_says_whose_trouble_it_is(aliyun_sms: FakeAliyunSms, code: str, trouble: Trouble) -> None:
    aliyun_sms.business_code = code
    with pytest.raises(SmsNotSent) as refusal:
        aliyun_sender(aliyun_sms).send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (trouble, True)


@pytest.mark.parametrize("code", ["isp.SYSTEM_ERROR", "None", "12\n34"])
def test_a_code_that_proves_nothing_is_doubt(aliyun_sms: FakeAliyunSms, code: str) -> None:
    aliyun_sms.business_code = code
    with pytest.raises(SmsUnsure):
        aliyun_sender(aliyun_sms).send(MESSAGE)


def test_a_nonce_is_never_used_twice(aliyun_sms: FakeAliyunSms) -> None:
    sender = aliyun_sender(aliyun_sms)
    for number in range(20):
        sender.send(Sms(f"199123456{number:02}", "", "042137", f"sms/{number}"))
    assert len(aliyun_sms.nonces) == 20


def test_a_call_that_was_there_before_is_doubt(aliyun_sms: FakeAliyunSms) -> None:
    aliyun_sms.refuse_all = (400, "SignatureNonceUsed")
    with pytest.raises(SmsUnsure):
        aliyun_sender(aliyun_sms).send(MESSAGE)


def test_being_throttled_is_tried_again(aliyun_sms: FakeAliyunSms) -> None:
    aliyun_sms.refuse_all = (400, "Throttling.User")
    with pytest.raises(SmsNotSent) as refusal:
        aliyun_sender(aliyun_sms).send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.PROVIDER, False)


def test_an_error_of_theirs_is_doubt(aliyun_sms: FakeAliyunSms) -> None:
    aliyun_sms.refuse_all = (503, "ServiceUnavailable")
    with pytest.raises(SmsUnsure):
        aliyun_sender(aliyun_sms).send(MESSAGE)
