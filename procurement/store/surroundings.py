"""What the database knows around a specification, by which it is judged."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, select

from inventory.models.device import Device
from inventory.models.site import Site
from procurement.brands import shipped_brands
from procurement.judging import Surroundings
from procurement.models.spec import Spec
from procurement.parameters import shipped_parameters
from procurement.sheet import Sheet
from procurement.store.alike import Buying, alike, versions_of
from procurement.store.criteria import office_catalogue


def surroundings_of(session: Session, spec: Spec, sheet: Sheet) -> Surroundings:
    """The office's catalogue, models of its devices, and what else the unit buys or plans in the fiscal year."""
    about = Buying(
        spec.office_id, spec.site_id, sheet.day, plan_no=spec.plan_no, spec_ids=versions_of(session, spec.id)
    )
    return Surroundings(
        catalogue=office_catalogue(session, spec.office_id),
        parameters=shipped_parameters(),
        brands=shipped_brands().with_models(_models(session, spec.office_id)),
        unit=sheet.owner,
        bought=tuple(one.bought for one in alike(session, about, sheet.owner)),
    )


def _models(session: Session, office_id: int) -> Sequence[str]:
    wanted = select(Device.model).join(Site).where(Site.office_id == office_id, Device.model != "").distinct()
    return session.exec(wanted).all()
