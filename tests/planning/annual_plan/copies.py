"""Copies of other services' datasets as if their owners had just given them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Engine
from sqlmodel import select

from contract.data.registry import CountRow, NodeRow, ReferenceRow, SchoolRow
from contract.data.shape import Given, Row
from planning.annual_plan import copied
from planning.kit.parts import Copied
from planning.kit.tables import Copy
from service.database import transaction

AT: Final = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
SEEDS: Final = tuple(f"P2-7.{number}" for number in range(1, 11))
REFERENCES: Final = tuple(
    ReferenceRow(
        key=f"old{seed[5:]}",
        seed_refs=(seed,),
        seed_titles={seed: f"แผนเดิม {seed}"},
        title=f"แผนเดิม {seed}",
        valid_from=2552,
        valid_to=2559,
        superseded_by_key=f"new{seed[5:]}",
        nodes=(NodeRow(key=f"old{seed[5:]}-1", code="1", text=f"ข้อเดิม {seed}"),),
    )
    for seed in SEEDS
) + tuple(
    ReferenceRow(
        key=f"new{seed[5:]}",
        title=f"แผนปัจจุบัน {seed}",
        valid_from=2566,
        valid_to=2580,
        supersedes_key=f"old{seed[5:]}",
        nodes=(NodeRow(key=f"new{seed[5:]}-1", code="1", text=f"ข้อใหม่ {seed}"),),
    )
    for seed in SEEDS
)
SCHOOLS: Final = tuple(
    SchoolRow(smis_code=f"5302000{number}", name=f"โรงเรียนสมมติ {number}", school_group="กลุ่มสมมติ")
    for number in (1, 2, 3)
)


def keep(engine: Engine, what: Copied[Row], rows: Sequence[Row], *, office: str = "5302") -> None:
    """The whole dataset of an office."""
    body = Given(rows=rows, as_of=AT).body(what.name, office).decode()
    with transaction(engine) as session:
        for old in session.exec(select(Copy).where(Copy.name == what.name, Copy.office_code == office)):
            session.delete(old)
        session.flush()
        session.add(
            Copy(
                peer=what.peer,
                name=what.name,
                office_code=office,
                as_of=AT,
                taken_at=AT,
                tried_at=AT,
                sha256=sha256(body.encode()).hexdigest(),
                body=body,
            )
        )


def count(school: str, grade: str, pupils: int, *, revision: int = 1, rooms: int = 1) -> CountRow:
    """Of 10 June 2569."""
    return CountRow(
        smis_code=school,
        academic_year=2569,
        count_date=date(2026, 6, 10),
        revision=revision,
        is_frozen=True,
        is_current=True,
        grade=grade,
        male=pupils // 2,
        female=pupils - pupils // 2,
        rooms=rooms,
    )


def references(engine: Engine) -> None:
    """Those of the manual, each with its successor."""
    keep(engine, copied.REFERENCES, REFERENCES)
