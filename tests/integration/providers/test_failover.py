"""Two providers: the second is asked only when the first surely sent nothing."""

from __future__ import annotations

import pytest

from desk.verification.errors import NoTemplate, SmsNotSent, SmsUnsure
from desk.verification.model import Trouble
from desk.verification.ports import Sms, SmsKind
from providers.sms.failover import Failover
from tests.fakes.clouds.server import Manner
from tests.fakes.sms.aliyun import FakeAliyunSms
from tests.fakes.sms.tencent import FakeTencentSms
from tests.integration.providers.conftest import aliyun_sender, tencent_sender

MESSAGE = Sms("19912345678", "验证码 042137，5 分钟内有效", "042137", "sms/6c1d")


@pytest.fixture
def sender(aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms) -> Failover:
    made = Failover([aliyun_sender(aliyun_sms), tencent_sender(tencent_sms)])
    made.load()
    return made


def test_the_first_one_sends(
    sender: Failover, aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms
) -> None:
    sender.send(MESSAGE)
    assert (len(aliyun_sms.taken), tencent_sms.calls) == (1, [])


def test_in_the_other_order_the_other_one_sends(
    aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms
) -> None:
    Failover([tencent_sender(tencent_sms), aliyun_sender(aliyun_sms)]).send(MESSAGE)
    assert (aliyun_sms.calls, len(tencent_sms.taken)) == ([], 1)


@pytest.mark.parametrize(
    "code", ["isv.AMOUNT_NOT_ENOUGH", "isv.SMS_TEMPLATE_ILLEGAL", "isv.DAY_LIMIT_CONTROL"]
)
def test_a_provider_that_cannot_send_is_stood_in_for(
    sender: Failover, aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms, code: str
) -> None:
    aliyun_sms.business_code = code
    sender.send(MESSAGE)
    assert (len(aliyun_sms.taken), len(tencent_sms.taken)) == (0, 1)


def test_a_provider_that_cannot_be_reached_is_stood_in_for(
    aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms, closed_port: str
) -> None:
    aliyun_sms.url = closed_port
    Failover([aliyun_sender(aliyun_sms), tencent_sender(tencent_sms)]).send(MESSAGE)
    assert len(tencent_sms.taken) == 1


@pytest.mark.parametrize("manner", [Manner.SILENT, Manner.CUT, Manner.BROKEN, Manner.GARBAGE])
def test_after_doubt_nobody_else_is_asked(
    sender: Failover, aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms, manner: Manner
) -> None:
    aliyun_sms.manner = manner
    with pytest.raises(SmsUnsure):
        sender.send(MESSAGE)
    assert (len(aliyun_sms.taken), tencent_sms.calls) == (1, [])


@pytest.mark.parametrize("code", ["isv.MOBILE_NUMBER_ILLEGAL", "isv.BUSINESS_LIMIT_CONTROL"])
def test_a_limit_or_a_bad_number_is_not_gone_round(
    sender: Failover, aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms, code: str
) -> None:
    aliyun_sms.business_code = code
    with pytest.raises(SmsNotSent):
        sender.send(MESSAGE)
    assert tencent_sms.calls == []


def test_when_all_need_their_staff_it_is_given_up(
    sender: Failover, aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms
) -> None:
    aliyun_sms.business_code = "isv.AMOUNT_NOT_ENOUGH"
    tencent_sms.number_code = "FailedOperation.InsufficientBalanceInSmsPackage"
    with pytest.raises(SmsNotSent) as refusal:
        sender.send(MESSAGE)
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.PROVIDER, True)


def test_without_a_template_for_notices_anywhere_that_is_said(
    aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms
) -> None:
    notice = Sms("19912345678", "", "", "news/1", SmsKind.NOTICE)
    with pytest.raises(NoTemplate):
        Failover([aliyun_sender(aliyun_sms, notice=""), tencent_sender(tencent_sms, notice="")]).send(notice)
    Failover([aliyun_sender(aliyun_sms, notice=""), tencent_sender(tencent_sms)]).send(notice)
    assert len(tencent_sms.taken) == 1


def test_when_one_may_recover_it_is_tried_again(
    sender: Failover, aliyun_sms: FakeAliyunSms, tencent_sms: FakeTencentSms
) -> None:
    aliyun_sms.business_code = "isv.AMOUNT_NOT_ENOUGH"
    tencent_sms.refuse_all = (200, "RequestLimitExceeded")
    with pytest.raises(SmsNotSent) as refusal:
        sender.send(MESSAGE)
    assert not refusal.value.permanent
