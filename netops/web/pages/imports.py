"""The import wizard: a file, what it would do row by row, then all of it or nothing.

Between the steps the file lies sealed in the row of its upload (it may hold communities), so that the wizard can be
left and found again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, Form, UploadFile
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.importing.columns import COLUMNS, Kind, column
from inventory.importing.heading import read_sheet
from inventory.importing.mapping import Reading, guess
from inventory.importing.plan import COLUMN_OF, HIDDEN, Act, ImportPreview
from inventory.importing.preview import columns_of, preview
from netops.audit import record
from netops.models.job import Job, JobState
from netops.vault import Vault
from netops.web import asset_history
from netops.web.access import Visitor, allowed
from netops.web.pages.jobs import find_readable, readable
from netops.work.import_job import import_work
from netops.work.jobs import Jobs, Order, Progress, Work
from office.baht import figures
from service.database import transaction
from service.i18n import N_, _, spoken
from service.importing.decode import MAX_BYTES, UnreadableError
from service.importing.heading import Place
from service.web.errors import NotAllowedError
from service.web.exports import Sheet, as_file
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/imports", include_in_schema=False)
MayImport = Annotated[Visitor, Depends(allowed("imports.run"))]
TITLES: Final = {
    Kind.SITES: N_("Schools"),
    Kind.LINKS: N_("Links"),
    Kind.DEVICES: N_("Devices"),
    Kind.ASSETS: N_("Asset book"),
}
ACTS: Final = {Act.NEW: N_("new"), Act.CHANGED: N_("changed"), Act.SAME: N_("as it is")}
SHOWN_ROWS: Final = 200
HEADINGS: Final = 1  # the row that stands for them in a problem


def titles_of(visitor: Visitor) -> dict[Kind, str]:
    """The kinds that this person may write, and so import."""
    return {kind: title for kind, title in TITLES.items() if visitor.may(f"{kind.value}.write")}


def check_kind(visitor: Visitor, kind: Kind) -> None:
    """NotAllowedError for a kind that this person may not write."""
    if kind not in titles_of(visitor):
        raise NotAllowedError(f"{kind.value}.write")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits for its yes."""

    job: Job
    kind: Kind
    data: bytes
    site_id: int | None = None  # the school whose own people import

    @property
    def said(self) -> list[str] | None:
        """What was said of the columns of this file."""
        names = self.job.request.get("names")
        return [str(name) for name in names] if isinstance(names, list) else None

    @property
    def reading(self) -> Reading:
        """How it is read."""
        sheet, row = (self.job.request.get(name) for name in ("sheet", "row"))
        place = Place(sheet if isinstance(sheet, int) else None, row if isinstance(row, int) else None)
        return Reading(place, tuple(self.said) if self.said is not None else None, self.site_id)


def keep_upload(db: Session, vault: Vault, visitor: Visitor, *, kind: Kind, name: str, data: bytes) -> Job:
    """Keep the file for the next step."""
    job = Job(
        office_id=visitor.office_id,
        person_id=visitor.person_id,
        kind="upload",
        state=JobState.DONE,  # nothing works on it; it waits for a person
        title=name[:255],
        request={"kind": kind.value},
        payload=vault.seal(data.decode("latin-1")),
    )
    db.add(job)
    db.flush()
    return job


def find_upload(db: Session, vault: Vault, visitor: Visitor, job_id: int) -> Upload:
    """The file again; MissingError when it is gone, NotAllowedError for a kind that this person may not write."""
    job = find_readable(db, visitor, job_id, "upload")
    kind = Kind(str(job.request["kind"]))
    check_kind(visitor, kind)
    return Upload(job, kind, vault.unseal(job.payload).encode("latin-1"), visitor.sight.site_id)


def may_remember(visitor: Visitor) -> bool:
    """What a school says of its file is not laid down for the whole office."""
    return visitor.sight.site_id is None


