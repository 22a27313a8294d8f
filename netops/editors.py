"""What a person may put in, change and take away, the same for pages and API: found, checked, stored, written down.

An editor is made for one request: it knows who acts and how far that person sees. Routes add only their form or JSON.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from sqlmodel import Session, SQLModel

from inventory.models.contract import Contract
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.message import LogSource
from inventory.models.outage import MaintenanceWindow
from inventory.models.site import Calendar, Site
from inventory.queries.sight import Sight
from inventory.store import (
    calendars,
    contracts,
    credentials,
    devices,
    links,
    log_sources,
    maintenance,
    providers,
    sites,
)
from inventory.store.credentials import Seal, SnmpDraft, SshDraft
from inventory.store.holding import alone
from inventory.windows import covers
from netops.audit import Actor, record
from service.columns import utc_now
from service.draft import Draft
from service.refusal import MissingError

Row = TypeVar("Row", bound=SQLModel)
Wish = TypeVar("Wish", bound=Draft)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts in one transaction, and how far the person sees."""

    session: Session
    actor: Actor
    sight: Sight
    seal: Seal

    @property
    def office_id(self) -> int:
        """Everything that is put in belongs to this office."""
        return self.sight.office_id


class Editor(ABC, Generic[Row, Wish]):
    """One kind of thing. `noun` begins the action in the audit log: `link.changed`."""

    noun: ClassVar[str]
    wish: type[Wish]

    def __init__(self, hand: Hand) -> None:
        self.hand = hand

    @abstractmethod
    def _find(self, row_id: int) -> Row:
        """The row of the office, or MissingError."""

    @abstractmethod
    def _create(self, wish: Wish) -> Row: ...

    @abstractmethod
    def _change(self, row: Row, wish: Wish) -> dict[str, object]: ...

    @abstractmethod
    def _remove(self, row: Row) -> None: ...

    def _restore(self, row: Row) -> None:
        raise MissingError(f"{self.noun} in the archive")

    def site_of(self, row: Row) -> int | None:
        """The site whose people may see the row; None when it is the office's alone."""
        site_id: int | None = getattr(row, "site_id", None)
        return site_id

    def wish_of(self, row: Row) -> Wish:
        """The row as it could be given again."""
        return self.wish.of(row)

    def get(self, row_id: int) -> Row:
        """The row, when this person may see it; MissingError otherwise, so that ids tell nothing."""
        row = self._find(row_id)
        if self.hand.sight.site_id is not None and self.site_of(row) != self.hand.sight.site_id:
            raise MissingError(self.noun)
        return row

    def create(self, wish: Wish) -> Row:
        """A new row; RefusedError names what is wrong."""
        row = self._create(wish)
        self.write_down("created", row, {"name": getattr(row, "name", "")})
        return row

    def change(self, row: Row, given: Mapping[str, object]) -> Row:
        """Some fields given anew; RefusedError names what is wrong. Nothing is written when nothing changed."""
        alone(self.hand.session, row)
        changes = self._change(row, self.wish_of(row).with_changes(given))
        if changes:
            self.write_down("changed", row, changes)
        return row

    def remove(self, row: Row) -> None:
        """Archived where history hangs on it, else deleted; RefusedError while it is in use."""
        alone(self.hand.session, row)
        self.write_down("removed", row, {"name": getattr(row, "name", "")})
        self._remove(row)

    def restore(self, row: Row) -> None:
        """Undo `remove` of what was archived."""
        self._restore(row)
        self.write_down("restored", row, {})

    def write_down(self, what: str, row: Row, detail: Mapping[str, object]) -> None:
        """One line of the audit log."""
        row_id: int | None = getattr(row, "id", None)
        action = f"{self.noun}.{what}"
        record(self.hand.session, self.hand.actor, action, subject=self.noun, subject_id=row_id, detail=detail)


