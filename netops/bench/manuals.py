"""`python -m netops.bench.manuals`: manuals of schools, one and all 130, and the register of 500 risks as paper."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from netops.audit import Actor
from netops.bench.network import add_network
from netops.bench.risks import NOW, shape
from netops.bench.seeding import DEVICES_A_SITE, passing_office
from netops.models.paper import Paper
from netops.networking.gathering import AsOf
from netops.networking.making import print_manual
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake_file
from netops.polling.poll import cpu_seconds
from netops.risk_papers.making import Head, Made, make_register
from netops.work.jobs import Progress
from netops.work.manuals_job import manuals_work
from risk.models.register import Risk
from risk.store.scoring import rescore
from service.database import reading, transaction

SCHOOLS: Final = 130
RISKS: Final = 500
RUNS: Final = 5
ONE_GOAL_S: Final = 2
ALL_GOAL_S: Final = 60
_ZONE: Final = ZoneInfo("Asia/Bangkok")
Figure = dict[str, Any]


def measured(engine: Engine) -> list[Figure]:
    """The manuals first: what reads fonts for the first time is told apart."""
    with reading(engine) as session:
        sites = list(session.exec(select(Site.id).order_by(col(Site.id))).all())
    found = [_figure("manual of one school, the first", lambda: _print_one(engine), goal_s=ONE_GOAL_S, runs=1)]
    found.append(_figure("manual of one school", lambda: _print_one(engine), goal_s=ONE_GOAL_S))
    work = manuals_work(engine, [one or 0 for one in sites], actor=Actor("bench", 1), zone=_ZONE)
    note = f"{len(sites)} schools of {DEVICES_A_SITE} devices"
    found.append(_figure("manuals of all schools", lambda: work(Progress()), goal_s=ALL_GOAL_S, runs=1, note=note))
    with reading(engine) as session:
        wanted = select(Risk.id).order_by(col(Risk.number)).limit(RISKS)
        ids = [one or 0 for one in session.exec(wanted).all()]
    for is_whole, told in ((False, "equal ones in one row"), (True, "each in a row")):
        found += _register(engine, ids, Head(is_whole=is_whole), f"{len(ids)} risks, {told}")
    return found


def _print_one(engine: Engine) -> None:
    with transaction(engine) as session:
        now = datetime.now(UTC)
        print_manual(session, session.get_one(Site, 1), AsOf(now, _ZONE), By("bench", now))


def _register(engine: Engine, ids: list[int], head: Head, note: str) -> list[Figure]:
    """The paper made and stored, as its button does; then each file as it is handed out."""
    now = datetime.now(UTC)
    made: list[Paper] = []

    def make() -> None:
        with transaction(engine) as session:
            made.append(make_register(session, Sight(1), ids, Made(now, now.date(), None), head))

    found = [_figure("register of risks, made", make, goal_s=ONE_GOAL_S, runs=2, note=note)]
    for form in ("pdf", "docx", "xlsx"):

        def hand_out(form: str = form) -> None:
            with reading(engine) as session:
                remake_file(session, PAPER_KINDS, session.get_one(Paper, made[-1].id), form)

        found.append(_figure(f"register of risks, its {form}", hand_out, goal_s=ONE_GOAL_S, runs=2, note=note))
    return found


def _figure(name: str, act: Callable[[], object], *, goal_s: float, runs: int = RUNS, note: str = "") -> Figure:
    clock, cpu = [], []
    for _run in range(runs):
        began, worked = time.perf_counter(), cpu_seconds()
        act()
        clock.append(time.perf_counter() - began)
        cpu.append(cpu_seconds() - worked)
    middle = statistics.median
    line: Figure = {"figure": name, "value": round(middle(clock), 2), "unit": "s", "goal": goal_s}
    return line | {"cpu": round(middle(cpu), 2), "slowest": round(max(clock), 2), "note": note}


def _fill(session: Session) -> None:
    shape(session)
    add_network(session, NOW)
    rescore(session, 1, NOW)


def main() -> None:
    """Print a JSON line for each figure."""
    with passing_office(devices=SCHOOLS * DEVICES_A_SITE) as engine:
        with transaction(engine) as session:
            _fill(session)
        for line in measured(engine):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
