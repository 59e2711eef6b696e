"""The books of the fake core system, kept as the protocol's own JSON."""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Answer = tuple[int, Json]
LISTS = ("loans", "plans", "bills", "repayments_in_flight", "refunds_in_flight", "freezes")


def account(customer: str, **facts: Any) -> Json:
    """An account without obstacles, but for the facts given."""
    site, _, sub = customer.partition("/")
    plain = {
        "site": site,
        "sub": sub,
        "number": "6012000011112222",
        "holder_name": "王芳",
        "phone": "19900001111",
    }
    books: Json = {name: [] for name in LISTS}
    return {**plain, "status": "active", "credit_limit": 500_000, "overpaid": 0, **books, **facts}


@dataclass
class Books:
    """Accounts by customer; every change is done once for a reference, whatever is asked again.

    Args:
        closings: the references on whose behalf an account was closed, one entry each time it happened.
        stubborn: it closes nothing, for a reason of its own.
    """

    accounts: dict[str, Json] = field(default_factory=dict)
    closings: list[str] = field(default_factory=list)
    stubborn: bool = False
    _spent: set[str] = field(default_factory=set)
    _final: dict[str, Answer] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def put(self, customer: str, **facts: Any) -> Json:
        """Open an account, or write over the one that is there."""
        with self._lock:
            self.accounts[customer] = account(customer, **facts)
            return self.accounts[customer]

    def lend(self, customer: str, amount: int, due_date: str) -> None:
        """A new loan, taken behind everybody's back."""
        with self._lock:
            loans = self.accounts[customer]["loans"]
            loans.append({"ref": f"loan-{len(loans) + 1}", "amount": amount, "due_date": due_date})

    def of(self, customer: str) -> Json | None:
        """The account as it is answered."""
        with self._lock:
            return copy.deepcopy(self.accounts.get(customer))

    def change(self, verb: str, customer: str, ref: str) -> Answer:
        """Freeze, release or close."""
        with self._lock:
            known = self.accounts.get(customer)
            status = {"freeze": self._freeze, "release": self._release, "close": self._close}[verb](
                known, ref
            )
            answer = status, {"account": copy.deepcopy(known)}
            return self._final.setdefault(ref, answer) if verb == "close" else answer

    def freezes(self, customer: str) -> list[str]:
        """The references that hold the account frozen."""
        with self._lock:
            return [freeze["ref"] for freeze in self.accounts[customer]["freezes"]]

    def _freeze(self, known: Json | None, ref: str) -> int:
        if ref in self._spent:
            return 200
        if known is None or known["status"] == "closed":
            return 409
        if ref not in (freeze["ref"] for freeze in known["freezes"]):
            known["freezes"].append({"kind": "closing", "reason": "注销申请", "ref": ref})
        return 200

    def _release(self, known: Json | None, ref: str) -> int:
        self._spent.add(ref)
        if known is not None:
            known["freezes"] = [
                one for one in known["freezes"] if (one["kind"], one["ref"]) != ("closing", ref)
            ]
        return 200

    def _close(self, known: Json | None, ref: str) -> int:
        if (
            self.stubborn
            or ref in self._final
            or known is None
            or known["status"] == "closed"
            or _stands(known, ref)
        ):
            return 409
        known["status"], known["closed_by"] = "closed", ref
        self.closings.append(ref)
        return self._release(known, ref)


def _stands(known: Json, ref: str) -> bool:
    others = [freeze for freeze in known["freezes"] if (freeze["kind"], freeze["ref"]) != ("closing", ref)]
    return bool(others or known["overpaid"] or any(known[name] for name in LISTS if name != "freezes"))
