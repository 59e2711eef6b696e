"""The envelope in which WeChat, WeCom and DingTalk push: a SHA-1 signature around an AES ciphertext."""

import hmac
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from desk.errors import ConfigurationError
from gateway.channels.port import NotGenuine

KEY_CHARACTERS = 43
_PADDED_TO = 32 * 8  # bits; the platform pads to the key's length, not to the cipher's block
_KEY_BYTES, _RANDOM, _LENGTH = 32, 16, 4


def signature(*parts: str) -> str:
    """The platform's signature: SHA-1 over the sorted parts (token, timestamp, nonce, ciphertext), in hex."""
    return sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def check_signature(given: str, *parts: str) -> None:
    """Compare without telling by time how much of it was right.

    Raises:
        NotGenuine: it is another one.
    """
    if not hmac.compare_digest(given.encode(), signature(*parts).encode()):
        raise NotGenuine("signature")


class Envelope:
    """Opens what the platform sealed for one receiver, also with the key before a change of keys.

    Args:
        keys: EncodingAESKeys (43 characters), the current one first.
        receiver: the appid, the corpid, the app key: what must stand at the end of every message.

    Raises:
        ConfigurationError: a key is no EncodingAESKey.
    """

    def __init__(self, keys: Sequence[str], receiver: str) -> None:
        self._keys = [_aes_key(key) for key in keys]
        self._receiver = receiver.encode()

    def open(self, sealed: str) -> bytes:
        """The message inside.

        Raises:
            NotGenuine: it was sealed with another key, or for somebody else.
        """
        ciphertext = _decoded(sealed)
        for key in self._keys:
            message, receiver = _parts(_decrypted(ciphertext, key))
            if message is not None and hmac.compare_digest(receiver, self._receiver):
                return message
        raise NotGenuine("key or receiver")

    def seal(self, message: bytes, *, random: bytes | None = None) -> str:
        """Seal a message with the current key, as the platform does."""
        content = (random or secrets.token_bytes(_RANDOM)) + len(message).to_bytes(_LENGTH, "big")
        padder = PKCS7(_PADDED_TO).padder()
        padded = padder.update(content + message + self._receiver) + padder.finalize()
        encryptor = _cipher(self._keys[0]).encryptor()
        return b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def _aes_key(encoded: str) -> bytes:
    try:
        # Not strict: the last character of a real EncodingAESKey may carry bits that belong to no byte.
        key = b64decode(encoded + "=")
    except (NotBase64, ValueError):
        key = b""
    if len(encoded) != KEY_CHARACTERS or len(key) != _KEY_BYTES:
        raise ConfigurationError(f"An EncodingAESKey has {KEY_CHARACTERS} characters of A-Z, a-z and 0-9.")
    return key


def _decoded(sealed: str) -> bytes:
    try:
        ciphertext = b64decode(sealed, validate=True)
    except (NotBase64, ValueError):
        raise NotGenuine("ciphertext") from None
    if not ciphertext or len(ciphertext) % (AES.block_size // 8):
        raise NotGenuine("ciphertext")
    return ciphertext


def _cipher(key: bytes) -> Cipher[CBC]:
    return Cipher(AES(key), CBC(key[:16]))


def _decrypted(ciphertext: bytes, key: bytes) -> bytes:
    decryptor = _cipher(key).decryptor()
    padded = decryptor.update(ciphertext) + decryptor.finalize()
    unpadder = PKCS7(_PADDED_TO).unpadder()
    try:
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        return b""  # another key: what it makes of the ciphertext is padded wrongly, nearly always


def _parts(content: bytes) -> tuple[bytes | None, bytes]:
    start = _RANDOM + _LENGTH
    end = start + int.from_bytes(content[_RANDOM:start], "big")
    if len(content) < start or end > len(content):
        return None, b""
    return content[start:end], content[end:]
