"""Text messages through Alibaba Cloud, by its own SDK against a fake as strict as the real service."""

from __future__ import annotations

import json
import logging

import pytest

from desk.verification.errors import SmsNotSent, SmsUnsure
from desk.verification.model import Trouble
from desk.verification.ports import Sms, SmsKind
from tests.fakes.clouds.server import Manner
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


def test_without_a_template_a_notice_is_not_sent(aliyun_sms: FakeAliyunSms) -> None:
    with pytest.raises(SmsNotSent) as refusal:
        aliyun_sender(aliyun_sms, notice="").send(Sms("19912345678", "", "", "push/1", SmsKind.NOTICE))
    assert refusal.value.permanent
    assert aliyun_sms.calls == []


@pytest.mark.parametrize(
    "phone", ["", "12345", "110", "+85261234567", "021-12345678", "19912345678,19912345679"]
)
def test_what_is_no_mobile_is_refused_before_the_call(aliyun_sms: FakeAliyunSms, phone: str) -> None:
    with pytest.raises(SmsNotSent) as refusal:
        aliyun_sender(aliyun_sms).send(Sms(phone, "", "042137", "sms/1"))
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.NUMBER, True)
    assert aliyun_sms.calls == []


@pytest.mark.parametrize("code", ["", "1234567", "12a456", "１２３４５６"])
def test_what_no_template_takes_is_refused_before_the_call(aliyun_sms: FakeAliyunSms, code: str) -> None:
    with pytest.raises(SmsNotSent):
        aliyun_sender(aliyun_sms).send(Sms("19912345678", "", code, "sms/1"))
    assert aliyun_sms.calls == []


def test_a_second_text_within_their_minute_may_be_tried_again_soon(aliyun_sms: FakeAliyunSms) -> None:
    sender = aliyun_sender(aliyun_sms)
    sender.send(MESSAGE)

    with pytest.raises(SmsNotSent) as refusal:
        sender.send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.LIMITED, False)


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


@pytest.mark.parametrize("code", ["isp.SYSTEM_ERROR", "Something.New", "None", "12\n34"])
def test_a_code_that_proves_nothing_is_doubt(aliyun_sms: FakeAliyunSms, code: str) -> None:
    aliyun_sms.business_code = code
    with pytest.raises(SmsUnsure):
        aliyun_sender(aliyun_sms).send(MESSAGE)


def test_a_wrong_secret_sends_nothing(aliyun_sms: FakeAliyunSms) -> None:
    with pytest.raises(SmsNotSent) as refusal:
        aliyun_sender(aliyun_sms, secret="another").send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.PROVIDER, True)
    assert aliyun_sms.taken == []


@pytest.mark.parametrize("ahead", [-1000, 1000])
def test_a_clock_that_is_wrong_sends_nothing(aliyun_sms: FakeAliyunSms, ahead: float) -> None:
    aliyun_sms.ahead = ahead
    with pytest.raises(SmsNotSent):
        aliyun_sender(aliyun_sms).send(MESSAGE)
    assert aliyun_sms.taken == []


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


@pytest.mark.parametrize("manner", [manner for manner in Manner if manner is not Manner.CIVIL])
def test_a_call_that_was_taken_without_a_good_answer_is_doubt_and_not_repeated(
    aliyun_sms: FakeAliyunSms, manner: Manner
) -> None:
    aliyun_sms.manner = manner
    sender = aliyun_sender(aliyun_sms)

    with pytest.raises(SmsUnsure):
        sender.send(MESSAGE)
    assert len(aliyun_sms.taken) == len(aliyun_sms.calls) == 1


def test_where_nobody_listens_nothing_was_sent(aliyun_sms: FakeAliyunSms, closed_port: str) -> None:
    aliyun_sms.url = closed_port
    with pytest.raises(SmsNotSent) as refusal:
        aliyun_sender(aliyun_sms).send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.PROVIDER, False)


def test_neither_phone_nor_code_is_ever_logged(
    aliyun_sms: FakeAliyunSms, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    sender = aliyun_sender(aliyun_sms)
    sender.send(MESSAGE)
    for code in ("isv.AMOUNT_NOT_ENOUGH", "19912345678 042137"):
        aliyun_sms.business_code = code
        with pytest.raises((SmsNotSent, SmsUnsure)) as refusal:
            sender.send(MESSAGE)
        assert "042137" not in str(refusal.value)
        # Nobody who logs the refusal with its causes can log the request.
        assert refusal.value.__suppress_context__ or refusal.value.__context__ is None

    written = caplog.text + "".join(capfd.readouterr())
    assert "isv.AMOUNT_NOT_ENOUGH" in written
    assert "19912345678" not in written
    assert "042137" not in written
