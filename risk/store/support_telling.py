"""What siblings are told of devices: each whose maker's support has ended, once for the day on which it did."""

from __future__ import annotations

from sqlmodel import Session, col, select

from contract.events import DeviceEol
from inventory.models.sibling import SiblingEvent
from inventory.models.site import Office, Site, SiteKind
from inventory.store.acting import By
from inventory.store.siblings import tell_siblings
from risk.facts import DeviceFacts, Facts
from service.database import one_at_a_time


def tell_ended_support(session: Session, office_id: int, facts: Facts, by: By) -> int:
    """Those that nobody was told of yet; how many. What was told stands in the feed itself, so that neither a further
    look nor a restart tells it again; another day of end, found later, is told anew.
    """
    if not _untold(session, office_id, facts):
        return 0
    one_at_a_time(session, "sibling_event")  # of two looks at once the second sees what the first told
    new = _untold(session, office_id, facts)
    office = session.get_one(Office, office_id)
    places = select(Site).where(col(Site.id).in_({one.site_id for one in new}), Site.kind == SiteKind.SCHOOL)
    codes = {site.id: site.code for site in session.exec(places)}
    for one in new:
        assert one.end_of_support is not None
        fact = DeviceEol(
            device_id=one.device_id,
            office_code=office.code,
            unit_code=codes.get(one.site_id, ""),
            name=one.name,
            model=one.model,
            ended_on=one.end_of_support,
            source=one.support_source,
        )
        tell_siblings(session, fact, office_id=office_id, at=by.at, subject_id=one.device_id)
    return len(new)


def _untold(session: Session, office_id: int, facts: Facts) -> list[DeviceFacts]:
    over = [one for one in facts.devices if one.end_of_support is not None and one.end_of_support <= facts.today]
    if not over:
        return []
    wanted = select(SiblingEvent.subject_id, SiblingEvent.data).where(
        SiblingEvent.office_id == office_id,
        SiblingEvent.kind == DeviceEol.__name__,
        col(SiblingEvent.subject_id).in_([one.device_id for one in over]),
    )
    told = {(device_id, str(data["ended_on"])) for device_id, data in session.exec(wanted)}
    return [one for one in over if (one.device_id, str(one.end_of_support)) not in told]
