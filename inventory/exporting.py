"""The inventory as rows of the import files: what is exported can be imported again. Secrets are never among it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlmodel import Session, col, select

from inventory.importing.columns import COLUMNS, Kind
from inventory.importing.link_cells import BPS_PER_MBPS
from inventory.models.asset import Asset, AssetClass
from inventory.models.contract import Contract
from inventory.models.credential import Credential
from inventory.models.device import Device
from inventory.models.link import Check, Link, Provider
from inventory.models.site import Contact, Site
from service.importing.cells import SATANG_PER_BAHT

Cell = str | int | float
Rows = Iterator[dict[str, Cell | None]]


def exported(session: Session, kind: Kind, *, office_id: int) -> tuple[Sequence[str], list[list[Cell]]]:
    """Column names and rows, ordered by school code and name; archived entries are left out."""
    names = [column.name for column in COLUMNS[kind] if not column.secret]
    match kind:
        case Kind.SITES:
            rows = _sites(session, office_id)
        case Kind.LINKS:
            rows = _links(session, office_id)
        case Kind.DEVICES:
            rows = _devices(session, office_id)
        case Kind.ASSETS:
            rows = _assets(session, office_id)
    return names, [[_filled(row.get(name)) for name in names] for row in rows]


def _filled(value: Cell | None) -> Cell:
    return "" if value is None else value


def _sites(session: Session, office_id: int) -> Rows:
    contacts: dict[int, Contact] = {}
    for contact in session.exec(
        select(Contact).join(Site).where(Site.office_id == office_id).order_by(col(Contact.position))
    ):
        contacts.setdefault(contact.site_id, contact)
    for site in session.exec(
        select(Site).where(Site.office_id == office_id, col(Site.archived_at).is_(None)).order_by(Site.code)
    ):
        first = contacts.get(site.id or 0)
        yield {
            "site_code": site.code,
            "name": site.name,
            "district": site.district,
            "latitude": site.latitude,
            "longitude": site.longitude,
            "sub_district": site.sub_district,
            "address": site.address,
            "contact_name": first.name if first else None,
            "contact_phone": first.phone if first else None,
            "contact_email": first.email if first else None,
            "note": site.note,
        }


def _links(session: Session, office_id: int) -> Rows:
    devices = session.exec(select(Device, Site.code).join(Site).where(Site.office_id == office_id))
    upstreams = {device.id: f"{code}/{device.name}" for device, code in devices}
    query = (
        select(Link, Site.code, Provider.name, Contract.number)
        .join(Site, col(Site.id) == Link.site_id)
        .join(Provider, col(Provider.id) == Link.provider_id, isouter=True)
        .join(Contract, col(Contract.id) == Link.contract_id, isouter=True)
        .where(Site.office_id == office_id, col(Link.archived_at).is_(None))
        .order_by(Site.code, Link.name)
    )
    for link, code, provider, contract in session.exec(query):
        yield {
            "site_code": code,
            "name": link.name,
            "provider": provider,
            "circuit_no": link.circuit_no,
            "speed_mbps": _plain(link.speed_bps, BPS_PER_MBPS),
            "price_thb_month": _plain(link.price_satang_month, SATANG_PER_BAHT),
            "check": f"tcp:{link.check_port}" if link.check is Check.TCP else link.check.value,
            "check_address": link.check_address,
            "upstream": upstreams.get(link.upstream_id),
            "contract": contract,
            "contract_end": link.contract_end.isoformat() if link.contract_end else None,
            "contract_start": link.contract_start.isoformat() if link.contract_start else None,
            "near_end": link.near_end,
            "far_end": link.far_end,
            "note": link.note,
        }


def _devices(session: Session, office_id: int) -> Rows:
    sets = dict(session.exec(select(Credential.id, Credential.name).where(Credential.office_id == office_id)).all())
    rows = session.exec(
        select(Device, Site.code)
        .join(Site)
        .where(Site.office_id == office_id, col(Device.archived_at).is_(None))
        .order_by(Site.code, Device.name)
    ).all()
    labels = {device.id: f"{code}/{device.name}" for device, code in rows}
    for device, code in rows:
        yield {
            "site_code": code,
            "name": device.name,
            "address": device.address,
            "snmp_port": device.snmp_port,
            "role": device.role,
            "parent": labels.get(device.parent_id),
            "credential": sets.get(device.snmp_credential_id),
            "ssh_credential": sets.get(device.ssh_credential_id),
            "ssh_port": device.ssh_port,
            "https_port": device.https_port,
            "ssh_platform": device.ssh_platform,
            "acquired_on": device.acquired_on.isoformat() if device.acquired_on else None,
            "warranty_until": device.warranty_until.isoformat() if device.warranty_until else None,
            "note": device.note,
        }


def _assets(session: Session, office_id: int) -> Rows:
    """Disposed ones too: their numbers stay taken."""
    query = (
        select(Asset, Site.code, AssetClass.code)
        .join(Site, col(Site.id) == Asset.site_id, isouter=True)
        .join(AssetClass, col(AssetClass.id) == Asset.class_id, isouter=True)
        .where(Asset.office_id == office_id)
        .order_by(col(Asset.unit), col(Asset.number))
    )
    for asset, site_code, class_code in session.exec(query):
        yield {
            **asset.model_dump(include=_AS_THEY_ARE),
            "site_code": site_code,
            "class": class_code,
            "price_thb": _plain(asset.price_satang, SATANG_PER_BAHT),
            "acquired_on": asset.acquired_on.isoformat() if asset.acquired_on else None,
            "fund": asset.fund.value,
            "warranty_until": asset.warranty_until.isoformat() if asset.warranty_until else None,
            "standing": asset.standing.value,
        }


_AS_THEY_ARE = {
    *("number", "gfmis_no", "name", "brand", "model", "serial", "quantity", "unit_word", "document_no", "method"),
    *("supplier", "supplier_address", "supplier_phone", "contract_no", "life_years", "custodian", "place", "note"),
}


def _plain(value: int | None, unit: int) -> str | None:
    """Without an exponent and without zeros at the end: 129050 satang are 1290.5 baht."""
    if value is None:
        return None
    return f"{(Decimal(value) / unit).normalize():f}"
