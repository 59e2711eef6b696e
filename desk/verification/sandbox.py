"""A face provider for trying things out: the person at the screen says how the check ends."""

from __future__ import annotations

import secrets

from desk.accounts.model import Identity
from desk.verification.errors import FaceUnavailable
from desk.verification.ports import FaceRequest, FaceResult, FaceStart


class UnknownFaceCheck(FaceUnavailable):
    """No check of this name was begun, or this process has been restarted since."""


class SandboxFaces:
    """A `FaceVerifier` that looks at nobody. It remembers checks for as long as the process lives.

    Args:
        page: the address under which somebody can call `decide`; the check's name is added to it.
    """

    def __init__(self, page: str) -> None:
        self._page = page.rstrip("/")
        self._checks: dict[str, tuple[str, FaceResult]] = {}

    @property
    def device_script(self) -> str:
        """See the port."""
        return ""

    def start(self, request: FaceRequest) -> FaceStart:
        """See the port."""
        reference = secrets.token_urlsafe(16)
        self._checks[reference] = (request.check, FaceResult.PENDING)
        return FaceStart(f"{self._page}/{reference}", reference)

    def decide(self, reference: str, *, passed: bool) -> None:
        """Say how the check ends.

        Raises:
            UnknownFaceCheck: there is nothing to decide.
        """
        check, _ = self._known(reference)
        self._checks[reference] = (check, FaceResult.PASSED if passed else FaceResult.REFUSED)

    def result(self, reference: str, check: str, identity: Identity) -> FaceResult:  # noqa: ARG002 - the port's
        """See the port."""
        known_check, result = self._known(reference)
        return result if known_check == check else FaceResult.REFUSED

    def _known(self, reference: str) -> tuple[str, FaceResult]:
        if reference not in self._checks:
            raise UnknownFaceCheck
        return self._checks[reference]
