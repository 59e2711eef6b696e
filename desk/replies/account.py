"""What a customer hears about the account: obstacles, debts, and how far the closing is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desk.accounts.model import Due, Obstacle, ObstacleKind, Outstanding
from desk.closures.model import FILED, Application, Cause, Stage
from desk.conversations.model import Reply
from desk.replies import formats
from desk.replies.base import AFFIRM, Texts, lines, numbered

UNDER_WAY = frozenset({ObstacleKind.REPAYMENT_IN_FLIGHT, ObstacleKind.REFUND_IN_FLIGHT})
# Nothing that the customer does changes these.
_FINAL = frozenset({ObstacleKind.CLOSED, ObstacleKind.NO_ACCOUNT})


class AccountReplies(Texts):
    """Facts of one account, in sentences."""

    def login(self, *, general: bool = False) -> Reply:
        """For a visitor who asks about an account; `general` adds the usual reasons for a refusal."""
        return Reply(self._text("login.general" if general else "login.text"), {"kind": "login"})

    def steps(self, *, offer: bool = True) -> Reply:
        """How closing goes, with the offer to do it here unless it is being done already."""
        items = self.knowledge.items("steps.items")
        text = lines(self._text("steps.text"), numbered(items), self._text("steps.note"))
        reply = Reply(text, {"kind": "steps", "items": list(items)})
        return self._offering(reply) if offer else reply

    def eligible(self, said: str = "eligible.text", *, offer: bool = True) -> Reply:
        """Nothing stands against closing, with the way on unless it is being walked already."""
        return self._offering(self.say(said)) if offer else self.say("eligible.under_way")

    def no_application(self) -> Reply:
        """There is nothing to tell the progress of."""
        return self._offering(self.say("status.none"))

    def offer_closing(self) -> Reply:
        """The closing, for who wants it now."""
        buttons = (self._button("close", "close_account"),)
        return Reply(self._text("eligible.ask"), None, buttons, "close_account")

    def obstacles(self, found: Sequence[Obstacle], *, stopped: bool = False) -> Reply:
        """Everything that stands against closing, and how to clear it.

        Args:
            stopped: an application was under way, and has ended over this.
        """
        items = [self._obstacle(obstacle) for obstacle in found]
        is_final = all(obstacle.kind in _FINAL for obstacle in found)
        several = "obstacles.text" if len(items) > 1 else "obstacles.single"
        text = lines(
            self._text("obstacle_found") if stopped else None,
            self._text("obstacles.final" if is_final else several, count=len(items)),
            numbered(self._in_words(item, obstacle) for item, obstacle in zip(items, found, strict=True)),
            None if is_final else self._text("obstacles.next"),
        )
        return Reply(text, {"kind": "obstacles", "items": items})

    def outstanding(self, owed: Outstanding, *, within: str | None = None) -> Reply:
        """What there is to pay; `within` is the month or the day that was asked about: it comes first."""
        if not owed.items:
            return self.say("outstanding.none")
        return Reply(
            lines(
                self._due_within(owed, within or ""),
                self._text("outstanding.total", amount=formats.money(owed.total)),
                numbered(self._due(due) for due in owed.items),
                self._text("outstanding.next"),
            )
        )

    def status(self, application: Application, *, below: str | None = None) -> Reply:
        """How far an application is, ended ones included; `below` names a sentence to be said first."""
        text = lines(
            self._text(below) if below else None,
            self._text("status.numbered", number=application.number) if application.number else None,
            self._stage(application),
        )
        card = {
            "kind": "status",
            "number": application.number,
            "stage": str(application.stage),
            "timeline": [
                {"stage": str(past.stage), "at": past.at.isoformat()} for past in application.timeline
            ],
        }
        offered = (self._button("withdraw_ask", "withdraw_closure"),) if application.stage in FILED else ()
        return Reply(text, card, offered)

    def withdrawal(self, application: Application) -> Reply:
        """Taking a filed application back needs a yes."""
        buttons = (self._button("withdraw", AFFIRM), self._button("keep", "deny"))
        text = self._text("withdrawal.ask", number=application.number)
        return Reply(text, None, buttons, "withdraw_closure")

    def _stage(self, application: Application) -> str:
        due = application.due_date
        match application.stage, application.cause:
            case Stage.SUBMITTED, _:
                return self._text("status.submitted", due_date=formats.day(due) if due else "")
            case Stage.REJECTED, Cause.NOT_ELIGIBLE:
                return self._text("status.not_eligible")
            case Stage.REJECTED, _:
                return self._text("status.rejected", reason=application.reason)
            case Stage.ABANDONED, Cause.VERIFICATION_FAILED | Cause.EXPIRED as cause:
                return self._text(f"status.{cause}")
            case stage, _:
                return self._text(f"status.{stage}")

    def _offering(self, reply: Reply) -> Reply:
        offer = self.offer_closing()
        return Reply(lines(reply.text, offer.text), reply.card, offer.buttons, offer.question)

    def _obstacle(self, obstacle: Obstacle) -> dict[str, Any]:
        return {
            "kind": str(obstacle.kind),
            "title": self._text(f"obstacles.{obstacle.kind}.title"),
            "amount": obstacle.amount,
            "due_date": obstacle.due_date.isoformat() if obstacle.due_date else None,
            "how": self._text(f"obstacles.{obstacle.kind}.how"),
        }

    def _in_words(self, item: dict[str, Any], obstacle: Obstacle) -> str:
        amount = obstacle.amount
        parts = [
            item["title"],
            None if amount is None else self._text("obstacles.amount", amount=formats.money(amount)),
            self._when(obstacle),
        ]
        return f"{'，'.join(part for part in parts if part)}。{item['how']}"

    def _when(self, obstacle: Obstacle) -> str | None:
        if obstacle.due_date is None:
            return None
        key = "obstacles.expected" if obstacle.kind in UNDER_WAY else "obstacles.due"
        return self._text(key, due_date=formats.day(obstacle.due_date))

    def _due_within(self, owed: Outstanding, period: str) -> str | None:
        spoken = formats.period(period)
        if spoken is None:
            return None
        amounts = [due.amount for due in owed.items if due.due_date.isoformat().startswith(period)]
        said = "outstanding.within" if amounts else "outstanding.none_within"
        return self._text(said, due_date=spoken, amount=formats.money(sum(amounts)))

    def _due(self, due: Due) -> str:
        title, day = self._text(f"outstanding.{due.kind}"), formats.day(due.due_date)
        return self._text("outstanding.item", title=title, amount=formats.money(due.amount), due_date=day)
