"""How each kind of notice leaves: into the conversation that it belongs to, or as a text message."""

from collections.abc import Callable, Mapping

from desk.bootstrap import Desk
from desk.closures.model import Stage
from desk.conversations.model import Reply
from desk.notices.model import Notice
from desk.notices.ports import Handler

InOrder = Callable[[str, Callable[[], None]], None]
"""Runs something for a conversation when no turn of it is under way."""


def conversation_handlers(desk: Desk, in_order: InOrder) -> Mapping[str, Handler]:
    """The handlers of what is said in a conversation without being asked."""

    def say(notice: Notice, reply: Reply | None) -> None:
        if reply is not None:
            desk.conversations.append(notice.payload["conversation_id"], [reply], key=notice.key)

    def passed(notice: Notice) -> None:
        application = desk.closures.by_id(notice.payload["application_id"])
        # Who stopped in the meantime is not asked for the last word any more.
        if application.stage is Stage.CONFIRMING:
            say(notice, desk.replies.step(application, None))

    def moved(notice: Notice) -> None:
        application = desk.closures.by_id(notice.payload["application_id"])
        say(notice, desk.replies.status(application))

    def ordered(handler: Handler) -> Handler:
        return lambda notice: in_order(notice.payload["conversation_id"], lambda: handler(notice))

    return {"verification_passed": ordered(passed), "closure_notice": ordered(moved)}
