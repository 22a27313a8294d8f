"""Which column of ours each heading of a file is: guessed, corrected by a person, remembered for files of that shape.

A guess is only ever a proposal. What is taken without a question is a heading that is a name or an alias of a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlmodel import Session, select

from inventory.importing.columns import COLUMNS, PASSED_OVER, Kind
from inventory.importing.heading import LEAST_LETTERS
from inventory.models.import_mapping import ImportMapping
from service.columns import utc_now
from service.importing.heading import ANYWHERE, Place, bare
from service.refusal import Problem, _


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: where its heading is, what a person said of its columns (none: as remembered, or as they are
    called), and for a school's own people whose book it is written into.
    """

    place: Place = ANYWHERE
    names: tuple[str, ...] | None = None
    site_id: int | None = None


AS_FOUND: Final = Reading()


def fingerprint(headings: Sequence[str]) -> str:
    """The same for files with the same headings in the same order."""
    return sha256("\x1f".join(bare(heading) for heading in headings).encode()).hexdigest()


def guess(kind: Kind, headings: Sequence[str]) -> list[str]:
    """The most likely column of each heading, each column once: what is equal first, then what contains an alias."""
    aliases = sorted(
        ((bare(alias), one.name) for one in COLUMNS[kind] for alias in (one.name, *one.aliases)),
        key=lambda pair: -len(pair[0]),
    )
    passed = {bare(heading) for heading in PASSED_OVER.get(kind, ())}
    names = [""] * len(headings)
    taken: set[str] = set()
    for is_equal in (True, False):
        for at, heading in enumerate(headings):
            said = bare(heading)
            if names[at] or not said or said in passed:
                continue
            for alias, name in aliases:
                fits = said == alias if is_equal else len(alias) >= LEAST_LETTERS and alias in said
                if fits and name not in taken:
                    names[at] = name
                    taken.add(name)
                    break
    return names


def check(kind: Kind, names: Sequence[str]) -> list[Problem]:
    """What is wrong with columns as a person said them."""
    given = [name for name in names if name]
    known = {one.name for one in COLUMNS[kind]}
    problems = [
        Problem(name[:60], _("There is no such column in a file of this kind")) for name in given if name not in known
    ]
    problems += [Problem(name, _("This column stands twice")) for name in dict.fromkeys(given) if given.count(name) > 1]
    absent = [one.name for one in COLUMNS[kind] if one.required and one.name not in given]
    return problems + [Problem(name, _("This column is missing")) for name in absent]


def remembered(session: Session, office_id: int, kind: Kind, headings: Sequence[str]) -> list[str] | None:
    """What the office said of files with these headings; None where it was never asked."""
    row = _row(session, office_id, kind, headings)
    return list(row.names) if row is not None and len(row.names) == len(headings) else None


def remember(
    session: Session,
    office_id: int,
    kind: Kind,
    headings: Sequence[str],
    names: Sequence[str],
    *,
    person_id: int | None,
) -> None:
    """Keep it for the next file of this shape."""
    row = _row(session, office_id, kind, headings)
    if row is None:
        row = ImportMapping(office_id=office_id, kind=kind.value, fingerprint=fingerprint(headings))
    row.headings, row.names = [heading[:120] for heading in headings], list(names)
    row.person_id, row.changed_at = person_id, utc_now()
    session.add(row)
    session.flush()


def _row(session: Session, office_id: int, kind: Kind, headings: Sequence[str]) -> ImportMapping | None:
    return session.exec(
        select(ImportMapping).where(
            ImportMapping.office_id == office_id,
            ImportMapping.kind == kind.value,
            ImportMapping.fingerprint == fingerprint(headings),
        )
    ).one_or_none()
