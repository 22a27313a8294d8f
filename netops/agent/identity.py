"""Who this agent is: what enrolling gave it, kept in one file that only its account reads."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from collectors.target import Value
from netops.agent.files import write_secret
from service.refused import RefusedCommandError

NAME: Final = "identity.json"


class Identity(Value):
    """`certificate` is the one certificate or authority (PEM) to trust, empty for those of the system.

    With `pinned` it is the office's own certificate, and no other is accepted whatever name it bears.
    """

    office_url: str
    agent_id: int
    token: str = Field(repr=False)
    private_key: str = Field(repr=False)
    office_key: str
    site_code: str
    site_name: str
    certificate: str = ""
    pinned: bool = False

    def save(self, folder: Path) -> None:
        """Write it, mode 600."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret(folder / NAME, self.model_dump_json(indent=1))

    @classmethod
    def load(cls, folder: Path) -> Identity:
        """The identity of a folder; refused with what to run when there is none."""
        try:
            return cls.model_validate_json((folder / NAME).read_text())
        except FileNotFoundError:
            raise RefusedCommandError(f"no agent is enrolled in {folder}: run `netops agent enrol`", 2) from None
        except ValidationError:
            raise RefusedCommandError(f"{folder / NAME} is damaged: enrol this agent anew", 2) from None

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether somebody enrolled here before."""
        return (folder / NAME).exists()
