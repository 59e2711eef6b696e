"""The signatures are those of the document, worked out by hand once; a change of anything changes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from providers.ledger.signing import Request, answer_signature, fits

SECRET = b"0123456789abcdef0123456789abcdef"
BODY = b'{"site": "shop", "sub": "42", "ref": "a1"}'
REQUEST = Request(
    "POST", "/xiaohu/v1/close", "1795400000", "00112233445566778899aabbccddeeff", "close-a1", BODY
)


def test_the_documents_example_holds() -> None:
    assert REQUEST.signature(SECRET) == "fe7d48c817141d14c7102606c7e44ef6f0c69ec69db919b699dba582390a9187"
    answer = answer_signature(SECRET, nonce=REQUEST.nonce, status=200, body=b'{"account": null}')
    assert answer == "0f1e9b415a67b4c4ccdc10bc5d707f7136627cf6bcc1962569051a562bfd06a0"


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "GET"},
        {"target": "/xiaohu/v1/freeze"},
        {"timestamp": "1795400001"},
        {"nonce": "0" * 32},
        {"idempotency_key": "close-a2"},
        {"body": BODY.replace(b"42", b"43")},
    ],
)
def test_nothing_can_be_changed_under_a_signature(changed: dict[str, str]) -> None:
    other = replace(REQUEST, **changed)  # type: ignore[arg-type]
    assert not fits(other.signature(SECRET), REQUEST.signature(SECRET))


@pytest.mark.parametrize("changed", [{"nonce": "x"}, {"status": 409}, {"body": b"{}"}])
def test_an_answer_belongs_to_its_question(changed: dict[str, object]) -> None:
    facts = {"nonce": "n", "status": 200, "body": b"", **changed}
    assert answer_signature(SECRET, **facts) != answer_signature(SECRET, nonce="n", status=200, body=b"")  # type: ignore[arg-type]


def test_a_signature_that_is_no_ascii_does_not_fit() -> None:
    assert not fits("签名", REQUEST.signature(SECRET))
