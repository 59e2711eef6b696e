"""Application numbers: BYJ, the day in China, six random digits, two check digits (ISO 7064 mod 97-10)."""

import re
import secrets
import unicodedata
from datetime import date

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from desk.closures.errors import UnknownApplication

SHAPE = re.compile(r"BYJ[0-9]{16}")
NOISE = re.compile(r"[\s\-_.]+")
WRITTEN = re.compile(r"(?<![A-Z0-9])(BYJ)?(?:[\s\-_.]*[0-9]){16}(?![0-9])")


def new_number(day: date) -> str:
    """A fresh number; that nobody has it yet is for the caller to see."""
    while True:
        stem = f"BYJ{day:%Y%m%d}{secrets.randbelow(1_000_000):06}"
        number = stem + str(mod_97_10.calc_check_digits(stem))
        # Its digits must not look like a bank card, or typing them would be masked as a secret.
        if not luhn.is_valid(number[3:]):
            return number


def find_number(text: str) -> str | None:
    """The first number in what a person typed, however spaced; sixteen digits alone must be one of ours."""
    for written in WRITTEN.finditer(unicodedata.normalize("NFKC", text).upper()):
        number = NOISE.sub("", written[0]).removeprefix("BYJ")
        if written[1] or mod_97_10.is_valid(f"BYJ{number}"):
            return f"BYJ{number}"
    return None


def read_number(text: str) -> str:
    """The number that a person typed, in its one spelling.

    Raises:
        UnknownApplication: not a number of ours, or a slip that the check digits catch.
    """
    number = NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not number.startswith("BYJ"):
        number = f"BYJ{number}"
    try:
        if SHAPE.fullmatch(number):
            return str(mod_97_10.validate(number))
    except ValidationError:
        pass
    raise UnknownApplication(text, mistyped=True)
