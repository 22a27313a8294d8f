"""How mail leaves: the environment's settings, and what the settings page put over them for one office."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from sqlmodel import Session, select

from netops.models.job import StoredSetting
from netops.settings import Settings
from netops.vault import Vault
from service.columns import utc_now

KEY = "mail"


class MailSettings(BaseModel):
    """A mail server and who the mails come from. Without a host or a sender mails wait in the outbox."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("", max_length=255)
    port: int = Field(25, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: str = Field("", max_length=255)
    password: SecretStr = SecretStr("")
    sender: str = Field("", max_length=255)
    timeout_s: float = 20.0

    @field_validator("sender")
    @classmethod
    def _one_address(cls, value: str) -> str:
        address = parseaddr(value)[1]
        if value and ("@" not in address or any(ord(c) < 32 for c in value)):
            raise ValueError("give one e-mail address, such as netops@example.org")
        return value

    @property
    def ready(self) -> bool:
        """Whether a mail could be tried at all."""
        return bool(self.host and self.sender)

    @classmethod
    def of_environment(cls, settings: Settings) -> Self:
        """From NETOPS_SMTP_* and NETOPS_MAIL_FROM; raises pydantic's ValidationError when they are wrong."""
        return cls.model_validate(
            {
                "host": settings.smtp_host,
                "port": settings.smtp_port,
                "security": settings.smtp_security,
                "user": settings.smtp_user,
                "password": settings.smtp_password,
                "sender": settings.mail_from,
            }
        )


def load_mail_settings(session: Session, office_id: int, *, settings: Settings, vault: Vault) -> MailSettings:
    """In force for an office. Raises VaultError when the stored password was sealed with another key."""
    row = _row(session, office_id)
    if row is None:
        return MailSettings.of_environment(settings)
    password = vault.unseal(row.sealed) if row.sealed else ""
    return MailSettings.model_validate({**row.value, "password": password})


def store_mail_settings(session: Session, office_id: int, mail: MailSettings, *, vault: Vault) -> None:
    """Keep what the settings page says; the password is sealed. The caller commits."""
    row = _row(session, office_id) or StoredSetting(office_id=office_id, key=KEY)
    row.value = mail.model_dump(exclude={"password"})
    row.sealed = vault.seal(mail.password.get_secret_value()) if mail.password.get_secret_value() else b""
    row.changed_at = utc_now()
    session.add(row)


def _row(session: Session, office_id: int) -> StoredSetting | None:
    return session.exec(
        select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == KEY)
    ).first()
