"""Which methods an operator may ask for."""

from typing import Any

import pytest
import yaml

from desk.errors import ConfigurationError
from desk.verification.model import Method
from desk.verification.policy import VerificationPolicy
from tests.conftest import KNOWLEDGE

ANY = [{"limit_up_to": None, "methods": 1}]


def test_the_policy_that_is_shipped_asks_for_one_of_password_and_sms() -> None:
    rules = yaml.safe_load((KNOWLEDGE / "policy.yml").read_text(encoding="utf-8"))["rules"]["verification"]

    shipped = VerificationPolicy.read(rules)
    assert shipped.methods == (Method.PASSWORD, Method.SMS)
    assert shipped.required == VerificationPolicy().required == ((None, 1),)


def test_more_may_be_asked_of_higher_limits() -> None:
    required = [{"limit_up_to": 500_000, "methods": 1}, {"limit_up_to": None, "methods": 2}]
    policy = VerificationPolicy.read({"methods": ["password", "sms"], "required": required})

    assert [policy.required_for(limit) for limit in (0, 500_000, 500_001)] == [1, 1, 2]


def test_a_face_is_one_more_choice() -> None:
    policy = VerificationPolicy.read({"methods": ["sms"], "offer_face": True, "required": ANY})

    assert policy.offered == (Method.SMS, Method.FACE)


@pytest.mark.parametrize(
    "rules",
    [
        {"methods": [], "required": ANY},
        {"methods": ["face"], "offer_face": True, "required": ANY},
        {"methods": ["sms", "face"], "required": ANY},
        {"methods": ["sms"], "offer_face": True, "required": [{"limit_up_to": None, "methods": 2}]},
        {"methods": ["sms"], "required": [{"limit_up_to": None, "methods": 0}]},
        {"methods": ["sms"], "required": [{"limit_up_to": 100, "methods": 1}]},
        {"methods": ["sms"], "required": []},
        {"methods": ["smoke signal"], "required": ANY},
        {"methods": ["sms"]},
        {"required": ANY},
        {"methods": None, "required": ANY},
        {"methods": ["sms"], "required": [{"methods": 1}]},
    ],
)
def test_a_policy_that_needs_a_face_or_says_nothing_stops_the_start(rules: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"policy\.yml: .*verification"):
        VerificationPolicy.read(rules)
