"""Classes of assets and the dated parameters of an office's book."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, delete, select

from inventory.assets import usual
from inventory.assets.terms import Book, Rule, Term
from inventory.models.asset import AssetClass, AssetClassTerm, AssetRule
from service.draft import Digits, Draft, Line, Name, take
from service.refusal import MissingError, NotTakenError, _, refuse

Years = Annotated[int, Field(ge=1, le=100), Digits]


class TermDraft(Draft):
    """How a class is depreciated, for what was acquired on `valid_from` or later."""

    valid_from: date
    life_years: Years
    is_depreciated: bool = True
    source: Line = ""


class ClassDraft(Draft):
    """A class with its terms; each begins on another day."""

    code: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9._/-]+$"), Digits]
    name: Name
    terms: Annotated[tuple[TermDraft, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _each_day_once(self) -> Self:
        if len({term.valid_from for term in self.terms}) != len(self.terms):
            raise NotTakenError(_("Two terms begin on the same day"), "terms")
        return self


class RuleDraft(Draft):
    """Parameters of the office for what was acquired on `valid_from` or later."""

    valid_from: date
    threshold_satang: Annotated[int, Field(ge=0, le=10**12)]
    replace_after_years: Years
    source: Line = ""


def find_class(session: Session, class_id: int, *, office_id: int) -> AssetClass:
    """The class of this office; MissingError when there is none."""
    found = session.get(AssetClass, class_id)
    if found is None or found.office_id != office_id:
        raise MissingError("asset class")
    return found


def class_draft_of(session: Session, row: AssetClass) -> ClassDraft:
    """The class as it could be given again."""
    terms = session.exec(
        select(AssetClassTerm).where(AssetClassTerm.class_id == row.id).order_by(col(AssetClassTerm.valid_from))
    )
    return ClassDraft.of(row, terms=tuple(TermDraft.of(term) for term in terms))


def create_class(session: Session, draft: ClassDraft, *, office_id: int) -> AssetClass:
    """A new class; RefusedError when code or name is taken."""
    _check(session, draft, office_id=office_id, class_id=None)
    row = AssetClass(office_id=office_id, code=draft.code, name=draft.name)
    session.add(row)
    session.flush()
    _write_terms(session, row, draft)
    return row


def change_class(session: Session, row: AssetClass, draft: ClassDraft) -> dict[str, object]:
    """Make the class as drafted; returns {field: [before, after]}."""
    _check(session, draft, office_id=row.office_id, class_id=row.id)
    before = class_draft_of(session, row).terms
    changes = take(row, {"code": draft.code, "name": draft.name})
    wanted = tuple(sorted(draft.terms, key=lambda term: term.valid_from))
    if before != wanted:
        changes["terms"] = [[term.model_dump(mode="json") for term in terms] for terms in (before, wanted)]
        _write_terms(session, row, draft)
    session.add(row)
    session.flush()
    return changes


def store_rule(session: Session, draft: RuleDraft, *, office_id: int) -> AssetRule:
    """The parameters from a day on; a second one of the same day takes its place."""
    found = session.exec(
        select(AssetRule).where(AssetRule.office_id == office_id, AssetRule.valid_from == draft.valid_from)
    ).first()
    rule = found or AssetRule(office_id=office_id, **draft.model_dump())
    take(rule, draft.model_dump())
    session.add(rule)
    session.flush()
    return rule


def begin_book(session: Session, office_id: int) -> None:
    """The usual classes and parameters, where the office has none yet."""
    if session.exec(select(AssetClass.id).where(AssetClass.office_id == office_id)).first() is None:
        for one in usual.CLASSES:
            term = TermDraft(valid_from=usual.FROM_ON, life_years=one.life_years, source=usual.CLASS_SOURCE)
            create_class(session, ClassDraft(code=one.code, name=one.name, terms=(term,)), office_id=office_id)
    if session.exec(select(AssetRule.id).where(AssetRule.office_id == office_id)).first() is None:
        rule = RuleDraft(
            valid_from=usual.FROM_ON,
            threshold_satang=usual.THRESHOLD_SATANG,
            replace_after_years=usual.REPLACE_AFTER_YEARS,
            source=usual.RULE_SOURCE,
        )
        store_rule(session, rule, office_id=office_id)


def book_of(session: Session, office_id: int) -> Book:
    """All parameters of the office, for the reckoning."""
    rules = session.exec(select(AssetRule).where(AssetRule.office_id == office_id)).all()
    terms: dict[int, list[Term]] = {}
    wanted = select(AssetClassTerm).join(AssetClass).where(AssetClass.office_id == office_id)
    for row in session.exec(wanted):
        term = Term(row.valid_from, row.life_years, row.is_depreciated, row.source)
        terms.setdefault(row.class_id, []).append(term)
    return Book(
        tuple(Rule(row.valid_from, row.threshold_satang, row.replace_after_years, row.source) for row in rules), terms
    )


def _write_terms(session: Session, row: AssetClass, draft: ClassDraft) -> None:
    assert row.id is not None
    session.exec(delete(AssetClassTerm).where(col(AssetClassTerm.class_id) == row.id))
    session.add_all(AssetClassTerm(class_id=row.id, **term.model_dump()) for term in draft.terms)
    session.flush()


def _check(session: Session, draft: ClassDraft, *, office_id: int, class_id: int | None) -> None:
    for field, column in (("code", AssetClass.code), ("name", AssetClass.name)):
        wanted = select(AssetClass.id).where(AssetClass.office_id == office_id, column == getattr(draft, field))
        if session.exec(wanted.where(col(AssetClass.id) != class_id)).first() is not None:
            raise refuse(field, _("%(name)s already exists"), name=getattr(draft, field))
