"""A conversation with the actions as Rasa would lead it, on the real desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from rasa_sdk import Tracker

from actions.base import DeskAction
from actions.server import ACTIONS
from desk.bootstrap import Desk
from desk.closures.model import Application, Stage
from desk.conversations.model import Conversation, Reply

Event = dict[str, Any]


class Talk:
    """One person talking; `hear` types, `press` presses a button or sends an event."""

    def __init__(self, desk: Desk, owner: str, *, is_visitor: bool = False, password: str = "") -> None:
        self.desk, self.owner, self.password = desk, owner, password
        self.conversation = desk.conversations.of(owner, is_visitor=is_visitor)
        self._actions = {kind.action_name: kind(desk) for kind in ACTIONS}
        self.events: list[Event] = []

    def hear(self, action: str, intent: str, text: str = "随便说一句", **message: Any) -> Sequence[Reply]:
        return self._turn(action, {"intent": {"name": intent}, "text": text, "entities": [], **message})

    def press(self, action: str, intent: str) -> Sequence[Reply]:
        return self._turn(action, {"intent": {"name": intent}, "text": "", "entities": []})

    def close(self) -> Reply:
        """Ask for the closing; the last thing said."""
        return self.hear("action_close_account", "close_account", "我要注销")[-1]

    def to(self, stage: Stage) -> Application:
        """Walk to a stage."""
        self.close()
        if stage is not Stage.CONSENTING:
            self.press("action_accept", "affirm")
        if stage in {Stage.CONFIRMING, Stage.SUBMITTED, Stage.APPROVED}:
            self.prove()
        if stage in {Stage.SUBMITTED, Stage.APPROVED}:
            self.press("action_submit", "affirm")
        application = self.application()
        if stage is Stage.APPROVED:
            assert application.number
            application = self.desk.closures.approve(application.number, "审核员甲")
        assert application.stage is stage
        return application

    def prove(self) -> None:
        """Pass the verification, and hear of it as the gateway's worker would tell."""
        link = self.desk.verification.link(self.owner)
        self.desk.verification.check_password(link.token, self.password)
        reply = self.desk.replies.step(self.application(), None)
        assert reply
        self.desk.conversations.append(self.conversation.id, [reply])

    def application(self) -> Application:
        newest = self.desk.closures.newest(self.owner)
        assert newest
        return newest

    def stage(self) -> Stage:
        return self.desk.closures.stage(self.owner)

    def now(self) -> Conversation:
        return self.desk.conversations.get(self.conversation.id)

    def tracker(self, sender: str, message: Mapping[str, Any]) -> Tracker:
        return Tracker(sender, {}, dict(message), [*self.events], False, None, {}, None)

    def action(self, name: str) -> DeskAction:
        return self._actions[name]

    def _turn(self, action: str, message: Mapping[str, Any]) -> Sequence[Reply]:
        said = message["text"] or "（按钮）"
        received = self.desk.conversations.receive(self.conversation.id, str(uuid4()), text=said)
        self.events += [{"event": "action", "name": "action_listen"}, {"event": "user"}]
        replies = self._actions[action].replies(self.tracker(received.sender, message))
        self.desk.conversations.answer(received.turn, replies)
        self.events.append({"event": "action", "name": action})
        return replies


def kinds(replies: Sequence[Reply]) -> list[str | None]:
    return [reply.card["kind"] if reply.card else None for reply in replies]


def titles(reply: Reply) -> list[str]:
    return [button.title for button in reply.buttons]


def said(replies: Sequence[Reply]) -> str:
    return "\n".join(reply.text for reply in replies)
