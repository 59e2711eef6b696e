"""What the shop's developer reads, what our client takes and what the fake answers are the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pydantic import BaseModel

from providers.ledger import wire
from providers.ledger.signing import Request, answer_signature
from tests.fakes.ledger.books import LISTS, account

DOCS = Path(__file__).parents[4] / "docs"
PAGE = (DOCS / "core-system.md").read_text(encoding="utf-8")
DESCRIPTION: dict[str, Any] = yaml.safe_load((DOCS / "ledger.openapi.yaml").read_text(encoding="utf-8"))
SCHEMAS = DESCRIPTION["components"]["schemas"]
MODELS = (wire.Account, wire.Loan, wire.Plan, wire.Period, wire.Bill, wire.Movement, wire.Freeze, wire.Answer)


def test_the_description_is_sound() -> None:
    validate(DESCRIPTION)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_client_takes_what_is_described(model: type[BaseModel]) -> None:
    described = SCHEMAS[model.__name__]
    assert set(described["properties"]) == set(model.model_fields)
    assert set(described["required"]) == {n for n, field in model.model_fields.items() if field.is_required()}


@pytest.mark.parametrize(
    "fact",
    [
        {},
        {"overpaid": -1},
        {"status": "asleep"},
        {"phone": "x"},
        {"number": "1"},
        {"loans": [{}]},
        {"bills": None},
    ],
)
def test_both_refuse_the_same(fact: dict[str, Any]) -> None:
    answer = {"account": account("shop/42", **fact)}
    described = Draft202012Validator({"$ref": "#/components/schemas/Answer", **DESCRIPTION}).is_valid(answer)
    try:
        wire.Answer.model_validate(answer)
        taken = True
    except ValueError:
        taken = False
    assert described == taken == (not fact)


def test_every_list_of_the_fake_is_described() -> None:
    assert set(LISTS) <= set(SCHEMAS["Account"]["required"])


def test_the_pages_example_of_a_signature_holds() -> None:
    secret, body = b"0123456789abcdef0123456789abcdef", b'{"site": "shop", "sub": "42", "ref": "a1"}'
    method, target, timestamp, nonce, key = re.findall(r"^(\S+)\s{2,}\S", PAGE.split("```")[1], re.MULTILINE)[
        :5
    ]
    request = Request(method, target, timestamp, nonce, key, body)
    assert request.signature(secret) in PAGE
    assert answer_signature(secret, nonce=nonce, status=200, body=b'{"account": null}') in PAGE


def test_the_page_names_every_call() -> None:
    assert {f"/{verb}" for verb in re.findall(r"\{base\}/(\w+)", PAGE)} == set(DESCRIPTION["paths"])
