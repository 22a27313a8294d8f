"""The key by which an office signs what its agents are to do: made at first need, sealed in the database."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session, select

from netops.exchange.signing import SigningKey
from netops.models.job import StoredSetting
from netops.vault import Vault

KEY: Final = "agent_signing"


def office_key(session: Session, vault: Vault, office_id: int) -> SigningKey:
    """The office's key. Agents pin its public half when they enrol, so it lives as long as they do."""
    wanted = select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == KEY)
    row = session.exec(wanted).first()
    if row is not None:
        return SigningKey.of(vault.unseal(row.sealed))
    made = SigningKey.make()
    session.add(
        StoredSetting(office_id=office_id, key=KEY, value={"public": made.public}, sealed=vault.seal(made.secret))
    )
    session.flush()
    return made
