"""A paper of a planning service is laid before a committee: `POST /api/v1/agenda` at the registry, with the token of
the service. The same paper waits only once, so that asking again is answered as the first time.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from contract.planning import Sha256

AGENDA: Final = "/api/v1/agenda"
Word = Annotated[str, Field(min_length=1, max_length=48, pattern=r"^[a-z0-9_]+$")]


class Matter(BaseModel):
    """What is asked: a decision of this kind of committee (empty: any) on the paper with this fingerprint. The service
    is the one whose token it is. `link` is the page of the paper, `schools` are SMIS codes, `asked_by` is who pressed
    the button.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    office_code: Annotated[str, Field(min_length=1, max_length=32)]
    kind: Word
    key: Annotated[str, Field(min_length=1, max_length=64)]
    sha256: Sha256
    title: Annotated[str, Field(min_length=1, max_length=500)]
    link: Annotated[str, Field(max_length=500)] = ""
    committee: Annotated[str, Field(max_length=32)] = ""
    schools: Annotated[tuple[str, ...], Field(max_length=220)] = ()
    asked_by: Annotated[str, Field(max_length=120)] = ""


class Placed(BaseModel):
    """Where it lies. `meeting` names committee and meeting, empty while it waits for one."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    item_key: str
    meeting: str = ""
    title: str = ""
