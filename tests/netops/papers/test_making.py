"""Papers: made from stored data, made again byte for byte, whatever happens to templates and offices meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from docx.document import Document as Docx
from sqlalchemy import Engine

from inventory.models.site import Office
from netops.models.paper import Paper
from netops.paper_kinds import PAPER_KINDS
from netops.papers import templates
from netops.papers.making import Order, make_paper, remake, remake_file
from netops.papers.plain_letter import PLAIN_LETTER, PlainLetter
from office.docx.reading import document_of
from office.template.faults import Reason, TemplateError
from service.database import reading, transaction
from service.papers.kind import Kinds, PaperKind, UnknownKindError
from service.papers.template import examine, preview, word_file
from tests import factories
from tests.office.docx.edits import edited

NOW = datetime(2026, 11, 28, 3, 4, 5, 678, tzinfo=UTC)
LETTER = PLAIN_LETTER.sample()


@pytest.fixture
def office(database: Engine) -> Office:
    with transaction(database) as session:
        return factories.make_office(session)


def made(engine: Engine, office: Office, *, at: datetime = NOW, data: PlainLetter = LETTER) -> int:
    assert office.id is not None
    with transaction(engine) as session:
        paper = make_paper(session, PLAIN_LETTER, data, Order(office.id, at, number="ศธ 04999/7"))
        assert paper.id is not None
        return paper.id


def upload(engine: Engine, office: Office, *, text: str = "เรื่องใหม่", valid_from: date = date(2026, 1, 1)) -> None:
    file = edited(
        word_file(PLAIN_LETTER, None, at=NOW),
        lambda opened: opened.paragraphs[-1].insert_paragraph_before(text),
    )
    assert office.id is not None
    with transaction(engine) as session:
        templates.upload(
            session, PLAIN_LETTER, file, office_id=office.id, name="a.docx", valid_from=valid_from, by=None, at=NOW
        )


def test_a_paper_keeps_all_that_it_was_made_from(database: Engine, office: Office) -> None:
    paper_id = made(database, office)
    with reading(database) as session:
        paper = session.get_one(Paper, paper_id)
        assert (paper.title, paper.number) == (LETTER.subject, "ศธ 04999/7")
        assert paper.data["data"] == LETTER.model_dump(mode="json")
        assert paper.made_at == NOW.replace(microsecond=0)
        again = remake(session, PAPER_KINDS, paper)
        alone = [remake_file(session, PAPER_KINDS, paper, form) for form in ("pdf", "docx", "xlsx")]
    assert again.is_same
    assert not again.is_other_release
    assert alone == [again.files.pdf, again.files.docx, None]
    assert sha256(again.files.pdf).hexdigest() == paper.pdf_sha256
    assert sha256(again.files.docx).hexdigest() == paper.docx_sha256


def test_a_newer_template_and_another_name_of_the_office_change_no_old_paper(database: Engine, office: Office) -> None:
    before = made(database, office)
    upload(database, office)
    after = made(database, office)
    with transaction(database) as session:
        session.get_one(Office, office.id).name = "ชื่อใหม่"
    with reading(database) as session:
        old, new = session.get_one(Paper, before), session.get_one(Paper, after)
        assert remake(session, PAPER_KINDS, old).is_same
        assert remake(session, PAPER_KINDS, new).is_same
        assert old.template_id is None
        assert new.template_id is not None
        assert old.pdf_sha256 != new.pdf_sha256
        text = remake(session, PAPER_KINDS, new).files.docx
    assert "เรื่องใหม่" in str(document_of(text))


def test_a_template_holds_from_its_day_until_it_is_withdrawn(database: Engine, office: Office) -> None:
    upload(database, office, text="ปีนี้", valid_from=date(2026, 1, 1))
    upload(database, office, text="ปีหน้า", valid_from=date(2027, 1, 1))
    assert office.id is not None
    with transaction(database) as session:

        def version(day: date) -> int | None:
            found = templates.template_at(session, office.id or 0, PLAIN_LETTER, day)
            return found.version if found is not None else None

        assert [version(date(year, month, 1)) for year, month in ((2025, 12), (2026, 1), (2027, 1))] == [None, 1, 2]
        templates.withdraw(templates.find_template(session, office.id, PLAIN_LETTER, 2), at=NOW)
        assert version(date(2027, 1, 1)) == 1


def test_the_day_is_that_of_the_office(database: Engine, office: Office) -> None:
    # 1 January in Bangkok, still December in UTC.
    paper_id = made(database, office, at=datetime(2026, 12, 31, 18, 0, tzinfo=UTC))
    with reading(database) as session:
        about = session.get_one(Paper, paper_id).data["about"]
        assert isinstance(about, dict)
        assert about["made_on"] == "2027-01-01"


def test_a_paper_is_the_same_in_another_process(engine: Engine, settings: object) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
    paper_id = made(engine, office)
    program = (
        "import sys, json; from service.database import make_engine, reading; from netops.models.paper import Paper; "
        "from netops.paper_kinds import PAPER_KINDS; from netops.papers.making import remake\n"
        "with reading(make_engine(sys.argv[1])) as session:\n"
        "    again = remake(session, PAPER_KINDS, session.get_one(Paper, int(sys.argv[2])))\n"
        "    print(json.dumps([again.is_same, len(again.files.pdf), len(again.files.docx)]))"
    )
    url = engine.url.render_as_string(hide_password=False)
    said = subprocess.run(
        [sys.executable, "-c", program, url, str(paper_id)], check=True, capture_output=True, text=True, timeout=120
    ).stdout
    assert json.loads(said)[0] is True


def test_changed_data_is_noticed(database: Engine, office: Office) -> None:
    paper_id = made(database, office)
    with transaction(database) as session:
        paper = session.get_one(Paper, paper_id)
        paper.data = {**paper.data, "data": {**LETTER.model_dump(mode="json"), "subject": "เรื่องอื่น"}}
    with reading(database) as session:
        assert not remake(session, PAPER_KINDS, session.get_one(Paper, paper_id)).is_same


def test_a_kind_of_another_release_is_named(database: Engine, office: Office) -> None:
    paper_id = made(database, office)
    with reading(database) as session, pytest.raises(UnknownKindError, match="plain_letter"):
        remake(session, Kinds(()), session.get_one(Paper, paper_id))


def test_kinds_have_different_keys() -> None:
    with pytest.raises(ValueError, match="one key"):
        Kinds((PLAIN_LETTER, PLAIN_LETTER))


def test_a_bad_template_is_not_stored(database: Engine, office: Office) -> None:
    def spoil(opened: Docx) -> None:
        opened.paragraphs[-1].insert_paragraph_before("{{ subjekt }}")

    assert office.id is not None
    file = edited(word_file(PLAIN_LETTER, None, at=NOW), spoil)
    with transaction(database) as session:
        with pytest.raises(TemplateError) as caught:
            templates.upload(
                session, PLAIN_LETTER, file, office_id=office.id, name="", valid_from=date(2026, 1, 1), by=None, at=NOW
            )
        assert templates.versions(session, office.id, PLAIN_LETTER) == []
    (fault,) = caught.value.faults
    assert (fault.reason, fault.nearest) == (Reason.UNKNOWN_PLACEHOLDER, "{{ subject }}")


@pytest.mark.parametrize("kind", list(PAPER_KINDS), ids=lambda kind: kind.key)
def test_every_kind_ships_a_template_that_an_office_may_upload_again(kind: PaperKind[Any]) -> None:
    file = word_file(kind, None, at=NOW)
    found = examine(kind, file)
    assert found.sections == kind.shipped().sections
    once = preview(kind, found, office="สำนักงาน", at=NOW)
    assert preview(kind, kind.shipped(), office="สำนักงาน", at=NOW) == once
    assert preview(kind, found, office="สำนักงาน", at=NOW + timedelta(days=1)) != once
