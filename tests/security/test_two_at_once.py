"""Two people act on one thing at the same moment: each has read it before the other acted, and the second is refused.

On both databases: what keeps them apart is a lock of the row on one, and of the whole on the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from innovation.models.innovation import Innovation
from inventory.models.disposal import Disposal
from inventory.models.site import Site
from inventory.models.transfer import Transfer
from inventory.queries.sight import Sight
from netops.asset_acts.disposal import Disposals
from netops.asset_acts.transfer import Transfers
from netops.audit import Actor
from netops.cases.walking import Doer
from netops.editors import Hand
from netops.innovating.gates import open_case_of
from netops.models.person import Role
from netops.need_editors import Needs
from netops.networking import acts
from netops.networking.gathering import AsOf
from netops.risk_editors import Risks
from netops.spec_editors import Specs
from network.models.change import ChangeState, NetworkChange
from network.models.file import NetworkDrill
from procurement.models.need import Need
from procurement.models.spec import Spec, SpecLine
from procurement.store.spec_lines import line_draft_of
from risk.models.register import Risk
from risk.store.tasks import TaskDraft, open_tasks
from service.columns import utc_now
from service.database import transaction
from service.refusal import MissingError, RefusedError
from tests.security.two_offices import World, world

TODAY: Final = utc_now().date()
Act = Callable[[Hand, Any], object]


@dataclass(frozen=True, slots=True)
class Case:
    """What two people do to the row of a noun. `after` tells whether what the first did still stands."""

    noun: str
    table: type[SQLModel]
    first: Act
    second: Act
    after: Callable[[Any], bool]
    begin: Callable[[Any], object] = bool


def _as_of() -> AsOf:
    return AsOf(utc_now(), ZoneInfo("Asia/Bangkok"))


def _decided(verdict: str) -> Act:
    def act(hand: Hand, row: NetworkChange) -> None:
        site = hand.session.get_one(Site, row.site_id)
        acts.decide_change(hand, row, site, {"verdict": verdict, "decision": verdict}, _as_of())

    return act


def _ran(minutes: int) -> Act:
    def act(hand: Hand, row: NetworkDrill) -> None:
        site = hand.session.get_one(Site, row.site_id)
        acts.run_drill(hand, row, site, {"ran_on": TODAY, "took_minutes": minutes, "finding": "ครบ"}, _as_of())

    return act


def _doer(hand: Hand) -> Doer:
    return Doer(hand.session, hand.actor, hand.sight, Role.ADMIN, hand.actor.person_id or 0, utc_now())


def _closed(hand: Hand, row: Risk) -> None:
    desk = Risks(hand)
    for task in open_tasks(hand.session, row):
        desk.drop_task(row, task, "เลิก")
    desk.close(row, "ย้ายแล้ว")


CASES: Final[Mapping[str, Case]] = {
    "a need approved and rejected": Case(
        "needs", Need,
        lambda hand, row: Needs(hand).reject(row, "ไม่จำเป็น"),
        lambda hand, row: Needs(hand).approve(row, ""),
        lambda row: row.state == "rejected",
    ),
    "a need decided and changed": Case(
        "needs", Need,
        lambda hand, row: Needs(hand).approve(row, ""),
        lambda hand, row: Needs(hand).change(row, {"quantity": 90}),
        lambda row: row.state == "approved" and row.quantity != 90,
    ),
    "a specification withdrawn and changed": Case(
        "specs", Spec,
        lambda hand, row: Specs(hand).withdraw(row, why="ไม่ซื้อแล้ว"),
        lambda hand, row: Specs(hand).change(row, {"title": "อื่น"}),
        lambda row: row.state == "withdrawn" and row.title != "อื่น",
    ),
    "a specification withdrawn twice": Case(
        "specs", Spec,
        lambda hand, row: Specs(hand).withdraw(row, why="หนึ่ง"),
        lambda hand, row: Specs(hand).withdraw(row, why="สอง"),
        lambda row: row.withdrawn_why == "หนึ่ง",
    ),
    "a risk closed and accepted": Case(
        "risks", Risk, _closed,
        lambda hand, row: Risks(hand).accept(row, TODAY + timedelta(days=30), "รับได้"),
        lambda row: row.state == "closed" and row.accepted_until is None,
    ),
    "a risk closed and treated": Case(
        "risks", Risk, _closed,
        lambda hand, row: Risks(hand).add_task(row, TaskDraft(what="ย้าย")),
        lambda row: row.state == "closed",
    ),
    "a change of a network approved and refused": Case(
        "changes", NetworkChange, _decided("refused"), _decided("approved"), lambda row: row.state == "refused",
        begin=lambda row: setattr(row, "state", ChangeState.ASKED),
    ),
    "a drill run twice": Case("drills", NetworkDrill, _ran(3), _ran(9), lambda row: row.took_minutes == 3),
    "a transfer refused and accepted": Case(
        "transfers", Transfer,
        lambda hand, row: Transfers(hand).refuse(row, "ไม่มีที่วาง"),
        lambda hand, row: Transfers(hand).withdraw(row),
        lambda row: row.state == "refused",
    ),
    "a disposal given up twice": Case(
        "disposals", Disposal,
        lambda hand, row: Disposals(hand, _doer(hand), TODAY).give_up(row, "ยังใช้ได้"),
        lambda hand, row: Disposals(hand, _doer(hand), TODAY).give_up(row, "อีกครั้ง"),
        lambda row: row.ended_reason == "ยังใช้ได้",
    ),
    "an innovation given its case twice": Case(
        "innovations", Innovation,
        lambda hand, row: open_case_of(_doer(hand), row),
        lambda hand, row: open_case_of(_doer(hand), row),
        lambda row: row.case_id is not None,
    ),
}  # fmt: skip


@pytest.fixture
def place(database: Engine) -> World:
    return world(database)


def hand_in(session: Session, place: World) -> Hand:
    office_id = place.ours.office.id or 0
    return Hand(
        session,
        Actor("ผู้ทดสอบ", office_id, int(str(place.ours.ids["people"]))),
        Sight(office_id),
        lambda text: text.encode(),
    )


def test_the_second_of_two_sees_what_the_first_did(database: Engine, place: World) -> None:
    taken = Counter[str]()
    for name, case in CASES.items():
        row_id = (place.ours, place.neighbour)[taken[case.noun]].ids[case.noun]
        taken[case.noun] += 1
        with transaction(database) as session:
            case.begin(session.get_one(case.table, row_id))
        with Session(database, expire_on_commit=False) as late:
            stale = late.get_one(case.table, row_id)
            assert stale.model_dump(), name  # read whole, as for a page
            with transaction(database) as early:
                case.first(hand_in(early, place), early.get_one(case.table, row_id))
            with pytest.raises(RefusedError):
                case.second(hand_in(late, place), stale)
            late.rollback()
        with Session(database) as session:
            assert case.after(session.get_one(case.table, row_id)), name


def test_a_line_that_another_took_out_is_missing_and_no_error_of_ours(database: Engine, place: World) -> None:
    spec_id, line_id = place.ours.ids["specs"], place.ours.ids["lines"]
    with Session(database, expire_on_commit=False) as late:
        spec, line = late.get_one(Spec, spec_id), late.get_one(SpecLine, line_id)
        draft = line_draft_of(late, line)
        with transaction(database) as early:
            Specs(hand_in(early, place)).remove_line(early.get_one(Spec, spec_id), early.get_one(SpecLine, line_id))
        with pytest.raises(MissingError):
            Specs(hand_in(late, place)).change_line(spec, line, draft)


def test_two_needs_merged_into_each_other_at_once_leave_one_open(database: Engine, place: World) -> None:
    first_id = place.ours.ids["needs"]
    with transaction(database) as session:
        need = session.get_one(Need, first_id)
        other = Need(**need.model_dump(exclude={"id", "key"}))
        session.add(other)
        session.flush()
        second_id = other.id
    with Session(database, expire_on_commit=False) as late:
        one, two = late.get_one(Need, first_id), late.get_one(Need, second_id)
        with transaction(database) as early:
            Needs(hand_in(early, place)).merge(early.get_one(Need, first_id), early.get_one(Need, second_id), None)
        with pytest.raises(RefusedError):
            Needs(hand_in(late, place)).merge(two, one, None)


def test_who_acts_keeps_the_other_waiting_until_the_end(database: Engine, place: World) -> None:
    """A thread for the second: it neither fails nor goes on before the first has committed."""
    row_id, refused = place.ours.ids["needs"], list[str]()
    asked = Event()

    def second() -> None:
        with Session(database, expire_on_commit=False) as late:
            stale = late.get_one(Need, row_id)
            asked.set()
            try:
                Needs(hand_in(late, place)).approve(stale, "")
            except RefusedError as error:
                refused.append(str(error))

    with transaction(database) as early:
        Needs(hand_in(early, place)).reject(early.get_one(Need, row_id), "ไม่จำเป็น")
        thread = Thread(target=second)
        thread.start()
        assert asked.wait(30)
    thread.join(60)
    assert len(refused) == 1
