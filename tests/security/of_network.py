"""What two offices have in the files of their schools' networks, for the tests of what one may know of the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from inventory.models.decommission import Decommission
from inventory.models.site import Site
from network.acceptance import CheckKind
from network.completeness import FilePart
from network.indicator import Indicator
from network.models.change import ChangeState, NetworkChange, NetworkCheck, NetworkOrder
from network.models.design import NetworkDesign, NetworkSubnet, NetworkTarget
from network.models.file import NetworkDrill, NetworkManualText, NetworkPart, Scenario
from network.models.follow_up import IndicatorTarget
from network.models.survey import NetworkPicture, NetworkSurvey
from service.columns import utc_now


def network_file(
    session: Session, site: Site, ids: Mapping[str, object], mark: str, *, of_office: str
) -> dict[str, object]:
    """One row of each kind, each carrying the mark; ids by noun."""
    now, today = utc_now(), utc_now().date()
    here = site.id or 0
    # Targets and their years belong to the whole office: the second school of an office has others.
    session.add(
        IndicatorTarget(
            office_id=site.office_id, year=2500 + here, indicator=Indicator.AVAILABILITY, baseline=1, target=2
        )
    )
    target: dict[str, Any] = {"links": 1, "kbps_per_pupil": 1, "switch_ports": 1, "access_points": 1, "ups": 1}
    session.add(
        NetworkTarget(office_id=site.office_id, least_pupils=here, valid_from=today, source=of_office, **target)
    )
    subnet = NetworkSubnet(office_id=site.office_id, site_id=here, cidr=f"10.{here}.0.0/24", purpose=mark)
    option: dict[str, object] = {"option": "A", "lines": [], "total_satang": 0}
    design = NetworkDesign(site_id=here, number=1, owner=mark, reason=mark, options=[option], actor=mark, made_at=now)
    change = NetworkChange(site_id=here, title=mark, why=mark, way_back=mark, planned_on=today, asked_by=mark)
    change.state = ChangeState.APPROVED
    drill = NetworkDrill(
        site_id=here, scenario=Scenario.LINK, planned_on=today, owner=mark, most_minutes=5, finding=mark
    )
    picture = NetworkPicture(
        site_id=here, name=mark, media_type="image/png", size_bytes=1, sha256="0" * 64, note=mark, added_by=mark
    )
    session.add_all([subnet, design, change, drill, picture])
    session.add(NetworkSurvey(site_id=here, year=2569, rooms=1, lacks=mark, said_by=mark, surveyed_on=today))
    session.add(NetworkPart(site_id=here, part=FilePart.MANUAL, owner=mark, note=mark))
    session.add(NetworkManualText(site_id=here, section="purpose", number=1, text=mark, actor=mark, at=now))
    session.flush()
    order = NetworkOrder(change_id=change.id or 0, owner=mark, due_on=today, work=mark, ordered_at=now)
    session.add(order)
    session.flush()
    session.add(NetworkCheck(order_id=order.id or 0, kind=CheckKind.ANSWERS, device_id=int(str(ids["devices"]))))
    session.flush()
    return {
        "pictures": picture.id,
        "subnets": subnet.id,
        "designs": design.id,
        "changes": change.id,
        "orders": order.id,
        "drills": drill.id,
    }


def closing(session: Session, site: Site, mark: str) -> dict[str, object]:
    """The network of the school was ordered away."""
    order = Decommission(
        office_id=site.office_id,
        site_id=site.id or 0,
        case_key=mark,
        kind="close",
        effective_on=utc_now().date(),
        announcement=mark,
        ordered_at=utc_now(),
    )
    session.add(order)
    session.flush()
    return {"decommissions": order.id}
