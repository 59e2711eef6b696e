"""The operator's sites file: believed only when every entry can be relied on."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from desk.errors import ConfigurationError
from gateway.identity import Identities
from gateway.sites import Sites, SitesFileError, load_sites
from tests.unit.gateway.tokens import SHARED_KEY, bearer, signed

GOOD = f"""
[[sites]]
kid = "shop-1"
site = "shop"
algorithm = "HS256"
key = "{SHARED_KEY}"
origins = ["https://shop.example", "https://m.shop.example/"]
"""


def sites(tmp_path: Path, text: str) -> Sites:
    file = tmp_path / "sites.toml"
    file.write_text(text, encoding="utf-8")
    return load_sites(file)


def entry(**changes: str) -> str:
    fields = {"kid": '"k"', "site": '"shop"', "algorithm": '"HS256"', "key": f'"{SHARED_KEY}"', **changes}
    return "[[sites]]\n" + "\n".join(f"{name} = {value}" for name, value in fields.items() if value)


def test_without_a_file_no_site_is_known() -> None:
    assert load_sites(None) == Sites({})


def test_it_reads_a_key_and_the_origins_of_its_pages(tmp_path: Path) -> None:
    known = sites(tmp_path, GOOD)
    assert known.keys["shop-1"].site == "shop"
    assert known.origins == ("https://shop.example", "https://m.shop.example")


def test_a_token_of_a_read_key_is_believed(tmp_path: Path) -> None:
    identities = Identities(sites(tmp_path, GOOD), visitor_key=b"v" * 32)
    assert identities.identify(bearer(signed())).owner == "shop/c-1"


def test_a_site_may_change_over_from_one_key_to_the_next(tmp_path: Path) -> None:
    known = sites(tmp_path, GOOD + entry(kid='"shop-2"'))
    assert {key.site for key in known.keys.values()} == {"shop"}


def test_a_public_key_may_stand_in_a_file_beside_it(tmp_path: Path) -> None:
    public = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "shop.pem").write_bytes(pem)
    known = sites(tmp_path, entry(algorithm='"RS256"', key="", key_file='"shop.pem"'))
    assert isinstance(known.keys["k"].key, rsa.RSAPublicKey)


def test_of_a_private_key_only_the_public_part_is_kept(tmp_path: Path) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    known = sites(tmp_path, entry(algorithm='"ES256"', key=f'"""{pem}"""'))
    assert isinstance(known.keys["k"].key, ec.EllipticCurvePublicKey)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not = [toml", "cannot be read"),
        ("sites = 3", "[[sites]]"),
        (entry().replace("[[sites]]", "[[site]]"), "unknown entry site"),
        (entry(kid=""), "kid"),
        (entry(kid='"visitor"'), "kid"),
        (entry(site='"visitor"'), "site"),
        (entry(site='"demo"'), "site"),
        (entry(site='"Shop/1"'), "site"),
        (entry(algorithm='"none"'), "algorithm"),
        (entry(algorithm='"HS512"'), "algorithm"),
        (entry(key='"short"'), "at least 32"),
        (entry(key=""), "either key or key_file"),
        (entry(key_file='"x.pem"'), "either key or key_file"),
        (entry(key="", key_file='"missing.pem"'), "cannot be read"),
        (entry(algorithm='"RS256"'), "does not fit RS256"),
        (entry(colour='"red"'), "unknown field colour"),
        (entry(origins='["shop.example"]'), "no origin"),
        (entry(origins='["https://shop.example/path"]'), "no origin"),
        (entry(origins='["https://*.example"]'), "no origin"),
        (entry(origins='["https://a.example; script-src *"]'), "no origin"),
        (entry(origins='"https://shop.example"'), "list"),
        (entry() + "\n" + entry(), "same kid"),
    ],
)
def test_it_refuses_a_file_it_cannot_rely_on(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SitesFileError) as refusal:
        sites(tmp_path, text)
    assert said in str(refusal.value)


def test_a_key_for_another_algorithm_is_refused(tmp_path: Path) -> None:
    public = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for algorithm in ("HS256", "ES256", "EdDSA"):
        with pytest.raises(SitesFileError):
            sites(tmp_path, entry(algorithm=f'"{algorithm}"', key=f'"""{pem}"""'))


def test_a_missing_file_stops_the_start_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.toml"):
        load_sites(tmp_path / "none.toml")


def test_no_refusal_shows_a_key(tmp_path: Path) -> None:
    with pytest.raises(SitesFileError) as refusal:
        sites(tmp_path, entry(algorithm='"RS256"'))
    assert SHARED_KEY not in str(refusal.value)


def test_it_reads_where_people_from_apps_log_in(tmp_path: Path) -> None:
    assert sites(tmp_path, GOOD).logins == {}
    known = sites(tmp_path, entry(login_url='"https://shop.example/login?from=app"'))
    assert known.logins == {"shop": "https://shop.example/login?from=app"}


@pytest.mark.parametrize(
    "url",
    ["shop.example/login", "javascript:alert(1)", "https://", "https://shop.example/#login", "https://a b/"],
)
def test_a_login_that_no_browser_can_be_sent_to_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(SitesFileError, match="login_url"):
        sites(tmp_path, entry(login_url=f'"{url}"'))


@pytest.mark.parametrize("place", ["shop.example", "127.0.0.1.shop.example", "10.0.0.1"])
def test_a_login_whose_token_others_could_read_on_the_way_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(SitesFileError, match="login_url"):
        sites(tmp_path, entry(login_url=f'"http://{place}/login"'))
    here = sites(tmp_path, entry(login_url='"http://127.0.0.1:9000/login"'))
    assert here.logins == {"shop": "http://127.0.0.1:9000/login"}
