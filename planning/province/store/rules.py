"""Versions of the rules that hold in an office: the shipped ones, and those that an official wrote down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session

from planning.kit.visitor import Visitor
from planning.province.committees import CommitteeKind
from planning.province.kinds import PlanKind
from planning.province.models.rule import RuleVersion
from planning.province.rules import FIELDS, SHIPPED, TITLES, Rule
from planning.province.store import rows
from planning.province.store.drafts import Day
from planning.province.store.rows import Change
from service.draft import Note
from service.i18n import N_
from service.refusal import NotTakenError, refuse


class RuleDraft(Change):
    """A new version of a rule: it holds from a day on, and the earlier ones stay for the days before. `seen` is the
    number of the version that the form began with.
    """

    rule: Annotated[str, Field(max_length=16)]
    valid_from: Day
    approvers: dict[PlanKind, CommitteeKind]
    fields: tuple[str, ...]
    note: Note = ""
    is_verified: bool = False

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.rule not in TITLES:
            raise NotTakenError(N_("There is no such choice"), "rule")
        if any(name not in FIELDS for name in self.fields):
            raise NotTakenError(N_("There is no such choice"), "fields")
        if self.is_verified and not self.note:
            raise NotTakenError(N_("Say which clause says so"), "note")
        return self


def versions(session: Session, visitor: Visitor) -> Sequence[Rule]:
    """The shipped ones first, then those of the office."""
    own = rows.every(session, visitor, RuleVersion)
    return [*SHIPPED, *(_rule(one) for one in own)]


def add_version(session: Session, visitor: Visitor, draft: RuleDraft) -> RuleVersion:
    """One more; the number goes on from the last."""
    last = max(one.number for one in versions(session, visitor) if one.rule == draft.rule)
    if draft.seen is not None and draft.seen != last:
        raise refuse("", rows.MEANWHILE)
    number = last + 1
    values = {
        **draft.values(),
        "number": number,
        "approvers": {kind.value: committee.value for kind, committee in draft.approvers.items()},
        "fields": [name for name in FIELDS if name in draft.fields],
    }
    return rows.add(session, visitor, RuleVersion, values, twice="valid_from")


def _rule(row: RuleVersion) -> Rule:
    return Rule(row.rule, row.number, row.valid_from, row.approvers, tuple(row.fields), row.note, row.is_verified)
