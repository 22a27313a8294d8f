"""Follow-ups of a case: where the children are now, by count and village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network import case_words
from planning.school_network.models.case import ChangeCase, FollowUp, FollowUpCount
from planning.school_network.money import typed as baht
from planning.school_network.pages.cases import refused
from planning.school_network.pages.part_form import CASES
from planning.school_network.store import cases, following
from planning.school_network.store.following import COUNTS, CountsDraft, FollowUpDraft
from service.i18n import N_, _
from service.refusal import Problem, RefusedError
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.seen import SEEN_FIELD, opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("cases.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("cases.write"))]
WORDS = {"arrived": N_("arrived"), "elsewhere": N_("elsewhere"), "lost": N_("lost to school")}
AT = f"{CASES}/{{key}}/follow-up/{{follow_up_id:int}}"


@router.get(AT)
def edit(request: Request, db: Db, visitor: MayWrite, key: str, follow_up_id: int) -> Response:
    """The form with what is stored."""
    row = cases.find_case(db, visitor.office_code, key)
    one = following.find_follow_up(db, row, follow_up_id)
    counts = following.counts_of(db, one)
    return page(request, "form.html", form=_form(row, one, counts, opened(_stored(one, counts)), {}))


def _stored(one: FollowUp, counts: Sequence[FollowUpCount]) -> dict[str, str]:
    typed = flat(one.model_dump(include=set(FollowUpDraft.model_fields))) | {"cost_satang": baht(one.cost_satang)}
    return typed | {f"{name}_{each.id}": str(getattr(each, name)) for each in counts for name in COUNTS}


@router.post(AT)
def change(request: Request, db: Db, visitor: MayWrite, key: str, follow_up_id: int, typed: Posted) -> Response:
    """Told whole: every child that was expected is counted."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    one = following.find_follow_up(db, row, follow_up_id)
    counts = following.counts_of(db, one)
    try:
        with db.begin_nested():
            given = _read(counts, unseen(typed, _stored(one, counts)))
            following.report(db, visitor, row, one, given)
    except RefusedError as error:
        return refused(request, _form(row, one, counts, typed, problems(error)))
    return redirect(request, f"{CASES}/{key}", _("Saved."))


def _read(counts: Sequence[FollowUpCount], typed: Mapping[str, str]) -> tuple[FollowUpDraft, dict[int, CountsDraft]]:
    wrong: list[Problem] = []
    told: dict[int, CountsDraft] = {}
    for each in counts:
        assert each.id is not None
        try:
            told[each.id] = CountsDraft.read({name: typed.get(f"{name}_{each.id}", "") for name in COUNTS})
        except RefusedError as error:
            wrong += [Problem(f"{item.field}_{each.id}", item.message, item.values) for item in error.problems]
    try:
        draft = FollowUpDraft.read({name: typed.get(name, "") for name in FollowUpDraft.model_fields})
    except RefusedError as error:
        raise RefusedError([*error.problems, *wrong]) from None
    if wrong:
        raise RefusedError(wrong)
    return draft, told


def _form(
    row: ChangeCase,
    one: FollowUp,
    counts: Sequence[FollowUpCount],
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
) -> Form:
    head = Section(
        row.school_name,
        (
            Field("done_on", _("Followed up on"), "date", required=True),
            Field("travel_km", _("Mean way of a child now (km)")),
            Field("travel_min", _("Mean time of a child now (minutes)")),
            Field("cost_satang", _("Cost since then (baht)")),
            Field("results", _("Results of learning"), "textarea", maxlength=2000),
            Field("assets", _("Use of the assets"), "textarea", maxlength=2000),
            Field("complaints", _("Complaints"), "textarea", maxlength=2000),
            SEEN_FIELD,
        ),
    )
    places = tuple(
        Section(
            f"{each.village_name} ({each.expected})",
            tuple(Field(f"{name}_{each.id}", _(said), required=True, maxlength=6) for name, said in WORDS.items()),
        )
        for each in counts
    )
    at = f"{CASES}/{row.key}"
    about, when = _("Follow-up"), _(case_words.ROUNDS[one.round])
    return Form(f"{about} · {when}", f"{at}/follow-up/{one.id}", at, (head, *places), typed, wrong)


@router.get(f"{AT}/counts.{{kind}}")
def export(_request: Request, db: Db, visitor: MayRead, key: str, follow_up_id: int, kind: str) -> Response:
    """By village: expected, arrived, elsewhere, lost."""
    row = cases.find_case(db, visitor.office_code, key)
    counts = following.counts_of(db, following.find_follow_up(db, row, follow_up_id))
    titles = ("village_code", "village_name", "expected", *COUNTS)
    return as_file(Sheet("follow-up", titles, [[getattr(one, name) for name in titles] for one in counts]), kind)
