"""netops and the registry as processes of their own: one sign-in, and either works while the other is down."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select

from contract.events import IndicatorMeasured
from contract.services import PORTS
from inventory.models.site import Office
from inventory.store.siblings import tell_siblings
from netops.models.person import Role
from netops.settings import PLANNING, Settings
from netops.vault import Vault
from planning.kit.tables import EventIn
from planning.province.part import PART as PROVINCE
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from tests.factories import make_office
from tests.integration.siblings import CSRF, SOON_S, Siblings, answers, process, until
from tests.web.browsing import PASSWORD, person_of


@pytest.fixture
def environment(settings: Settings, sqlite_template: Path, tmp_path: Path) -> dict[str, str]:
    """All services on free ports, each knowing the addresses of the others."""
    shutil.copyfile(sqlite_template, settings.data_dir / "netops.sqlite3")
    Vault.create(settings.data_dir)
    siblings = Siblings(tmp_path)
    return siblings.environment | {"NETOPS_DATA_DIR": str(settings.data_dir)}


@pytest.fixture
def planner(environment: dict[str, str], settings: Settings) -> str:
    """The name of somebody who can sign in at netops."""
    engine = make_engine(settings.url)
    try:
        with transaction(engine) as session:
            office = make_office(session)
        return person_of(engine, Role.PLANNER, office=office).username
    finally:
        engine.dispose()


def test_one_sign_in_and_each_works_while_the_other_is_down(environment: dict[str, str], planner: str) -> None:
    netops_url = environment[f"{PLANNING}NETOPS_URL"]
    registry_url = f"http://127.0.0.1:{environment[f'{PLANNING}REGISTRY_PORT']}"
    with process(["planning", "run", "registry"], environment, f"{registry_url}/healthz") as registry:
        with process(["netops", "web"], environment, f"{netops_url}/sign-in"), httpx.Client() as browser:
            # From the registry to netops, which asks for the password, and back to the page that was wanted.
            asked = browser.get(f"{registry_url}/schools", follow_redirects=True)
            assert str(asked.url).startswith(f"{netops_url}/sign-in")
            wanted = re.search(r'name="next" value="([^"]+)"', asked.text)
            assert wanted is not None
            form = {"username": planner, "password": PASSWORD, "next": wanted[1].replace("&amp;", "&")}
            page = browser.post(f"{netops_url}/sign-in", data=form, follow_redirects=True)
            assert str(page.url) == f"{registry_url}/schools"
            assert page.status_code == 200
            csrf = CSRF.search(page.text)
            assert csrf is not None
            # netops shows the way, and knows its own pages still.
            assert f'href="{registry_url}/"' in browser.get(f"{netops_url}/needs").text
            kept = {"netops-registry": browser.cookies["netops-registry"]}
        # netops is gone: who was signed in goes on reading and writing.
        with httpx.Client(cookies=kept) as browser:
            school = {"smis_code": "53020001", "name": "โรงเรียนสมมติ", "csrf": csrf[1]}
            saved = browser.post(f"{registry_url}/schools/new", data=school)
            assert saved.status_code == 303
            assert "โรงเรียนสมมติ" in browser.get(f"{registry_url}/schools").text
        assert registry.poll() is None
    # The registry is gone, and netops begins without it.
    with process(["netops", "web"], environment, f"{netops_url}/sign-in"):
        assert httpx.get(f"{netops_url}/sign-in").status_code == 200


@dataclass
class Told:
    """An office of netops that tells facts, and what the annual plan heard of them."""

    settings: Settings
    heard_in: Path
    office_id: int
    values: list[float] = field(default_factory=list)

    def tell(self, value: float) -> None:
        engine = make_engine(self.settings.url)
        with transaction(engine) as session:
            fact = IndicatorMeasured(
                process="P6",
                indicator="availability",
                office_code=session.get_one(Office, self.office_id).code,
                fiscal_year=2570,
                as_of=date(2026, 11, 29),
                unit="percent",
                value=value,
                basis=1,
            )
            tell_siblings(session, fact, office_id=self.office_id, at=utc_now())
        engine.dispose()
        self.values.append(value)

    def heard(self) -> list[str]:
        engine = make_engine(f"sqlite:///{self.heard_in}")
        try:
            with reading(engine) as session:
                return list(session.exec(select(EventIn.outcome).order_by(col(EventIn.id))))
        finally:
            engine.dispose()

    def await_all(self) -> None:
        """Each once, in the order in which they were told."""
        wanted = [f"took {value:g}" for value in self.values]
        until(lambda: self.heard() == wanted, f"{wanted} to be heard")


def test_what_netops_tells_is_heard_whoever_of_the_two_was_down(
    environment: dict[str, str], settings: Settings, tmp_path: Path
) -> None:
    netops_url = environment[f"{PLANNING}NETOPS_URL"]
    url = f"http://127.0.0.1:{environment[f'{PLANNING}ANNUAL_PLAN_PORT']}"
    engine = make_engine(settings.url)
    with transaction(engine) as session:
        offices = [make_office(session).id or 0 for _ in range(2)]
    engine.dispose()
    told = Told(settings, tmp_path / "planning" / "annual_plan" / "annual_plan.sqlite3", offices[0])
    netops = (["netops", "web"], environment, f"{netops_url}/sign-in")
    hearer = (["tests.integration.servers.hearer"], environment, f"{url}/healthz")
    told.tell(1)
    with process(*hearer) as listening:
        told.tell(2)
        with process(*netops):
            told.await_all()
            told.office_id = offices[1]  # one feed of all offices
            told.tell(3)
            told.await_all()
            listening.kill()
            listening.wait(SOON_S)
            told.tell(4)
            with process(*hearer):
                told.await_all()
    # netops is down now, as a service is that begins then.
    told.tell(5)
    with process(*hearer):
        told.tell(6)
        with process(*netops):
            told.await_all()


def test_two_of_one_service_do_not_run_on_one_folder(environment: dict[str, str]) -> None:
    url = f"http://127.0.0.1:{environment[f'{PLANNING}REGISTRY_PORT']}"
    with process(["planning", "run", "registry"], environment, f"{url}/healthz"):
        second = subprocess.run(
            [sys.executable, "-m", "planning", "run", "registry"],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=SOON_S,
            check=False,
        )
    assert (second.returncode, second.stderr.strip().splitlines()[-1]) == (
        1,
        "another registry of this data folder is running",
    )


def test_all_services_begin_by_one_command_and_end_by_one_signal(
    environment: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    """One whose database is of another release is told by its name, and keeps none of the others from working."""
    database = Path(environment[f"{PLANNING}DATA_DIR"]) / "province" / "province.sqlite3"
    database.parent.mkdir(parents=True)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"CREATE TABLE {PROVINCE.line.place} (version_num TEXT)")
        connection.execute(f"INSERT INTO {PROVINCE.line.place} VALUES ('of_the_past')")
    urls = {name: f"http://127.0.0.1:{environment[f'{PLANNING}{name.upper()}_PORT']}/healthz" for name in PORTS}
    refused = urls.pop("province")
    with process(["planning", "serve"], environment, urls["registry"]) as all_of_them:
        for name, url in urls.items():
            until(lambda url=url: answers(url), f"{name} to answer")  # type: ignore[misc]
        said = "province: the database is at revision province of_the_past, this release needs"
        until(lambda: said in "".join(capfd.readouterr()), "the reason, told at each start")
        assert not answers(refused)
        all_of_them.send_signal(signal.SIGTERM)
        assert all_of_them.wait(SOON_S) == 0
    assert not any(answers(url) for url in urls.values())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("REGISTRY_PORT", "70000", "setting NETOPS_PLANNING_REGISTRY_PORT: "),
        ("SESSION_HOURS", "0", "setting NETOPS_PLANNING_SESSION_HOURS: "),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(environment: dict[str, str], name: str, value: str, said: str) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "planning", "migrate"],
        env={**os.environ, **environment, f"{PLANNING}{name}": value},
        capture_output=True,
        text=True,
        timeout=SOON_S,
        check=False,
    )
    assert refused.returncode == 2
    assert refused.stderr.startswith(said)