def start_import(request: Request, visitor: Visitor, upload: Upload) -> int:
    """Take the file in the background; the job's id. The upload goes when the file was taken."""
    engine: Engine = request.app.state.engine
    jobs: Jobs = request.app.state.jobs
    vault: Vault = request.app.state.vault
    work = import_work(engine, vault, kind=upload.kind, data=upload.data, actor=visitor.actor, reading=upload.reading)
    order = Order(visitor.office_id, "import", upload.job.title, visitor.person_id, {"kind": upload.kind.value})
    return jobs.start(order, _then_forget(engine, upload.job.id, work))


def _then_forget(engine: Engine, upload_id: int | None, work: Work) -> Work:
    def both(progress: Progress) -> dict[str, object]:
        result = work(progress)
        with transaction(engine) as session:
            session.exec(delete(Job).where(col(Job.id) == upload_id))
        return dict(result)

    return both


@router.get("")
def choose(request: Request, db: Db, visitor: MayImport, kind: Kind | None = None) -> Response:
    """Which file, and what its columns are called; files that wait for their yes."""
    titles = titles_of(visitor)
    kind = kind if kind in titles else next(iter(titles))
    waiting = select(Job).where(*readable(visitor), Job.kind == "upload")
    uploads = db.exec(waiting.order_by(col(Job.id).desc()).limit(20)).all()
    return page(request, "imports.html", kind=kind, titles=titles, columns=COLUMNS, uploads=uploads, problem="")


@router.get("/template.{kind}.{form}")
def template(request: Request, visitor: MayImport, kind: Kind, form: str) -> Response:
    """An empty file with the headings."""
    return as_file(Sheet(kind.value, [one.name for one in COLUMNS[kind]], []), form)


@router.post("")
def upload(
    request: Request,
    db: Db,
    visitor: MayImport,
    kind: Annotated[Kind, Form()],
    file: Annotated[UploadFile, File()],
) -> Response:
    """Keep the file and show what it would do."""
    check_kind(visitor, kind)
    data = file.file.read(MAX_BYTES + 1)
    if not data or len(data) > MAX_BYTES:
        problem = _("The file is empty.") if not data else _("The file is too large.")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        context = {"kind": kind, "titles": titles_of(visitor), "columns": COLUMNS, "uploads": (), "problem": problem}
        return page(request, "imports.html", status=status, **context)
    job = keep_upload(db, request.app.state.vault, visitor, kind=kind, name=file.filename or "file", data=data)
    return redirect(request, f"/imports/{job.id}")


@router.get("/{job_id}")
def show_preview(request: Request, db: Db, visitor: MayImport, job_id: int) -> Response:
    """What would be new, changed and as it is, or every problem of every row."""
    vault: Vault = request.app.state.vault
    found = find_upload(db, vault, visitor, job_id)
    plan = preview(db, found.kind, found.data, office_id=visitor.office_id, secrets=vault, reading=found.reading)
    if plan.problems and plan.problems[0].row == HEADINGS and _can_be_said(found):
        # Which column is which is asked at once: a file of an office hardly ever has the headings of another.
        return redirect(
            request, f"/imports/{job_id}/columns", _("Say which column is which, then the file is checked.")
        )
    return page(
        request,
        "import_preview.html",
        job=found.job,
        plan=plan,
        counts={ACTS[act]: plan.count(act) for act in Act},
        acts=ACTS,
        title=TITLES[found.kind],
        problems=[(one, column_words(found.kind, one.column), one.text(_)) for one in plan.problems[:SHOWN_ROWS]],
        changes={row.row: _said(db, visitor, found.kind, row.changes) for row in plan.rows[:SHOWN_ROWS]},
        shown=SHOWN_ROWS,
    )


def _can_be_said(found: Upload) -> bool:
    """Nobody has said its columns yet, and some heading looks like one of ours: it is no other kind of file."""
    if found.said is not None:
        return False
    header = read_sheet(found.kind, found.data, found.reading.place).header
    return any(guess(found.kind, header))


