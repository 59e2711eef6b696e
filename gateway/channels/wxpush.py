"""A push of WeChat or WeCom: checked, opened, and read into its fields."""

from collections.abc import Callable, Mapping
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from gateway.channels.model import Push
from gateway.channels.payloads import read_object, storable
from gateway.channels.port import NotGenuine, Unreadable
from gateway.channels.wxcrypto import Envelope, check_signature

Fields = Mapping[str, str]
_MOST_FIELDS = 200


class Callback:
    """One callback address as it is set in the platform's console: its token, its keys, its owner.

    Args:
        token: what both sides sign with.
        envelope: opens what is encrypted.
        clock: what time it is.
        max_age: seconds that a push may be old, or ahead of our clock.
    """

    def __init__(self, token: str, envelope: Envelope, clock: Callable[[], datetime], max_age: float) -> None:
        self._token, self._envelope = token, envelope
        self._clock, self._max_age = clock, max_age

    def echo(self, query: Mapping[str, str]) -> str:
        """The opened `echostr` of an address check.

        Raises:
            NotGenuine: signature, age or receiver are wrong.
        """
        return self._opened(query, wanted(query, "echostr")).decode(errors="replace")

    def open(self, push: Push) -> Fields:
        """The fields of an encrypted push.

        Raises:
            NotGenuine: signature, age or receiver are wrong.
            Unreadable: it is neither XML nor JSON, or has no ciphertext.
        """
        outer = read_fields(push.body)
        sealed = outer.get("Encrypt") or outer.get("encrypt")
        if not sealed:
            raise Unreadable("not encrypted")
        return read_fields(self._opened(push.query, sealed))

    def _opened(self, query: Mapping[str, str], sealed: str) -> bytes:
        timestamp, nonce = wanted(query, "timestamp"), wanted(query, "nonce")
        check_signature(wanted(query, "msg_signature"), self._token, timestamp, nonce, sealed)
        check_age(timestamp, self._clock(), self._max_age)
        return self._envelope.open(sealed)


def wanted(query: Mapping[str, str], name: str) -> str:
    """A parameter without which nothing can be genuine.

    Raises:
        NotGenuine: it is not there.
    """
    value = query.get(name, "")
    if not value:
        raise NotGenuine(f"no {name}")
    return value


def check_age(timestamp: str, now: datetime, max_age: float) -> None:
    """Refuse what was signed too long ago, or is to be signed yet.

    Raises:
        NotGenuine: the time is no number, or too far from now.
    """
    # A number of any length would be parsed for minutes; Unix times have ten digits.
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= len("9999999999")):
        raise NotGenuine("timestamp")
    if abs(now.timestamp() - int(timestamp)) > max_age:
        raise NotGenuine("age")


def read_fields(body: bytes) -> Fields:
    """The fields of a message in XML or in JSON, whichever the console is set to; nested ones are left out.

    Raises:
        Unreadable: it is neither, or tries what no message needs (a DTD, entities, hundreds of fields).
    """
    is_json = body.lstrip()[:1] == b"{"
    found = _json_fields(body) if is_json else _xml_fields(body)
    if len(found) > _MOST_FIELDS:
        raise Unreadable("too many fields")
    return found


def _json_fields(body: bytes) -> Fields:
    found = read_object(body)
    return {name: storable(str(value)) for name, value in found.items() if isinstance(value, str | int)}


def _xml_fields(body: bytes) -> Fields:
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise Unreadable("XML") from None
    return {child.tag: (child.text or "") for child in root if not len(child)}
