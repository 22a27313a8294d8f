"""A submitted version is laid before its committee: the registry takes it on the agenda, asked with our own token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx
from sqlmodel import Session

from contract.agenda import AGENDA, Matter, Placed
from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.models.version import Version
from planning.plans.store.versions import SUBJECT
from service.calling import calling
from service.columns import utc_now
from service.hearing import SERVICE, TIMEOUT_S
from service.i18n import N_
from service.identity import Key
from service.refusal import block

REGISTRY: Final = "registry"


@dataclass(frozen=True, slots=True)
class Registry:
    """How it is asked: our key and its address."""

    key: Key
    url: str

    def ask(self, matter: Matter) -> Placed:
        """BlockedError when it was not reached, or did not take it."""
        headers = {"Authorization": f"Bearer {self.key.token(REGISTRY, SERVICE)}"}
        body = matter.model_dump_json(exclude_defaults=True)
        try:
            answer = calling().post(
                f"{self.url.rstrip('/')}{AGENDA}",
                content=body,
                headers={**headers, "Content-Type": "application/json"},
                timeout=TIMEOUT_S,
            )
            answer.raise_for_status()
            return Placed.model_validate_json(answer.content)
        except httpx.HTTPStatusError as error:
            raise block(
                N_("The registry did not take it (HTTP %(status)s)"), status=error.response.status_code
            ) from error
        except (httpx.HTTPError, ValueError) as error:
            raise block(N_("The registry was not reached: try again in a moment")) from error


def lay(session: Session, visitor: Visitor, version: Version, registry: Registry, given: Mapping[str, str]) -> Placed:
    """Once for a fingerprint, however often it is asked. `given` is what `laying.paper_of` says of it."""
    matter = Matter(
        office_code=version.office_code,
        kind=version.subject_kind,
        key=version.subject_key,
        sha256=version.sha256,
        title=given["title"],
        link=given["link"],
        committee=given["committee"],
        schools=tuple(given.get("schools", "").split()),
        asked_by=visitor.name[:120],
    )
    placed = registry.ask(matter)
    version.asked_at, version.asked_of = utc_now(), placed.meeting[:120]
    detail = {"number": version.number, "sha256": version.sha256}
    audit.record(session, visitor, "version.laid", subject=SUBJECT, subject_id=version.id, detail=detail)
    return placed
