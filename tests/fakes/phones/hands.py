"""One phone for each app: what its person can do, and what is on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from tests.fakes.dingtalk import FakeDingTalk, running_dingtalk
from tests.fakes.dingtalk.robot import Person
from tests.fakes.feishu import FakeFeishu, running_feishu
from tests.fakes.httpd import Call, Said
from tests.fakes.wechat import FakeWeChat, Phone
from tests.fakes.wecom import FakeKf, FakeWeCom
from tests.fakes.wecom.application import Member
from tests.fakes.wecom.customers import Customer
from tests.fakes.wecom.service import ACCOUNT

_NUMBERED = re.compile(r"【\d+】([^\n]+)")


@dataclass(frozen=True)
class Bubble:
    """One message on the screen."""

    text: str
    choices: Sequence[str] = ()
    links: dict[str, str] = field(default_factory=dict)
    mine: bool = False


class Hand(Protocol):
    """Somebody with one of the apps."""

    title: str

    def enters(self) -> Any:
        """Come to the chat for the first time."""

    def says(self, text: str) -> Any:
        """Type something."""

    def taps(self, choice: str) -> Any:
        """Choose what a message offers."""

    def received(self) -> list[Bubble]:
        """What came, oldest first."""


class _WeChatHeld(FakeWeChat):
    """Every browser on this machine is the one on the phone."""

    holder = ""

    def answer(self, method: str, call: Call) -> Said:
        return super().answer(method, replace(call, headers={"x-openid": self.holder, **call.headers}))


class _WeComHeld(FakeWeCom):
    """The same for the company's app."""

    holder = ""

    def answer(self, method: str, call: Call) -> Said:
        return super().answer(method, replace(call, headers={"x-userid": self.holder, **call.headers}))


@dataclass
class WeChatHand:
    """A follower of the Official Account."""

    phone: Phone
    title: str = "微信公众号"

    def enters(self) -> Any:
        return self.phone.follow()

    def says(self, text: str) -> Any:
        return self.phone.says(text)

    def taps(self, choice: str) -> Any:
        return self.phone.taps(choice)

    def received(self) -> list[Bubble]:
        return [self._bubble(message) for message in self.phone.received]

    def _bubble(self, message: dict[str, Any]) -> Bubble:
        if "msgmenu" in message:
            menu = message["msgmenu"]
            text = "\n".join(filter(None, (menu["head_content"], menu.get("tail_content"))))
            return Bubble(text, [entry["content"] for entry in menu["list"]])
        if "news" in message:
            (article,) = message["news"]["articles"]
            return Bubble(article["description"], links={article["title"]: article["url"]})
        return _text(message["text"]["content"])


@dataclass
class WeComHand:
    """A member of the company."""

    member: Member
    title: str = "企业微信应用"

    def enters(self) -> Any:
        return self.member.event("enter_agent")

    def says(self, text: str) -> Any:
        return self.member.says(text)

    def taps(self, choice: str) -> Any:
        return self.member.taps(re.escape(choice))

    def received(self) -> list[Bubble]:
        return [self._bubble(message) for message in self.member.received]

    def _bubble(self, message: dict[str, Any]) -> Bubble:
        if message["msgtype"] == "textcard":
            card = message["textcard"]
            return Bubble(re.sub(r"<[^>]+>", "", card["description"]), links={card["title"]: card["url"]})
        return _text(message["text"]["content"])


@dataclass
class KfHand:
    """Somebody in front of 微信客服."""

    customer: Customer
    title: str = "微信客服"

    def enters(self) -> Any:
        return self.customer.enters()

    def says(self, text: str) -> Any:
        return self.customer.says(text)

    def taps(self, choice: str) -> Any:
        return self.customer.taps(choice)

    def received(self) -> list[Bubble]:
        return [self._bubble(message) for message in self.customer.received]

    def _bubble(self, message: dict[str, Any]) -> Bubble:
        if message["msgtype"] == "text":
            return _text(message["text"]["content"])
        entries = message["msgmenu"]["list"]
        words = [message["msgmenu"]["head_content"], *(e["text"]["content"] for e in entries if "text" in e)]
        links = {e["view"]["content"]: e["view"]["url"] for e in entries if "view" in e}
        return Bubble("\n".join(words), [e["click"]["content"] for e in entries if "click" in e], links)


