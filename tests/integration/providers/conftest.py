"""The clouds, played on this machine, and our senders pointed at them."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from providers.endpoints import Endpoint
from providers.sms.aliyun import AliyunSms
from providers.sms.tencent import TencentSms
from tests.fakes.clouds.server import running
from tests.fakes.sms import aliyun, tencent

SECONDS = 0.6  # how long a call may take after the connection stands


@pytest.fixture
def aliyun_sms() -> Iterator[aliyun.FakeAliyunSms]:
    fake = aliyun.FakeAliyunSms()
    with running(fake):
        yield fake


@pytest.fixture
def tencent_sms() -> Iterator[tencent.FakeTencentSms]:
    fake = tencent.FakeTencentSms()
    with running(fake):
        yield fake


def aliyun_sender(fake: aliyun.FakeAliyunSms, *, secret: str = "", notice: str = aliyun.NOTICE) -> AliyunSms:
    endpoint = Endpoint.read(fake.url)
    secret = secret or fake.secret
    return AliyunSms(fake.key_id, secret, aliyun.SIGN, aliyun.CODE, notice, endpoint, SECONDS)


def tencent_sender(
    fake: tencent.FakeTencentSms, *, secret: str = "", notice: str = tencent.NOTICE
) -> TencentSms:
    return TencentSms(
        fake.key_id,
        secret or fake.secret,
        tencent.APP,
        tencent.SIGN,
        tencent.CODE,
        ("code", "minutes"),
        notice,
        "ap-guangzhou",
        Endpoint.read(fake.url),
        SECONDS,
    )


@pytest.fixture
def closed_port() -> str:
    """An address at which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
