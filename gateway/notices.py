"""How each kind of notice leaves: into the conversation that it belongs to, or as a text message."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from desk.accounts.model import Obstacle, ObstacleKind
from desk.bootstrap import Desk
from desk.closures.errors import VerificationBarred
from desk.closures.model import FILED, Application, Cause, Stage
from desk.closures.notices import DUE_SOON
from desk.conversations.model import Reply
from desk.notices.errors import Undeliverable
from desk.notices.model import Notice
from desk.notices.ports import Handler
from desk.replies.formats import spoken
from desk.verification.service import NEW_PLACE

InOrder = Callable[[str, Callable[[], None]], None]
"""Runs something for a conversation when no turn of it is under way."""


def conversation_handlers(desk: Desk, in_order: InOrder) -> Mapping[str, Handler]:
    """The handlers of what is said in a conversation without being asked."""
    composers = {
        "verification_passed": _last_word,
        "closure_notice": _news,
        DUE_SOON: _due_soon,
        NEW_PLACE: _new_place,
    }

    def handler(compose: Callable[[Desk, Mapping[str, Any]], Sequence[Reply]]) -> Handler:
        def handle(notice: Notice) -> None:
            conversation_id = notice.payload["conversation_id"]

            def say() -> None:
                desk.conversations.append(conversation_id, compose(desk, notice.payload), key=notice.key)

            in_order(conversation_id, say)

        return handle

    return {kind: handler(compose) for kind, compose in composers.items()}


def _last_word(desk: Desk, payload: Mapping[str, Any]) -> Sequence[Reply]:
    application, _ = _facts(desk, payload)
    # Who stopped in the meantime is not asked for the last word any more.
    asked = desk.replies.step(application, None) if application.stage is Stage.CONFIRMING else None
    return [asked] if asked else []


def _news(desk: Desk, payload: Mapping[str, Any]) -> Sequence[Reply]:
    application, barred = _facts(desk, payload)
    replies = [desk.replies.status(_as_it_was(application, Stage(payload["stage"])))]
    if payload["obstacles"]:
        replies.append(desk.replies.obstacles([_obstacle(facts) for facts in payload["obstacles"]]))
    if payload["cause"] == Cause.VERIFICATION_FAILED and barred:
        replies.append(desk.replies.refusal(barred))
    return replies


def _due_soon(desk: Desk, payload: Mapping[str, Any]) -> Sequence[Reply]:
    application, _ = _facts(desk, payload)
    if application.stage not in FILED:
        return []
    facts = {"number": application.number, "due_date": spoken("due_date", application.due_date)}
    return [desk.replies.say("notices.due_soon", **facts)]


def _new_place(desk: Desk, _payload: Mapping[str, Any]) -> Sequence[Reply]:
    return [desk.replies.new_place()]


def _facts(desk: Desk, payload: Mapping[str, Any]) -> tuple[Application, VerificationBarred | None]:
    with desk.transactions.read() as work:
        application = work.closures.get(payload["application_id"])
        if application is None:
            raise Undeliverable
        until = work.challenges.barred_until(application.customer)
        return application, VerificationBarred(until) if until else None


def _as_it_was(application: Application, stage: Stage) -> Application:
    """The application at the stage that the notice tells of, which may have been left since."""
    last = max(place for place, moment in enumerate(application.timeline) if moment.stage is stage)
    return replace(application, stage=stage, timeline=application.timeline[: last + 1])


def _obstacle(facts: Mapping[str, Any]) -> Obstacle:
    day = facts["due_date"] and date.fromisoformat(facts["due_date"])
    return Obstacle(ObstacleKind(facts["kind"]), facts["amount"], day or None, facts["count"])
