"""Phone numbers as providers want them."""

import re

from desk.verification.errors import SmsNotSent
from desk.verification.model import Trouble

_MAINLAND = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")


def mainland(phone: str) -> str:
    """The eleven digits of a mainland mobile.

    Raises:
        SmsNotSent: it is none; checked here, because providers charge and count what they refuse.
    """
    found = _MAINLAND.fullmatch(phone)
    if found is None:
        raise SmsNotSent("no mainland mobile", permanent=True, trouble=Trouble.NUMBER)
    return found[1]


def code_parameter(code: str) -> str:
    """A code as a template takes it.

    Raises:
        SmsNotSent: not up to six digits, which providers' templates refuse.
    """
    if not re.fullmatch(r"[0-9]{1,6}", code):
        raise SmsNotSent("not up to six digits", permanent=True)
    return code
