"""Text messages through Tencent Cloud, by its own SDK against a fake as strict as the real service."""

from __future__ import annotations

import pytest

from desk.verification.errors import SmsNotSent, SmsUnsure
from desk.verification.model import Trouble
from desk.verification.ports import Sms, SmsKind
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
