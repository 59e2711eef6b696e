"""Text messages through Tencent Cloud, by its own SDK against a fake as strict as the real service."""

from __future__ import annotations

import logging

import pytest

from desk.verification.errors import SmsNotSent, SmsUnsure
from desk.verification.model import Trouble
from desk.verification.ports import Sms, SmsKind
from tests.fakes.clouds.server import Manner
from tests.fakes.sms.tencent import APP, CODE, NOTICE, SIGN, FakeTencentSms
from tests.integration.providers.conftest import tencent_sender

MESSAGE = Sms("19912345678", "验证码 042137，5 分钟内有效", "042137", "sms/6c1d")


def test_a_code_is_taken_with_everything_it_needs(tencent_sms: FakeTencentSms) -> None:
    tencent_sender(tencent_sms).send(MESSAGE)

    assert tencent_sms.taken == [
        {
            "PhoneNumberSet": ["+8619912345678"],
            "SmsSdkAppId": APP,
            "SignName": SIGN,
            "TemplateId": CODE,
            "TemplateParamSet": ["042137", "5"],
            "SessionContext": "sms/6c1d",
        }
    ]


def test_a_notice_has_a_template_of_its_own_and_no_parameters(tencent_sms: FakeTencentSms) -> None:
    tencent_sender(tencent_sms).send(Sms("19912345678", "", "", "push/1", SmsKind.NOTICE))

    [taken] = tencent_sms.taken
    assert (taken["TemplateId"], taken.get("TemplateParamSet", [])) == (NOTICE, [])


def test_without_a_template_a_notice_is_not_sent(tencent_sms: FakeTencentSms) -> None:
    with pytest.raises(SmsNotSent):
        tencent_sender(tencent_sms, notice="").send(Sms("19912345678", "", "", "push/1", SmsKind.NOTICE))
    assert tencent_sms.calls == []


@pytest.mark.parametrize("phone", ["", "12345", "+85261234567"])
def test_what_is_no_mobile_is_refused_before_the_call(tencent_sms: FakeTencentSms, phone: str) -> None:
    with pytest.raises(SmsNotSent) as refusal:
        tencent_sender(tencent_sms).send(Sms(phone, "", "042137", "sms/1"))
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.NUMBER, True)
    assert tencent_sms.calls == []


@pytest.mark.parametrize("code", ["", "1234567", "12a456"])
def test_what_no_template_takes_is_refused_before_the_call(tencent_sms: FakeTencentSms, code: str) -> None:
    with pytest.raises(SmsNotSent):
        tencent_sender(tencent_sms).send(Sms("19912345678", "", code, "sms/1"))
    assert tencent_sms.calls == []


@pytest.mark.parametrize(
    ("code", "trouble", "permanent"),
    [
        ("LimitExceeded.PhoneNumberThirtySecondLimit", Trouble.LIMITED, False),
        ("LimitExceeded.PhoneNumberOneHourLimit", Trouble.LIMITED, True),
        ("LimitExceeded.PhoneNumberDailyLimit", Trouble.LIMITED, True),
        ("LimitExceeded.PhoneNumberSameContentDailyLimit", Trouble.LIMITED, True),
        ("LimitExceeded.DeliveryFrequencyLimit", Trouble.LIMITED, True),
        ("LimitExceeded.DailyLimit", Trouble.PROVIDER, True),
        ("InvalidParameterValue.IncorrectPhoneNumber", Trouble.NUMBER, True),
        ("FailedOperation.PhoneNumberInBlacklist", Trouble.NUMBER, True),
        ("FailedOperation.InsufficientBalanceInSmsPackage", Trouble.PROVIDER, True),
        ("FailedOperation.TemplateIncorrectOrUnapproved", Trouble.PROVIDER, True),
        ("FailedOperation.ContainSensitiveWord", Trouble.PROVIDER, True),
        ("InvalidParameterValue.TemplateParameterFormatError", Trouble.PROVIDER, True),
    ],
)
def test_the_result_of_the_number_counts_not_the_calls(
    tencent_sms: FakeTencentSms, code: str, trouble: Trouble, permanent: bool
) -> None:
    tencent_sms.number_code = code
    with pytest.raises(SmsNotSent) as refusal:
        tencent_sender(tencent_sms).send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (trouble, permanent)


