"""A face provider for trying things out: the person at the screen says how the check ends."""

from __future__ import annotations

import secrets

from desk.errors import DomainError
from desk.verification.ports import FaceResult, FaceStart


class UnknownFaceCheck(DomainError):
    """No check of this name was begun, or this process has been restarted since."""


class SandboxFaces:
    """A `FaceVerifier` that looks at nobody. It remembers checks for as long as the process lives.

    Args:
        page: the address under which somebody can call `decide`; the check's name is added to it.
    """

    def __init__(self, page: str) -> None:
        self._page = page.rstrip("/")
        self._checks: dict[str, tuple[str, FaceResult]] = {}

    def start(self, challenge_id: str, customer: str, name: str) -> FaceStart:  # noqa: ARG002 - the port's
        """See the port."""
        reference = secrets.token_urlsafe(16)
        self._checks[reference] = (challenge_id, FaceResult.PENDING)
        return FaceStart(f"{self._page}/{reference}", reference)

    def decide(self, reference: str, *, passed: bool) -> None:
        """Say how the check ends.

        Raises:
            UnknownFaceCheck: there is nothing to decide.
        """
        challenge_id, _ = self._known(reference)
        self._checks[reference] = (challenge_id, FaceResult.PASSED if passed else FaceResult.REFUSED)

    def result(self, reference: str, challenge_id: str) -> FaceResult:
        """See the port."""
        known_challenge, result = self._known(reference)
        return result if known_challenge == challenge_id else FaceResult.REFUSED

    def _known(self, reference: str) -> tuple[str, FaceResult]:
        if reference not in self._checks:
            raise UnknownFaceCheck
        return self._checks[reference]
