"""Figures of contracts, months and alerts as `/metrics` shows them, each from the rows it counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.contract import Contract, LinkMonth
from inventory.models.outage import Subject
from netops.metrics import Family
from netops.models.alert import Alert, AlertKind
from netops.polling.agreed_figures import of_agreed
from tests.factories import AT, make_link, make_office, make_provider, make_site


def lines(session: Session, family: Family) -> list[str]:
    """The lines of a family, without the name of the metric."""
    session.flush()
    return [line.removeprefix(family.metric) for line in of_agreed(session)[family].decode().splitlines()]


def test_ends_of_contracts_in_use_that_name_one(database: Engine) -> None:
    with Session(database) as session:
        office = make_office(session)
        provider = make_provider(session, office, name='ไทย"เน็ต')
        given: dict[str, Any] = {"office_id": office.id or 0, "provider_id": provider.id or 0}
        session.add_all(
            [
                Contract(number="9/2569", ends_on=date(2027, 9, 30), **given),
                Contract(number="open", **given),
                Contract(number="old", ends_on=date(2020, 9, 30), archived_at=AT, **given),
            ]
        )
        end = int(datetime(2027, 9, 30, tzinfo=UTC).timestamp())
        assert lines(session, Family.CONTRACT_END) == [f'{{contract="9/2569",provider="ไทย\\"เน็ต"}} {end}']


def test_the_newest_month_of_links_in_use_by_their_contracts_clock(database: Engine) -> None:
    with Session(database) as session:
        office = make_office(session)
        site = make_site(session, office, code="57010001")
        sold = make_link(session, site, name="a", provider_id=make_provider(session, office, name="P").id)
        bare = make_link(session, site, name="b")
        gone = make_link(session, site, name="c", archived_at=AT)
        for month, counted in ((date(2026, 10, 1), 999), (date(2026, 11, 1), 60)):
            for link in (sold, bare, gone):
                row = LinkMonth(link_id=link.id or 0, month=month, measured_s=86_400, counted_s=counted, written_at=AT)
                session.add(row)
        where = ['{site="57010001",link="a",provider="P"}', '{site="57010001",link="b",provider=""}']
        assert lines(session, Family.MONTH_MEASURED) == [f"{each} 86400" for each in where]
        assert lines(session, Family.MONTH_COUNTED) == [f"{each} 60" for each in where]


def test_alerts_that_last_are_counted_by_kind_and_no_kind_is_a_gap(database: Engine) -> None:
    with Session(database) as session:
        about: dict[str, Any] = {"subject": Subject.LINK, "subject_id": 1, "started_at": AT}
        session.add_all(
            [
                Alert(kind=AlertKind.FLAPPING, **about),
                Alert(kind=AlertKind.FLAPPING, **about),
                Alert(kind=AlertKind.LINK_DOWN, ended_at=AT, **about),
            ]
        )
        told = lines(session, Family.ALERTS)
        assert len(told) == len(AlertKind)
        assert '{kind="Flapping"} 2' in told
        assert '{kind="LinkDown"} 0' in told
