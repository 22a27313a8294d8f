"""Forms to add and change what the inventory holds: one set of routes for each kind of thing.

Permissions stand in the annotations of routes and differ by kind, so this module must not postpone their evaluation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops import editors
from netops.editors import Editor
from netops.web.access import Visitor, allowed
from netops.web.forms.layout import Layout
from netops.web.hand import hand_of
from service.draft import Draft
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError
from service.web.form import Act, Form, Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db


@dataclass(frozen=True)
class Kind:
    """One kind of thing on pages. `path` is also where its list stands; `after` is where one goes when it is saved."""

    path: str
    editor: type[Editor[Any, Any]]
    wish: type[Draft]
    permission: str
    layout: Callable[[ZoneInfo], Layout]
    sure: str
    remove: str = N_("Archive")  # empty: what is once in the book stays
    restorable: bool = False
    after: Callable[[Session, Any], str] | None = None
    accepts: Callable[[Any], bool] = lambda _row: True  # rows of a table that two kinds share
    base: str = ""  # where its pages stand; /inventory/<path> where nothing is said
    listed: str = ""  # where its list stands, where that is another place
    form: str = ""  # what follows a row's address where its own page stands there and not its form

    @property
    def address(self) -> str:
        """Before `/new` and the number of a row."""
        return self.base or f"/inventory/{self.path}"

    @property
    def list_address(self) -> str:
        """Where its list stands; kinds that share a list share the first part of their path."""
        return self.listed or self.base or f"/inventory/{self.path.split('/')[0]}"

    def form_of(self, row: Any) -> str:
        """The address of the form of a new thing (None) or a stored one."""
        return f"{self.address}/new" if row is None else f"{self.address}/{row.id}{self.form}"

    def home(self, session: Session, row: Any) -> str:
        """The page of the thing, or its list."""
        return self.after(session, row) if self.after else self.address


class Desk:
    """One request that edits one kind of thing."""

    def __init__(self, kind: Kind, request: Request, db: Session, visitor: Visitor) -> None:
        self.kind, self.request, self.db, self.visitor = kind, request, db, visitor
        self.editor = kind.editor(hand_of(request, db, visitor))
        self.layout = kind.layout(request.app.state.render.zone)

    def find(self, row_id: int) -> Any:
        """The row; MissingError when it is not there, not to be seen, or of the other kind."""
        row = self.editor.get(row_id)
        if not self.kind.accepts(row):
            raise MissingError(self.editor.noun)
        return row

    def stored(self, row: Any) -> dict[str, str]:
        """What stands in the fields of a stored row."""
        if self.kind.editor is editors.Credentials:
            return {"name": row.name}
        return self.layout.typed(self.editor.wish_of(row).model_dump())

    def fresh(self) -> dict[str, str]:
        """What stands in the fields of a new one: what every draft begins with, and what the address says."""
        defaults = {
            name: field.get_default() for name, field in self.kind.wish.model_fields.items() if not field.is_required()
        }
        begun = dict.fromkeys(self.kind.wish.model_fields) | defaults
        shown = self.layout.typed(begun) if self.kind.path != "maintenance" else {}
        return shown | {n: v[:200] for n, v in self.request.query_params.items() if n in {*shown, "what", "site_id"}}

    def form(self, values: Mapping[str, str], row: Any = None, wrong: Mapping[str, str] | None = None) -> Form:
        """The page's form, for a new thing or a stored one."""
        title = self.layout.new_title if row is None else self.layout.change_title
        return Form(
            title=_(title) % {"name": getattr(row, "name", "") or getattr(row, "number", "")},
            action=self.kind.form_of(row),
            back=self.kind.home(self.db, row) if row is not None else self.kind.list_address,
            sections=self.layout.sections(self.db, self.visitor.sight, values),
            values=values,
            problems=wrong or {},
            acts=() if row is None else self.acts(row),
        )

    def acts(self, row: Any) -> tuple[Act, ...]:
        """Archive or bring back."""
        if not self.kind.remove:
            return ()
        one = f"{self.kind.address}/{row.id}"
        if getattr(row, "archived_at", None) is not None:
            return (Act(f"{one}/restore", _("Bring back from the archive"), icon="refresh", danger=False),)
        found = [Act(f"{one}/remove", _(self.kind.remove), _(self.kind.sure))]
        if isinstance(self.editor, editors.Windows) and self.editor.is_on_again(row):
            sure = _("The work is over for today: silence is an outage again. It comes again as planned.")
            found.append(Act(f"{one}/lift", _("End this time"), sure, icon="check", danger=False))
        if getattr(row, "ssh_host_key", ""):
            sure = _("The next SSH key of this device is trusted. Do this only when you know why it changed.")
            found.append(Act(f"{one}/forget-host-key", _("Accept a new SSH key"), sure, icon="key", danger=False))
        return tuple(found)

    def show(self, form: Form) -> Response:
        """The page; with problems it says so in its status too."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
        return page(self.request, "form.html", status=status, form=form)

    def save(self, typed: Mapping[str, str], row: Any = None) -> Response:
        """Store what was typed, or show the form again with what was typed and what is wrong."""
        try:
            with self.db.begin_nested():
                given = self.layout.given(typed)
                saved = (
                    self.editor.create(self.kind.wish.read(given)) if row is None else self.editor.change(row, given)
                )
        except RefusedError as error:
            return self.show(self.form(typed, row, problems(error, self.layout.named)))
        return redirect(self.request, self.kind.home(self.db, saved), _("Saved."))

    def act(self, row: Any, what: Callable[[Any], None], said: str, *, gone: bool = False) -> Response:
        """Archive, bring back or the like; a refusal is shown on the form."""
        home = self.kind.list_address if gone else self.kind.home(self.db, row)
        try:
            with self.db.begin_nested():
                what(row)
        except RefusedError as error:
            return self.show(self.form(self.stored(row), row, problems(error)))
        return redirect(self.request, home, said)


def routes_of(kind: Kind) -> APIRouter:
    """The pages of one kind."""
    router = APIRouter(prefix=kind.address, include_in_schema=False)
    may_write = Annotated[Visitor, Depends(allowed(f"{kind.permission}.write"))]

    def new(request: Request, db: Db, visitor: may_write) -> Response:
        desk = Desk(kind, request, db, visitor)
        return desk.show(desk.form(desk.fresh()))

    def create(request: Request, db: Db, visitor: may_write, typed: Posted) -> Response:
        return Desk(kind, request, db, visitor).save(typed)

    def edit(request: Request, db: Db, visitor: may_write, row_id: int) -> Response:
        desk = Desk(kind, request, db, visitor)
        row = desk.find(row_id)
        return desk.show(desk.form(desk.stored(row), row))

    def change(request: Request, db: Db, visitor: may_write, row_id: int, typed: Posted) -> Response:
        desk = Desk(kind, request, db, visitor)
        return desk.save(typed, desk.find(row_id))

    def remove(request: Request, db: Db, visitor: may_write, row_id: int) -> Response:
        desk = Desk(kind, request, db, visitor)
        said = _("Done. It can be brought back from the archive.") if kind.restorable else _("Done.")
        return desk.act(desk.find(row_id), desk.editor.remove, said, gone=True)

    router.add_api_route("/new", new, methods=["GET"])
    router.add_api_route("/new", create, methods=["POST"])
    router.add_api_route(f"/{{row_id}}{kind.form}", edit, methods=["GET"])
    router.add_api_route(f"/{{row_id}}{kind.form}", change, methods=["POST"])
    if kind.remove:
        router.add_api_route("/{row_id}/remove", remove, methods=["POST"])
    _add_special(router, kind, may_write)
    for route in router.routes:
        route.include_in_schema = False  # type: ignore[attr-defined]
    return router


def _add_special(router: APIRouter, kind: Kind, may_write: Any) -> None:
    """What only some kinds can: come back from the archive, trust another SSH key, be over for this time."""

    def restore(request: Request, db: Db, visitor: may_write, row_id: int) -> Response:
        desk = Desk(kind, request, db, visitor)
        return desk.act(desk.find(row_id), desk.editor.restore, _("Back from the archive."))

    def forget_host_key(request: Request, db: Db, visitor: may_write, row_id: int) -> Response:
        desk = Desk(kind, request, db, visitor)
        assert isinstance(desk.editor, editors.Devices)
        return desk.act(desk.find(row_id), desk.editor.forget_host_key, _("The next SSH key is trusted."))

    def lift(request: Request, db: Db, visitor: may_write, row_id: int) -> Response:
        desk = Desk(kind, request, db, visitor)
        assert isinstance(desk.editor, editors.Windows)
        return desk.act(desk.find(row_id), desk.editor.lift, _("It is over for this time."))

    if kind.editor is editors.Windows:
        router.add_api_route("/{row_id}/lift", lift, methods=["POST"])
    if kind.restorable:
        router.add_api_route("/{row_id}/restore", restore, methods=["POST"])
    if kind.editor is editors.Devices:
        router.add_api_route("/{row_id}/forget-host-key", forget_host_key, methods=["POST"])