@pytest.mark.parametrize(
    ("code", "permanent"),
    [
        ("AuthFailure.SignatureFailure", True),
        ("UnauthorizedOperation.SmsSdkAppIdVerifyFail", True),
        ("UnauthorizedOperation.RequestIpNotInWhitelist", True),
        ("InternalError.RequestTimeException", True),
        ("RequestLimitExceeded", False),
    ],
)
def test_a_call_that_is_turned_away_sends_nothing(
    tencent_sms: FakeTencentSms, code: str, permanent: bool
) -> None:
    tencent_sms.refuse_all = (200, code)
    with pytest.raises(SmsNotSent) as refusal:
        tencent_sender(tencent_sms).send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.PROVIDER, permanent)


@pytest.mark.parametrize("code", ["InternalError.Timeout", "InternalError.OtherError", "Something.New"])
def test_a_code_that_proves_nothing_is_doubt(tencent_sms: FakeTencentSms, code: str) -> None:
    sender = tencent_sender(tencent_sms)
    tencent_sms.number_code = code
    with pytest.raises(SmsUnsure):
        sender.send(MESSAGE)
    tencent_sms.refuse_all = (200, code)
    with pytest.raises(SmsUnsure):
        sender.send(MESSAGE)


def test_an_answer_that_names_no_number_is_doubt(tencent_sms: FakeTencentSms) -> None:
    tencent_sms.no_status = True
    with pytest.raises(SmsUnsure):
        tencent_sender(tencent_sms).send(MESSAGE)


def test_a_second_text_within_their_minute_may_be_tried_again_soon(tencent_sms: FakeTencentSms) -> None:
    sender = tencent_sender(tencent_sms)
    sender.send(MESSAGE)

    with pytest.raises(SmsNotSent) as refusal:
        sender.send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.LIMITED, False)


def test_a_wrong_secret_sends_nothing(tencent_sms: FakeTencentSms) -> None:
    with pytest.raises(SmsNotSent) as refusal:
        tencent_sender(tencent_sms, secret="another").send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.PROVIDER, True)
    assert tencent_sms.taken == []


@pytest.mark.parametrize("ahead", [-700, 700])
def test_a_clock_that_is_wrong_sends_nothing(tencent_sms: FakeTencentSms, ahead: float) -> None:
    tencent_sms.ahead = ahead
    with pytest.raises(SmsNotSent):
        tencent_sender(tencent_sms).send(MESSAGE)
    assert tencent_sms.taken == []


@pytest.mark.parametrize("manner", [manner for manner in Manner if manner is not Manner.CIVIL])
def test_a_call_that_was_taken_without_a_good_answer_is_doubt_and_not_repeated(
    tencent_sms: FakeTencentSms, manner: Manner
) -> None:
    tencent_sms.manner = manner
    sender = tencent_sender(tencent_sms)

    with pytest.raises(SmsUnsure):
        sender.send(MESSAGE)
    assert len(tencent_sms.taken) == len(tencent_sms.calls) == 1


def test_where_nobody_listens_nothing_was_sent(tencent_sms: FakeTencentSms, closed_port: str) -> None:
    tencent_sms.url = closed_port
    with pytest.raises(SmsNotSent) as refusal:
        tencent_sender(tencent_sms).send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.PROVIDER, False)


def test_neither_phone_nor_code_is_ever_logged(
    tencent_sms: FakeTencentSms, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    sender = tencent_sender(tencent_sms)
    sender.send(MESSAGE)
    for code in ("FailedOperation.InsufficientBalanceInSmsPackage", "+8619912345678 042137"):
        tencent_sms.number_code = code
        with pytest.raises((SmsNotSent, SmsUnsure)) as refusal:
            sender.send(MESSAGE)
        assert refusal.value.__suppress_context__ or refusal.value.__context__ is None

    written = caplog.text + "".join(capfd.readouterr())
    assert "InsufficientBalanceInSmsPackage" in written
    assert "19912345678" not in written
    assert "042137" not in written
