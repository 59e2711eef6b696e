"""The clouds, played on this machine, and our senders pointed at them."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from providers.endpoints import Endpoint
from providers.faces.aliyun import AliyunFaces
from providers.faces.tencent import TencentFaces
from providers.sms.aliyun import AliyunSms
from providers.sms.tencent import TencentSms
from tests.fakes.clouds.server import running
from tests.fakes.faces.aliyun import SCENE, FakeAliyunFaces
from tests.fakes.faces.tencent import FakeTencentFaces
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


@pytest.fixture
def tencent_faces() -> Iterator[FakeTencentFaces]:
    fake = FakeTencentFaces()
    with running(fake):
        yield fake


@pytest.fixture
def aliyun_faces() -> Iterator[FakeAliyunFaces]:
    fake = FakeAliyunFaces()
    with running(fake):
        yield fake


def tencent_verifier(fake: FakeTencentFaces, *, secret: str = "") -> TencentFaces:
    endpoint = Endpoint.read(fake.url)
    return TencentFaces(fake.key_id, secret or fake.secret, "7", "ap-guangzhou", endpoint, SECONDS)


def aliyun_verifier(fake: FakeAliyunFaces, *, secret: str = "", callback: str = "") -> AliyunFaces:
    return AliyunFaces(
        fake.key_id,
        secret or fake.secret,
        int(SCENE),
        "https://o.example/jsvm_all.js",
        callback,
        "their-token" if callback else "",
        Endpoint.read(fake.url),
        SECONDS,
    )
