"""The whole system with WeChat, WeCom and WeChat customer service, whose platforms run beside it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import httpx
import pytest

from tests.e2e.channels.browser import eventually
from tests.e2e.running import RunningSystem, start, stop
from tests.e2e.shopper import Shopper
from tests.fakes.wechat import FakeWeChat, Template
from tests.fakes.wecom import FakeKf, FakeWeCom
from tests.fakes.wecom.service import ACCOUNT

_NEWS = {
    "XIAOHU_NEWS_DELAY": "1",
    "XIAOHU_QUIET_HOURS": "",
    "XIAOHU_WECHAT_NOTICE": "template",
    "XIAOHU_WECHAT_NOTICE_TEMPLATES": '{"default": "T1"}',
    "XIAOHU_WECHAT_NOTICE_FIELDS": '{"thing1": "title", "thing2": "text", "time3": "time"}',
}


@dataclass(frozen=True)
class Tencent:
    """The three platforms, and the system behind them."""

    system: RunningSystem
    wechat: FakeWeChat
    wecom: FakeWeCom
    kf: FakeKf


@pytest.fixture(scope="session")
def tencent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tencent]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    at = f"http://127.0.0.1:{port}/webhooks"
    wechat = FakeWeChat(callback=f"{at}/wechat")
    wecom, kf = FakeWeCom(callback=f"{at}/wecom"), FakeKf(callback=f"{at}/kf")
    with wechat.running(), wecom.running(), kf.running():
        for fake in (wechat, wecom, kf):
            # However long a loaded machine takes to revive the gateway, it is within the three attempts.
            fake.pusher.wait = partial(eventually, partial(_is_there, port), 60.0)
        wechat.templates["T1"] = Template(frozenset({"thing1", "thing2", "time3"}))
        settings = {**_wechat(wechat), **_wecom(wecom), **_kf(kf), **_NEWS}
        system = start(tmp_path_factory.mktemp("tencent"), port, **settings)
        yield Tencent(system, wechat, wecom, kf)
        stop(system)


@pytest.fixture
def shopper(tencent: Tencent) -> Iterator[Shopper]:
    found = Shopper.arrive(tencent.system.url, "clear")
    yield found
    found.client.close()


def _is_there(port: int) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).is_success
    return False


def _wechat(fake: FakeWeChat) -> dict[str, str]:
    return {
        "XIAOHU_WECHAT_APP_ID": fake.app_id,
        "XIAOHU_WECHAT_APP_SECRET": fake.secret,
        "XIAOHU_WECHAT_TOKEN": fake.pusher.token,
        "XIAOHU_WECHAT_AES_KEY": fake.pusher.aes_key or "",
        "XIAOHU_WECHAT_API_BASE": fake.url,
        "XIAOHU_WECHAT_OAUTH_BASE": fake.url,
    }


def _wecom(fake: FakeWeCom) -> dict[str, str]:
    return {
        "XIAOHU_WECOM_CORP_ID": fake.corp_id,
        "XIAOHU_WECOM_AGENT_ID": str(fake.agent_id),
        "XIAOHU_WECOM_SECRET": fake.secret,
        "XIAOHU_WECOM_TOKEN": fake.pusher.token,
        "XIAOHU_WECOM_AES_KEY": fake.pusher.aes_key or "",
        "XIAOHU_WECOM_API_BASE": fake.url,
        "XIAOHU_WECOM_OAUTH_BASE": fake.url,
    }


def _kf(fake: FakeKf) -> dict[str, str]:
    return {
        "XIAOHU_KF_CORP_ID": fake.corp_id,
        "XIAOHU_KF_SECRET": fake.secret,
        "XIAOHU_KF_TOKEN": fake.pusher.token,
        "XIAOHU_KF_AES_KEY": fake.pusher.aes_key or "",
        "XIAOHU_KF_ACCOUNTS": ACCOUNT,
        "XIAOHU_KF_API_BASE": fake.url,
    }
