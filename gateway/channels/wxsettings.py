"""Kinds of settings that WeChat and WeCom share."""

import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

from gateway.channels.base_address import base_address
from gateway.channels.wxcrypto import KEY_CHARACTERS


def _mapping(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise ValueError('write it as {"name": "text"}')
    return found


def _names(value: Any) -> Any:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


def _aes_key(value: SecretStr) -> SecretStr:
    if not re.fullmatch(rf"[A-Za-z0-9]{{{KEY_CHARACTERS}}}", value.get_secret_value()):
        raise ValueError(f"an EncodingAESKey has {KEY_CHARACTERS} letters and digits")
    return value


Texts = Annotated[dict[str, str], NoDecode, BeforeValidator(_mapping)]
"""Names and texts, as JSON: {"name": "text"}."""

Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)]
"""Names separated by commas."""

AesKey = Annotated[SecretStr, AfterValidator(_aes_key)]
"""An EncodingAESKey of the platform's console."""

Address = Annotated[str, AfterValidator(base_address)]
"""Scheme and host of a platform."""
