"""What providers of face checks answer, and what may be believed of it."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from desk.verification.errors import FaceUnavailable
from desk.verification.ports import FaceStart
from providers.calls import plain
from providers.endpoints import Endpoint

_log = logging.getLogger(__name__)
_LONGEST_REFERENCE = 200


def unavailable(provider: str, code: object, request_id: object = "") -> FaceUnavailable:
    """No usable answer: logged for staff, without anything about the person."""
    _log.error("face check: %s answered %s (request %s)", provider, plain(code), plain(request_id))
    return FaceUnavailable(provider)


def begun(provider: str, url: object, reference: object, endpoint: Endpoint) -> FaceStart:
    """A check that has begun, when the answer says where and under which name.

    Raises:
        FaceUnavailable: the customer could not be sent there.
    """
    place, name = str(url or ""), str(reference or "")
    scheme = urlsplit(place).scheme
    is_web = scheme == "https" or (scheme == "http" and endpoint.is_here)
    if not is_web or not 0 < len(name) <= _LONGEST_REFERENCE:
        raise unavailable(provider, "no-address")
    return FaceStart(place, name)
