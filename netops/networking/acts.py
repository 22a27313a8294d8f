"""Acts of the network's development as people do them; each is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inventory.models.site import Site
from inventory.store.acting import By
from inventory.store.holding import alone
from netops.audit import record
from netops.editors import Hand
from netops.models.paper import Paper
from netops.networking.gathering import AsOf, gap_of_site, gap_rows
from netops.networking.making import drilled, make_design, make_drill, order_for, print_manual
from network.acceptance import Asked
from network.models.change import NetworkChange, NetworkOrder, NetworkTest
from network.models.design import NetworkDesign, NetworkSubnet, NetworkTarget
from network.models.file import NetworkDrill, NetworkManual
from network.store import addresses, changes, designs, drills, manuals, parts, pictures, surveys, targets, testing


def by_of(hand: Hand, as_of: AsOf) -> By:
    """For rows that keep who did it."""
    return By(hand.actor.name, as_of.at, hand.actor.person_id)


def survey(hand: Hand, site: Site, given: Mapping[str, object], as_of: AsOf) -> None:
    """What is said of a school in an academic year."""
    draft = surveys.SurveyDraft.read(given)
    changed = surveys.store_survey(hand.session, site, draft, by_of(hand, as_of))
    if changed:
        write_down(hand, "network_survey.stored", site, {"year": draft.year, **changed})


def add_picture(hand: Hand, site: Site, given: Mapping[str, object], as_of: AsOf) -> None:
    """A picture that shows how it is there."""
    row = pictures.add_picture(hand.session, site, pictures.PictureDraft.read(given), by_of(hand, as_of))
    write_down(hand, "network_picture.added", site, {"name": row.name, "sha256": row.sha256})


def set_target(hand: Hand, given: Mapping[str, object]) -> NetworkTarget:
    """The office's own target for schools of a size, from a day on."""
    row = targets.set_target(hand.session, targets.TargetDraft.read(given), office_id=hand.office_id)
    detail = {"least_pupils": row.least_pupils, "valid_from": row.valid_from.isoformat()}
    record(hand.session, hand.actor, "network_target.set", subject="network_target", subject_id=row.id, detail=detail)
    return row


def plan_subnet(hand: Hand, given: Mapping[str, object]) -> NetworkSubnet:
    """A new subnet; refused when it overlaps."""
    row = addresses.add_subnet(hand.session, addresses.SubnetDraft.read(given), office_id=hand.office_id)
    _of_subnet(hand, "added", row, {"cidr": row.cidr, "site_id": row.site_id})
    return row


def change_subnet(hand: Hand, row: NetworkSubnet, given: Mapping[str, object]) -> None:
    """Some of it anew."""
    alone(hand.session, row)
    draft = addresses.SubnetDraft.of(row).with_changes(given)
    changed = addresses.change_subnet(hand.session, row, draft)
    if changed:
        _of_subnet(hand, "changed", row, changed)


def remove_subnet(hand: Hand, row: NetworkSubnet) -> None:
    """It is not used any more; the audit log keeps what it was."""
    alone(hand.session, row)
    _of_subnet(hand, "removed", row, {"cidr": row.cidr, "site_id": row.site_id, "vlan": row.vlan})
    addresses.remove_subnet(hand.session, row)


def _of_subnet(hand: Hand, what: str, row: NetworkSubnet, detail: Mapping[str, object]) -> None:
    action = f"network_subnet.{what}"
    record(hand.session, hand.actor, action, subject="network_subnet", subject_id=row.id, detail=detail)


def write_part(hand: Hand, site: Site, given: Mapping[str, object]) -> None:
    """A part of the file, by hand."""
    draft = parts.PartDraft.read(given)
    changed = parts.write_part(hand.session, site, draft)
    if changed:
        write_down(hand, "network_part.written", site, {"part": draft.part.value, **changed})


