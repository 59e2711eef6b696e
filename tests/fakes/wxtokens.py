"""Access tokens as the platforms give them out and take them back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LIFETIME = timedelta(seconds=7200)
_RENEWED_EARLY = timedelta(minutes=5)


class Refusal(Exception):
    """An error code and its text."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


@dataclass
class Tokens:
    """One app's tokens."""

    clock: Callable[[], datetime]
    current: str = ""
    until: dict[str, datetime] = field(default_factory=dict)
    fetched: int = 0
    forced_at: list[datetime] = field(default_factory=list)

    def issue(self, *, force: bool = False) -> tuple[str, int]:
        """The token that holds now, or a new one; and how many seconds it lasts."""
        self.fetched += 1
        now = self.clock()
        if force:
            self._check_forcing(now)
            self.until[self.current] = now
        left = self.until.get(self.current, now) - now
        if force or left <= _RENEWED_EARLY:
            self.current, left = secrets.token_urlsafe(48), LIFETIME
            self.until[self.current] = now + left
        return self.current, int(left.total_seconds())

    def check(self, query: Mapping[str, str]) -> None:
        """Refuse a call without a good token."""
        token = query.get("access_token", "")
        if not token:
            raise Refusal(41001, "access_token missing")
        if token not in self.until:
            raise Refusal(40014, "invalid access_token")
        if self.until[token] <= self.clock():
            raise Refusal(42001, "access_token expired")

    def forget(self) -> None:
        """The platform takes no token of before any longer, and would still give the current one out."""
        self.until = {self.current: self.clock()}

    def _check_forcing(self, now: datetime) -> None:
        if self.forced_at and now - self.forced_at[-1] < timedelta(seconds=30):
            raise Refusal(45011, "api minute-quota reach limit")
        if len([at for at in self.forced_at if now - at < timedelta(days=1)]) >= 20:
            raise Refusal(45009, "reach max api daily quota limit")
        self.forced_at.append(now)
