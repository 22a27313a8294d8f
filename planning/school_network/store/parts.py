"""Parts of a case as they are typed, and how each is written down, changed and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, SQLModel

from planning.kit import audit
from planning.kit.happened import Happened, MayHaveHappened
from planning.kit.visitor import Visitor
from planning.school_network.counts_only import no_person, read_groups
from planning.school_network.file_kinds import FileKind
from planning.school_network.models.case import (
    AssetKind,
    AssetLine,
    AssetWay,
    CaseFile,
    CaseState,
    ChangeCase,
    ChildGroup,
    Hearing,
    Opinion,
    OpinionWord,
    Readiness,
    StaffMove,
    Transport,
)
from planning.school_network.money import Baht
from planning.school_network.store.cases import CLOSED, SUBJECT, may_change, parts_of
from planning.school_network.store.dating import check_days
from planning.school_network.store.sources import sources
from planning.school_network.store.stored import id_of
from planning.school_network.taking import CODES
from service.columns import utc_now
from service.draft import Digits, Draft, Empty, Line, Name, Note, plain, take
from service.filetypes import GivenFile
from service.i18n import N_
from service.refusal import BlockedError, MissingError, NotTakenError, block, refuse
from service.uploads import Uploads

Persons = Annotated[int, Field(ge=0, le=100_000), Digits]
Some = Annotated[int, Field(ge=1, le=5000), Digits]
Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False), Digits]
NEEDS_WHOM: Final = frozenset({AssetWay.TRANSFER, AssetWay.RETURN, AssetWay.KEEP})
Place = Annotated[str, Field(min_length=1, max_length=255)]


class GroupDraft(Draft):
    """Children of one grade and village."""

    grade: str
    village_code: Annotated[str, Field(max_length=16)] = ""
    village_name: Name
    children: Some
    to_code: Line = ""
    transport: Transport = Transport.NONE
    support_satang_day: Baht = 0


class HearingDraft(Draft):
    """One hearing."""

    notified_on: Happened
    held_on: Happened
    place: Place
    parents: Persons = 0
    teachers: Persons = 0
    board: Persons = 0
    community: Persons = 0
    agree: Persons = 0
    disagree: Persons = 0
    abstain: Persons = 0
    note: Note = ""

    @model_validator(mode="after")
    def _by_who_came(self) -> Self:
        came = self.parents + self.teachers + self.board + self.community
        said = self.agree + self.disagree + self.abstain
        if said > came:
            raise NotTakenError(N_("%(said)s persons said something, %(came)s came"), "agree", said=said, came=came)
        return self


class OpinionDraft(Draft):
    """What a board said."""

    school_name: Place
    held_on: Happened
    opinion: OpinionWord
    present: Persons = 0
    note: Note = ""


class ReadinessDraft(Draft):
    """Six scores."""

    assessed_on: Happened
    experience: Score
    plan: Score
    management: Score
    income: Score
    level_fit: Score
    people: Score
    note: Note = ""


class AssetDraft(Draft):
    """One thing or lot."""

    kind: AssetKind
    item: Place
    quantity: Annotated[int, Field(ge=1, le=10**6), Digits] = 1
    value_satang: Baht = 0
    way: AssetWay = AssetWay.UNDECIDED
    to_whom: Line = ""
    paper_number: Annotated[str, Field(max_length=120)] = ""
    asset_number: Annotated[str, Field(max_length=50)] = ""
    done_on: MayHaveHappened = None

    @model_validator(mode="after")
    def _decided(self) -> Self:
        if self.done_on is not None and self.way is AssetWay.UNDECIDED:
            raise NotTakenError(N_("It is done: say what became of it"), "way")
        if self.way in NEEDS_WHOM and not self.to_whom:
            raise NotTakenError(N_("Say to whom it goes"), "to_whom")
        return self


class StaffDraft(Draft):
    """Persons of one position; never names."""

    position: Name
    persons: Some
    to_name: Line = ""


@dataclass(frozen=True, slots=True)
class PartOf:
    """One part: its table, what is typed, and whether it belongs to what the board decides about."""

    key: str
    model: type[Any]
    draft: type[Draft]
    is_proposal: bool


PARTS: Final = {
    one.key: one
    for one in (
        PartOf("groups", ChildGroup, GroupDraft, is_proposal=True),
        PartOf("hearings", Hearing, HearingDraft, is_proposal=True),
        PartOf("opinions", Opinion, OpinionDraft, is_proposal=True),
        PartOf("readiness", Readiness, ReadinessDraft, is_proposal=True),
        PartOf("assets", AssetLine, AssetDraft, is_proposal=False),
        PartOf("staff", StaffMove, StaffDraft, is_proposal=False),
    )
}


def part_named(key: str) -> PartOf:
    """MissingError for one that is none."""
    if key not in PARTS:
        raise MissingError("part")
    return PARTS[key]


def is_open(row: ChangeCase, part: PartOf) -> bool:
    """Whether `check_open` lets it change."""
    try:
        check_open(row, part)
    except BlockedError:
        return False
    return True


def check_open(row: ChangeCase, part: PartOf) -> None:
    """What the board decides about stays after the announcement; the rest until the case is completed."""
    if part.is_proposal:
        may_change(row)
    elif row.state in CLOSED:
        raise block(N_("This case is closed"))


def find_part(session: Session, row: ChangeCase, part: PartOf, part_id: int) -> Any:
    """A row of this case; MissingError."""
    found = session.get(part.model, part_id)
    if found is None or found.case_id != row.id:
        raise MissingError("part")
    return found


def add_part(session: Session, visitor: Visitor, row: ChangeCase, part: PartOf, draft: Draft) -> SQLModel:
    """One more."""
    check_open(row, part)
    no_person(draft)
    check_days(row, draft)
    found = part.model(case_id=row.id, **_with_names(session, row, draft))
    session.add(found)
    session.flush()
    if isinstance(found, Hearing) and row.state in (CaseState.IDEA, CaseState.STUDIED, CaseState.IN_PLAN):
        row.state = CaseState.HEARING
    _noted(session, visitor, row, part, "added", _plain(draft))
    return found  # type: ignore[no-any-return]


def change_part(session: Session, visitor: Visitor, row: ChangeCase, part: PartOf, found: Any, draft: Draft) -> None:
    """As typed."""
    check_open(row, part)
    no_person(draft)
    check_days(row, draft)
    changes = take(found, _with_names(session, row, draft))
    if changes:
        _noted(session, visitor, row, part, "changed", changes)


def remove_part(session: Session, visitor: Visitor, row: ChangeCase, part: PartOf, found: Any) -> None:
    """With the links of its files to it."""
    check_open(row, part)
    if isinstance(found, Hearing):
        for one in parts_of(session, row, CaseFile):
            if one.hearing_id == found.id:
                one.hearing_id = None
        session.flush()
    session.delete(found)
    _noted(session, visitor, row, part, "removed", {"id": found.id})


def _with_names(session: Session, row: ChangeCase, draft: Draft) -> dict[str, object]:
    values = draft.model_dump()
    if isinstance(draft, GroupDraft):
        if draft.grade not in CODES:
            raise refuse("grade", N_("Choose a grade"))
        values["to_name"] = _receiving(session, row, draft.to_code)
    return values


def _receiving(session: Session, row: ChangeCase, code: str) -> str:
    if not code:
        return ""
    school = sources(session, row.office_code).school(code)
    if school is None:
        raise refuse("to_code", N_("The registry has no school of this code"))
    if code == row.school_code:
        raise refuse("to_code", N_("It is the same school"))
    return school.name


def _plain(draft: Draft) -> dict[str, object]:
    return {name: plain(value) for name, value in draft.model_dump().items()}


def _noted(
    session: Session, visitor: Visitor, row: ChangeCase, part: PartOf, act: str, detail: dict[str, object]
) -> None:
    row.changed_at = utc_now()
    audit.record(session, visitor, f"case.{part.key} {act}"[:64], subject=SUBJECT, subject_id=row.id, detail=detail)


def take_table(session: Session, visitor: Visitor, row: ChangeCase, data: bytes) -> int:
    """The groups of a CSV file instead of those that are there; how many."""
    part = PARTS["groups"]
    check_open(row, part)
    rows = read_groups(data)
    for old in parts_of(session, row, ChildGroup):
        session.delete(old)
    for one in rows:
        session.add(
            ChildGroup(
                case_id=id_of(row),
                grade=one.grade,
                village_code=one.village_code,
                village_name=one.village_name,
                children=one.children,
                to_code=one.to_code,
                to_name=_receiving(session, row, one.to_code),
            )
        )
    session.flush()
    _noted(session, visitor, row, part, "taken", {"rows": len(rows)})
    return len(rows)


class FileDraft(Draft):
    """What a file is."""

    kind: FileKind
    title: Line = ""
    hearing_id: Annotated[int | None, Empty] = None


def add_file(
    session: Session, visitor: Visitor, uploads: Uploads, row: ChangeCase, given: tuple[FileDraft, GivenFile]
) -> CaseFile:
    """Kept under its SHA-256; minutes and photos belong to a hearing."""
    draft, file = given
    if draft.kind in (FileKind.MINUTES, FileKind.PHOTO):
        hearings = {one.id for one in parts_of(session, row, Hearing)}
        if draft.hearing_id not in hearings:
            raise refuse("hearing_id", N_("Choose the hearing that it is of"))
    found = CaseFile(
        case_id=id_of(row),
        name=file.name,
        media_type=file.media_type,
        sha256=uploads.keep(file.data),
        added_by=visitor.name[:120],
        **draft.model_dump(),
    )
    session.add(found)
    session.flush()
    detail = {"kind": draft.kind.value, "sha256": found.sha256}
    audit.record(session, visitor, "case.file added", subject=SUBJECT, subject_id=row.id, detail=detail)
    return found