class Sites(Editor[Site, sites.SiteDraft]):
    """Schools and the office's own place."""

    noun, wish = "site", sites.SiteDraft

    def _find(self, row_id: int) -> Site:
        return sites.find_site(self.hand.session, row_id, office_id=self.hand.office_id)

    def site_of(self, row: Site) -> int | None:
        """Itself."""
        return row.id

    def wish_of(self, row: Site) -> sites.SiteDraft:
        """With its contacts."""
        return sites.draft_of(self.hand.session, row)

    def _create(self, wish: sites.SiteDraft) -> Site:
        return sites.create_site(self.hand.session, wish, office_id=self.hand.office_id)

    def _change(self, row: Site, wish: sites.SiteDraft) -> dict[str, object]:
        return sites.change_site(self.hand.session, row, wish)

    def _remove(self, row: Site) -> None:
        sites.archive_site(self.hand.session, row)

    def _restore(self, row: Site) -> None:
        sites.restore_site(self.hand.session, row)


class Links(Editor[Link, links.LinkDraft]):
    """Internet links."""

    noun, wish = "link", links.LinkDraft

    def _find(self, row_id: int) -> Link:
        return links.find_link(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: links.LinkDraft) -> Link:
        return links.create_link(self.hand.session, wish, office_id=self.hand.office_id)

    def _change(self, row: Link, wish: links.LinkDraft) -> dict[str, object]:
        return links.change_link(self.hand.session, row, wish, office_id=self.hand.office_id)

    def _remove(self, row: Link) -> None:
        links.archive_link(self.hand.session, row)

    def _restore(self, row: Link) -> None:
        links.restore_link(self.hand.session, row)


class Devices(Editor[Device, devices.DeviceDraft]):
    """Devices that are polled or only known."""

    noun, wish = "device", devices.DeviceDraft

    def _find(self, row_id: int) -> Device:
        return devices.find_device(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: devices.DeviceDraft) -> Device:
        return devices.create_device(self.hand.session, wish, office_id=self.hand.office_id)

    def _change(self, row: Device, wish: devices.DeviceDraft) -> dict[str, object]:
        return devices.change_device(self.hand.session, row, wish, office_id=self.hand.office_id)

    def _remove(self, row: Device) -> None:
        devices.archive_device(self.hand.session, row)

    def _restore(self, row: Device) -> None:
        devices.restore_device(self.hand.session, row)

    def forget_host_key(self, row: Device) -> None:
        """Trust the next SSH key: a person has seen that the device was replaced."""
        devices.forget_host_key(self.hand.session, row)
        self.write_down("host_key_forgotten", row, {})


class Providers(Editor[Provider, providers.ProviderDraft]):
    """Internet providers."""

    noun, wish = "provider", providers.ProviderDraft

    def _find(self, row_id: int) -> Provider:
        return providers.find_provider(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: providers.ProviderDraft) -> Provider:
        return providers.create_provider(self.hand.session, wish, office_id=self.hand.office_id)

    def _change(self, row: Provider, wish: providers.ProviderDraft) -> dict[str, object]:
        return providers.change_provider(self.hand.session, row, wish)

    def _remove(self, row: Provider) -> None:
        providers.delete_provider(self.hand.session, row)


class Contracts(Editor[Contract, contracts.ContractDraft]):
    """Contracts with providers."""

    noun, wish = "contract", contracts.ContractDraft

    def _find(self, row_id: int) -> Contract:
        return contracts.find_contract(self.hand.session, row_id, office_id=self.hand.office_id)

    def wish_of(self, row: Contract) -> contracts.ContractDraft:
        """With its formula as parameters."""
        return contracts.contract_draft_of(row)

    def _create(self, wish: contracts.ContractDraft) -> Contract:
        return contracts.create_contract(self.hand.session, wish, office_id=self.hand.office_id)

    def _change(self, row: Contract, wish: contracts.ContractDraft) -> dict[str, object]:
        return contracts.change_contract(self.hand.session, row, wish)

    def _remove(self, row: Contract) -> None:
        contracts.archive_contract(self.hand.session, row)

    def _restore(self, row: Contract) -> None:
        contracts.restore_contract(self.hand.session, row)

    def assign(self, row: Contract, link_ids: Iterable[int]) -> int:
        """Let these links, and no others, be under the contract; how many moved. RefusedError for a foreign one."""
        moved = contracts.assign(self.hand.session, row, link_ids)
        if moved:
            self.write_down("assigned", row, {"links": sorted(moved)})
        return len(moved)


