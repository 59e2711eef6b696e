"""Facts to build replies from."""

from datetime import UTC, date, datetime
from typing import Any

from desk.closures.model import Application, Moment, Stage
from desk.knowledge import Knowledge
from desk.replies import Replies
from desk.verification.model import ChallengeLink, Method
from tests.conftest import KNOWLEDGE

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TOKEN = "t0ken"


def replies() -> Replies:
    knowledge = Knowledge(KNOWLEDGE)
    return Replies(knowledge, knowledge.policy, "https://help.example.cn/")


def application(stage: Stage, **facts: Any) -> Application:
    known: dict[str, Any] = {"timeline": (Moment(Stage.CONSENTING, NOW), Moment(stage, NOW))}
    if stage not in {Stage.CONSENTING, Stage.VERIFYING, Stage.CONFIRMING, Stage.ABANDONED}:
        known |= {"number": "BYJ2026112300000197", "due_date": date(2026, 11, 30), "submitted_at": NOW}
    if stage is Stage.CONFIRMING:
        known |= {"proven_at": NOW}
    return Application("a1", "demo/1", "c1", stage, **{**known, **facts})


def link(*methods: Method) -> ChallengeLink:
    return ChallengeLink(TOKEN, NOW, methods)
