"""The steps of a closing as the customer meets them, each with the way on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desk.closures.model import Application, Stage
from desk.conversations.model import ButtonSpec, Reply
from desk.replies import formats
from desk.replies.base import AFFIRM, Texts, lines, numbered
from desk.verification.model import ChallengeLink, Method, MethodView


class StepReplies(Texts):
    """From the consequences to the receipt."""

    def consequences(self, *, again: bool = False) -> Reply:
        """What closing means; `again` for one who has read it and asked something in between."""
        items = self.knowledge.items("consequences.items")
        full = lines(self._text("consequences.text"), numbered(items), self._text("consequences.ask"))
        return Reply(
            self._text("consequences.again") if again else full,
            {"kind": "consequences", "version": self.consent_version, "items": list(items)},
            self._way_on("accept", Stage.CONSENTING),
            AFFIRM,
        )

    @property
    def consent_version(self) -> str:
        """Which consequences a customer who agrees now has read."""
        return self._text("consequences.version")

    def verification(self, link: ChallengeLink, *, again: bool = False, first: Method | None = None) -> Reply:
        """Where to prove one's identity, outside the chat; with the method that the page shows `first`."""
        url = f"{self._public_url}{link.path}"
        methods = [str(method) for method in sorted(link.methods, key=lambda method: method is not first)]
        names = "、".join(self._method(method) for method in methods)
        text = lines(
            self._text(
                "verification.again" if again else "verification.text",
                url=f"{url}?method={first}" if first else url,
            ),
            self._usable(names, link.expires_at),
            None if again else self._text("verification.reminder"),
            self._text("verification.wait"),
        )
        expires_at = link.expires_at.isoformat()
        return Reply(text, {"kind": "verification", "url": url, "expires_at": expires_at, "methods": methods})

    def other_method(self, link: ChallengeLink, wanted: Method, offered: Iterable[MethodView]) -> Reply:
        """Whether the method that the customer named can be used now, and the way to it or to another.

        Args:
            offered: every method that the page offers, usable or not.
        """
        found = next((view for view in offered if view.method is wanted), None)
        if found and found.available:
            said = self._text("verification.change_to", methods=self._method(wanted))
            shown = self.verification(link, again=True, first=wanted)
        else:
            said, shown = self._unusable(wanted, found), self.verification(link, again=True)
        return Reply(lines(said, shown.text), shown.card, shown.buttons, shown.question)

    def confirmation(self, expires_at: datetime, *, again: bool = False) -> Reply:
        """The last word."""
        text = self._text("confirmation.again" if again else "confirmation.text")
        until = self._text("confirmation.until", expires_at=formats.moment(expires_at))
        card = {"kind": "confirmation", "expires_at": expires_at.isoformat()}
        return Reply(lines(text, until), card, self._way_on("submit", Stage.CONFIRMING), AFFIRM)

    def receipt(self, application: Application) -> Reply:
        """The application is filed."""
        number, due = application.number, application.due_date
        text = self._text("receipt.text", number=number, due_date=formats.day(due) if due else "")
        card = {"kind": "receipt", "number": number, "due_date": due.isoformat() if due else None}
        return Reply(lines(text, self._text("receipt.next")), card)

    def step(
        self, application: Application, link: ChallengeLink | None, *, again: bool = False
    ) -> Reply | None:
        """The step that an application waits at; None when it does not wait for its customer.

        Args:
            link: a live link while the application is at `verifying`.
            again: the customer has seen the step before.
        """
        match application.stage:
            case Stage.CONSENTING:
                return self.consequences(again=again)
            case Stage.VERIFYING if link is not None:
                return self.verification(link, again=again)
            case Stage.CONFIRMING if application.proven_at is not None:
                return self.confirmation(application.proven_at + self._proof_lifetime, again=again)
            case _:
                return None

    def _unusable(self, wanted: Method, found: MethodView | None) -> str:
        if found is None:
            return self._text("verification.change_not_offered", methods=self._method(wanted))
        reason = self._text(f"verification.unavailable.{found.reason}")
        return self._text("verification.change_not", methods=self._method(wanted), reason=reason)

    def _method(self, method: str) -> str:
        return self._text(f"verification.names.{method}")

    def _usable(self, names: str, expires_at: datetime) -> str:
        if not names:
            return self._text("verification.locked")
        return self._text("verification.methods", methods=names, expires_at=formats.moment(expires_at))

    def _way_on(self, name: str, stage: Stage) -> tuple[ButtonSpec, ...]:
        return self._button(name, AFFIRM, stage), self._button("not_now", "stop", stage)
