"""Rows of internet links to drafts. The key is the site and the link's name; a new provider's name makes a provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlmodel import Session, select

from inventory.importing import link_cells
from inventory.importing.places import site_of
from inventory.importing.plan import PlannedRow, planned
from inventory.models.contract import Contract
from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.site import Site
from inventory.store.links import LinkDraft
from inventory.store.providers import ProviderDraft
from inventory.store.sites import sites_by_code
from service.importing import cells
from service.importing.gather import Gathered
from service.refusal import _, refuse

# Field of the draft, column of the file, and how its cell is read.
CELLS: tuple[tuple[str, str, Callable[[str, str], object]], ...] = (
    ("circuit_no", "circuit_no", cells.code),
    ("speed_bps", "speed_mbps", link_cells.speed_bps),
    ("price_satang_month", "price_thb_month", cells.price_satang),
    ("contract_start", "contract_start", cells.day),
    ("contract_end", "contract_end", cells.day),
)


class LinkPlanner:
    """Plans one row at a time against what is stored."""

    def __init__(self, session: Session, *, office_id: int) -> None:
        self._sites = sites_by_code(session, office_id=office_id)
        links = session.exec(select(Link).join(Site).where(Site.office_id == office_id))
        self._stored = {(link.site_id, link.name): link for link in links}
        providers = session.exec(select(Provider).where(Provider.office_id == office_id))
        self._providers = {provider.name: provider for provider in providers}
        contracts = session.exec(select(Contract).where(Contract.office_id == office_id))
        devices = session.exec(select(Device, Site.code).join(Site).where(Site.office_id == office_id))
        self._devices = {f"{code}/{device.name}": device.id for device, code in devices}
        self._contracts = {contract.number: contract.id for contract in contracts}

    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What must not stand twice in a file."""
        return cells.western(row["site_code"]), row["name"]

    def plan(self, number: int, row: Mapping[str, str]) -> PlannedRow:
        """The row's act; RefusedError says what is wrong."""
        wrong = Gathered()
        site = wrong.read(lambda: site_of(self._sites, row["site_code"]))
        given: dict[str, Any] = {name: row[name] for name in row if name in LinkDraft.model_fields}
        given |= {name: wrong.read(partial(read, column, row[column])) for name, column, read in CELLS if column in row}
        if "check" in row:
            checked = wrong.read(lambda: link_cells.check("check", row["check"]))
            given["check"], given["check_port"] = checked or (None, None)
        if "upstream" in row:
            given["upstream_id"] = wrong.read(lambda: self._upstream(row["upstream"]))
        if "contract" in row:
            given["contract_id"] = wrong.read(lambda: self._contract(row["contract"]))
        wrong.settle()
        assert site is not None
        given["site_id"] = site.id
        stored = self._stored.get((site.id or 0, row["name"]))
        new_provider = self._provider(row, given)
        draft = LinkDraft.of(stored).with_changes(given) if stored is not None else LinkDraft.read(given)
        plan = planned(number, f"{site.code}/{draft.name}", draft, stored, provider=new_provider)
        return plan.with_change("provider", [None, new_provider], stored is not None and bool(new_provider))

    def _upstream(self, path: str) -> int | None:
        """The id of the device that is written as site_code/name."""
        if path and path not in self._devices:
            raise refuse("upstream", _("There is no such device; written as school code/name"))
        return self._devices.get(path)

    def _contract(self, number: str) -> int | None:
        """The contract's id; a contract is made by a person, from its paper."""
        if number and number not in self._contracts:
            raise refuse("contract", _("There is no contract of this number"))
        return self._contracts.get(number)

    def _provider(self, row: Mapping[str, str], given: dict[str, Any]) -> str | None:
        """Put the provider's id into `given`; the name of one that has to be made."""
        name = row.get("provider")
        if name is None:
            return None
        known = self._providers.get(name)
        given["provider_id"] = known.id if known else None
        return ProviderDraft.read({"name": name}).name if name and known is None else None
