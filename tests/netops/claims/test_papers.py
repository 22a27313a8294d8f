"""The papers of a claim: every amount the same everywhere, hostile names, templates, the same bytes again."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.contract import Claim, ClaimState, Contract
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.store.acting import ForOffice
from inventory.store.claims import unpacked
from netops.claims.annex import parties
from netops.claims.evidence import probes
from netops.claims.kinds import CLAIM_ANNEX, CLAIM_LETTER, Letterhead
from netops.claims.making import Sending, figures_of, make_claim, send_claim
from netops.claims.pack import pack, pack_name
from netops.claims.specimen import specimen
from netops.models.paper import Paper
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake
from netops.papers.numbering import Numbering, Series, store_numbering
from office.baht import figures as baht
from office.baht import words
from office.document.cells import Words
from office.document.content import KeyValues
from office.document.text import plain
from office.numerals import to_arabic
from office.template.filling import fill
from office.template.placeholders import check
from service.database import transaction
from service.i18n import speaking
from service.papers.kind import About, PaperKind
from service.refusal import RefusedError
from tests.factories import make_office
from tests.inventory.sla.november import NOVEMBER
from tests.inventory.sla.stored import make_november
from tests.office.pdf.reading import text_of

LATER = datetime(2026, 12, 15, 3, tzinfo=UTC)
HOSTILE = "=1+1 #set text(red) $x$ <b>โรงเรียน</b> {{ told }} " + "ยาวมาก" * 20


def made(session: Session, **values: object) -> tuple[Claim, ForOffice]:
    office = make_office(session)
    link = make_november(session, office)
    for name, value in values.items():
        setattr(session.get_one(Link, link.id), name, value)
    by = ForOffice(office.id or 0, LATER)
    return make_claim(session, link.id or 0, NOVEMBER, by), by


def squeezed(text: str) -> str:
    return "".join(to_arabic(text).split())


@pytest.mark.parametrize(
    ("district", "said"),
    [("ตัวอย่าง", ") อำเภอตัวอย่าง"), ("อำเภอตัวอย่าง", ") อำเภอตัวอย่าง"), ("เขตตัวอย่าง", ") เขตตัวอย่าง"), ("", ")")],
)
def test_a_district_is_named_once(district: str, said: str) -> None:
    figures = specimen()
    figures = figures.model_copy(update={"link": figures.link.model_copy(update={"district": district})})
    (facts,) = (block for block in parties(figures) if isinstance(block, KeyValues))
    assert plain({plain(label): value for label, value in facts.rows}["ติดตั้งที่"]).endswith(said)


@pytest.mark.peer("pdftotext")
def test_the_amount_is_the_same_on_every_paper(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        claim, _by = made(session)
        assert claim.due_satang > 0
        assert figures_of(claim).due_satang == claim.due_satang
        with ZipFile(io.BytesIO(pack(session, PAPER_KINDS, claim))) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    due, said = baht(claim.due_satang), words(claim.due_satang)
    letter, annex = (squeezed(text_of(files[f"{name}.pdf"], tmp_path)) for name in ("letter", "annex"))
    for text in (letter, annex):
        assert f"{due}บาท({said})" in text
        assert claim.samples_sha256 in text
    for name in ("letter.docx", "annex.docx"):
        with ZipFile(io.BytesIO(files[name])) as word:
            assert due in to_arabic(word.read("word/document.xml").decode())
    assert json.loads(files["figures.json"])["due_satang"] == claim.due_satang


def test_the_pack_is_whole_and_its_sums_are_right(engine: Engine) -> None:
    with transaction(engine) as session:
        claim, _by = made(session)
        first = pack(session, PAPER_KINDS, claim)
        assert pack(session, PAPER_KINDS, claim) == first
        raw = unpacked(claim)
        name = figures_of(claim).samples.file_name
    with ZipFile(io.BytesIO(first)) as archive:
        files = {info: archive.read(info) for info in archive.namelist()}
    assert files[name] == raw
    assert hashlib.sha256(raw).hexdigest() == claim.samples_sha256
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, _, of = line.partition("  ")
        assert hashlib.sha256(files[of]).hexdigest() == digest
    assert pack_name(claim).isascii()


def test_each_paper_is_made_again_byte_for_byte(engine: Engine) -> None:
    with transaction(engine) as session:
        claim, by = made(session)
        send_claim(session, claim, Sending(Letterhead(signer="นายตัวอย่าง"), number="ศธ 04000/9"), by)
        for paper_id in (claim.paper_id, claim.annex_id):
            assert remake(session, PAPER_KINDS, session.get_one(Paper, paper_id)).is_same


def test_what_somebody_called_a_link_stays_text(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        claim, _by = made(session, name=HOSTILE[:120], circuit_no="=cmd|' /C calc'!A0")
        files = remake(session, PAPER_KINDS, session.get_one(Paper, claim.paper_id)).files
    assert "#settext(red)$x$<b>" in squeezed(text_of(files.pdf, tmp_path))
    with ZipFile(io.BytesIO(files.docx)) as word:
        assert "&lt;b&gt;" in word.read("word/document.xml").decode()


def test_nothing_due_makes_no_letter(engine: Engine) -> None:
    with transaction(engine) as session:
        office = make_office(session)
        link = make_november(session, office, formula={})
        by = ForOffice(office.id or 0, LATER)
        claim = make_claim(session, link.id or 0, NOVEMBER, by)
        assert (claim.due_satang, claim.paper_id, claim.annex_id) == (0, None, None)
        with pytest.raises(RefusedError):
            send_claim(session, claim, Sending(Letterhead()), by)
        assert claim.state is ClaimState.DRAFTED


def test_a_draft_is_made_anew_only_when_something_changed(engine: Engine) -> None:
    with transaction(engine) as session:
        claim, by = made(session)
        papers = claim.paper_id, claim.annex_id
        make_claim(session, claim.link_id, NOVEMBER, by)
        assert (claim.paper_id, claim.annex_id) == papers
        link = session.get_one(Link, claim.link_id)
        link.price_satang_month = 200_000
        session.flush()
        later = ForOffice(by.office_id, LATER.replace(hour=4))
        make_claim(session, claim.link_id, NOVEMBER, later)
        assert claim.paper_id != papers[0]


def test_only_the_letter_that_leaves_takes_a_number(engine: Engine) -> None:
    with transaction(engine) as session:
        claim, by = made(session)
        store_numbering(session, by.office_id, Numbering(series={"outgoing": Series(is_own=True, first=7)}))
        make_claim(session, claim.link_id, NOVEMBER, by)
        assert session.get_one(Paper, claim.paper_id).number == ""
        send_claim(session, claim, Sending(Letterhead()), by)
        assert claim.number == "7/2569"
        with pytest.raises(RefusedError):  # what was sent never changes
            make_claim(session, claim.link_id, NOVEMBER, by)


@pytest.mark.peer("pdftotext")
def test_a_school_that_pays_is_the_sender(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        office = make_office(session)
        link = make_november(session, office)
        site = session.get_one(Site, link.site_id)
        session.get_one(Contract, link.contract_id).payer_site_id = site.id
        session.flush()
        claim = make_claim(session, link.id or 0, NOVEMBER, ForOffice(office.id or 0, LATER))
        paper = session.get_one(Paper, claim.paper_id)
        assert paper.site_id == site.id
        text = text_of(remake(session, PAPER_KINDS, paper).files.pdf, tmp_path)
    assert squeezed(site.name) in squeezed(text)
    assert squeezed(office.name) not in squeezed(text)


def test_the_shipped_templates_are_good_and_their_samples_can_be_drawn() -> None:
    about = About(office="", number="", made_on=NOVEMBER)
    kinds: tuple[PaperKind[Any], ...] = (CLAIM_LETTER, CLAIM_ANNEX)
    for kind in kinds:
        assert check(kind.shipped(), kind.placeholders) == []
        assert fill(kind.shipped(), kind.fill(kind.sample(), about)).sections


def test_the_specimen_is_reckoned_as_claims_are() -> None:
    said = specimen()
    assert said.due_satang == 642  # 6 hours of 0.1% of 1,070.00 baht
    assert said.totals.measured_s - said.totals.counted_s == 31 * 86_400 - 7200 - 19_200


def test_what_a_probe_said_is_thai_on_the_paper_whoever_makes_it() -> None:
    said = specimen()
    silent = said.outages[0].probes[0].model_copy(update={"detail": "no answer before the deadline"})
    of = said.model_copy(update={"outages": (said.outages[0].model_copy(update={"probes": (silent,)}),)})
    with speaking("en"):
        detail = probes(of).rows[0][-1]
    assert isinstance(detail, Words)
    assert plain(detail.text) == "ไม่มีคำตอบภายในเวลาที่กำหนด"
