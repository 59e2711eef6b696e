"""Verification in the database; the port says what each verb promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Table, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from desk.persistence.statements import changed, insert_if_new
from desk.verification.limits import Guard
from desk.verification.model import Challenge, FaceSession, Method, OneTimeCode, Status, Verification
from desk.verification.ports import Outcome, Try
from desk.verification.tables import challenges, codes, faces, guards, known_places, proofs, sendings, tries

_CHALLENGE = [column for column in challenges.c if column.name != "token_digest"]
_PROOF = [column for column in proofs.c if column.name != "used_at"]


class SqlChallenges:
    """Verification within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def guard(self, customer: str) -> Guard:
        """See the port."""
        insert_if_new(self._session, guards, _values(Guard(customer)))
        query = select(guards).where(guards.c.customer == customer)
        return Guard(**self._session.execute(query.with_for_update()).one()._mapping)

    def look_at_guard(self, customer: str) -> Guard:
        """See the port."""
        row = self._first(select(guards).where(guards.c.customer == customer))
        return Guard(**row._mapping) if row else Guard(customer)

    def save_guard(self, guard: Guard) -> None:
        """See the port."""
        mine = update(guards).where(guards.c.customer == guard.customer)
        self._session.execute(mine.values(**_values(guard)))

    def add(self, challenge: Challenge, token_digest: str) -> None:
        """See the port."""
        self._insert(challenges, {**_values(challenge), "token_digest": token_digest})

    def save(self, challenge: Challenge) -> None:
        """See the port."""
        mine = update(challenges).where(challenges.c.id == challenge.id)
        self._session.execute(
            mine.values(passed_methods=list(challenge.passed_methods), status=challenge.status)
        )

    def get(self, challenge_id: str) -> Challenge | None:
        """See the port."""
        return self._challenge(select(*_CHALLENGE).where(challenges.c.id == challenge_id))

    def by_token(self, token_digest: str) -> Challenge | None:
        """See the port."""
        return self._challenge(select(*_CHALLENGE).where(challenges.c.token_digest == token_digest))

    def open_for(self, application_id: str) -> Challenge | None:
        """See the port."""
        own = challenges.c.application_id == application_id
        return self._challenge(select(*_CHALLENGE).where(own, challenges.c.status == Status.OPEN))

    def code_of(self, customer: str) -> OneTimeCode | None:
        """See the port."""
        row = self._first(select(codes).where(codes.c.customer == customer))
        return OneTimeCode(**row._mapping) if row else None

    def put_code(self, code: OneTimeCode) -> None:
        """See the port."""
        self.drop_code(code.customer)
        self._insert(codes, _values(code))

    def drop_code(self, customer: str) -> None:
        """See the port."""
        self._session.execute(delete(codes).where(codes.c.customer == customer))

    def hold_phone(self, phone_digest: str) -> None:
        """See the port; customers' names have a slash after the site's, of which none is called so."""
        self.guard(f"phone#/{phone_digest}")

    def count_sending(self, customer: str, phone_digest: str, at: datetime) -> None:
        """See the port."""
        self._insert(sendings, {"customer": customer, "phone_digest": phone_digest, "at": at})

    def sent_since(self, customer: str, phone_digest: str, since: datetime) -> Sequence[datetime]:
        """See the port."""
        own = or_(sendings.c.customer == customer, sendings.c.phone_digest == phone_digest)
        return list(self._session.scalars(select(sendings.c.at).where(own, sendings.c.at > since)))

    def add_try(self, attempt: Try) -> None:
        """See the port."""
        self._insert(tries, _values(attempt))

    def settle_try(self, try_id: str, outcome: Outcome) -> None:
        """See the port."""
        self._session.execute(update(tries).where(tries.c.id == try_id).values(outcome=outcome))

    def tries_since(self, customer: str, since: datetime) -> Sequence[Try]:
        """See the port."""
        query = select(tries).where(tries.c.customer == customer, tries.c.at > since).order_by(tries.c.at)
        return [Try(**row._mapping) for row in self._session.execute(query)]

    def put_face(self, session: FaceSession) -> None:
        """See the port."""
        self.drop_face(session.challenge_id)
        self._insert(faces, _values(session))

    def face_of(self, challenge_id: str) -> FaceSession | None:
        """See the port."""
        row = self._first(select(faces).where(faces.c.challenge_id == challenge_id))
        return FaceSession(**row._mapping) if row else None

    def drop_face(self, challenge_id: str) -> None:
        """See the port."""
        self._session.execute(delete(faces).where(faces.c.challenge_id == challenge_id))

    def check_by_reference(self, reference: str) -> str | None:
        """See the port."""
        return self._session.scalar(select(faces.c.try_id).where(faces.c.reference == reference))

    def add_place(self, customer: str, digest: str, at: datetime) -> bool:
        """See the port."""
        query = select(known_places.c.digest).where(known_places.c.customer == customer)
        known = set(self._session.scalars(query))
        insert_if_new(self._session, known_places, {"customer": customer, "digest": digest, "first_at": at})
        return bool(known) and digest not in known

    def add_proof(self, proof: Verification) -> None:
        """See the port."""
        self._insert(proofs, _values(proof))

    def proof_for(self, application_id: str) -> Verification | None:
        """See the port."""
        unused = select(*_PROOF).where(proofs.c.application_id == application_id, proofs.c.used_at.is_(None))
        row = self._first(unused.order_by(proofs.c.passed_at.desc()).limit(1))
        return _proof(row) if row else None

    def use_proof(self, proof_id: str, at: datetime) -> bool:
        """See the port."""
        unused = update(proofs).where(proofs.c.id == proof_id, proofs.c.used_at.is_(None))
        return changed(self._session, unused.values(used_at=at)) == 1

    def barred_until(self, customer: str) -> datetime | None:
        """See the port."""
        return self.look_at_guard(customer).barred_until

    def _challenge(self, query: Select[Any]) -> Challenge | None:
        row = self._first(query)
        return Challenge(**_with_methods(row, "passed_methods")) if row else None

    def _first(self, query: Select[Any]) -> Row[Any] | None:
        return self._session.execute(query).first()

    def _insert(self, table: Table, values: Mapping[str, Any]) -> None:
        self._session.execute(insert(table).values(**values))


def _proof(row: Row[Any]) -> Verification:
    return Verification(**_with_methods(row, "methods"))


def _with_methods(row: Row[Any], name: str) -> dict[str, Any]:
    return {**row._mapping, name: tuple(Method(value) for value in row._mapping[name])}


def _values(record: Any) -> dict[str, Any]:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
