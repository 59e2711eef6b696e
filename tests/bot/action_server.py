"""A small real action server: every action says its name and what it saw. Run with a port and a secret."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action
from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

ROOT = Path(__file__).resolve().parents[2]


def action_named(name: str) -> type[Action]:
    async def run(self: Action, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        text = tracker.latest_message.get("text") or ""
        if "崩溃" in text:
            raise RuntimeError("the action fails")
        if "沉默" in text:
            return []
        if "慢" in text:
            await asyncio.sleep(0.3)
        if "永远" in text:
            await asyncio.sleep(30)
        seen = {
            "action": name,
            "stage": tracker.get_slot("stage"),
            "message": {
                key: tracker.latest_message.get(key)
                for key in ("text", "normalised", "intent", "suggestions", "entities", "also")
            },
            "turns": sum(event["event"] == "user" for event in tracker.events),
        }
        dispatcher.utter_message(
            text=f"第一段\n\n第二段 {name}",
            buttons=[{"title": "同意", "payload": "affirm@consenting"}],
            json_message={"card": None, "question": None, "seen": seen},
        )
        return []

    return type(name, (Action,), {"name": lambda _self: name, "run": run})


def build(secret: str) -> Sanic:
    names = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["actions"]
    classes = [action_named(name) for name in names]  # the server registers every subclass of Action there is
    app = create_app(sys.modules[__name__], cors_origins=None)
    app.ctx.classes = classes

    @app.on_request
    async def guard(request: Request) -> HTTPResponse | None:
        if request.path == "/webhook" and request.headers.get("X-Xiaohu-Secret") != secret:
            return json({"error": "unauthorised"}, status=401)
        return None

    return app


if __name__ == "__main__":
    build(sys.argv[2]).run(host="127.0.0.1", port=int(sys.argv[1]), workers=1, access_log=False)
