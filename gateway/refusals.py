"""What the business refuses, as problems: looked up by the class of the refusal and its bases."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.accounts.errors import LedgerUnavailable, UnknownCustomer
from desk.channels import errors as channels
from desk.conversations import errors as conversations
from desk.demo.errors import UnknownProfile
from desk.errors import Conflict, DatabaseBusy, DomainError
from desk.verification import errors as verification
from desk.verification.sandbox import UnknownFaceCheck
from gateway.channels.pages import Refused
from gateway.problems import Problem, problem_response, too_many_requests

_PLAIN: Mapping[type[DomainError], str] = {
    conversations.UnknownButton: "unknown-button",
    conversations.UnknownMessage: "not-found",
    conversations.MalformedTurn: "empty-text",
    conversations.MalformedRating: "invalid",
    UnknownFaceCheck: "not-found",
    verification.UnknownChallenge: "unknown-link",
    verification.NoLiveCode: "no-live-code",
    verification.ConsentRequired: "consent-required",
    verification.MalformedTry: "malformed",
    UnknownCustomer: "not-found",
    UnknownProfile: "invalid",
    channels.UnknownAppUser: "not-found",
    channels.TicketSpent: "unknown-link",
    Conflict: "conflict",
    DomainError: "conflict",
}
_BY_STATUS = {404: "not-found", 405: "method-not-allowed", 400: "malformed", 403: "forbidden"}
_SOON = "1"


def problem_for(refusal: DomainError) -> Problem:
    """The problem that a refusal becomes, with its facts."""
    match refusal:
        case DatabaseBusy() | LedgerUnavailable():
            return Problem("busy", {"Retry-After": _SOON})
        case verification.ChallengeNotOpen():
            return Problem("link-ended", link_status=str(refusal.status))
        case verification.MethodLocked():
            return Problem("locked", method=str(refusal.method), until=refusal.until)
        case verification.TooManyRequests():
            return too_many_requests(refusal.retry_after)
        case verification.MethodUnavailable():
            return Problem("method-unavailable", method=str(refusal.method), reason=refusal.reason)
    return Problem(next(_PLAIN[kind] for kind in type(refusal).__mro__ if kind in _PLAIN))


async def answer(_request: Request, error: Exception) -> Response:
    """The answer to anything that was refused on the way, by whatever part."""
    return problem_response(_problem(error))


def _problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case Refused():
            return Problem("not-your-link")
        case DomainError():
            return problem_for(error)
        case HTTPException() if error.status_code in _BY_STATUS:
            return Problem(_BY_STATUS[error.status_code], error.headers)
        case _:
            raise error


HANDLERS: Mapping[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    DomainError: answer,
    Problem: answer,
    Refused: answer,
    HTTPException: answer,
}
