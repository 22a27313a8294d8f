"""Days after which makers help no more: one entry for each day and model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import func
from sqlmodel import col, select

from inventory.models.device import Device, DeviceSupport
from inventory.models.site import Site
from netops.due.entry import Entry, Reader, Source, Span
from service.i18n import N_, _


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """Of devices that are in use."""
    ends = col(DeviceSupport.end_of_support)
    wanted: Any = (
        select(ends, Device.model, func.count())
        .join(Device, col(Device.id) == DeviceSupport.device_id)
        .join(Site, col(Site.id) == Device.site_id)
        .where(reader.sight.sites(), col(Device.archived_at).is_(None), ends.between(span.first, span.last))
        .group_by(ends, Device.model)
    )
    for day, model, count in reader.session.exec(wanted):
        yield Entry(
            key=f"{day}-{model}",
            day=day,
            what=_("support ends"),
            title=f"{model} ({count})",
            url="/lifecycle",
        )


SOURCE: Final = Source("support", N_("Ends of support"), "lifecycle.read", find)
