"""An office with people of the roles that own steps, and a case of the shipped workflow, for tests of cases."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from PIL import Image
from sqlmodel import Session

from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from netops.audit import Actor
from netops.cases.documents import add_file
from netops.cases.facts import CaseView, view_case
from netops.cases.walking import CaseDraft, Doer, StepDone, do_step, open_case
from netops.due.entry import Reader
from netops.models.case import Evidence, WorkCase
from netops.models.person import Person, Role
from netops.web.access import PERMISSIONS
from service.filetypes import look_at
from service.uploads import Uploads
from tests import factories


def pdf(text: str = "one") -> bytes:
    """The least that is told as a PDF; other text, other bytes."""
    return f"%PDF-1.7\n% {text}\n%%EOF\n".encode()


def picture(kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (20, 10), (9, 9, 9)).save(file, kind)
    return file.getvalue()


def packed(main: str, **more: bytes) -> bytes:
    """A ZIP that says it is an office document of this main type."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="x.{main}.main+xml"/></Types>')
        for name, data in more.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


def _permits(role: Role) -> Callable[[str], bool]:
    return lambda permission: role in PERMISSIONS[permission]


def reader_of(doer: Doer) -> Reader:
    """The same person, reading the calendar."""
    return Reader(doer.session, doer.sight, doer.role, doer.person_id, ZoneInfo("Asia/Bangkok"), _permits(doer.role))


@dataclass
class Desk:
    """One office at one moment; `as_` gives the hand of somebody of a role."""

    session: Session
    office: Office
    now: datetime
    folder: Path

    def __post_init__(self) -> None:
        self.people: dict[Role, Person] = {}
        self.uploads = Uploads(self.folder)

    def as_(self, role: Role, *, site: Site | None = None) -> Doer:
        if role not in self.people:
            site_id = site.id if site is not None else None
            self.people[role] = factories.make_person(self.session, self.office, role=role, site_id=site_id)
        person = self.people[role]
        assert self.office.id is not None
        assert person.id is not None
        sight = Sight(self.office.id, site.id if site is not None else None)
        return Doer(self.session, Actor(person.name, self.office.id, person.id), sight, role, person.id, self.now)

    def case(self, **values: Any) -> WorkCase:
        draft = CaseDraft.read({"workflow": "innovation", "title": "ระบบแจ้งซ่อม"} | values)
        return open_case(self.as_(Role.IT), draft)

    def view(self, case: WorkCase) -> CaseView:
        return view_case(self.session, case, self.now)

    def hand_in(self, case: WorkCase, kind: str, text: str = "one", *, role: Role = Role.IT) -> Evidence:
        return add_file(self.as_(role), case, kind, look_at(f"{text}.pdf", pdf(text)), self.uploads)

    def walk(self, case: WorkCase, *keys: str) -> None:
        """Do these steps with all that they need, no committee among them."""
        for key in keys:
            step = self.view(case).definition.by_key[key]
            for kind in step.evidence:
                self.hand_in(case, kind)
            choice = step.choices[0].key if step.choices else ""
            do_step(self.as_(Role(step.owner)), case, key, StepDone(choice=choice))
