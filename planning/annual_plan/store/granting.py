"""Grants per head: rates, runs by the June count, and runs that correct them (I-3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col

from contract.data.registry import CountRow
from planning.annual_plan.models.schools import GrantRate, GrantRun, GrantShare
from planning.annual_plan.money.grants import Heads, NoRateError, Rate, Share, differences, shares
from planning.annual_plan.papers.wording import LEVELS
from planning.annual_plan.store.scope import Era, SomeBaht, rows_of
from planning.annual_plan.terms import Level
from planning.kit import audit
from planning.kit.visitor import Visitor
from service.draft import Digits, Draft, Empty, Line
from service.i18n import N_
from service.refusal import NotTakenError, refuse

JUNE = 6
MayEra = Annotated[Era | None, Empty]
Term = Annotated[int, Digits, Field(ge=1, le=2)]


class RateDraft(Draft):
    """Baht a pupil and term of one level, for academic years."""

    level: Level
    satang: SomeBaht
    first_year: Era
    last_year: MayEra = None
    source: Line = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_year is not None and self.last_year < self.first_year:
            raise NotTakenError(N_("The end lies before the beginning"), "last_year")
        return self


class RunDraft(Draft):
    """Which term is reckoned."""

    academic_year: Era
    term: Term


def rates(session: Session, visitor: Visitor) -> list[GrantRate]:
    """By level and year."""
    return rows_of(session, visitor, GrantRate, order=(col(GrantRate.level), col(GrantRate.first_year)))


def add_rate(session: Session, visitor: Visitor, draft: RateDraft) -> GrantRate:
    """RefusedError where another rate of the level holds in one of its years."""
    for one in rates(session, visitor):
        last, other = draft.last_year or 9999, one.last_year or 9999
        if one.level is draft.level and one.first_year <= last and draft.first_year <= other:
            raise refuse("first_year", N_("Another rate of this level holds in these years"))
    row = GrantRate(office_code=visitor.office_code, **draft.model_dump())
    session.add(row)
    session.flush()
    told = {"level": row.level.value, "satang": row.satang}
    audit.record(session, visitor, "rate.added", subject="grant_rate", subject_id=row.id, detail=told)
    return row


def shares_of(session: Session, visitor: Visitor, run_id: int) -> list[GrantShare]:
    """By school."""
    return rows_of(session, visitor, GrantShare, GrantShare.run_id == run_id, order=col(GrantShare.school_code))


def runs(session: Session, visitor: Visitor) -> list[GrantRun]:
    """The newest first."""
    return rows_of(session, visitor, GrantRun, order=col(GrantRun.id).desc())


def june(counts: Sequence[CountRow], year: int) -> list[CountRow]:
    """The frozen June count of an academic year that holds now."""
    return [
        one
        for one in counts
        if one.academic_year == year and one.is_current and one.is_frozen and one.count_date.month == JUNE
    ]


def reckon(
    session: Session, visitor: Visitor, draft: RunDraft, counts: Sequence[CountRow], names: Mapping[str, str]
) -> GrantRun:
    """Grants of a term by the June count; a later revision of it makes a run that corrects the last one."""
    found = june(counts, draft.academic_year)
    if not found:
        raise refuse("academic_year", N_("There is no frozen June count of this year: read the registry's data anew"))
    heads = [Heads(one.smis_code, one.grade, one.male + one.female) for one in found]
    given = [Rate(one.level, one.satang, one.first_year, one.last_year) for one in rates(session, visitor)]
    try:
        made = shares(given, heads, draft.academic_year)
    except NoRateError as error:
        said = N_("Exactly one rate of %(level)s has to hold in this year") if error.count else N_("No rate: %(level)s")
        raise refuse("academic_year", said, level=LEVELS[error.level]) from None
    before = _last(session, visitor, draft)
    old = _kept(session, visitor, before)
    if before is not None and not differences(old, made):
        raise refuse("academic_year", N_("Nothing changed since the last run of this term"))
    row = GrantRun(
        office_code=visitor.office_code,
        academic_year=draft.academic_year,
        term=draft.term,
        count_date=found[0].count_date,
        revision=max(one.revision for one in found),
        before_id=before.id if before is not None else None,
        total_satang=sum(one.amount for one in made),
        made_by=visitor.name[:120],
    )
    session.add(row)
    session.flush()
    _keep(session, visitor, row, made, old if before is not None else None, names)
    told = {"year": row.academic_year, "term": row.term, "revision": row.revision, "satang": row.total_satang}
    audit.record(session, visitor, "grants.reckoned", subject="grant_run", subject_id=row.id, detail=told)
    return row


def _last(session: Session, visitor: Visitor, draft: RunDraft) -> GrantRun | None:
    same = [one for one in runs(session, visitor) if (one.academic_year, one.term) == (draft.academic_year, draft.term)]
    return same[0] if same else None


def _kept(session: Session, visitor: Visitor, run: GrantRun | None) -> list[Share]:
    if run is None or run.id is None:
        return []
    return [
        Share(one.school_code, {Level(name): count for name, count in one.pupils.items()}, one.amount_satang)
        for one in shares_of(session, visitor, run.id)
    ]


def _keep(
    session: Session,
    visitor: Visitor,
    run: GrantRun,
    made: Sequence[Share],
    old: Sequence[Share] | None,
    names: Mapping[str, str],
) -> None:
    """Also schools that are not in the new count any more: what they had comes back."""
    before = {one.school: one.amount for one in old or ()}
    gone = [Share(school, {}, 0) for school in before.keys() - {one.school for one in made}]
    for one in [*made, *sorted(gone, key=lambda share: share.school)]:
        session.add(
            GrantShare(
                office_code=visitor.office_code,
                run_id=run.id or 0,
                school_code=one.school,
                school_name=names.get(one.school, one.school)[:255],
                pupils={level.value: pupils for level, pupils in one.pupils.items()},
                amount_satang=one.amount,
                before_satang=None if old is None else before.get(one.school, 0),
            )
        )
    session.flush()


def changed(session: Session, visitor: Visitor, run: GrantRun) -> list[GrantShare]:
    """Whose share is told by a letter: all schools of a first run, of a correction those that it changes."""
    return [one for one in shares_of(session, visitor, run.id or 0) if one.before_satang != one.amount_satang]


def known_grants(session: Session, visitor: Visitor, fiscal_year: int) -> Mapping[str, int]:
    """What each school gets in a fiscal year by the newest runs: term 2 of the academic year that ends in it, and term
    1 of the next; a term that was not reckoned yet is taken to be as the other one.
    """
    found: dict[int, Mapping[str, int]] = {}
    for run in reversed(runs(session, visitor)):
        if (run.term, run.academic_year) in {(2, fiscal_year - 1), (1, fiscal_year)}:
            found[run.term] = {one.school_code: one.amount_satang for one in shares_of(session, visitor, run.id or 0)}
    together = Counter[str]()
    for shares_of_term in found.values():
        together.update(shares_of_term)
    return {school: amount * (2 if len(found) == 1 else 1) for school, amount in together.items()}


def levels_of(pupils: Mapping[str, int], given: Sequence[GrantRate], year: int) -> tuple[tuple[str, int, int], ...]:
    """(level, pupils, rate in satang) of each level with pupils."""
    by_level = {
        one.level.value: one.satang
        for one in given
        if one.first_year <= year and (one.last_year is None or year <= one.last_year)
    }
    return tuple((level, count, by_level.get(level, 0)) for level, count in pupils.items() if count)
