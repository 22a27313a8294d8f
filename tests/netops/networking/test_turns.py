"""Two people at the same moment: each version has its own number, and the address plan stays without overlaps."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Site
from inventory.queries.sight import Sight
from netops.audit import Actor
from netops.editors import Hand
from netops.models.paper import Paper
from netops.networking import acts
from netops.networking.gathering import AsOf
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake
from network.models.design import NetworkDesign, NetworkSubnet
from network.models.file import NetworkManual, NetworkManualText, NetworkPart
from service.database import make_engine, reading, transaction
from service.refusal import RefusedError
from tests import factories

AT = AsOf(factories.AT, ZoneInfo("Asia/Bangkok"))
LINE = {"option": "A", "what": "สวิตช์", "quantity": 1, "price_satang": 350_000, "source": "ข้อ 32"}
DESIGN: dict[str, Any] = {"owner": "ไอที", "reason": "ทดสอบ", "chosen": "A", "lines": [LINE]}
Deed = Callable[[Hand, Site], object]


@pytest.fixture
def school(database: Engine) -> Site:
    with transaction(database) as session:
        return factories.make_site(session, factories.make_office(session))


def both(engine: Engine, school: Site, *deeds: Deed) -> list[BaseException]:
    """Each deed in its own transaction, begun at the same moment; what went wrong."""
    faults, gate = list[BaseException](), Barrier(len(deeds))

    def run(deed: Deed) -> None:
        own = make_engine(engine.url.render_as_string(hide_password=False))
        try:
            gate.wait(10)
            with transaction(own) as session:
                hand = Hand(session, Actor("ไอที", school.office_id), Sight(school.office_id), str.encode)
                deed(hand, session.get_one(Site, school.id))
        except BaseException as fault:
            faults.append(fault)
        finally:
            own.dispose()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return faults


def test_two_designs_at_once_are_two_versions_with_their_papers(database: Engine, school: Site) -> None:
    def keep(hand: Hand, site: Site) -> object:
        return acts.keep_design(hand, site, DESIGN, AT)

    assert both(database, school, keep, keep) == []
    with reading(database) as session:
        assert sorted(row.number for row in session.exec(select(NetworkDesign))) == [1, 2]
        papers = [session.get_one(Paper, row.paper_id) for row in session.exec(select(NetworkDesign))]
        assert all(remake(session, PAPER_KINDS, paper).is_same for paper in papers)
        (part,) = session.exec(select(NetworkPart)).all()
        assert part.note == "#2"


def test_two_manuals_printed_at_once_are_two_versions(database: Engine, school: Site) -> None:
    def keep(hand: Hand, site: Site) -> object:
        return acts.keep_manual(hand, site, AT)

    assert both(database, school, keep, keep) == []
    with reading(database) as session:
        assert sorted(row.number for row in session.exec(select(NetworkManual))) == [1, 2]
        said: list[Any] = [session.get_one(Paper, row.paper_id).data for row in session.exec(select(NetworkManual))]
        assert sorted(one["data"]["number"] for one in said) == [1, 2]


def test_two_texts_written_at_once_both_stay(database: Engine, school: Site) -> None:
    def saying(text: str) -> Deed:
        return lambda hand, site: acts.write_texts(hand, site, {"purpose": text}, AT)

    assert both(database, school, saying("หนึ่ง"), saying("สอง")) == []
    with reading(database) as session:
        rows = session.exec(select(NetworkManualText)).all()
        assert sorted((row.number, row.text) for row in rows) in (
            [(1, "หนึ่ง"), (2, "สอง")],
            [(1, "สอง"), (2, "หนึ่ง")],
        )


def test_of_two_subnets_at_once_that_overlap_one_is_refused(database: Engine, school: Site) -> None:
    def planning(cidr: str) -> Deed:
        return lambda hand, site: acts.plan_subnet(hand, {"site_id": site.id, "cidr": cidr})

    (fault,) = both(database, school, planning("10.9.0.0/16"), planning("10.9.4.0/24"))
    assert isinstance(fault, RefusedError)
    assert fault.problems[0].field == "cidr"
    with reading(database) as session:
        assert len(session.exec(select(NetworkSubnet)).all()) == 1
