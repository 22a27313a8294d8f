"""A self-signed certificate for this machine: phone cameras and passwords need HTTPS even without a public name."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Browsers refuse certificates that are valid for longer (CA/Browser Forum, ballot SC-081, as known to clients of 2026).
VALID = timedelta(days=397)


def machine_names() -> list[str]:
    """Names and addresses under which people reach this machine, as far as it knows them."""
    name = socket.gethostname()
    found = ["localhost", "127.0.0.1", "::1", name, socket.getfqdn()]
    with contextlib.suppress(OSError):  # a machine whose own name does not resolve is reached by names given by hand
        found += [str(entry[4][0]).partition("%")[0] for entry in socket.getaddrinfo(name, None)]
    return list(dict.fromkeys(found))


def self_signed(cert: Path, key: Path, extra: Iterable[str], *, now: datetime | None = None) -> list[str]:
    """Write a new key (mode 600) and its certificate; the names that it covers."""
    covered = list(dict.fromkeys([*machine_names(), *extra]))
    now = now or datetime.now(UTC)
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, socket.gethostname()[:64] or "netops")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # phones with a slow clock
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName([_alternative(name) for name in covered]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    text = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key.unlink(missing_ok=True)
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    cert.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return covered


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
