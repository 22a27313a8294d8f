"""Rows of devices to drafts. The key is the site and the device's name; parents may stand in the same file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import SecretStr
from sqlmodel import Session, select

from collectors.target import SnmpCredential, SnmpVersion
from inventory.importing.places import site_of
from inventory.importing.plan import PlannedRow, Secrets, planned
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.store.devices import DeviceDraft
from inventory.store.sites import sites_by_code
from service.importing import cells
from service.importing.gather import Gathered
from service.refusal import RefusedError, _, refuse

Key = tuple[str, str]
DEFAULTS = {"snmp_port": "161", "ssh_port": "22"}
DAYS = ("acquired_on", "warranty_until")
VERSIONS = {"": SnmpVersion.V2C, "1": SnmpVersion.V1, "2": SnmpVersion.V2C, "2c": SnmpVersion.V2C, "3": SnmpVersion.V3}


def label(key: Key) -> str:
    """As files write a parent: site_code/name."""
    return f"{key[0]}/{key[1]}"


class DevicePlanner:
    """Plans one row at a time against what is stored; `finish` then looks at parents over the whole file."""

    def __init__(self, session: Session, *, office_id: int, secrets: Secrets) -> None:
        self._sites = sites_by_code(session, office_id=office_id)
        codes = {site.id: site.code for site in self._sites.values()}
        devices = session.exec(select(Device).join(Site).where(Site.office_id == office_id)).all()
        self._stored: dict[Key, Device] = {(codes[device.site_id], device.name): device for device in devices}
        keys = {device.id: key for key, device in self._stored.items()}
        self._parents: dict[Key, Key] = {
            key: keys[device.parent_id] for key, device in self._stored.items() if device.parent_id in keys
        }
        sets = session.exec(select(Credential).where(Credential.office_id == office_id)).all()
        self._sets = {each.name: each for each in sets}
        self._by_secret = _by_secret(sets, secrets)

    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What must not stand twice in a file."""
        return cells.western(row["site_code"]), row["name"]

    def plan(self, number: int, row: Mapping[str, str]) -> PlannedRow:
        """The row's act, parents apart; RefusedError says what is wrong."""
        wrong = Gathered()
        site = wrong.read(lambda: site_of(self._sites, row["site_code"]))
        given: dict[str, Any] = {name: row[name] for name in row if name in DeviceDraft.model_fields}
        given |= {name: row[name] or default for name, default in DEFAULTS.items() if name in row}
        given |= {name: wrong.read(partial(cells.day, name, row[name])) for name in DAYS if name in row}
        community = wrong.read(lambda: self._snmp(row, given))
        if ssh := row.get("ssh_credential"):
            given["ssh_credential_id"] = wrong.read(lambda: self._named(ssh, "ssh_credential", CredentialKind.SSH))
        wrong.settle()
        assert site is not None
        given["site_id"] = site.id
        stored = self._stored.get((site.code, row["name"]))
        draft = DeviceDraft.of(stored).with_changes(given) if stored is not None else DeviceDraft.read(given)
        plan = planned(number, label((site.code, draft.name)), draft, stored, community=community)
        return plan.with_change("credential", [None, _("new")], stored is not None and community is not None)

    def finish(self, rows: Mapping[int, tuple[PlannedRow, Mapping[str, str]]]) -> dict[int, PlannedRow | RefusedError]:
        """The planned rows with their parents, or why a parent is refused, by row number."""
        keys: dict[int, Key] = {number: self._key_of(row) for number, (_plan, row) in rows.items()}
        known = set(self._stored) | set(keys.values())
        wanted = dict(self._parents)
        finished: dict[int, PlannedRow | RefusedError] = {}
        for number, (plan, row) in rows.items():
            if "parent" not in row:
                finished[number] = plan
                continue
            try:
                parent = _parent(row["parent"], keys[number], known)
            except RefusedError as error:
                finished[number] = error
                continue
            before = self._parents.get(keys[number])
            wanted.pop(keys[number], None)
            if parent is not None:
                wanted[keys[number]] = parent
            pair: list[object] = [label(before) if before else None, label(parent) if parent else None]
            linked = plan.with_links(parent=parent, own=keys[number], parent_given=True)
            finished[number] = linked.with_change("parent", pair, plan.stored is not None and before != parent)
        for number, key in keys.items():
            if _loops(key, wanted) and not isinstance(finished[number], RefusedError):
                finished[number] = refuse("parent", _("A device cannot stand behind itself"))
        return finished

    def _key_of(self, row: Mapping[str, str]) -> Key:
        return cells.western(row["site_code"]), row["name"]

    def _snmp(self, row: Mapping[str, str], given: dict[str, Any]) -> SnmpCredential | None:
        """Put the credential's id into `given`; the credential that has to be made. No cell: what is stored stays."""
        version = VERSIONS.get(cells.western(row.get("snmp_version", "")).lower().removeprefix("v"))
        community, name = row.get("community", ""), row.get("credential", "")
        if version is None:
            raise refuse("snmp_version", _("One of: %(expected)s"), expected="1, 2c, 3")
        if name:
            if community:
                raise refuse("community", _("Give a community or the name of a stored set, not both"))
            given["snmp_credential_id"] = self._named(name, "credential", CredentialKind.SNMP)
            return None
        if version is SnmpVersion.V3:
            raise refuse("credential", _("Version 3 needs the name of a stored set"))
        if not community:
            return None
        credential = SnmpCredential(version=version, community=SecretStr(community))
        known = self._by_secret.get((version, community))
        if known is not None:
            given["snmp_credential_id"] = known
            return None
        return credential

    def _named(self, name: str, column: str, kind: CredentialKind) -> int | None:
        stored = self._sets.get(name)
        if stored is None or stored.kind is not kind:
            raise refuse(column, _("There is no stored set of this name"))
        return stored.id


def _by_secret(sets: Any, secrets: Secrets) -> dict[tuple[SnmpVersion, str], int]:
    """Stored v1/v2c sets by what they hold, so that importing a file twice makes no second set."""
    found: dict[tuple[SnmpVersion, str], int] = {}
    for each in sets:
        if each.kind is CredentialKind.SNMP:
            opened = SnmpCredential.model_validate_json(secrets.unseal(each.sealed))
            if opened.version is not SnmpVersion.V3:
                found[opened.version, opened.community.get_secret_value()] = each.id
    return found


def _parent(text: str, own: Key, known: set[Key]) -> Key | None:
    """A name of the same site, or site_code/name."""
    if not text:
        return None
    here = (own[0], text)
    code, slash, name = text.partition("/")
    there = (cells.western(code), name.strip())
    if here in known:
        return here
    if slash and there in known:
        return there
    raise refuse("parent", _("There is no such device: give a name of the same school, or site_code/name"))


def _loops(start: Key, parents: Mapping[Key, Key]) -> bool:
    """Whether following the parents comes back to the start."""
    seen: set[Key] = set()
    at = parents.get(start)
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = parents.get(at)
    return False
