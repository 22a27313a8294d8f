"""The files of reports and evaluations on their pages: the table, the form that takes one more, the way to withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan.models.following import Proof
from planning.annual_plan.pages.shown import Link, Mark, Table, form_page
from planning.plans.pages.answers import uploads_of
from planning.plans.store.keeping import Handed
from service.filetypes import ACCEPTED, MOST_BYTES
from service.i18n import N_, _
from service.refusal import refuse
from service.web.files import given_file, handed_out
from service.web.form import Field, Form, Section, Typed
from service.web.table import Column

COLUMNS: Final = (
    Column("name", N_("File")),
    Column("size", N_("Size (KB)"), figures=True),
    Column("added_at", N_("Handed in on")),
    Column("added_by", N_("By")),
    Column("state", N_("State")),
)
FILE: Final = "file"


def handed_in(request: Request, file: UploadFile | None) -> Handed | None:
    """What was sent with a form, looked at; nothing where no file was chosen. RefusedError."""
    if file is None or not file.filename:
        return None
    return Handed(given_file(file), uploads_of(request))


def needed(handed: Handed | None) -> Handed:
    """RefusedError where no file was chosen."""
    if handed is None:
        raise refuse(FILE, N_("Choose a file"))
    return handed


def file_field(label: str) -> Field:
    """Of a form, with what is taken."""
    hint = _("PDF, JPEG, PNG, DOCX or XLSX, at most %(count)s MB") % {"count": MOST_BYTES // 1024 // 1024}
    return Field(FILE, label, "file", hint=hint, accept=ACCEPTED)


def add_form(title: str, at: str, wrong: dict[str, str]) -> Form:
    """One more file."""
    return Form(title, at, at, (Section("", (file_field(_("File")),)),), {}, wrong, submit=_("Hand in"))


def proof_table(title: str, found: Sequence[tuple[str, str, Proof]], *, may_withdraw: bool) -> Table:
    """Files with what they prove in words and their address there."""
    columns = (Column("of", N_("Belongs to")), *COLUMNS) if any(of for of, _at, _one in found) else COLUMNS
    rows: list[Mapping[str, Any]] = []
    for of, at, one in found:
        row = {"of": of, "name": Link(one.title or one.name, f"{at}/{one.id}"), "size": -(-one.size_bytes // 1024)}
        row |= {"added_at": one.added_at.date(), "added_by": one.added_by, "state": _state(at, one, may_withdraw)}
        rows.append(row)
    return Table(title, columns, rows, _("No file was handed in yet."))


def _state(at: str, one: Proof, may_withdraw: bool) -> Mark | Link:
    if one.withdrawn_at is not None:
        return Mark(_("withdrawn: %(reason)s") % {"reason": one.withdraw_reason}, "secondary", "x")
    return (
        Link(_("Withdraw the document"), f"{at}/{one.id}/withdraw")
        if may_withdraw
        else Mark(_("counts as evidence"), "green", "check")
    )


def withdraw_page(request: Request, one: Proof, at: str, back: str, typed: Typed, wrong: dict[str, str]) -> Response:
    """Why a file does not count any more."""
    fields = (Field("reason", _("Why"), required=True, wide=True),)
    title = _("Withdraw the document") + f": {one.title or one.name}"
    return form_page(request, Form(title, f"{at}/{one.id}/withdraw", back, (Section("", fields),), typed, wrong))


def download(request: Request, one: Proof) -> Response:
    """The file as it was handed in, as a download."""
    return handed_out(uploads_of(request).read(one.sha256), one.name, one.media_type)
