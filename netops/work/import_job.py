"""The work of an import in the background: previewed again and applied in one transaction, with its audit entry."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine

from inventory.importing.apply import import_file
from inventory.importing.columns import Kind
from inventory.importing.mapping import AS_FOUND, Reading
from inventory.importing.plan import Act
from inventory.store.acting import By
from netops import audit
from netops.audit import Actor
from netops.vault import Vault
from netops.work.jobs import Progress, Work
from service.columns import utc_now
from service.database import transaction


def import_work(
    engine: Engine, vault: Vault, *, kind: Kind, data: bytes, actor: Actor, reading: Reading = AS_FOUND
) -> Work:
    """Takes the file all or nothing, as the inventory is when the work runs and not when it was previewed."""
    office_id = actor.office_id
    if office_id is None:
        raise ValueError("an import belongs to an office")

    def work(progress: Progress) -> Mapping[str, object]:
        with transaction(engine) as session:
            by = By(actor.name, utc_now(), actor.person_id)
            plan = import_file(
                session, kind, data, office_id=office_id, secrets=vault, progress=progress, by=by, reading=reading
            )
            counts: dict[str, object] = {act.value: plan.count(act) for act in Act}
            audit.record(session, actor, "import.applied", detail={"kind": kind.value, **counts})
        return counts

    return work
