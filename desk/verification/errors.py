"""What a verification refuses; entry points choose the words and the HTTP status."""

from datetime import datetime

from desk.errors import DomainError
from desk.verification.model import Trouble


class UnknownChallenge(DomainError):
    """No link like this was ever given out."""


class NothingToVerify(DomainError):
    """The customer has no application that waits for a verification."""


class ChallengeNotOpen(DomainError):
    """The link is over; `status` says how it ended."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class MethodLocked(DomainError):
    """Too many wrong tries with this method; it opens again at `until`."""

    def __init__(self, method: str, until: datetime) -> None:
        super().__init__(method, until)
        self.method = method
        self.until = until


class TooManyRequests(DomainError):
    """Asked for too often; worth trying again in `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class MethodUnavailable(DomainError):
    """This method is not offered here; `reason` is the code that the page shows too."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(method, reason)
        self.method = method
        self.reason = reason


class NoLiveCode(DomainError):
    """No code to compare with: none was sent, or it is used, over, or void after five wrong tries."""


class ConsentRequired(DomainError):
    """A face is checked only after a separate consent."""


class MalformedTry(DomainError):
    """What was typed cannot be a code or a password; it is not counted."""


class SmsNotSent(DomainError):
    """The provider surely sent nothing; it is tried again unless `permanent`."""

    def __init__(self, reason: str, *, permanent: bool = False, trouble: Trouble = Trouble.PROVIDER) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.trouble = trouble


class NoTemplate(SmsNotSent):
    """No template is registered for this kind of message, which is the operator's choice."""

    def __init__(self) -> None:
        super().__init__("no template for this kind", permanent=True)


class SmsUnsure(DomainError):
    """Nobody knows whether the provider took the message; it is not sent again: two texts are worse."""


class DeviceNeeded(DomainError):
    """The provider wants to know the device first, by the script that its maker tells pages to load."""

    def __init__(self, script: str) -> None:
        super().__init__(script)
        self.script = script


class FaceUnavailable(DomainError):
    """The provider of face checks gave no usable answer; another method is there."""
