"""Talking to the running demo from the terminal, over the same API as the widget."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from typing import Annotated, Any

import httpx
import typer

from desk.demo.profiles import PROFILES
from xiaohu.console import fail, out, settings


def chat(
    profile: Annotated[str, typer.Option(help=f"演示客户的类型：{'、'.join(PROFILES)}。")] = "clear",
) -> None:
    """Create a demo customer and talk as that customer until an empty line or Ctrl-D."""
    with httpx.Client(base_url=settings().public_url, timeout=30) as client:
        try:
            customer = client.post("/demo/customers", json={"profile": profile})
        except httpx.TransportError:
            fail("连不上系统。请先运行 make up。")
        if customer.is_error:
            fail(customer.json().get("title", "没能建立演示客户。"))
        session = Session(client, customer.json())
        session.introduce()
        session.talk()


class Session:
    """One demo customer's conversation, with the buttons last offered."""

    def __init__(self, client: httpx.Client, customer: dict[str, Any]) -> None:
        self._client, self._customer = client, customer
        self._buttons: list[dict[str, str]] = []
        self._seen: set[int] = set()
        self._lock = threading.Lock()

    def introduce(self) -> None:
        """Say who the customer is and how to talk."""
        out.print(
            f"您是 {self._customer['name']}，手机 {self._customer['phone']}，"
            f"支付密码 {self._customer['payment_password']}（演示）。\n"
            "输入文字，或输入按钮的序号；空行结束。",
            soft_wrap=True,
        )

    def talk(self) -> None:
        """Read lines and show answers; notices show up by themselves."""
        threading.Thread(target=self._listen, daemon=True).start()
        for line in _lines():
            answer = self._send(line)
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                self._renew()
                answer = self._send(line)
            if answer.is_error:
                out.print(f"[{answer.status_code}] {answer.json().get('title')}", markup=False)
                continue
            for message in answer.json()["messages"]:
                self._show(message)

    def _send(self, line: str) -> httpx.Response:
        chosen = line.isdecimal() and 0 < int(line) <= len(self._buttons)
        choice = int(line) if chosen else None
        said = {"button": self._buttons[choice - 1]["id"]} if choice else {"text": line}
        body = {"client_id": str(uuid.uuid4()), **said}
        return self._client.post("/api/v1/messages", json=body, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._customer['token']}"}

    def _renew(self) -> None:
        renewed = self._client.post(f"/demo/customers/{self._customer['customer_id']}/token")
        self._customer["token"] = renewed.json()["token"]

    def _listen(self) -> None:
        """Poll for what the system says by itself; polling keeps the terminal simple."""
        while not threading.Event().wait(1.0):
            after = max(self._seen, default=0)
            try:
                answer = self._client.get(
                    "/api/v1/messages", params={"after": after}, headers=self._headers()
                )
            except httpx.TransportError:
                continue
            if answer.is_success:
                for message in answer.json()["messages"]:
                    self._show(message)

    def _show(self, message: dict[str, Any]) -> None:
        with self._lock:
            if message["seq"] in self._seen:
                return
            self._seen.add(message["seq"])
        if message["role"] == "user":
            return
        out.print(f"\n小户：{message['text']}", soft_wrap=True, markup=False)
        if (message["card"] or {}).get("kind") == "verification":
            out.print(f"  → {message['card']['url']}", soft_wrap=True, markup=False)
        self._buttons = message["buttons"]
        for number, button in enumerate(self._buttons, 1):
            out.print(f"  {number}. {button['title']}", markup=False)


def _lines() -> Iterator[str]:
    while True:
        try:
            line = input("\n您：").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not line:
            return
        yield line
