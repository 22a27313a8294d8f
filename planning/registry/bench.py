"""How fast the registry is with 300 schools: `python -m planning.registry.bench`, one JSON line for each figure.

Each page, dataset and book of a real process is asked again and again: alone, and then while others ask it too.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import date, timedelta
from http import HTTPStatus
from itertools import count
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
from sqlmodel import Session, col, select

from planning.kit import running
from planning.kit.parts import Demo
from planning.kit.settings import PlanningSettings
from planning.kit.visitor import PLANNER
from planning.kit.web.session import open_session
from planning.registry.models.count import PupilCount
from planning.registry.models.information import InformationSet
from planning.registry.models.school import School
from planning.registry.models.village import Village
from planning.registry.part import PART
from service.columns import utc_now
from service.database import make_engine, transaction
from service.invented import OFFICE_CODE, OFFICE_NAME

SCHOOLS: Final = 300
TODAY: Final = date(2026, 11, 29)
ALONE: Final = 10
CLIENTS: Final = 4
EACH: Final = 4
READY_S: Final = 60
HOUR_S: Final = 3600
LISTS: Final = (
    "/schools", "/schools?per_page=200", "/counts", "/villages", "/staff", "/information", "/datasets", "/references",
    "/fiscal-years", "/indicators", "/committees", "/meetings", "/resolutions", "/tasks", "/desk", "/requests",
    "/letters", "/bodies", "/papers", "/copies", "/imports",
)  # fmt: skip
FILES: Final = ("/schools/export.xlsx", "/villages/export.xlsx")


def addresses(session: Session) -> list[str]:
    """Lists, one of each thing, files and datasets."""
    school, village = session.exec(select(School.id)).first(), session.exec(select(Village.id)).first()
    newest = session.exec(select(PupilCount.id).order_by(col(PupilCount.day).desc())).first()
    made = session.exec(select(InformationSet.id).order_by(col(InformationSet.id).desc())).first()
    things = (f"/schools/{school}", f"/villages/{village}", f"/information/{made}")
    counts = [f"/counts/{newest}{page}" for page in ("", "/rates", "/export.xlsx")]
    books = [f"/information/{made}/book.{kind}" for kind in ("pdf", "docx", "xlsx")]
    data = [f"/api/v1/data/{name}?office={OFFICE_CODE}" for name in PART.datasets]
    return [*LISTS, *things, *counts, *FILES, *books, *data]


def signed_in(session: Session) -> str:
    """The cookie of a planner of the invented office."""
    person = {"sub": "1", "username": "bench", "role": PLANNER, "office_code": OFFICE_CODE, "office_name": OFFICE_NAME}
    expires = (utc_now() + timedelta(seconds=HOUR_S)).timestamp()
    return open_session(session, {**person, "jti": "bench", "exp": expires}, now=utc_now(), hours=1)


@contextmanager
def served(settings: PlanningSettings) -> Iterator[tuple[str, int]]:
    """The registry as a process of its own, until the block ends: its address, and its number at the system."""
    url = f"http://127.0.0.1:{settings.registry_port}"
    environment = os.environ | settings.environment()
    command = [sys.executable, "-m", "planning", "run", PART.name]
    with (
        (settings.data_dir / "bench.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stderr=log) as process,
    ):
        try:
            _wait(process, f"{url}/healthz")
            yield url, process.pid
        finally:
            process.send_signal(signal.SIGTERM)


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + READY_S
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("the registry does not answer")


def cpu_ms(pid: int) -> float:
    """Of the processor that a process has had, all its threads."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def asked(client: httpx.Client, address: str) -> tuple[float, int]:
    """Milliseconds, and bytes."""
    started = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    return 1000 * (time.perf_counter() - started), len(answer.content)


def figure(address: str, where: str, took: list[tuple[float, int]]) -> dict[str, Any]:
    """Of one address."""
    times = sorted(ms for ms, _size in took)
    return {
        "figure": f"registry_{where}",
        "page": address,
        "median_ms": round(statistics.median(times)),
        "slowest_ms": round(times[-1]),
        "kb": took[-1][1] // 1024,
        "schools": SCHOOLS,
    }


def measured(url: str, pid: int, cookies: dict[str, str], pages: list[str]) -> Iterator[dict[str, Any]]:
    """Each alone, with what it takes of the processor; then all of them, clients beginning at different places."""
    with httpx.Client(base_url=url, cookies=cookies, timeout=READY_S) as client:
        for page in pages:
            asked(client, page)  # caches are filled
            before = cpu_ms(pid)
            found = figure(page, "alone", [asked(client, page) for _ in range(ALONE)])
            yield found | {"cpu_ms": round((cpu_ms(pid) - before) / ALONE)}
    took: dict[str, list[tuple[float, int]]] = {page: [] for page in pages}

    def reader(number: int) -> None:
        places = count(number * len(pages) // CLIENTS)
        with httpx.Client(base_url=url, cookies=cookies, timeout=READY_S) as own:
            for _ in range(EACH * len(pages) // CLIENTS):
                page = pages[next(places) % len(pages)]
                took[page].append(asked(own, page))

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(reader, range(CLIENTS)))
    for page, own_times in took.items():
        if own_times:
            yield figure(page, f"with_{CLIENTS}_readers", own_times)


def main() -> None:
    """All figures, with the load of the machine."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="registry-bench-"))
        free = stack.enter_context(closing(socket()))
        free.bind(("127.0.0.1", 0))
        settings = PlanningSettings(data_dir=Path(folder), registry_port=free.getsockname()[1], demo=True)
        free.close()
        running.begin(PART, settings)
        assert PART.fill_demo is not None
        PART.fill_demo(settings, Demo(SCHOOLS, 1, TODAY))
        engine = make_engine(settings.database_of(PART.name))
        stack.callback(engine.dispose)
        with transaction(engine) as session:
            pages, cookie = addresses(session), signed_in(session)
        url, pid = stack.enter_context(served(settings))
        for found in measured(url, pid, {f"netops-{PART.name}": cookie}, pages):
            sys.stdout.write(json.dumps(found | {"load": round(os.getloadavg()[0], 1)}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
