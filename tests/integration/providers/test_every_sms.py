"""What holds for every provider of text messages, by its own SDK against a fake as strict as the service."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from desk.verification.errors import SmsNotSent, SmsUnsure
from desk.verification.model import Trouble
from desk.verification.ports import Sms, SmsKind, SmsSender
from tests.fakes.clouds.server import Manner
from tests.fakes.sms.aliyun import FakeAliyunSms
from tests.fakes.sms.tencent import FakeTencentSms
from tests.integration.providers.conftest import aliyun_sender, tencent_sender

MESSAGE = Sms("19912345678", "验证码 042137，5 分钟内有效", "042137", "sms/6c1d")


@dataclass(frozen=True)
class Cloud:
    """One provider.

    Args:
        result: the field of the fake that says what becomes of a text, and a code for being in arrears.
        patience: by how many seconds a clock may be wrong.
    """

    fake: FakeAliyunSms | FakeTencentSms
    sender: Callable[..., SmsSender]
    result: str
    arrears: str
    patience: float

    def send(self, sms: Sms = MESSAGE, **settings: str) -> None:
        self.sender(self.fake, **settings).send(sms)

    def answers(self, code: str) -> None:
        setattr(self.fake, self.result, code)


@pytest.fixture(params=["aliyun", "tencent"])
def cloud(request: pytest.FixtureRequest) -> Cloud:
    fake = request.getfixturevalue(f"{request.param}_sms")
    if isinstance(fake, FakeAliyunSms):
        return Cloud(fake, aliyun_sender, "business_code", "isv.AMOUNT_NOT_ENOUGH", 900)
    arrears = "FailedOperation.InsufficientBalanceInSmsPackage"
    return Cloud(fake, tencent_sender, "number_code", arrears, 600)


def test_without_a_template_a_notice_is_not_sent(cloud: Cloud) -> None:
    with pytest.raises(SmsNotSent) as refusal:
        cloud.send(Sms("19912345678", "", "", "push/1", SmsKind.NOTICE), notice="")
    assert refusal.value.permanent
    assert cloud.fake.calls == []


@pytest.mark.parametrize(
    "phone", ["", "12345", "110", "+85261234567", "021-12345678", "19912345678,19912345679"]
)
def test_what_is_no_mobile_is_refused_before_the_call(cloud: Cloud, phone: str) -> None:
    with pytest.raises(SmsNotSent) as refusal:
        cloud.send(Sms(phone, "", "042137", "sms/1"))
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.NUMBER, True)
    assert cloud.fake.calls == []


@pytest.mark.parametrize("code", ["", "1234567", "12a456", "１２３４５６"])
def test_what_no_template_takes_is_refused_before_the_call(cloud: Cloud, code: str) -> None:
    with pytest.raises(SmsNotSent):
        cloud.send(Sms("19912345678", "", code, "sms/1"))
    assert cloud.fake.calls == []


def test_a_second_text_within_their_minute_may_be_tried_again_soon(cloud: Cloud) -> None:
    cloud.send()
    with pytest.raises(SmsNotSent) as refusal:
        cloud.send()
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.LIMITED, False)


def test_a_wrong_secret_sends_nothing(cloud: Cloud) -> None:
    with pytest.raises(SmsNotSent) as refusal:
        cloud.send(secret="another")
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.PROVIDER, True)
    assert cloud.fake.taken == []


@pytest.mark.parametrize("ahead", [-1, 1])
def test_a_clock_that_is_wrong_sends_nothing(cloud: Cloud, ahead: int) -> None:
    cloud.fake.ahead = ahead * (cloud.patience + 100)
    with pytest.raises(SmsNotSent):
        cloud.send()
    assert cloud.fake.taken == []


def test_a_code_of_theirs_that_nobody_knows_is_doubt(cloud: Cloud) -> None:
    cloud.answers("Something.New")
    with pytest.raises(SmsUnsure):
        cloud.send()


@pytest.mark.parametrize("manner", [manner for manner in Manner if manner is not Manner.CIVIL])
def test_a_call_that_was_taken_without_a_good_answer_is_doubt_and_not_repeated(
    cloud: Cloud, manner: Manner
) -> None:
    cloud.fake.manner = manner
    with pytest.raises(SmsUnsure):
        cloud.send()
    assert len(cloud.fake.taken) == len(cloud.fake.calls) == 1


def test_where_nobody_listens_nothing_was_sent(cloud: Cloud, closed_port: str) -> None:
    cloud.fake.url = closed_port
    with pytest.raises(SmsNotSent) as refusal:
        cloud.send()
    assert (refusal.value.trouble, refusal.value.permanent) == (Trouble.PROVIDER, False)


def test_neither_phone_nor_code_is_ever_logged(
    cloud: Cloud, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    cloud.send()
    for code in (cloud.arrears, "+8619912345678 042137"):
        cloud.answers(code)
        with pytest.raises((SmsNotSent, SmsUnsure)) as refusal:
            cloud.send()
        assert "042137" not in str(refusal.value)
        # Nobody who logs the refusal with its causes can log the request.
        assert refusal.value.__suppress_context__ or refusal.value.__context__ is None

    written = caplog.text + "".join(capfd.readouterr())
    assert cloud.arrears.partition(".")[2] in written
    assert "19912345678" not in written
    assert "042137" not in written
