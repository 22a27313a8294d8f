"""The catalogue of datasets: what an office says of each, and what became of the file that was taken in last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, SQLModel, col, func, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.registry.models.batch import CatalogueEntry, Dataset, ImportBatch
from planning.registry.models.count import SchoolCount, SchoolHomes
from planning.registry.models.school import School
from planning.registry.models.staff import StaffCount
from planning.registry.models.village import Village, VillagePeople
from planning.registry.store.batches import last_taken
from service.draft import Draft, Line, Note, take

SUBJECT = "dataset"
GROUP: Final = "กลุ่มนโยบายและแผน"
_USUAL: Final = {
    Dataset.SCHOOLS: ("ทะเบียนสถานศึกษา (EMIS)", "1 กรกฎาคม – 31 ตุลาคม"),
    Dataset.COORDINATES: ("พิกัดสถานศึกษา (EMIS)", "1 กรกฎาคม – 31 ตุลาคม"),
    Dataset.PUPILS: ("ระบบ DMC ของ สพฐ.", "10 มิถุนายน และ 10 พฤศจิกายน"),
    Dataset.HOMES: ("ระบบ DMC ของ สพฐ. (ที่อยู่ สรุปเป็นจำนวนรายหมู่บ้าน)", "10 มิถุนายน และ 10 พฤศจิกายน"),
    Dataset.STAFF: ("ระบบข้อมูลครูและบุคลากร (EMIS)", "10 มิถุนายน"),
    Dataset.VILLAGES: ("ทะเบียนหมู่บ้าน กรมการปกครอง", "31 ธันวาคม"),
    Dataset.POPULATION: ("ทะเบียนราษฎร (ทร.14)", "31 ธันวาคม"),
}


class EntryDraft(Draft):
    """What a person says of a dataset."""

    owner: Line = ""
    source_system: Line = ""
    cut_off: Annotated[str, Field(max_length=120)] = ""
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue. `rows` are stored, `changed_at` is when any of them changed last."""

    dataset: Dataset
    said: EntryDraft
    batch: ImportBatch | None
    rows: int
    changed_at: datetime | None


def entries(session: Session, visitor: Visitor) -> list[Entry]:
    """Every dataset, whether an office said anything of it or not."""
    ours = CatalogueEntry.office_code == visitor.office_code
    said = {one.dataset: EntryDraft.of(one) for one in session.exec(select(CatalogueEntry).where(ours)).all()}
    batches = last_taken(session, visitor)
    return [Entry(one, said.get(one, usual(one)), batches.get(one), *_stored(session, visitor, one)) for one in Dataset]


def usual(dataset: Dataset) -> EntryDraft:
    """Where such data mostly come from; nobody of the office said so yet."""
    source, cut_off = _USUAL[dataset]
    return EntryDraft(owner=GROUP, source_system=source, cut_off=cut_off)


def say(session: Session, visitor: Visitor, dataset: Dataset, draft: EntryDraft) -> None:
    """Write down what is said of a dataset."""
    wanted = select(CatalogueEntry).where(
        CatalogueEntry.office_code == visitor.office_code, CatalogueEntry.dataset == dataset
    )
    row = session.exec(wanted.with_for_update()).one_or_none()
    if row is None:
        row = CatalogueEntry(office_code=visitor.office_code, dataset=dataset)
        session.add(row)
        session.flush()
    changes = take(row, draft.model_dump())
    if changes:
        detail = {"dataset": dataset.value, **changes}
        audit.record(session, visitor, "dataset.changed", subject=SUBJECT, subject_id=row.id, detail=detail)


_TABLES: Final[dict[Dataset, type[SQLModel]]] = {
    Dataset.SCHOOLS: School,
    Dataset.PUPILS: SchoolCount,
    Dataset.HOMES: SchoolHomes,
    Dataset.STAFF: StaffCount,
    Dataset.VILLAGES: Village,
    Dataset.POPULATION: VillagePeople,
}


def _stored(session: Session, visitor: Visitor, dataset: Dataset) -> tuple[int, datetime | None]:
    table = _TABLES.get(dataset, School)
    wanted = select(func.count(), func.max(table.changed_at)).where(  # type: ignore[attr-defined]  # all of them have it
        table.office_code == visitor.office_code  # type: ignore[attr-defined]
    )
    if dataset is Dataset.COORDINATES:
        wanted = wanted.where(col(School.latitude).is_not(None))
    rows, changed_at = session.exec(wanted).one()
    return rows, changed_at