def keep_design(hand: Hand, site: Site, given: Mapping[str, Any], as_of: AsOf) -> NetworkDesign:
    """A version with its paper, beside what is lacking today."""
    draft = designs.DesignDraft.read(given)
    by = by_of(hand, as_of)
    gap = [row.model_dump() for row in gap_rows(gap_of_site(hand.session, site, as_of.at).lines)]
    row = designs.store_design(hand.session, site, draft, gap, by)
    make_design(hand.session, site, row, as_of, by)
    write_down(hand, "network_design.made", site, {"number": row.number, "total_satang": row.total_satang})
    return row


def ask_change(hand: Hand, site: Site, given: Mapping[str, object], as_of: AsOf) -> NetworkChange:
    """It waits for the director."""
    row = changes.ask_change(hand.session, site, changes.ChangeDraft.read(given), by_of(hand, as_of))
    write_down(hand, "network_change.asked", site, {"change_id": row.id, "title": row.title})
    return row


def decide_change(hand: Hand, row: NetworkChange, site: Site, given: Mapping[str, object], as_of: AsOf) -> None:
    """The director approves or refuses it."""
    alone(hand.session, row)
    changes.decide_change(hand.session, row, changes.Decided.read(given), by_of(hand, as_of))
    write_down(hand, "network_change.decided", site, {"change_id": row.id, "state": row.state.value})


def order_work(hand: Hand, change: NetworkChange, site: Site, given: Mapping[str, object], as_of: AsOf) -> NetworkOrder:
    """An approved change is to be done."""
    alone(hand.session, change)
    row = changes.order_work(hand.session, change, changes.OrderDraft.read(given), by_of(hand, as_of))
    write_down(hand, "network_order.given", site, {"order_id": row.id, "change_id": change.id, "owner": row.owner})
    return row


def run_test(
    hand: Hand, order: NetworkOrder, site: Site, as_of: AsOf, asked: Mapping[testing.Thing, Asked]
) -> NetworkTest:
    """What the collectors heard and measured decides."""
    change = hand.session.get_one(NetworkChange, order.change_id)
    alone(hand.session, order)
    row = testing.run_test(hand.session, order, change, by_of(hand, as_of), asked)
    detail = {"order_id": order.id, "is_passed": row.is_passed, "asked_live": len(asked)}
    write_down(hand, "network_order.tested", site, detail)
    return row


def write_texts(hand: Hand, site: Site, given: Mapping[str, object], as_of: AsOf) -> None:
    """Sections of the manual; each that changed has a new number."""
    numbers = manuals.write_texts(hand.session, site, manuals.TextsDraft.read(given), by_of(hand, as_of))
    if numbers:
        write_down(hand, "network_manual.written", site, dict(numbers))


def keep_manual(hand: Hand, site: Site, as_of: AsOf, *, note: str = "") -> NetworkManual:
    """A printed version."""
    alone(hand.session, site)
    row = print_manual(hand.session, site, as_of, by_of(hand, as_of), note=note)
    write_down(hand, "network_manual.printed", site, {"number": row.number, "paper_id": row.paper_id})
    return row


def plan_drill(hand: Hand, site: Site, given: Mapping[str, object], as_of: AsOf) -> NetworkDrill:
    """To be run on its day."""
    row = drills.plan_drill(hand.session, site, drills.DrillDraft.read(given), by_of(hand, as_of))
    write_down(hand, "network_drill.planned", site, {"drill_id": row.id, "planned_on": row.planned_on.isoformat()})
    return row


def run_drill(hand: Hand, row: NetworkDrill, site: Site, given: Mapping[str, object], as_of: AsOf) -> Paper:
    """How it went, as its paper."""
    alone(hand.session, row)
    by = by_of(hand, as_of)
    drills.run_drill(hand.session, row, drills.RunDraft.read(given), as_of.day, by)
    paper = make_drill(hand.session, site, row, order_for(site, as_of, by))
    drilled(hand.session, row, paper)
    write_down(hand, "network_drill.run", site, {"drill_id": row.id, "result": row.result.value})
    return paper


def write_down(hand: Hand, act: str, site: Site, detail: Mapping[str, object]) -> None:
    """In the audit log, about the school."""
    record(hand.session, hand.actor, act, subject="site", subject_id=site.id, detail=detail)
