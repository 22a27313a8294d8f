"""Parameters of the annual plan of the office."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import words
from planning.annual_plan.pages.shown import fields, form_page, kept
from planning.annual_plan.store.settings import SettingDraft, change_setting, setting_of
from planning.kit.visitor import Visitor
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Form, Posted, Section, Typed, flat
from service.web.seen import SEEN_FIELD, opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/settings"
MayWrite = Annotated[Visitor, Depends(Allowed("settings.write"))]


@router.get(HOME)
def show(request: Request, db: Db, visitor: MayWrite) -> Response:
    """What holds now."""
    now = _stored(db, visitor)
    return form_page(request, _form({**opened(now), "transfer_pairs": _in_words(now["transfer_pairs"])}, {}))


def _stored(db: Session, visitor: Visitor, *, to_change: bool = False) -> dict[str, str]:
    """By codes, so that the words of a language change nothing."""
    now = setting_of(db, visitor, to_change=to_change)
    return flat(now.model_dump(include=set(SettingDraft.model_fields)))


def _in_words(pairs: str) -> str:
    """One pair on each line, as people call the types."""
    called = {kind.value: _(word) for kind, word in words.TYPES.items()}
    return "\n".join(" > ".join(called[name] for name in pair.split(">")) for pair in pairs.split())


@router.post(HOME)
def change(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """From now on."""

    def act() -> str:
        change_setting(db, visitor, SettingDraft.read(unseen(typed, _stored(db, visitor, to_change=True))))
        return HOME

    return kept(request, db, act, str, lambda wrong: _form(typed, wrong))


def _form(typed: Typed, wrong: dict[str, str]) -> Form:
    given = fields(
        ("report_days", N_("Days after a quarter on which its reports are late"), "text"),
        ("transfer_pairs", N_("Types between which money may move"), "textarea"),
        ("norm_kindergarten", N_("Most pupils a room, kindergarten"), "text"),
        ("norm_other", N_("Most pupils a room, other levels"), "text"),
        transfer_pairs={
            "hint": _("From > to, one pair on each line; within a type it always may."),
            "maxlength": 1000,
        },
    )
    return Form(_("Parameters of the annual plan"), HOME, "/", (Section("", (*given, SEEN_FIELD)),), typed, wrong)