class LogSources(Editor[LogSource, log_sources.LogSourceDraft]):
    """Where schools keep their computer traffic logs."""

    noun, wish = "log_source", log_sources.LogSourceDraft

    def _find(self, row_id: int) -> LogSource:
        return log_sources.find_log_source(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: log_sources.LogSourceDraft) -> LogSource:
        return log_sources.create_log_source(self.hand.session, wish, office_id=self.hand.office_id)

    def _change(self, row: LogSource, wish: log_sources.LogSourceDraft) -> dict[str, object]:
        return log_sources.change_log_source(self.hand.session, row, wish, office_id=self.hand.office_id)

    def _remove(self, row: LogSource) -> None:
        log_sources.delete_log_source(self.hand.session, row)


class Calendars(Editor[Calendar, calendars.CalendarDraft]):
    """Weekly hours, terms and holidays."""

    noun, wish = "calendar", calendars.CalendarDraft

    def _find(self, row_id: int) -> Calendar:
        return calendars.find_calendar(self.hand.session, row_id, office_id=self.hand.office_id)

    def wish_of(self, row: Calendar) -> calendars.CalendarDraft:
        """With its hours, terms and days."""
        return calendars.calendar_draft_of(self.hand.session, row)

    def _create(self, wish: calendars.CalendarDraft) -> Calendar:
        return calendars.create_calendar(self.hand.session, wish, office_id=self.hand.office_id)

    def _change(self, row: Calendar, wish: calendars.CalendarDraft) -> dict[str, object]:
        return calendars.change_calendar(self.hand.session, row, wish)

    def _remove(self, row: Calendar) -> None:
        calendars.delete_calendar(self.hand.session, row)


class Windows(Editor[MaintenanceWindow, maintenance.MaintenanceDraft]):
    """Maintenance windows; removing one ends it now."""

    noun, wish = "maintenance", maintenance.MaintenanceDraft

    def _find(self, row_id: int) -> MaintenanceWindow:
        return maintenance.find_window(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: maintenance.MaintenanceDraft) -> MaintenanceWindow:
        return maintenance.create_window(
            self.hand.session, wish, office_id=self.hand.office_id, person_id=self.hand.actor.person_id
        )

    def _change(self, row: MaintenanceWindow, wish: maintenance.MaintenanceDraft) -> dict[str, object]:
        return maintenance.change_window(self.hand.session, row, wish)

    def _remove(self, row: MaintenanceWindow) -> None:
        maintenance.end_window(self.hand.session, row)

    def is_on_again(self, row: MaintenanceWindow) -> bool:
        """On now, and coming again: then one may end it for this time only."""
        return bool(row.weekdays) and covers(maintenance.schedule_of(self.hand.session, row), utc_now())

    def lift(self, row: MaintenanceWindow) -> None:
        """This time the work is over; it comes again as planned."""
        maintenance.lift_window(self.hand.session, row)
        self.write_down("lifted", row, {})


class Credentials(Editor[Credential, Any]):
    """Sealed sets: given whole each time, since what is stored is never read back."""

    noun = "credential"

    def _find(self, row_id: int) -> Credential:
        return credentials.find_credential(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: SnmpDraft | SshDraft) -> Credential:
        return credentials.create_credential(
            self.hand.session, wish, office_id=self.hand.office_id, seal=self.hand.seal
        )

    def _change(self, row: Credential, wish: SnmpDraft | SshDraft) -> dict[str, object]:
        return credentials.change_credential(self.hand.session, row, wish, seal=self.hand.seal)

    def change(self, row: Credential, given: Mapping[str, object]) -> Credential:
        """Replaced whole; written down even when only secrets changed."""
        wish = (SnmpDraft if row.kind is CredentialKind.SNMP else SshDraft).read(given)
        self.write_down("changed", row, self._change(row, wish))
        return row

    def _remove(self, row: Credential) -> None:
        credentials.delete_credential(self.hand.session, row)
