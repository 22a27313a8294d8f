"""Which articles concern an alert: by thing, model, kind and school; of the own office, in one query for many."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import Subject
from inventory.models.site import Office
from netops.knowledge.fitting import Concern, articles_on, concern_of
from netops.models.alert import Alert, AlertKind
from netops.models.response import Article
from service.database import reading, transaction
from tests.factories import AT, make_device, make_link, make_office, make_site

TODAY = date(2026, 11, 22)


def write(session: Session, office: Office, title: str, **values: Any) -> str:
    session.add(Article(office_id=office.id or 0, title=title, body="-", changed_at=AT, **values))
    session.flush()
    return title


def of_device(device: Device, kind: AlertKind = AlertKind.DEVICE_HOT) -> Concern:
    alert = Alert(kind=kind, subject=Subject.DEVICE, subject_id=device.id or 0, site_id=device.site_id, started_at=AT)
    return concern_of(alert, device=device)


def of_link(link: Link) -> Concern:
    alert = Alert(
        kind=AlertKind.LINK_DOWN, subject=Subject.LINK, subject_id=link.id or 0, site_id=link.site_id, started_at=AT
    )
    return concern_of(alert, device=None)


def titles(session: Session, office: Office, concern: Concern, **values: int) -> list[str]:
    return [fit.title for fit in articles_on(session, office.id or 0, {0: concern}, today=TODAY, **values)[0]]


@pytest.mark.requirement("P6-7.1")
def test_the_same_thing_comes_before_its_model_its_kind_and_its_school(database: Engine) -> None:
    with transaction(database) as session:
        office, other = make_office(session), make_office(session)
        site, elsewhere = make_site(session, office), make_site(session, office)
        device = make_device(session, site, vendor="Cisco", model="C9200L")
        neighbour, far = make_device(session, site), make_device(session, elsewhere)
        numbered = make_link(session, make_site(session, office))
        link = make_link(session, elsewhere)
        school = write(session, office, "school", subject="device", subject_id=neighbour.id)
        kind = write(session, office, "kind", runbook="DeviceHot", subject="device", subject_id=far.id)
        model = write(session, office, "model", model="cisco c9200l")
        thing = write(session, office, "thing", subject="device", subject_id=device.id)
        line = write(session, office, "line", subject="link", subject_id=link.id, runbook="LinkDown")
        write(session, office, "a link, as the device", subject="link", subject_id=numbered.id)
        write(session, office, "of nothing")
        write(session, office, "archived", runbook="DeviceHot", archived_at=AT)
        write(session, other, "theirs", runbook="DeviceHot", model="Cisco C9200L")
        assert titles(session, office, of_device(device)) == [thing, model, kind, school]
        assert titles(session, office, of_device(device), most=2) == [thing, model]
        assert titles(session, office, of_link(link)) == [line, kind], "what is known of its school stands last"


@pytest.mark.requirement("P6-7.1")
def test_a_model_that_nobody_knows_is_not_the_same_as_another(database: Engine) -> None:
    with transaction(database) as session:
        office = make_office(session)
        site, elsewhere = make_site(session, office), make_site(session, office)
        write(session, office, "elsewhere", subject="device", subject_id=make_device(session, elsewhere).id)
        assert titles(session, office, of_device(make_device(session, site, vendor="", model=""))) == []


@pytest.mark.requirement("P6-7.1")
def test_a_review_that_was_due_yesterday_is_late_and_one_of_today_is_not(database: Engine) -> None:
    with transaction(database) as session:
        office = make_office(session)
        link = make_link(session, make_site(session, office))
        for days in (-1, 0, 1):
            write(session, office, f"{days:+}", runbook="LinkDown", review_on=TODAY + timedelta(days=days))
        write(session, office, "never", runbook="LinkDown")
        fits = articles_on(session, office.id or 0, {0: of_link(link)}, today=TODAY)[0]
    assert {fit.title: fit.is_late for fit in fits} == {"-1": True, "+0": False, "+1": False, "never": False}


@pytest.mark.requirement("P6-7.1")
def test_many_alerts_ask_once(database: Engine) -> None:
    with transaction(database) as session:
        office = make_office(session)
        links = [make_link(session, make_site(session, office)) for _number in range(40)]
        for link in links:
            write(session, office, link.name, subject="link", subject_id=link.id)
        concerns = {link.id or 0: of_link(link) for link in links}
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database, "before_cursor_execute", note)
    try:
        with reading(database) as session:
            found = articles_on(session, office.id or 0, concerns, today=TODAY)
            assert articles_on(session, office.id or 0, {}, today=TODAY) == {}
    finally:
        event.remove(database, "before_cursor_execute", note)
    assert len([one for one in asked if "article" in one]) == 1
    assert {key: [fit.title for fit in fits] for key, fits in found.items()} == {link.id: [link.name] for link in links}
