"""Whom to ask and how: typed and frozen, secrets as SecretStr.

Targets come from the inventory or a file, never from a page.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

LONGEST_TIMEOUT_MS = 30_000


class Value(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SnmpVersion(StrEnum):
    """As written in files and settings."""

    V1 = "1"
    V2C = "2c"
    V3 = "3"


class AuthProtocol(StrEnum):
    """SNMPv3 authentication (RFC 3414, RFC 7860)."""

    NONE = "none"
    SHA1 = "sha1"
    SHA224 = "sha224"
    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA512 = "sha512"


class PrivProtocol(StrEnum):
    """SNMPv3 privacy. AES-192/256 and DES need the pysnmp engine."""

    NONE = "none"
    AES128 = "aes128"
    AES192 = "aes192"
    AES256 = "aes256"


class SnmpEngine(StrEnum):
    """Which implementation asks this device."""

    OWN = "own"
    PYSNMP = "pysnmp"


class SnmpCredential(Value):
    """How a device lets us read it. v1/v2c use `community`; v3 uses the rest."""

    version: SnmpVersion = SnmpVersion.V2C
    community: SecretStr = SecretStr("")
    user: str = ""
    auth: AuthProtocol = AuthProtocol.NONE
    auth_key: SecretStr = SecretStr("")
    priv: PrivProtocol = PrivProtocol.NONE
    priv_key: SecretStr = SecretStr("")
    engine: SnmpEngine = SnmpEngine.OWN


class SnmpTuning(Value):
    """What was learnt about asking this device; adapted after every round and remembered."""

    timeout_ms: Annotated[int, Field(ge=50, le=LONGEST_TIMEOUT_MS)] = 1500
    retries: Annotated[int, Field(ge=0, le=5)] = 2
    bulk: bool = True
    repetitions: Annotated[int, Field(ge=1, le=100)] = 25
    varbinds: Annotated[int, Field(ge=1, le=120)] = 70


class SnmpTarget(Value):
    """One SNMP agent. `key` names it in results: a device id as text, or a name from a targets file."""

    key: str
    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 161
    credential: SnmpCredential
    tuning: SnmpTuning = SnmpTuning()


class SshCredential(Value):
    """A login for reading; never used to change a device."""

    username: str
    password: SecretStr = SecretStr("")
    private_key: SecretStr = SecretStr("")
    enable_secret: SecretStr = SecretStr("")


class SshTarget(Value):
    """One SSH command line. `host_key` is the pinned key ("ssh-ed25519 AAAA..."), empty before first use."""

    key: str
    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 22
    platform: str
    credential: SshCredential
    host_key: str = ""
    deadline_s: Annotated[float, Field(gt=0, le=600)] = 60.0
