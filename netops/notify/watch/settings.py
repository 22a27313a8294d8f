"""How an office makes sure that telling works: the hour of the daily test, and its dead-man's switch."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from sqlmodel import Session, select

from netops.models.job import StoredSetting
from netops.vault import Vault, VaultError
from service.columns import utc_now
from service.draft import Digits, Draft
from service.i18n import N_
from service.refusal import NotTakenError

KEY: Final = "watch"


def _is_url(value: SecretStr) -> SecretStr:
    url = value.get_secret_value()
    try:
        parts = urlsplit(url)
        taken = not url or (parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None)
    except ValueError:
        taken = False
    if not taken or any(ord(char) <= 32 for char in url):
        raise NotTakenError(N_("An address such as https://alive.example.org/ping/…, without a user name"))
    return value


class WatchSettings(Draft):
    """Local `hour` of the daily test message; the address that is asked every `minutes` while all is well."""

    self_test: bool = True
    hour: Annotated[int, Field(ge=0, le=23), Digits] = 8
    minutes: Annotated[int, Field(ge=1, le=60), Digits] = 5
    url: Annotated[SecretStr, Field(max_length=2000), AfterValidator(_is_url)] = SecretStr("")

    @property
    def has_switch(self) -> bool:
        """Whether somebody outside notices our silence."""
        return bool(self.url.get_secret_value())


def load_watch(session: Session, office_id: int, vault: Vault) -> WatchSettings:
    """In force; an address that cannot be opened any more is none, which the page says."""
    row = _row(session, office_id)
    if row is None:
        return WatchSettings()
    try:
        url = vault.unseal(row.sealed) if row.sealed else ""
    except VaultError:
        url = ""
    return WatchSettings.model_validate({**row.value, "url": url})


def has_switch(session: Session, office_id: int) -> bool:
    """Whether a dead-man's switch is set, without opening its address."""
    row = _row(session, office_id)
    return row is not None and bool(row.sealed)


def store_watch(session: Session, office_id: int, watch: WatchSettings, *, vault: Vault) -> None:
    """Keep it; the address is sealed, for whoever has it may keep the switch quiet. The caller commits."""
    row = _row(session, office_id) or StoredSetting(office_id=office_id, key=KEY)
    row.value = watch.model_dump(exclude={"url"})
    row.sealed = vault.seal(watch.url.get_secret_value()) if watch.has_switch else b""
    row.changed_at = utc_now()
    session.add(row)
    session.flush()


def _row(session: Session, office_id: int) -> StoredSetting | None:
    query = select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == KEY)
    return session.exec(query).first()
