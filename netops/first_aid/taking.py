"""Taking the looks of one outage: all at once, each with its deadline; one that fails is a value beside the rest."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine

from collectors.errors import CollectError
from netops.first_aid.book import LOOKS
from netops.first_aid.names import LookName
from netops.first_aid.scene import Found, Look, Means, Scene
from netops.models.response import FirstAid
from netops.notify.plain import one_line
from service.database import reading, transaction

log = logging.getLogger(__name__)
ERROR_LENGTH = 500


async def take(  # noqa: PLR0913 - what, by what means, when, and what is known already
    engine: Engine,
    scene: Scene,
    means: Means,
    *,
    now: Callable[[], datetime],
    looks: Sequence[Look] = tuple(LOOKS.values()),
    instead: Mapping[LookName, Found] | None = None,
    asked_by: int | None = None,
) -> list[FirstAid]:
    """Take the looks and store what they saw; what has nothing to look at leaves no row.

    `instead` is what is noted without looking.
    """
    given = instead or {}
    at = now()
    rows = [_row(scene, name, at, 0.0, found=found) for name, found in given.items()]
    wanted = [look for look in looks if look.name not in given]
    taken = await asyncio.gather(*(_take_one(engine, look, scene, means, at) for look in wanted))
    rows += [row for row in taken if row is not None]
    for row in rows:
        row.asked_by = asked_by
    await asyncio.to_thread(_store, engine, rows)
    return rows


async def _take_one(engine: Engine, look: Look, scene: Scene, means: Means, at: datetime) -> FirstAid | None:
    started = time.monotonic()
    try:
        async with asyncio.timeout(look.deadline_s):
            found = await _found(engine, look, scene, means)
    except TimeoutError:
        return _row(scene, look.name, at, look.deadline_s, error=f"not done within {look.deadline_s:g} s")
    except CollectError as error:
        return _row(scene, look.name, at, time.monotonic() - started, error=str(error))
    except Exception as error:
        # A look is never worth the others; what went wrong is ours to mend.
        log.exception("the look %s at outage %s failed", look.name.value, scene.outage_id)
        return _row(scene, look.name, at, time.monotonic() - started, error=f"{type(error).__name__}: {error}")
    return None if found is None else _row(scene, look.name, at, time.monotonic() - started, found=found)


async def _found(engine: Engine, look: Look, scene: Scene, means: Means) -> Found | None:
    if look.ask is not None:
        return await look.ask(scene, means)
    return await asyncio.to_thread(_read, engine, look, scene, means)


def _read(engine: Engine, look: Look, scene: Scene, means: Means) -> Found | None:
    assert look.read is not None
    with reading(engine) as session:
        return look.read(session, scene, means)


def _row(
    scene: Scene, name: LookName, at: datetime, seconds: float, *, found: Found | None = None, error: str = ""
) -> FirstAid:
    return FirstAid(
        outage_id=scene.outage_id,
        look=name.value,
        at=at,
        seconds=round(seconds, 3),
        found=dict(found or {}),
        error=one_line(error, longest=ERROR_LENGTH),
    )


def _store(engine: Engine, rows: Sequence[FirstAid]) -> None:
    with transaction(engine) as session:
        session.add_all(rows)