@dataclass
class FeishuHand:
    """Somebody to whom the Feishu app is open."""

    platform: FakeFeishu
    user: str = "ou_7dede290d6a27698b969a7fd70ca53da"
    title: str = "飞书"

    def enters(self) -> Any:
        return self.platform.open_chat(self.user)

    def says(self, text: str) -> Any:
        return self.platform.say(self.user, text)

    def taps(self, choice: str) -> Any:
        card = next(m for m in reversed(self.platform.inbox(self.user)) if choice in m.buttons)
        return self.platform.tap(self.user, card, choice)

    def received(self) -> list[Bubble]:
        return [Bubble(m.text, m.buttons, m.links) for m in self.platform.inbox(self.user)]


@dataclass
class DingTalkHand:
    """A member of the organisation."""

    platform: FakeDingTalk
    person: Person = field(default_factory=lambda: Person.member("manager4220"))
    title: str = "钉钉"

    def enters(self) -> Any:
        """DingTalk does not tell a robot that its chat was opened."""

    def says(self, text: str) -> Any:
        return self.platform.say(self.person, text)

    def taps(self, choice: str) -> Any:
        card = next(m for m in reversed(self.platform.inbox(self.person.staff_id)) if choice in m.choices)
        return self.platform.tap(self.person, card, choice)

    def received(self) -> list[Bubble]:
        return [Bubble(m.text, m.choices, m.links) for m in self.platform.inbox(self.person.staff_id)]


@dataclass
class AllApps:
    """The phones, and what the gateway has to be told about their apps."""

    hands: dict[str, Hand]
    environment: dict[str, str]


@contextmanager
def running_apps(gateway: str) -> Iterator[AllApps]:
    """All platforms on free ports.

    Args:
        gateway: its public address.
    """
    at = f"{gateway.rstrip('/')}/webhooks"
    with ExitStack() as stack:
        wechat, wecom = _WeChatHeld(callback=f"{at}/wechat"), _WeComHeld(callback=f"{at}/wecom")
        kf = FakeKf(callback=f"{at}/kf")
        for fake in (wechat, wecom, kf):
            stack.enter_context(fake.running())
        feishu, dingtalk = stack.enter_context(running_feishu()), stack.enter_context(running_dingtalk())
        feishu.webhook = f"{at}/feishu"
        dingtalk.webhook = f"{at}/dingtalk?key={dingtalk.keys.webhook_key}"
        phone, member = wechat.phone(), wecom.member()
        wechat.holder, wecom.holder = phone.openid, member.user
        feishu_hand, dingtalk_hand = FeishuHand(feishu), DingTalkHand(dingtalk)
        feishu.browser, dingtalk.browser = feishu_hand.user, dingtalk_hand.person
        hands: dict[str, Hand] = {
            "wechat": WeChatHand(phone),
            "kf": KfHand(kf.customer()),
            "wecom": WeComHand(member),
            "feishu": feishu_hand,
            "dingtalk": dingtalk_hand,
        }
        yield AllApps(hands, {**_tencent(wechat, wecom, kf), **_office(feishu, dingtalk)})


def _text(content: str) -> Bubble:
    return Bubble(_NUMBERED.sub("", content).strip() or content, _NUMBERED.findall(content))


def _office(feishu: FakeFeishu, dingtalk: FakeDingTalk) -> dict[str, str]:
    return {**feishu.keys.environment(feishu.base), **dingtalk.keys.environment(dingtalk.base)}


def _tencent(wechat: FakeWeChat, wecom: FakeWeCom, kf: FakeKf) -> dict[str, str]:
    given = {
        "WECHAT_APP_ID": wechat.app_id,
        "WECHAT_APP_SECRET": wechat.secret,
        "WECHAT_TOKEN": wechat.pusher.token,
        "WECHAT_AES_KEY": wechat.pusher.aes_key,
        "WECHAT_API_BASE": wechat.url,
        "WECHAT_OAUTH_BASE": wechat.url,
        "WECOM_CORP_ID": wecom.corp_id,
        "WECOM_AGENT_ID": wecom.agent_id,
        "WECOM_SECRET": wecom.secret,
        "WECOM_TOKEN": wecom.pusher.token,
        "WECOM_AES_KEY": wecom.pusher.aes_key,
        "WECOM_API_BASE": wecom.url,
        "WECOM_OAUTH_BASE": wecom.url,
        "KF_CORP_ID": kf.corp_id,
        "KF_SECRET": kf.secret,
        "KF_TOKEN": kf.pusher.token,
        "KF_AES_KEY": kf.pusher.aes_key,
        "KF_ACCOUNTS": ACCOUNT,
        "KF_API_BASE": kf.url,
    }
    return {f"XIAOHU_{name}": str(value) for name, value in given.items()}
