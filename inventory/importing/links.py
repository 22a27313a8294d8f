"""Rows of internet links to drafts. The key is the site and the link's name; a new provider's name makes a provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from inventory.importing import cells
from inventory.importing.places import site_of
from inventory.importing.plan import PlannedRow, planned
from inventory.models.link import Link, Provider
from inventory.models.site import Site
from inventory.store.links import LinkDraft
from inventory.store.providers import ProviderDraft
from inventory.store.sites import sites_by_code


class LinkPlanner:
    """Plans one row at a time against what is stored."""

    def __init__(self, session: Session, *, office_id: int) -> None:
        self._sites = sites_by_code(session, office_id=office_id)
        links = session.exec(select(Link).join(Site).where(Site.office_id == office_id))
        self._stored = {(link.site_id, link.name): link for link in links}
        providers = session.exec(select(Provider).where(Provider.office_id == office_id))
        self._providers = {provider.name: provider for provider in providers}

    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What must not stand twice in a file."""
        return cells.western(row["site_code"]), row["name"]

    def plan(self, number: int, row: Mapping[str, str]) -> PlannedRow:
        """The row's act; RefusedError says what is wrong."""
        site = site_of(self._sites, row["site_code"])
        stored = self._stored.get((site.id or 0, row["name"]))
        given: dict[str, Any] = {name: row[name] for name in row if name in LinkDraft.model_fields}
        given |= {"site_id": site.id} | self._contract(row)
        if "circuit_no" in row:
            given["circuit_no"] = cells.code("circuit_no", row["circuit_no"])
        if "check" in row:
            given["check"], given["check_port"] = cells.check("check", row["check"])
        new_provider = self._provider(row, given)
        draft = LinkDraft.of(stored).with_changes(given) if stored is not None else LinkDraft.read(given)
        plan = planned(number, f"{site.code}/{draft.name}", draft, stored, provider=new_provider)
        return plan.with_change("provider", [None, new_provider], stored is not None and bool(new_provider))

    @staticmethod
    def _contract(row: Mapping[str, str]) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if "speed_mbps" in row:
            given["speed_bps"] = cells.speed_bps("speed_mbps", row["speed_mbps"])
        if "price_thb_month" in row:
            given["price_satang_month"] = cells.price_satang("price_thb_month", row["price_thb_month"])
        for name in ("contract_start", "contract_end"):
            if name in row:
                given[name] = cells.iso_date(name, row[name])
        return given

    def _provider(self, row: Mapping[str, str], given: dict[str, Any]) -> str | None:
        """Put the provider's id into `given`; the name of one that has to be made."""
        name = row.get("provider")
        if name is None:
            return None
        known = self._providers.get(name)
        given["provider_id"] = known.id if known else None
        return ProviderDraft.read({"name": name}).name if name and known is None else None