def column_words(kind: Kind, name: str) -> str:
    """A column as Thai files call it, or by its name in English; what is no column of ours is a heading of the file."""
    known = column(kind, COLUMN_OF.get(name, name))
    if known is None:
        return name
    return known.aliases[0] if known.aliases and spoken() == "th" else known.name


def _said(db: Session, visitor: Visitor, kind: Kind, changes: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """What changes of an entry: the field, before and after, in words."""
    if kind is Kind.ASSETS:
        return [asset_history.changed(db, visitor.sight, name, pair) for name, pair in changes.items()]
    return [(column_words(kind, name), *_pair(name, pair)) for name, pair in changes.items()]


def _pair(name: str, pair: object) -> tuple[str, str]:
    before, after = pair if isinstance(pair, list) and len(pair) == 2 else ("", pair)
    return _value(name, before), _value(name, after)


def _value(name: str, value: object) -> str:
    """In the unit of the column."""
    if value is None or value == "":
        return "–"
    if name == "speed_bps" and isinstance(value, int):
        return f"{value / 1e6:g}"
    return figures(value) if name.startswith("price_satang") and isinstance(value, int) else str(value)


@router.get("/{job_id}/refused.{form}")
def refused_rows(request: Request, db: Db, visitor: MayImport, job_id: int, form: str) -> Response:
    """The rows that were refused, as they were, with the reason beside each."""
    vault: Vault = request.app.state.vault
    found = find_upload(db, vault, visitor, job_id)
    plan = preview(db, found.kind, found.data, office_id=visitor.office_id, secrets=vault, reading=found.reading)
    return as_file(refused_sheet(db, found, plan), form)


def refused_sheet(db: Session, upload: Upload, plan: ImportPreview) -> Sheet:
    """Row number, reasons and the cells; secret ones are blacked out."""
    reasons: dict[int, list[str]] = {}
    for problem in plan.problems:
        reasons.setdefault(problem.row, []).append(
            f"{column_words(upload.kind, problem.column)}: {problem.text(_)}".removeprefix(": ")
        )
    try:
        sheet = read_sheet(upload.kind, upload.data, upload.reading.place)
    except UnreadableError:
        return Sheet("refused", [_("row"), _("reason")], [[row, "; ".join(why)] for row, why in reasons.items()])
    names, _wrong = columns_of(db, upload.job.office_id, upload.kind, sheet.header, upload.reading)
    secret = {at for at, name in enumerate(names) if name and (one := column(upload.kind, name)) and one.secret}
    rows: list[list[object]] = []
    cells_of = dict(sheet.rows)
    for row, why in reasons.items():
        cells = [HIDDEN if at in secret and cell else cell for at, cell in enumerate(cells_of.get(row, ()))]
        rows.append([row, "; ".join(why), *cells, *[""] * (len(sheet.header) - len(cells))])
    widest = max([len(row) for row in rows], default=0)
    titles = [_("row"), _("reason"), *sheet.header]
    return Sheet("refused", [*titles, *[""] * (widest - len(titles))], rows)


@router.post("/{job_id}/apply")
def apply(request: Request, db: Db, visitor: MayImport, job_id: int) -> Response:
    """Take all rows in the background."""
    found = find_upload(db, request.app.state.vault, visitor, job_id)
    return redirect(request, f"/jobs/{start_import(request, visitor, found)}")


@router.post("/{job_id}/forget")
def forget(request: Request, db: Db, visitor: MayImport, job_id: int) -> Response:
    """Do not take it; the file is deleted."""
    db.delete(find_readable(db, visitor, job_id, "upload"))
    record(db, visitor.actor, "import.forgotten", subject="job", subject_id=job_id)
    return redirect(request, "/imports", _("The file was deleted. Nothing was imported."))
