"""Put a preview without problems into the tables, whole, in the session of its preview. The caller commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlmodel import Session, select

from collectors.target import SnmpCredential
from inventory.importing.columns import Kind
from inventory.importing.mapping import AS_FOUND, Reading
from inventory.importing.plan import Act, ImportPreview, PlannedRow, RefusedImportError, Secrets
from inventory.importing.preview import preview
from inventory.models.asset import Asset, Standing
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.store.acting import By
from inventory.store.assets import AssetDraft, columns_of, note_import
from inventory.store.credentials import secret_json, summary
from inventory.store.providers import ProviderDraft, create_provider
from inventory.store.sites import SiteDraft, change_site, create_site
from service.columns import utc_now
from service.draft import take

Progress = Callable[[int, int], None]


def import_file(  # noqa: PLR0913 - a file, whose it is, what opens secrets, who is told and who did it
    session: Session,
    kind: Kind,
    data: bytes,
    *,
    office_id: int,
    secrets: Secrets,
    progress: Progress = lambda _done, _total: None,
    by: By | None = None,
    reading: Reading = AS_FOUND,
) -> ImportPreview:
    """Preview and apply in one transaction; RefusedImportError, with every problem, when anything is wrong."""
    plan = preview(session, kind, data, office_id=office_id, secrets=secrets, reading=reading)
    apply(session, plan, office_id=office_id, secrets=secrets, progress=progress, by=by)
    return plan


def apply(
    session: Session,
    plan: ImportPreview,
    *,
    office_id: int,
    secrets: Secrets,
    progress: Progress = lambda _done, _total: None,
    by: By | None = None,
) -> None:
    """Store what was previewed in this session. `progress` is called with (rows done, rows in all); `by` stands in the
    history of assets.
    """
    if plan.problems:
        raise RefusedImportError(plan.problems)
    rows = [row for row in plan.rows if row.act is not Act.SAME]
    match plan.kind:
        case Kind.SITES:
            steps = _sites(session, rows, office_id)
        case Kind.LINKS:
            steps = _links(session, rows, office_id)
        case Kind.DEVICES:
            steps = _devices(session, rows, office_id, secrets)
        case Kind.ASSETS:
            steps = _assets(session, rows, office_id, by or By("", utc_now()))
    for done, _step in enumerate(steps, start=1):
        progress(done, len(rows))
    session.flush()


def _sites(session: Session, rows: Sequence[PlannedRow], office_id: int) -> Iterator[None]:
    for row in rows:
        assert isinstance(row.draft, SiteDraft)
        if row.stored is None:
            create_site(session, row.draft, office_id=office_id)
        else:
            assert isinstance(row.stored, Site)
            row.stored.archived_at = None
            change_site(session, row.stored, row.draft)
        yield


def _links(session: Session, rows: Sequence[PlannedRow], office_id: int) -> Iterator[None]:
    made: dict[str, int | None] = {}
    for row in rows:
        values = row.draft.model_dump()
        name = row.links.get("provider")
        if isinstance(name, str):
            if name not in made:
                made[name] = create_provider(session, ProviderDraft(name=name), office_id=office_id).id
            values["provider_id"] = made[name]
        if row.stored is None:
            session.add(Link(**values))
        else:
            take(row.stored, values | {"archived_at": None})
        yield


def _devices(session: Session, rows: Sequence[PlannedRow], office_id: int, secrets: Secrets) -> Iterator[None]:
    made: dict[tuple[str, str], int | None] = {}
    stored: list[tuple[Device, PlannedRow]] = []
    for row in rows:
        values = row.draft.model_dump()
        credential = row.links.get("community")
        if isinstance(credential, SnmpCredential):
            same = (credential.version.value, credential.community.get_secret_value())
            if same not in made:
                made[same] = _new_set(session, credential, office_id, secrets)
            values["snmp_credential_id"] = made[same]
        device = row.stored if isinstance(row.stored, Device) else Device(**values)
        take(device, values | {"archived_at": None})
        session.add(device)
        stored.append((device, row))
        yield
    session.flush()
    _set_parents(session, stored, office_id)


def _assets(session: Session, rows: Sequence[PlannedRow], office_id: int, by: By) -> Iterator[None]:
    taken: list[tuple[Asset, Mapping[str, object]]] = []
    for row in rows:
        assert isinstance(row.draft, AssetDraft)
        values = columns_of(row.draft, office_id)
        standing = row.links["standing"]
        if isinstance(standing, Standing):
            values["standing"] = standing
        asset = row.stored if isinstance(row.stored, Asset) else Asset(**values, created_at=by.at)
        take(asset, values | {"changed_at": by.at})
        session.add(asset)
        taken.append((asset, row.changes))
        yield
    session.flush()
    for asset, changes in taken:
        note_import(session, asset, changes, by)


def _set_parents(session: Session, stored: Sequence[tuple[Device, PlannedRow]], office_id: int) -> None:
    """After all devices have ids: a parent may stand below its child in the file."""
    query = select(Site.code, Device.name, Device.id).where(Device.site_id == Site.id, Site.office_id == office_id)
    ids = {(code, name): device_id for code, name, device_id in session.exec(query)}
    for device, row in stored:
        if row.links.get("parent_given"):
            parent = row.links["parent"]
            device.parent_id = ids[parent] if isinstance(parent, tuple) else None
            device.parent_by_hand = device.parent_id is not None
            session.add(device)


def _new_set(session: Session, credential: SnmpCredential, office_id: int, secrets: Secrets) -> int | None:
    """A stored set for a community of the file; its name tells the version and a number, never the community."""
    taken = set(session.exec(select(Credential.name).where(Credential.office_id == office_id)))
    stem = f"import v{credential.version.value}"
    name = next(name for name in (f"{stem} {number}" for number in range(1, len(taken) + 2)) if name not in taken)
    row = Credential(
        office_id=office_id,
        name=name,
        kind=CredentialKind.SNMP,
        summary=summary(credential),
        sealed=secrets.seal(secret_json(credential)),
    )
    session.add(row)
    session.flush()
    return row.id
