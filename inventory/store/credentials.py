"""Credentials: secrets go in and are sealed; nothing here gives one back. The sealing is passed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator
from sqlmodel import Session, col, or_, select

from collectors.target import AuthProtocol, PrivProtocol, SnmpCredential, SnmpEngine, SnmpVersion, SshCredential, Value
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device
from service.columns import utc_now
from service.draft import Draft, Name
from service.refusal import MissingError, NotTakenError, _, refuse

Seal = Callable[[str], bytes]
Secret = Annotated[SecretStr, Field(max_length=4000)]
PYSNMP_ONLY = (PrivProtocol.AES192, PrivProtocol.AES256)
SHORTEST_KEY = 8  # RFC 3414, 11.2


class SnmpDraft(Draft):
    """An SNMP set. v1 and v2c need a community; v3 a user, and keys for the protocols chosen."""

    name: Name
    version: SnmpVersion = SnmpVersion.V2C
    community: Secret = SecretStr("")
    user: Annotated[str, Field(max_length=64)] = ""
    auth: AuthProtocol = AuthProtocol.NONE
    auth_key: Secret = SecretStr("")
    priv: PrivProtocol = PrivProtocol.NONE
    priv_key: Secret = SecretStr("")
    engine: SnmpEngine = SnmpEngine.OWN

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.version is not SnmpVersion.V3:
            if not self.community.get_secret_value():
                raise NotTakenError(_("Versions 1 and 2c need a community"), "community")
            return self
        if not self.user:
            raise NotTakenError(_("Version 3 needs a user"), "user")
        if self.auth is not AuthProtocol.NONE and len(self.auth_key.get_secret_value()) < SHORTEST_KEY:
            raise NotTakenError(_("The key has at least 8 characters"), "auth_key")
        if self.priv is not PrivProtocol.NONE:
            self._check_privacy()
        return self

    def _check_privacy(self) -> None:
        if self.auth is AuthProtocol.NONE:
            raise NotTakenError(_("Privacy needs authentication"), "auth")
        if len(self.priv_key.get_secret_value()) < SHORTEST_KEY:
            raise NotTakenError(_("The key has at least 8 characters"), "priv_key")
        if self.priv in PYSNMP_ONLY and self.engine is SnmpEngine.OWN:
            raise NotTakenError(_("This cipher needs the engine pysnmp"), "engine")

    def credential(self) -> SnmpCredential:
        """What a collector uses."""
        return SnmpCredential.model_validate({name: getattr(self, name) for name in SnmpCredential.model_fields})


class SshDraft(Draft):
    """A login for reading: a password or a private key (OpenSSH PEM text)."""

    name: Name
    username: Annotated[str, Field(min_length=1, max_length=64)]
    password: Secret = SecretStr("")
    private_key: Annotated[SecretStr, Field(max_length=20_000)] = SecretStr("")
    enable_secret: Secret = SecretStr("")

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if not self.password.get_secret_value() and not self.private_key.get_secret_value():
            raise NotTakenError(_("A password or a private key is needed"), "password")
        return self

    def credential(self) -> SshCredential:
        """What a collector uses."""
        return SshCredential.model_validate({name: getattr(self, name) for name in SshCredential.model_fields})


CredentialDraft = SnmpDraft | SshDraft


def secret_json(credential: Value) -> str:
    """The text that is sealed: JSON with the secrets in clear."""
    values = {name: getattr(credential, name) for name in type(credential).model_fields}
    clear = {n: v.get_secret_value() if isinstance(v, SecretStr) else v for n, v in values.items()}
    return type(credential).__pydantic_serializer__.to_json(clear, warnings=False).decode()


def summary(credential: SnmpCredential | SshCredential) -> str:
    """What may be shown of it: never a secret, and a community is one."""
    match credential:
        case SshCredential():
            return f"ssh {credential.username}"
        case SnmpCredential(version=SnmpVersion.V3):
            return f"v3 {credential.user} {credential.auth.value}/{credential.priv.value}"
        case SnmpCredential():
            return f"v{credential.version.value}"


def find_credential(session: Session, credential_id: int, *, office_id: int) -> Credential:
    """The credential of this office; MissingError when there is none."""
    row = session.get(Credential, credential_id)
    if row is None or row.office_id != office_id:
        raise MissingError("credential")
    return row


def credential_named(session: Session, name: str, *, office_id: int) -> Credential | None:
    """By exact name, for import."""
    return session.exec(select(Credential).where(Credential.office_id == office_id, Credential.name == name)).first()


def create_credential(session: Session, draft: CredentialDraft, *, office_id: int, seal: Seal) -> Credential:
    """A new sealed set; RefusedError when the name is taken."""
    if credential_named(session, draft.name, office_id=office_id) is not None:
        raise refuse("name", _("%(name)s already exists"), name=draft.name)
    kind = CredentialKind.SNMP if isinstance(draft, SnmpDraft) else CredentialKind.SSH
    opened = draft.credential()
    row = Credential(
        office_id=office_id, name=draft.name, kind=kind, summary=summary(opened), sealed=seal(secret_json(opened))
    )
    session.add(row)
    session.flush()
    return row


def change_credential(session: Session, row: Credential, draft: CredentialDraft, *, seal: Seal) -> dict[str, object]:
    """Replace the whole set, secrets too; returns what may be told of the change."""
    kind = CredentialKind.SNMP if isinstance(draft, SnmpDraft) else CredentialKind.SSH
    if row.kind is not kind:
        raise refuse("kind", _("%(name)s is a credential of another kind"), name=row.name)
    taken = credential_named(session, draft.name, office_id=row.office_id)
    if taken is not None and taken.id != row.id:
        raise refuse("name", _("%(name)s already exists"), name=draft.name)
    opened = draft.credential()
    changes: dict[str, object] = {"name": [row.name, draft.name], "summary": [row.summary, summary(opened)]}
    row.name, row.summary = draft.name, summary(opened)
    row.sealed, row.changed_at = seal(secret_json(opened)), utc_now()
    session.add(row)
    session.flush()
    return {field: pair for field, pair in changes.items() if isinstance(pair, list) and pair[0] != pair[1]}


def delete_credential(session: Session, row: Credential) -> None:
    """Remove a set that no device uses; RefusedError otherwise."""
    used = or_(col(Device.snmp_credential_id) == row.id, col(Device.ssh_credential_id) == row.id)
    device = session.exec(select(Device).where(used)).first()
    if device is not None:
        raise refuse("", _("%(name)s is in use and cannot be removed"), name=row.name)
    session.delete(row)
    session.flush()
