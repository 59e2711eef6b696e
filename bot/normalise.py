"""One spelling for what can be written in many: done once, to training messages and to customers' alike."""

import re
import unicodedata
from functools import cache
from typing import Any

# Control, format, private-use, unassigned and surrogate characters, and marks that stack on others.
_INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs", "Mn", "Me"}
_SPACES = re.compile(r"\s+")
_SPACE_BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_REPEATED = re.compile(r"([^\d\s])\1{2,}")
_ONE_OF_TWO = str.maketrans(
    {"。": ".", "、": ",", "·": " ", "…": ".", "“": '"', "”": '"', "‘": "'", "’": "'", "～": "~", "帐": "账"}
)
_LEADING_SLASHES = re.compile(r"^[\s/\\]+")

# What customers call the product, slips of the input method included, each as the data calls it.
_ALIASES = re.compile(
    r"(?:小米(?:金融|商城|钱包)?(?:分期)?的?){0,2}"
    r"(?:备用金|备佣金|备用斤|备用今|被用金|倍用金|背用金|(?:beiyongjin|byj)+(?![a-z0-9]| \d{8}))"
)
PRODUCT = "备用金"


def normalise(text: str) -> str:
    """The text as the bot reads it; may be empty. `normalise(normalise(text)) == normalise(text)`.

    Compatibility forms become plain ones (full width, circled), traditional characters simplified, capitals
    small; invisible characters go, three or more of a kind become two, the product gets one name. No leading
    slash is left, because Rasa takes a text that starts with one for a command.
    """
    text = unicodedata.normalize("NFKC", text)
    text = _simplified(_visible(text)).lower().translate(_ONE_OF_TWO)
    text = _SPACES.sub(" ", text).strip()
    text = _REPEATED.sub(r"\1\1", _one_product(text))
    return _LEADING_SLASHES.sub("", text)


def _one_product(text: str) -> str:
    """Spaces hide names of the product and names hide spaces, so each is looked for again after the other."""
    for _ in range(3):
        text = _SPACE_BESIDE_HAN.sub("", _ALIASES.sub(PRODUCT, text))
    return text


def _visible(text: str) -> str:
    if text.isalnum():
        return text
    return "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    if character in "\t\n\r":
        return " "
    return "" if unicodedata.category(character) in _INVISIBLE else character


def _simplified(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
