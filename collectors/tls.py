"""Until when is the certificate of a device's web page valid? The date alone is read, and nobody is believed by it.

Nothing is verified and nothing is sent beyond the greeting: a self-signed or already expired certificate, and the old
ciphers of old devices, tell their date as well as any.
"""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache

from cryptography import x509

from collectors.errors import CollectError, GarbledError, NoAnswerError, RefusedError
from collectors.names import SYSTEM_NAMES, Names
from collectors.outcome import Failed


async def certificate_ends(
    targets: Mapping[int, tuple[str, int]], *, timeout_s: float, concurrency: int, names: Names = SYSTEM_NAMES
) -> dict[int, datetime | Failed]:
    """The end of validity (aware UTC) at every target (key -> host, port), or why it cannot be told."""
    slots = asyncio.Semaphore(concurrency)

    async def one(host: str, port: int) -> datetime | Failed:
        address = (await names.resolve([host], timeout_s))[host]
        if isinstance(address, CollectError):
            return Failed.of(address)
        try:
            async with slots:
                return _end_of(await _shown(address, port, timeout_s))
        except CollectError as error:
            return Failed.of(error)

    outcomes = await asyncio.gather(*(one(host, port) for host, port in targets.values()))
    return dict(zip(targets, outcomes, strict=True))


async def _shown(address: str, port: int, timeout_s: float) -> bytes:
    """The certificate as DER. Raises RefusedError, NoAnswerError or GarbledError."""
    where = f"{address} port {port}"
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(timeout_s):
            _reader, writer = await asyncio.open_connection(address, port, ssl=_context())
    except ConnectionRefusedError as error:
        raise RefusedError(f"{where} refuses connections") from error
    except (ssl.SSLError, ConnectionResetError) as error:
        raise GarbledError(f"{where} does not speak TLS") from error
    except (TimeoutError, OSError) as error:
        raise NoAnswerError(f"{where} does not answer") from error
    try:
        shown: bytes | None = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.transport.abort()  # a polite end would wait for the device
        with suppress(OSError):
            await writer.wait_closed()
    if shown is None:
        raise GarbledError(f"{where} shows no certificate")
    return shown


def _end_of(shown: bytes) -> datetime:
    try:
        return x509.load_der_x509_certificate(shown).not_valid_after_utc
    except ValueError as error:
        raise GarbledError("the certificate cannot be read") from error


@cache
def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old versions are what old devices have
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context
