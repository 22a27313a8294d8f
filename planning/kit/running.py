"""A planning service as a process: its pages, and a thread that reads what other services tell."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from typing import Final
from zoneinfo import ZoneInfo

import uvicorn
from sqlalchemy import Engine

from planning.kit import database
from planning.kit.copies import Copier
from planning.kit.parts import Part
from planning.kit.settings import PlanningSettings
from planning.kit.tables import EventIn, Peer
from planning.kit.web.app import create_app
from service.database import make_engine, transaction
from service.hearing import Ear
from service.identity import Key, Peers
from service.refused import RefusedCommandError
from service.supervising import only_one

GRACE_S: Final = 5

log = logging.getLogger(__name__)


def key_of(part: Part, settings: PlanningSettings) -> Key:
    """The key by which this service signs, made at its first start."""
    return Key.at(settings.folder_of(part.name) / "identity.pem", part.name)


def begin(part: Part, settings: PlanningSettings) -> None:
    """A database at the first start; one of another release is refused with one clear sentence."""
    settings.folder_of(part.name).mkdir(parents=True, exist_ok=True, mode=0o700)
    url = settings.database_of(part.name)
    engine = make_engine(url)
    try:
        current, newest = database.revisions(part, engine)
        if current == newest:
            database.keep_guards(part, engine)
    finally:
        engine.dispose()
    if not current:
        database.migrate(part, url)
    elif current != newest:
        raise RefusedCommandError(
            f"{part.name}: the database is at revision {database.said(current)}, "
            f"this release needs {database.said(newest)}: run `netops-planning migrate`",
            2,
        )


def listen(part: Part, ear: Ear, stopped: Event, *, settings: PlanningSettings) -> None:
    """Read on from all peers until stopped, and keep the copies of their data fresh: those of a peer that told
    something at once. What fails is logged and tried again: a dead thread would be silent.
    """
    copier = Copier(ear.engine, ear.key, ear.urls)
    while not stopped.is_set():
        told = set()
        for listening in part.listening:
            try:
                if ear.hear(listening):
                    told.add(listening.peer)
            except Exception:
                log.exception("what %s tells was not taken", listening.peer)
        _do_regularly(part, ear.engine, settings)
        try:
            copier.take_due(part, older_than_s=settings.copy_interval_s, peers=told)
        except Exception:
            log.exception("copies of others' data were not taken")
        stopped.wait(settings.pull_interval_s)


def _do_regularly(part: Part, engine: Engine, settings: PlanningSettings) -> None:
    """One that fails does not keep the others from being done."""
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    for act in part.regular:
        try:
            with transaction(engine) as session:
                act(session, today)
        except Exception:
            log.exception("what %s does regularly was not done", part.name)


def run(part: Part, settings: PlanningSettings, peers: Peers) -> None:
    """Serve until SIGTERM. RefusedCommandError when it cannot work."""
    folder = settings.folder_of(part.name)
    begin(part, settings)
    engine = make_engine(settings.database_of(part.name))
    try:
        with only_one(folder / "running.lock", part.name):
            key = key_of(part, settings)
            with _listening(part, Ear(engine, key, peers.urls, EventIn, Peer), settings):
                uvicorn.run(
                    create_app(part, settings, engine, key, peers),
                    host=settings.host,
                    port=settings.port_of(part.name),
                    ssl_certfile=settings.tls_cert,
                    ssl_keyfile=settings.tls_key,
                    log_config=None,
                    server_header=False,
                    timeout_graceful_shutdown=GRACE_S,
                )
    finally:
        engine.dispose()


@contextmanager
def _listening(part: Part, ear: Ear, settings: PlanningSettings) -> Iterator[None]:
    """A thread that listens until the block ends."""
    stopped = Event()
    thread = Thread(target=listen, args=(part, ear, stopped), kwargs={"settings": settings}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(GRACE_S)
