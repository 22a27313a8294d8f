"""Settings of the planning services from the environment (NETOPS_PLANNING_*), the same for all on one machine."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from contract.services import PORTS

PREFIX: Final = "NETOPS_PLANNING_"
Url = Annotated[str, Field(pattern=r"^https?://[^/\s]+/?$")]
Port = Annotated[int, Field(ge=1, le=65535)]


class PlanningSettings(BaseSettings):
    """Every setting with its unit and default. `*_url` is how browsers and, without an inner address, other services
    reach one; empty: here.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_dir: Path = Field(
        Path("var/planning"), description="Folder in which each service has one of its own: database, key, uploads"
    )
    postgres_url: str = Field(
        "", description="Empty: SQLite in the data folders; or postgresql+psycopg://.../ with the database left out"
    )
    host: str = Field("127.0.0.1", description="Address on which the services listen")
    tls_cert: Path | None = Field(None, description="Certificate file (PEM); with tls_key the pages are HTTPS")
    tls_key: Path | None = Field(None, description="Private key file (PEM)")
    timezone: str = Field("Asia/Bangkok", description="Zone of times on screen")
    language: str = Field("th", description="Language of a reader who chose none: th or en")
    demo: bool = Field(False, description="Synthetic data; never for a real office")
    session_hours: Annotated[int, Field(ge=1)] = Field(12, description="Hours after which a silent session ends")
    pull_interval_s: Annotated[float, Field(gt=0)] = Field(
        5, description="Seconds between readings of what other services tell"
    )
    copy_interval_s: Annotated[float, Field(gt=0)] = Field(
        60, description="Seconds after which a copy of other services' data is read anew; at once when one tells a fact"
    )

    metrics_token: SecretStr = Field(
        SecretStr(""), description="Bearer token that may read /metrics of all offices; empty: only who is signed in"
    )

    netops_url: str = Field("http://127.0.0.1:8000", description="Where people reach netops, which signs them in")
    inner_urls: dict[str, Url] = Field(
        default_factory=dict,
        description="Services by name, netops too -> where the others call them, when that is not where people reach "
        'them, as behind an HTTPS proxy: {"netops": "http://127.0.0.1:8000", "registry": "http://127.0.0.1:8101"}',
    )
    registry_port: Port = Field(PORTS["registry"], description="Port of the registry")
    registry_url: str = Field("", description="Where people reach the registry")
    development_plan_port: Port = Field(PORTS["development_plan"], description="Port of the development plan")
    development_plan_url: str = Field("", description="Where people reach the development plan")
    annual_plan_port: Port = Field(PORTS["annual_plan"], description="Port of the annual plan")
    annual_plan_url: str = Field("", description="Where people reach the annual plan")
    province_port: Port = Field(PORTS["province"], description="Port of the province")
    province_url: str = Field("", description="Where people reach the province")
    school_network_port: Port = Field(PORTS["school_network"], description="Port of the school network")
    school_network_url: str = Field("", description="Where people reach the school network")

    @field_validator("inner_urls")
    @classmethod
    def _of_services(cls, given: dict[str, str]) -> dict[str, str]:
        """A name that is misspelt would leave a service at its public address, silently."""
        unknown = sorted(set(given) - {"netops", *PORTS})
        if unknown:
            raise ValueError(f"no such service: {', '.join(unknown)}")
        return given

    def url_of(self, service: str, port: int) -> str:
        """The base URL of a planning service, without a slash at the end."""
        given: str = getattr(self, f"{service}_url")
        return (given or f"{'https' if self.tls_cert else 'http'}://{self.host}:{port}").rstrip("/")

    def port_of(self, service: str) -> int:
        """Where it listens."""
        port: int = getattr(self, f"{service}_port")
        return port

    def folder_of(self, service: str) -> Path:
        """Its data folder."""
        return self.data_dir / service

    def environment(self) -> dict[str, str]:
        """The environment from which another process reads the same settings."""
        given = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        for name in self.model_fields_set:
            value = getattr(self, name)
            if isinstance(value, SecretStr):
                given[f"{PREFIX}{name.upper()}"] = value.get_secret_value()
            elif value is not None:
                text = self.model_dump_json(include={name}).partition(":")[2][:-1]
                given[f"{PREFIX}{name.upper()}"] = text.strip('"')
        return given

    def database_of(self, service: str) -> str:
        """The URL of its database."""
        if self.postgres_url:
            return f"{self.postgres_url.rstrip('/')}/netops_{service}"
        return f"sqlite:///{(self.folder_of(service) / f'{service}.sqlite3').resolve()}"


@lru_cache
def get_settings() -> PlanningSettings:
    """The settings of this process, read once."""
    return PlanningSettings()
