"""The dashboard of plans on a real Prometheus that scrapes the planning services of one `netops serve` by the token."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from contract.planning import ActualEntered, DisbursementPosted, ProjectApproved
from contract.services import PORTS
from netops.settings import Settings
from netops.vault import Vault
from planning.annual_plan.models.project import BudgetLine
from planning.cli import part_of
from planning.development_plan.models.target import PlanIndicator, ProjectFrame
from planning.development_plan.store import hearing
from planning.kit import running
from planning.kit.settings import PlanningSettings
from service.database import make_engine, transaction
from tests.integration.servers.prometheus import running_prometheus, wait_until
from tests.integration.siblings import Siblings, process, until
from tests.integration.test_dashboards import filled, panels
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.test_ledger import ASK, PAY
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT
from tests.planning.development_plan import given
from tests.planning.entering import Netops
from tests.planning.served import Served

pytestmark = pytest.mark.peer("prometheus", "promtool")
TOKEN = "the-scrapers-token"
YEAR = "2570"
CHOSEN = {"office": given.OFFICE, "year": YEAR}
COPIES = "ข้อมูลจากบริการอื่นที่อ่านไม่ได้"


def typed(folder: Path, name: str, fill: Callable[[Served], None]) -> None:
    """What people do at a service before the day of the test, through its pages, in the database that it will serve."""
    settings = PlanningSettings(data_dir=folder / "planning")
    running.begin(part_of(name), settings)
    engine = make_engine(settings.database_of(name))
    with Netops.running(folder / f"netops-of-{name}") as netops:
        fill(Served(part_of(name), engine, settings, netops, folder))
    engine.dispose()


def annual(served: Served) -> None:
    """Money of two types, one project, a need that it pays for, a payment, a report."""
    office = Office(served, served.enter("planner"))
    it = office.planner
    more = {"notice_no": "2", "letter_no": "ศธ 2", "budget_type": "investment", "amount_satang": "5000"}
    for path, form in (
        ("/allocations/new", NOTICE),
        ("/allocations/new", {**NOTICE, **more}),
        ("/projects/new", PROJECT),
        ("/projects/1/money", MONEY),
    ):
        assert it.post(path, form).status_code == 303, path
    office.approve_all()
    with transaction(served.engine) as session:
        session.get_one(BudgetLine, 2).need_id = 7
    for path, form in (
        ("/lines/1/ask", ASK),
        ("/entries/1/bind", {"on": "2026-11-10", "amount_satang": "5000"}),
        ("/entries/2/pay", {**PAY, "amount_satang": "3000"}),
        ("/reports/1/1/report", {"progress": "doing", "percent": "40"}),
    ):
        assert it.post(path, form).status_code == 303, path


def development(served: Served) -> None:
    """A plan that begins in that year, with an indicator that was measured and a frame that money was given to."""
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    given.targeted(served, it, key, given.drafted(served, it, key))
    of_year = {"office_code": given.OFFICE, "fiscal_year": int(YEAR)}
    with transaction(served.engine) as session:
        indicator, frame = session.exec(select(PlanIndicator.key)).one(), session.exec(select(ProjectFrame.key)).one()
        measured = {"indicator_key": indicator, "quarter": 1, "value": 5.5, "as_of": date(2026, 12, 31)}
        hearing.actual_entered(session, ActualEntered.model_validate(of_year | measured), given.AT)
        of_frame = of_year | {"project_key": "p1", "frame_key": frame}
        approved = {"plan_key": "a" * 32, "title": "โครงการ", "amount_satang": 8000}
        hearing.project_approved(session, ProjectApproved.model_validate(of_frame | approved), given.AT)
        paid = {"paid_on": date(2026, 11, 2), "amount_satang": 5, "total_satang": 6000}
        hearing.disbursement_posted(session, DisbursementPosted.model_validate(of_frame | paid), given.AT)


def test_every_query_is_answered_by_the_token_and_nothing_without_it(
    settings: Settings, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(given.PLAN, "first_year", YEAR)
    monkeypatch.setattr(given, "YEARS", (int(YEAR), *given.YEARS))
    shutil.copyfile(sqlite_template, settings.data_dir / "netops.sqlite3")
    Vault.create(settings.data_dir)
    siblings = Siblings(tmp_path)
    typed(tmp_path, "annual_plan", annual)
    typed(tmp_path, "development_plan", development)
    environment = siblings.environment | {"NETOPS_DATA_DIR": str(settings.data_dir), "NETOPS_METRICS_TOKEN": TOKEN}
    places = {name: siblings.urls[name].removeprefix("http://") for name in PORTS}
    with ExitStack() as stack:
        stack.enter_context(process(["netops", "serve"], environment, f"{siblings.urls['netops']}/sign-in"))
        for name in PORTS:
            until(lambda url=siblings.urls[name]: _is_there(url), f"{name} to answer")  # type: ignore[misc]
            _only_by_the_token(siblings.urls[name])
        target = siblings.urls["netops"].removeprefix("http://")
        prometheus = stack.enter_context(running_prometheus(tmp_path, target=target, token=TOKEN, planning=places))
        up = 'sum(up{job="planning"}) == 5'
        wait_until(lambda: prometheus.ask(up), "all planning services are scraped", timeout_s=60)
        answers = {
            (title, expr): prometheus.ask(filled(expr, **CHOSEN))
            for title, expressions in panels("plan").items()
            for expr in expressions
        }
        assert [place for place, found in answers.items() if not found and place[0] != COPIES] == []
        shown = {title: found[0]["value"][1] for (title, _expr), found in answers.items() if found}
        assert (shown["งบตามแผน (บาท)"], shown["ผูกพัน (บาท)"], shown["เบิกจ่าย (บาท)"]) == ("15000", "2000", "3000")
        assert (shown["ร้อยละที่เบิกจ่าย"], shown["ตัวชี้วัดไม่บรรลุ"]) == ("0.2", "1")
        ((_place, sources),) = [one for one in answers.items() if one[0][0] == COPIES]
        assert {one["metric"]["service"] for one in sources} <= set(PORTS)


def _is_there(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz").is_success
    except httpx.HTTPError:
        return False


def _only_by_the_token(url: str) -> None:
    for headers in ({}, {"Authorization": "Bearer another"}):
        assert httpx.get(f"{url}/metrics", headers=headers).status_code == 401
    page = httpx.get(f"{url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert page.status_code == 200
    checked = subprocess.run(["promtool", "check", "metrics"], input=page.content, capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")
