"""Who is speaking, from a signature and from nothing else."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from gateway.identity import Identities, NotAuthenticated
from gateway.sites import SigningKey, Sites
from tests.unit.gateway.tokens import KID, SHARED_KEY, bearer, claims, signed

VISITOR_KEY = b"v" * 32
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()


@pytest.fixture
def identities() -> Identities:
    keys = {
        KID: SigningKey(KID, "shop", "HS256", SHARED_KEY.encode()),
        "rsa": SigningKey("rsa", "mall", "RS256", RSA.public_key()),
        "ec": SigningKey("ec", "mall", "ES256", EC.public_key()),
        "ed": SigningKey("ed", "mall", "EdDSA", ED.public_key()),
    }
    return Identities(Sites(keys), visitor_key=VISITOR_KEY, demo_key=b"d" * 32)


def refuses(identities: Identities, token: str | None) -> bool:
    try:
        identities.identify(None if token is None else bearer(token))
    except NotAuthenticated:
        return True
    return False


def test_a_customer_is_the_site_of_the_key_and_the_subject(identities: Identities) -> None:
    who = identities.identify(bearer(signed()))
    assert (who.owner, who.is_visitor) == ("shop/c-1", False)


def test_two_sites_with_the_same_subject_are_two_customers(identities: Identities) -> None:
    other = identities.identify(bearer(signed(RSA, "RS256", "rsa")))
    assert other.owner == "mall/c-1"


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"), [(RSA, "RS256", "rsa"), (EC, "ES256", "ec"), (ED, "EdDSA", "ed")]
)
def test_it_accepts_each_algorithm_of_the_contract(
    identities: Identities, key: Any, algorithm: str, kid: str
) -> None:
    assert identities.identify(bearer(signed(key, algorithm, kid))).owner == "mall/c-1"


def test_it_says_until_when_it_believes(identities: Identities) -> None:
    until = int(time.time()) + 300
    assert identities.identify(bearer(signed(exp=until))).expires_at == until


def test_the_scheme_may_be_written_in_any_case(identities: Identities) -> None:
    assert identities.identify(f"bearer {signed()}").owner == "shop/c-1"


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer a.b.c", "Bearer é.é.é"]
)
def test_it_refuses_what_is_no_token(identities: Identities, header: str | None) -> None:
    with pytest.raises(NotAuthenticated):
        identities.identify(header)


@pytest.mark.parametrize("claim", ["exp", "sub", "aud", "iat", "jti"])
def test_it_refuses_a_token_without_a_required_claim(identities: Identities, claim: str) -> None:
    assert refuses(identities, signed(**{claim: None}))


def test_it_refuses_an_expired_token(identities: Identities) -> None:
    now = int(time.time())
    assert refuses(identities, signed(iat=now - 60, exp=now - 1))


def test_it_refuses_a_lifetime_over_15_minutes(identities: Identities) -> None:
    now = int(time.time())
    assert not refuses(identities, signed(iat=now, exp=now + 900))
    assert refuses(identities, signed(iat=now, exp=now + 901))


def test_it_refuses_a_token_from_the_future_beyond_a_little_skew(identities: Identities) -> None:
    now = int(time.time())
    assert not refuses(identities, signed(iat=now + 20, exp=now + 620))
    assert refuses(identities, signed(iat=now + 3600, exp=now + 4200))
    assert refuses(identities, signed(nbf=now + 3600))


def test_it_refuses_an_end_before_the_beginning(identities: Identities) -> None:
    now = int(time.time())
    assert refuses(identities, signed(iat=now + 50, exp=now + 40))


@pytest.mark.parametrize("audience", ["other", ["other"], 1, {}])
def test_it_refuses_another_audience(identities: Identities, audience: Any) -> None:
    assert refuses(identities, signed(aud=audience))


@pytest.mark.parametrize(
    "subject", ["", " ", "a/b", "a" * 129, "客户", "a\nb", "a\0b", "../x", "a b", 7, ["c-1"], {"id": 1}, True]
)
def test_it_refuses_a_subject_that_cannot_be_a_name(identities: Identities, subject: Any) -> None:
    assert refuses(identities, _raw(claims(sub=subject)))


@pytest.mark.parametrize("subject", ["c-1", "13@shop.example", "oid|abc+x=~", "a" * 128])
def test_it_takes_the_usual_forms_of_customer_ids(identities: Identities, subject: str) -> None:
    assert identities.identify(bearer(signed(sub=subject))).owner == f"shop/{subject}"


@pytest.mark.parametrize(
    "moment",
    ["soon", None, True, [], {}, float("nan"), float("inf"), 10**400],
    ids=lambda value: str(value)[:8],
)
@pytest.mark.parametrize("claim", ["exp", "iat"])
def test_it_refuses_times_that_are_no_numbers(identities: Identities, claim: str, moment: Any) -> None:
    assert refuses(identities, _raw({**claims(), claim: moment}))


def test_it_refuses_another_key(identities: Identities) -> None:
    assert refuses(identities, signed("x" * 40))


def test_it_refuses_another_algorithm_than_the_key_is_for(identities: Identities) -> None:
    assert refuses(identities, signed(SHARED_KEY + "x" * 64, "HS512"))
    assert refuses(identities, signed(EC, "ES256", "rsa"))


def test_a_public_key_is_no_shared_key(identities: Identities) -> None:
    spki = b"public keys are known to everybody, this stands for one"
    assert refuses(identities, _raw(claims(), key=spki, kid="rsa"))


def test_it_refuses_an_unsigned_token(identities: Identities) -> None:
    assert refuses(identities, jwt.encode(claims(), None, algorithm="none", headers={"kid": KID}))


@pytest.mark.parametrize("kid", ["", "unknown", 1, ["shop-1"], {"kid": "shop-1"}, None])
def test_it_refuses_a_key_name_that_it_does_not_know(identities: Identities, kid: Any) -> None:
    assert refuses(identities, _raw(claims(), kid=kid))


def test_it_refuses_a_token_of_unreasonable_length(identities: Identities) -> None:
    assert refuses(identities, signed(extra="x" * 5000))


def test_a_visitor_has_a_name_of_their_own_for_a_day(identities: Identities) -> None:
    one, other = identities.new_visitor(), identities.new_visitor()
    assert one.expires_in == 24 * 3600
    first, second = identities.identify(bearer(one.token)), identities.identify(bearer(other.token))
    assert first.is_visitor
    assert first.owner.startswith("visitor/")
    assert first.owner != second.owner


def test_a_demo_token_is_one_of_the_demo_site(identities: Identities) -> None:
    issued = identities.demo_customer("d-1")
    assert identities.identify(bearer(issued.token)).owner == "demo/d-1"
    assert issued.expires_in == 900


def test_outside_demo_mode_a_demo_token_is_nothing(identities: Identities) -> None:
    token = identities.demo_customer("d-1").token
    plain = Identities(Sites({}), visitor_key=VISITOR_KEY)
    assert refuses(plain, token)


def test_a_site_cannot_sign_visitors(identities: Identities) -> None:
    assert refuses(identities, signed(kid="visitor"))


def _raw(body: dict[str, Any], key: bytes = SHARED_KEY.encode(), kid: Any = KID) -> str:
    """A correctly signed token with any content at all, also such that a library refuses to make."""
    parts = [_part({"alg": "HS256", "typ": "JWT", "kid": kid}), _part(body)]
    signature = jwt.get_algorithm_by_name("HS256").sign(".".join(parts).encode(), key)
    return ".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=").decode()])


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
