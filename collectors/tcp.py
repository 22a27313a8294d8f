"""Is a port open, and how long does a connection take? For links whose far end answers no echo requests."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from datetime import UTC, datetime

from collectors.echo import summarise
from collectors.errors import CollectError, NoAnswerError, RefusedError
from collectors.names import SYSTEM_NAMES, Names
from collectors.observation import EchoSeen
from collectors.outcome import Failed

SPACING_S = 0.2  # between tries at one port, so that they measure more than one moment


async def connect_many(
    targets: Mapping[str, tuple[str, int]],
    *,
    tries: int,
    timeout_s: float,
    concurrency: int,
    names: Names = SYSTEM_NAMES,
) -> dict[str, EchoSeen | Failed]:
    """Connect to every target (key -> host, port) `tries` times; the time to connect is the round trip.

    A port that never answers is an EchoSeen with `received` 0. Failed: every try was refused (something answers
    there, but not this service), or the name has no address now.
    """
    slots = asyncio.Semaphore(concurrency)

    async def one(key: str, host: str, port: int) -> EchoSeen | Failed:
        address = (await names.resolve([host], timeout_s))[host]
        if isinstance(address, CollectError):
            return Failed.of(address)
        return await _connect(key, (address, port), tries=tries, timeout_s=timeout_s, slots=slots)

    outcomes = await asyncio.gather(*(one(key, host, port) for key, (host, port) in targets.items()))
    return dict(zip(targets, outcomes, strict=True))


async def _connect(
    key: str, peer: tuple[str, int], *, tries: int, timeout_s: float, slots: asyncio.Semaphore
) -> EchoSeen | Failed:
    at = datetime.now(UTC)
    rtts_ms: list[float] = []
    refused: RefusedError | None = None
    for number in range(tries):
        if number:
            await asyncio.sleep(SPACING_S)
        try:
            async with slots:  # held for one try only: the pause and the other tries leave it to others
                rtts_ms.append(await _time_connect(peer, timeout_s))
        except RefusedError as error:
            refused = error
        except NoAnswerError:
            continue
    if refused is not None and not rtts_ms:
        return Failed.of(refused)
    return summarise(key, at, tries, rtts_ms)


async def _time_connect(peer: tuple[str, int], timeout_s: float) -> float:
    """Milliseconds from SYN to established. Raises RefusedError or NoAnswerError."""
    loop = asyncio.get_running_loop()
    family = socket.AF_INET6 if ":" in peer[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as ours:
        ours.setblocking(False)
        start = loop.time()
        try:
            async with asyncio.timeout(timeout_s):
                await loop.sock_connect(ours, peer)
        except ConnectionRefusedError as error:
            raise RefusedError(f"{peer[0]} refuses connections to port {peer[1]}") from error
        except (TimeoutError, OSError) as error:
            raise NoAnswerError(f"{peer[0]} port {peer[1]} does not answer") from error
        return (loop.time() - start) * 1000.0
