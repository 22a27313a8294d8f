"""What a receiving school will lack is told when it is found, when it changes and when it goes, and not again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from contract.data.netops import NetworkRow
from contract.events import DecommissionRefused
from contract.planning import DecommissionOrdered, PlanningFact, ShortfallFound, ShortfallGone
from planning.school_network.store.carrying_out import hear_refused
from planning.school_network.store.shortfalls import tell_all_shortfalls
from service.columns import utc_now
from service.database import transaction
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import case_of, done, resolve, told
from tests.planning.school_network.test_cases import ANNOUNCED
from tests.planning.served import Served

A, B = given.CODES["A"], given.CODES["B"]


@pytest.fixture
def it(planner: Entered, network: Served) -> Entered:
    """A planner with a run, where netops told of school B: 23 pupils, 46 Mbit/s, ten computers."""
    acting.begin_run(planner)
    known(network)
    return planner


def known(network: Served, pupils: int | None = 23, computers: int = 10) -> None:
    row = NetworkRow(school_code=B, name=given.NAMES[B], mbps=46, pupils=pupils, computers=computers)
    given.told(network.engine, "network", [row], peer="netops")


def look(network: Served) -> int:
    with transaction(network.engine) as session:
        return tell_all_shortfalls(session, date(2026, 3, 1))


def facts(network: Served, kind: type[PlanningFact]) -> Sequence[PlanningFact]:
    return told(network, kind)


def test_it_is_told_once_with_the_page_of_its_case_and_again_when_it_changes(it: Entered, network: Served) -> None:
    at = acting.open_case(it, "merge", to_code=B)
    assert look(network) == 0, "no children are written down yet"
    done(it.post(f"{at}/groups/fill"))
    assert (look(network), look(network)) == (1, 0)
    (fact,) = facts(network, ShortfallFound)
    assert isinstance(fact, ShortfallFound)
    assert (fact.school_code, fact.path, fact.case_key) == (B, at, at.rsplit("/", 1)[-1])
    assert (fact.children, fact.devices_lacking, fact.are_computers) == (24, 11, True)
    assert fact.mbps_lacking == 48.0
    known(network, computers=23)
    assert look(network) == 1
    known(network, pupils=None)
    assert look(network) == 0, "what is not known takes nothing back"
    known(network, computers=23)
    assert look(network) == 0


def test_it_goes_when_the_children_go_elsewhere_and_when_the_case_ends(it: Entered, network: Served) -> None:
    at = acting.open_case(it, "merge", to_code=B)
    acting.add(it, at, "groups", grade="p1", village_name="บ้านสมมติ", children="5", to_code=B)
    look(network)
    done(it.post(f"{at}/groups/1/remove"))
    assert (look(network), look(network)) == (1, 0)
    acting.add(it, at, "groups", grade="p1", village_name="บ้านสมมติ", children="5", to_code=B)
    assert look(network) == 1
    done(it.post(f"{at}/end", {"how": "withdrawn", "reason": "ชุมชนไม่เห็นด้วย"}))
    assert (look(network), look(network)) == (1, 0)
    first, second = facts(network, ShortfallGone)
    assert isinstance(first, ShortfallGone)
    assert isinstance(second, ShortfallGone)
    assert ("ชุมชนไม่เห็นด้วย" in first.reason, "ชุมชนไม่เห็นด้วย" in second.reason) == (False, True)


def test_from_the_announcement_on_it_stays_as_it_was_told(it: Entered, network: Served) -> None:
    at = acting.whole_merge(it)
    look(network)
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    known(network, pupils=43)
    assert look(network) == 0
    assert facts(network, ShortfallGone) == []


def test_a_refused_order_is_shown_hinders_completion_and_is_ordered_again(it: Entered, network: Served) -> None:
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    assert it.post(f"{at}/order").status_code == 422
    case = case_of(network, at)
    fact = DecommissionRefused(
        office_code=given.OFFICE, case_key=case.key, school_code=A, reason="no_such_school", refused_on=date(2026, 4, 2)
    )
    with transaction(network.engine) as session:
        assert hear_refused(session, fact, utc_now()) == f"{A}: refused"
        stranger = fact.model_copy(update={"office_code": "9999"})
        assert hear_refused(session, stranger, utc_now()) == "no case waits for this"
    assert "netops does not know this school" in it.get(at).text
    assert "netops does not know this school" in it.post(f"{at}/complete").text
    done(it.post(f"{at}/order"))
    assert len(told(network, DecommissionOrdered)) == 2
    assert "netops is ending its links and devices" in it.get(at).text
    acting.tell_decommissioned(network, case.key)
    assert "nothing is left of it" in it.get(at).text
