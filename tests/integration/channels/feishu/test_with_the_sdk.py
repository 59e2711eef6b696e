"""What Feishu's own SDK says to the fake's pushes, and to what the adapter makes of them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from gateway.channels.feishu.verification import decrypt, signature
from tests.conftest import SettableClock
from tests.fakes.feishu.events import Events
from tests.fakes.feishu.sealing import AppKeys, seal, signed_headers

# In a process of its own: the SDK takes seconds to be imported, and warns.
PROGRAM = """
import json, sys
from lark_oapi.core.model import RawRequest
from lark_oapi.core.utils import AESCipher
from lark_oapi.event.dispatcher_handler import EventDispatcherHandler

given = json.load(sys.stdin)
seen = []
handler = (
    EventDispatcherHandler.builder(given["key"], given["token"])
    .register_p2_im_message_receive_v1(lambda data: seen.append(data.event.message.content))
    .build()
)
request = RawRequest()
request.uri, request.body, request.headers = "/", given["body"].encode(), given["headers"]
answer = handler.do(request)
opened = AESCipher(given["key"]).decrypt_str(json.loads(given["body"])["encrypt"])
print(json.dumps({"status": answer.status_code, "seen": seen, "opened": opened}))
"""


@pytest.mark.long
def test_the_sdk_accepts_what_the_fake_pushes_and_opens_it_alike(clock: SettableClock) -> None:
    keys = AppKeys()
    body = seal(keys, Events(keys, clock).message("ou_1", "text", {"text": "咋注销啊"}))
    headers = signed_headers(keys, body, clock())
    given = {
        "key": keys.encrypt_key,
        "token": keys.verification_token,
        "body": body.decode(),
        "headers": headers,
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    answer = json.loads(done.stdout.splitlines()[-1])
    assert (answer["status"], json.loads(answer["seen"][0])) == (200, {"text": "咋注销啊"})
    assert answer["opened"].encode() == decrypt(json.loads(body)["encrypt"], keys.encrypt_key)
    expected = signature(
        headers["X-Lark-Request-Timestamp"], headers["X-Lark-Request-Nonce"], keys.encrypt_key, body
    )
    assert headers["X-Lark-Signature"] == expected
