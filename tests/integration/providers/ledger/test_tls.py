"""TLS both ways: the core system is recognised, and recognises us where it asks for a certificate."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desk.accounts.errors import LedgerUnavailable
from tests.fakes.ledger.client import client_for
from tests.fakes.ledger.server import running_core


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for this machine that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    format_ = serialization.PrivateFormat.PKCS8
    (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / f"{name}.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, format_, plain))
    return folder / f"{name}.pem", folder / f"{name}.key"


def test_certificates_are_checked_on_both_sides(tmp_path: Path) -> None:
    (core_file, core_key), (our_file, our_key) = certificate(tmp_path, "core"), certificate(tmp_path, "ours")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=our_file)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(core_file, core_key)
    ours = {"ledger_cert_file": our_file, "ledger_cert_key_file": our_key}
    with running_core(context) as core:
        core.books.put("shop/42")
        good = client_for(core, ledger_ca_file=core_file, **ours)
        assert good.account_of("shop/42") is not None
        good.disconnect()
        for wrong in ({"ledger_ca_file": core_file}, ours, {"ledger_ca_file": our_file, **ours}):
            client = client_for(core, **wrong)
            with pytest.raises(LedgerUnavailable):
                client.account_of("shop/42")
            client.disconnect()
