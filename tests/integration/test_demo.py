"""The whole product as `make demo` starts it: a link is cut by name, confirmed, mailed, and recovers."""

from __future__ import annotations

import html
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from contract.services import PORTS
from inventory.models.device import Device, Interface
from inventory.models.link import Link
from inventory.models.outage import CurrentState, Outage, State, Subject
from inventory.models.site import Site
from netops.models.alert import Alert, AlertKind, AlertMember
from netops.simulation.district import make_district
from netops.simulation.faults import links_of_areas, links_of_providers
from netops.simulation.silent_line import DAYS_AGO, TITLE
from service.columns import utc_now
from service.database import make_engine
from tests.integration.crawling import broken_links
from tests.integration.siblings import Siblings, Somebody, answers, until
from tests.ports import free_port

# Rounds as short as the settings allow, and two silent ones confirm: the same way, sooner.
FILLED_S = 600.0  # with the planning services, whose data are made before anything answers
HASTE = {"NETOPS_SNMP_INTERVAL_S": "5", "NETOPS_DOWN_AFTER": "2", "NETOPS_DOWN_OF": "2"}


@contextmanager
def demo(data_dir: Path, port: int, siblings: Siblings | None = None) -> Iterator[subprocess.Popen[str]]:
    """`netops demo`, ended as by Ctrl-C; with the planning services where these are to be."""
    command = [sys.executable, "-m", "netops", "demo", "--schools", "12", "--no-faults"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NETOPS_")} | HASTE
    environment |= siblings.addresses if siblings is not None else {"NETOPS_PLANNING": "false"}
    with (data_dir.parent / "console").open("w") as console:
        running = subprocess.Popen(
            [*command, "--port", str(port), "--data-dir", str(data_dir)],
            stdout=console,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        try:
            until(lambda: running.poll() is not None or _is_well(port), "an answer of the service", within_s=FILLED_S)
            assert running.poll() is None, "the demo ended by itself"
            yield running
        except BaseException as error:
            error.add_note(Path(console.name).read_text())
            raise
        finally:
            running.send_signal(signal.SIGINT)
            running.wait()


def _is_well(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/v1/health").status_code == 200
    except httpx.TransportError:
        return False


def demo_command(data_dir: Path, *words: str) -> str:
    command = [sys.executable, "-m", "netops", "demo", *words, "--data-dir", str(data_dir)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def count_up(engine: Engine, subject: Subject) -> int:
    query = select(func.count()).where(CurrentState.subject == subject, CurrentState.state == State.UP)
    with Session(engine) as session:
        return session.exec(query).one()


def outages(engine: Engine, link_id: int) -> list[Outage]:
    query = select(Outage).where(Outage.subject == Subject.LINK, Outage.subject_id == link_id)
    with Session(engine) as session:
        return list(session.exec(query))


DAILY_TEST = "ทดสอบประจำวัน"  # comes in its own hour, whatever else happens


def subjects(data_dir: Path) -> list[str]:
    """Of the mails about the network."""
    kept = sorted((data_dir / "mail").glob("*.eml"))
    told = [str(message_from_bytes(path.read_bytes(), policy=default)["Subject"]) for path in kept]
    return [subject for subject in told if not subject.startswith(DAILY_TEST)]


def test_a_cut_link_is_seen_mailed_and_recovers_and_a_second_run_goes_on(tmp_path: Path) -> None:
    data_dir, siblings = tmp_path / "demo", Siblings(tmp_path)
    port = int(siblings.urls["netops"].rpartition(":")[2])
    with demo(data_dir, port):
        engine = make_engine(f"sqlite:///{data_dir / 'netops.sqlite3'}")
        until(lambda: count_up(engine, Subject.LINK) == 13, "13 links up")
        until(lambda: count_up(engine, Subject.DEVICE) == 30, "30 devices up")
        with Session(engine) as session:
            link, site = session.exec(select(Link, Site).join(Site, col(Link.site_id) == Site.id)).first() or (
                None,
                None,
            )
        assert link is not None
        assert site is not None
        assert link.id is not None
        link_id, name = link.id, f"{site.code}/{link.name}"
        assert name in demo_command(data_dir, "cut", name)
        until(lambda: len(outages(engine, link_id)) == 1, "the outage of the cut link")
        until(lambda: len(subjects(data_dir)) >= 2, "a mail to each of two people")
        assert all(site.name in subject for subject in subjects(data_dir))
        demo_command(data_dir, "restore", name)
        until(lambda: outages(engine, link_id)[0].ended_at is not None, "the end of the outage")
        until(lambda: len(subjects(data_dir)) >= 4, "the mails of the recovery")
        with Session(engine) as session:
            assert session.exec(select(func.count()).select_from(Interface)).one() > 100
            named = session.exec(select(Device).where(col(Device.serial).startswith("SIM"))).all()
        assert len(named) == 30
    with demo(data_dir, port):
        until(lambda: count_up(engine, Subject.LINK) == 13, "13 links up in the second run")
        record = json.loads((data_dir / "demo.json").read_text())
        assert set(record["passwords"]) == {"admin", "it", "supply", "planner", "director", "school"}
    engine.dispose()


WAITING = 'hx-trigger="every 5s"'  # the page of the stories asks again until nothing is on its way


def told(officer: Somebody) -> list[str]:
    """Where the steps of both stories lead, once each is done."""

    def whole() -> str:
        text = officer.at("netops").get("/demo").text
        return "" if WAITING in text else text

    text = until(whole, "both stories to their ends", within_s=FILLED_S)
    return [html.unescape(href) for href in re.findall(r'<a href="([^"]+)"><b>', text)]


def kept(data_dir: Path) -> dict[str, int]:
    """How many there are of what a second run must not double."""
    counted = {}
    for path, tables in {
        "netops": ("decommission", "decommission_task", "sibling_fact"),
        "planning/annual_plan/annual_plan": ("plan", "project", "allocation", "allocation_cut"),
        "planning/development_plan/development_plan": ("devplan", "plan_version", "school_plan"),
        "planning/registry/registry": ("meeting", "agenda_item"),
        "planning/school_network/school_network": ("change_case", "hearing"),
    }.items():
        with closing(sqlite3.connect(data_dir / f"{path}.sqlite3")) as connection:
            for table in tables:
                counted[table] = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return counted


def test_the_planning_services_tell_both_stories_and_a_second_run_doubles_nothing(tmp_path: Path) -> None:
    data_dir, siblings = tmp_path / "demo", Siblings(tmp_path)
    port = int(siblings.urls["netops"].rpartition(":")[2])
    with demo(data_dir, port, siblings):
        for url in siblings.urls.values():
            until(lambda url=url: answers(url), f"{url} to answer", within_s=FILLED_S)  # type: ignore[misc]
        passwords = json.loads((data_dir / "demo.json").read_text())["passwords"]
        planner, officer = (Somebody(siblings, name, passwords[name]) for name in ("planner", "it"))
        _have_the_same_district(planner)
        steps = told(officer)
        assert len(steps) == 16
        _money_was_cut(planner, officer, steps[:9])
        _school_was_closed(planner, officer, steps[9:])
        first = kept(data_dir)
        planner.close()
        officer.close()
        _every_link_leads_somewhere(siblings, passwords)
    assert (first["decommission"], first["devplan"], first["change_case"], first["allocation_cut"]) == (1, 1, 1, 1)
    with demo(data_dir, port, siblings):
        again = Somebody(siblings, "it", passwords["it"])
        assert told(again) == steps
        again.close()
    assert kept(data_dir) == first


def _have_the_same_district(planner: Somebody) -> None:
    district = make_district(schools=12, seed=1, today=utc_now().date())
    listed = planner.at("registry").get("/schools").text
    assert [school.name for school in district.schools if school.name not in listed] == []
    assert planner.siblings.urls["school_network"] in listed
    for name in PORTS:
        assert planner.at(name).get("/").status_code in {200, 303}, name


def _money_was_cut(planner: Somebody, officer: Somebody, steps: list[str]) -> None:
    """From the measured outages over the line that paid to the risk that rose again."""
    outages_of, risk, need, spec, plan, project, allocation, put_off, risen = steps
    at_netops, at_annual = officer.at("netops"), planner.at("annual_plan")
    assert len(set(re.findall(r'href="(/outages/\d+)"', at_netops.get(outages_of).text))) >= len(DAYS_AGO)
    assert (risk, need) == (risen, put_off)
    assert TITLE in at_netops.get(spec).text
    planned, home = planner.siblings.urls["development_plan"], planner.siblings.urls["annual_plan"]
    assert "ระยะ 5 ปี" in planner.at("development_plan").get(plan.removeprefix(planned)).text
    assert TITLE in at_annual.get(project.removeprefix(home)).text
    cut = re.search(r"ปรับลดงบลงทุน[^<]*", at_annual.get(allocation.removeprefix(home)).text)
    assert cut is not None
    assert cut[0].strip() in at_netops.get(need).text
    assert re.search(rf'ความเสี่ยงนี้จึงยังไม่ลดลง.{{0,20}}<a href="{need}"', at_netops.get(risk).text, re.DOTALL)


def _school_was_closed(planner: Somebody, officer: Somebody, steps: list[str]) -> None:
    """From the case to the link that is gone; the planner completes the case with the last press."""
    case, _heard, meeting, registered, order, worked_off, _back = steps
    assert order == worked_off
    network, registry = planner.siblings.urls["school_network"], planner.siblings.urls["registry"]
    assert "เลิกสถานศึกษาแล้ว" in planner.at("registry").get(registered.removeprefix(registry)).text
    assert "เห็นชอบ" in planner.at("registry").get(meeting.removeprefix(registry)).text
    assert officer.at("netops").get(order).text.count("สิ้นสุดแล้ว") >= 1
    it, at = planner.at("school_network"), case.removeprefix(network)
    until(lambda: it.post(f"{at}/complete").status_code == 303, "the completion back at the case")


def _every_link_leads_somewhere(siblings: Siblings, passwords: dict[str, str]) -> None:
    """Who may write, who may only read, and who is of a school: led to no page that is not there, closed or broken."""
    for name, pages in (("planner", 500), ("director", 500), ("school", 50)):
        reader = Somebody(siblings, name, passwords[name])
        faults, read = broken_links(reader)
        assert faults == [], "\n".join(faults)
        assert read > pages
        reader.close()


def alerts(engine: Engine) -> list[Alert]:
    with Session(engine) as session:
        return list(session.exec(select(Alert).order_by(col(Alert.id))))


def one_alert_and_its_end(engine: Engine, data_dir: Path, fault: tuple[str, str, str], kind: AlertKind) -> Alert:
    """A fault begins and ends; the one alert that it brought."""
    begin, end, name = fault
    before, mails = len(alerts(engine)), len(subjects(data_dir))
    demo_command(data_dir, begin, name)
    until(lambda: len(alerts(engine)) > before, f"an alert of {begin}")
    assert [alert.kind for alert in alerts(engine)[before:]] == [kind]
    until(lambda: len(subjects(data_dir)) >= mails + 2, "a mail to each of two people")
    demo_command(data_dir, end, name)
    until(lambda: count_up(engine, Subject.DEVICE) == 30 and count_up(engine, Subject.LINK) == 13, "all up again")
    until(lambda: alerts(engine)[before].ended_at is not None, "the end of the alert")
    until(lambda: len(subjects(data_dir)) >= mails + 4, "the mails of the end")
    assert [alert.kind for alert in alerts(engine)[before:]] == [kind]
    assert len(subjects(data_dir)) == mails + 4
    return alerts(engine)[before]


def members(engine: Engine, alert: Alert) -> set[str]:
    """The links that an alert stands for, as the demo names them."""
    query = (
        select(Site.code, Link.name)
        .join(Link, col(Link.site_id) == Site.id)
        .join(AlertMember, col(AlertMember.subject_id) == Link.id)
        .where(AlertMember.alert_id == alert.id)
    )
    with Session(engine) as session:
        return {f"{code}/{name}" for code, name in session.exec(query)}


def test_a_power_cut_and_a_providers_fault_are_one_alert_each(tmp_path: Path) -> None:
    data_dir, port = tmp_path / "demo", free_port()
    with demo(data_dir, port):
        engine = make_engine(f"sqlite:///{data_dir / 'netops.sqlite3'}")
        until(lambda: count_up(engine, Subject.LINK) == 13, "13 links up")
        until(lambda: count_up(engine, Subject.DEVICE) == 30, "30 devices up")
        district = make_district(schools=12, seed=1, today=datetime.now(UTC).date())
        area, dark = next(iter(links_of_areas(district).items()))
        power = one_alert_and_its_end(engine, data_dir, ("power-off", "power-on", area), AlertKind.AREA_POWER_OUT)
        assert members(engine, power) == dark
        assert power.area == area.replace("/", " / ")
        provider, fallen = next(iter(links_of_providers(district).items()))
        fault = ("provider-down", "provider-up", provider)
        assert members(engine, one_alert_and_its_end(engine, data_dir, fault, AlertKind.PROVIDER_OUTAGE)) == fallen
    engine.dispose()


def test_another_district_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text(
        json.dumps({"schools": 12, "seed": 1, "today": "2026-11-22", "snmp_port": 0, "ssh_port": 0, "passwords": {}})
    )
    command = [sys.executable, "-m", "netops", "demo", "--schools", "24", "--data-dir", str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "12 schools" in answer.stderr


def test_cutting_without_a_running_demo_says_how_to_start_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "netops", "demo", "cut", "99010001/NET1", "--data-dir", str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "netops demo" in answer.stderr
