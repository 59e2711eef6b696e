"""A customer at the other end of the contract's API: says things, presses buttons, proves identity."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

Message = dict[str, Any]


@dataclass
class Shopper:
    """A demo customer and everything this customer has seen."""

    client: httpx.Client
    customer_id: str
    token: str
    phone: str
    payment_password: str
    seen: dict[int, Message] = field(default_factory=dict)

    @classmethod
    def arrive(cls, url: str, profile: str) -> Shopper:
        """A fresh customer with this profile."""
        client = httpx.Client(base_url=url, timeout=40)
        answer = client.post("/demo/customers", json={"profile": profile})
        assert answer.status_code == 201, answer.text
        made = answer.json()
        return cls(client, made["customer_id"], made["token"], made["phone"], made["payment_password"])

    @property
    def headers(self) -> dict[str, str]:
        """The customer's authority."""
        return {"Authorization": f"Bearer {self.token}"}

    def say(self, text: str) -> list[Message]:
        """Type a message; returns what was not the customer's own."""
        return self.turn(text=text)

    def press(self, title: str) -> list[Message]:
        """Press the newest button whose title holds one of the words in `title` (separated by |)."""
        return self.turn(button=self.button(title)["id"])

    def button(self, title: str) -> dict[str, str]:
        """The newest button with one of these words in its title."""
        words = title.split("|")
        for seq in sorted(self.seen, reverse=True):
            for button in self.seen[seq]["buttons"]:
                if any(word in button["title"] for word in words):
                    return dict(button)
        raise AssertionError(f"no button {title!r} among {self.newest()}")

    def turn(self, *, client_id: str | None = None, **said: str) -> list[Message]:
        """One turn of the contract, which must succeed."""
        answer = self.post(client_id=client_id, **said)
        assert answer.status_code == 200, answer.text
        return [message for message in self._keep(answer.json()["messages"]) if message["role"] != "user"]

    def post(self, *, client_id: str | None = None, **said: Any) -> httpx.Response:
        """One request of the contract, whatever comes of it."""
        body = {"client_id": client_id or str(uuid.uuid4()), **said}
        return self.client.post("/api/v1/messages", json=body, headers=self.headers)

    def history(self, **page: int) -> list[Message]:
        """A page of the history."""
        answer = self.client.get("/api/v1/messages", params=page, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return self._keep(answer.json()["messages"])

    def newest(self) -> Message | None:
        """The last message seen."""
        return self.seen[max(self.seen)] if self.seen else None

    def card(self, kind: str, messages: list[Message]) -> dict[str, Any]:
        """The card of this kind among `messages`."""
        cards = [message["card"] for message in messages if message["card"]]
        found = [card for card in cards if card["kind"] == kind]
        assert found, f"no {kind} card in {[(m['text'], m['card']) for m in messages]}"
        return dict(found[-1])

    def await_card(
        self, kind: str, where: Callable[[dict[str, Any]], bool] = bool, seconds: float = 5
    ) -> Message:
        """The first message with such a card that comes by itself within `seconds`."""
        known = max(self.seen, default=0)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in self.history(after=known):
                card = message["card"]
                if card and card["kind"] == kind and where(card):
                    return message
            time.sleep(0.1)
        raise AssertionError(f"no {kind} card within {seconds} s; last: {self.newest()}")

    def verify(self, link: str, call: str = "", **body: Any) -> httpx.Response:
        """One call of the verification page, without any other authority than its link."""
        path = urlsplit(link).path
        return self.client.post(f"{path}/{call}", json=body) if call else self.client.get(f"{path}/challenge")

    def texts(self) -> list[str]:
        """The simulated handset."""
        answer = self.client.get(f"/demo/phones/{self.phone}")
        return [entry["text"] for entry in answer.json()]

    def code(self, link: str) -> str:
        """Ask for a code and read it on the handset."""
        before = len(self.texts())
        answer = self.verify(link, "sms")
        assert answer.status_code == 202, answer.text
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            if len(texts := self.texts()) > before:
                found = re.search(r"(?<!\d)\d{6}(?!\d)", texts[-1])
                assert found, texts[-1]
                return found[0]
            time.sleep(0.1)
        raise AssertionError("no text within 5 s")

    def demo(self, what: str) -> dict[str, Any]:
        """Change this customer's demo account: settle, borrow, or a new token."""
        answer = self.client.post(f"/demo/customers/{self.customer_id}/{what}")
        assert answer.is_success, answer.text
        return dict(answer.json()) if answer.content else {}

    def begin(self) -> str:
        """Ask for the closing and accept the consequences; returns the verification link."""
        self.card("consequences", self.say("我要注销备用金"))
        return str(self.card("verification", self.press("同意|继续"))["url"])

    def begin_and_verify(self) -> None:
        """Up to the last word, by payment password."""
        answer = self.verify(self.begin(), "password", password=self.payment_password)
        assert answer.json()["status"] == "passed", answer.text
        self.await_card("confirmation")

    def submit(self) -> str:
        """All the way to an application number."""
        self.begin_and_verify()
        return str(self.card("receipt", self.press("确认|提交"))["number"])

    def _keep(self, messages: list[Message]) -> list[Message]:
        self.seen.update({message["seq"]: message for message in messages})
        return messages

    def await_or_last_status(self, stage: str) -> dict[str, Any]:
        """The status card with this stage, among what was just said or coming by itself."""
        for seq in sorted(self.seen, reverse=True):
            card = self.seen[seq]["card"]
            if card and card["kind"] == "status" and card["stage"] == stage:
                return dict(card)
        return dict(self.await_card("status", lambda card: card["stage"] == stage)["card"])
