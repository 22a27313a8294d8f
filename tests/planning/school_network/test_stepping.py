"""What a case shows to be done is done in its steps, and its files count there."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from contract.events import SchoolDecommissioned
from planning.plans.models.walking import Evidence, RunStep
from planning.school_network.stepping import step_all_on
from planning.school_network.store.carrying_out import hear_decommissioned, take_all_effects
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import add, attach, done, resolve
from tests.planning.served import Served

ANNOUNCED = {"announcement_number": "1/2569", "announced_on": "2026-04-01"}


def steps(network: Served) -> list[str]:
    with reading(network.engine) as session:
        rows = session.exec(select(RunStep).where(RunStep.done_at != None).order_by(RunStep.id))  # type: ignore[arg-type]  # noqa: E711
        return [row.key for row in rows]


def test_a_merge_walks_through_its_steps_while_its_page_is_filled(planner: Entered, network: Served) -> None:
    """To the announcement by the pages, then by what netops did and by the day of effect."""
    acting.begin_run(planner)
    at = acting.open_case(planner, "merge", to_code=given.CODES["B"])
    assert steps(network) == []
    attach(planner, at, "site_visit")
    assert steps(network) == ["study", "visit"]
    attach(planner, at, "board_opinion")
    acting.heard(planner, at)
    assert steps(network) == ["study", "visit", "opinion", "hearing"]
    done(planner.post(f"{at}/groups/fill"))
    resolve(network, planner, "change_case", at)
    assert steps(network)[-2:] == ["relocation", "resolution"]
    done(planner.post(f"{at}/announce", ANNOUNCED))
    assert steps(network)[-1] == "resolution"  # the paper of the announcement is not there yet
    attach(planner, at, "announcement")
    assert steps(network)[-1] == "announcement"
    attach(planner, at, "assets")
    add(
        planner,
        at,
        "assets",
        kind="building",
        item="อาคาร",
        way="transfer",
        to_whom="โรงเรียนสมมติ B",
        done_on="2026-05-01",
    )
    assert steps(network)[-1] == "assets"
    with reading(network.engine) as session:
        kinds = [row.kind for row in session.exec(select(Evidence))]
    assert sorted(kinds) == sorted(["site-visit", "opinion", "minutes", "announcement", "asset-list"])
    fact = SchoolDecommissioned(
        office_code=given.OFFICE,
        case_key=at.rsplit("/", 1)[-1],
        school_code=given.CODES["A"],
        completed_on=date(2026, 5, 2),
        links_ended=1,
        devices_moved=0,
        devices_retired=1,
    )
    with transaction(network.engine) as session:
        hear_decommissioned(session, fact, utc_now())
    with transaction(network.engine) as session:
        take_all_effects(session, date(2026, 5, 20))
        step_all_on(session, date(2026, 5, 20))
    assert steps(network)[-2:] == ["network", "effect"]


def test_a_file_that_no_step_asks_for_is_kept_by_the_case_alone(planner: Entered, network: Served) -> None:
    acting.begin_run(planner)
    at = acting.open_case(planner, "merge", to_code=given.CODES["B"])
    attach(planner, at, "land_paper")
    with reading(network.engine) as session:
        assert session.exec(select(Evidence)).all() == []
    assert "land" not in steps(network)
