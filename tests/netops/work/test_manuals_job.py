"""The manuals of all schools in the background: each in its own transaction, in processes of their own or in ours."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from netops.audit import Actor
from netops.models.paper import Paper
from netops.models.person import AuditEntry
from netops.work.jobs import Progress
from netops.work.manuals_job import manuals_work
from network.models.file import NetworkManual
from service.database import reading, transaction
from tests import factories


@pytest.mark.parametrize("processes", [1, 2])
def test_a_manual_is_printed_for_every_school_and_told_in_the_order_of_the_schools(
    database: Engine, processes: int
) -> None:
    with transaction(database) as session:
        office = factories.make_office(session)
        sites = [factories.make_site(session, office) for _number in range(3)]
        ids = [site.id or 0 for site in reversed(sites)]
    progress = Progress()
    actor = Actor("it", office.id)
    work = manuals_work(database, ids, actor=actor, zone=ZoneInfo("Asia/Bangkok"), processes=processes)
    for number in (1, 2):  # a second run is a second version
        came = work(progress)
        assert [(row["site_id"], row["number"]) for row in came["made"]] == [(one, number) for one in ids]  # type: ignore[attr-defined]
        assert came["refused_rows"] == []
    assert (progress.done, progress.total) == (3, 3)
    with reading(database) as session:
        printed = session.exec(select(NetworkManual.paper_id)).all()
        papers = session.exec(select(Paper.id).where(col(Paper.pdf_sha256) != "")).all()
        assert sorted(printed) == sorted(one or 0 for one in papers)
        assert len(set(printed)) == 6
        assert session.exec(select(AuditEntry.action)).all() == ["network_manual.all_printed"] * 2
