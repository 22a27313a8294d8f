"""Internet providers and whom to call there."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from sqlmodel import Session, select

from inventory.models.contract import Contract
from inventory.models.link import Link, Provider
from service.draft import Digits, Draft, Mail, Name, Note, take
from service.refusal import MissingError, _, refuse


class ProviderDraft(Draft):
    """A provider; the name is unique in the office."""

    name: Name
    phone: Annotated[str, Field(max_length=64), Digits] = ""
    email: Mail = ""
    note: Note = ""


def find_provider(session: Session, provider_id: int, *, office_id: int) -> Provider:
    """The provider of this office; MissingError when there is none."""
    provider = session.get(Provider, provider_id)
    if provider is None or provider.office_id != office_id:
        raise MissingError("provider")
    return provider


def provider_named(session: Session, name: str, *, office_id: int) -> Provider | None:
    """By exact name, for import."""
    return session.exec(select(Provider).where(Provider.office_id == office_id, Provider.name == name)).first()


def create_provider(session: Session, draft: ProviderDraft, *, office_id: int) -> Provider:
    """A new provider; RefusedError when the name is taken."""
    _check(session, draft, office_id=office_id, provider_id=None)
    provider = Provider(office_id=office_id, **draft.model_dump())
    session.add(provider)
    session.flush()
    return provider


def change_provider(session: Session, provider: Provider, draft: ProviderDraft) -> dict[str, object]:
    """Make the provider as drafted; returns {field: [before, after]}."""
    _check(session, draft, office_id=provider.office_id, provider_id=provider.id)
    changes = take(provider, draft.model_dump())
    session.add(provider)
    session.flush()
    return changes


def delete_provider(session: Session, provider: Provider) -> None:
    """Remove a provider that no link and no contract ever named; RefusedError otherwise."""
    named = any(
        session.exec(select(table.id).where(table.provider_id == provider.id)).first() is not None
        for table in (Link, Contract)
    )
    if named:
        raise refuse("", _("%(name)s is in use and cannot be removed"), name=provider.name)
    session.delete(provider)
    session.flush()


def _check(session: Session, draft: ProviderDraft, *, office_id: int, provider_id: int | None) -> None:
    taken = provider_named(session, draft.name, office_id=office_id)
    if taken is not None and taken.id != provider_id:
        raise refuse("name", _("%(name)s already exists"), name=draft.name)
