"""Devices of twelve schools become papers: headings in order, quantities of every school, one total to the satang."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.site import Office
from inventory.store.acting import By
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake
from netops.specs.data import Forms, FormTitle, SpecPaper
from netops.specs.kinds import SPEC_KINDS
from netops.specs.making import Wish, load_forms, make_spec_paper, papers_of, store_forms
from netops.specs.terms import FULL, SHORT
from office.baht import words
from office.document.numbering import as_printed
from office.docx.writing import docx_of
from office.numerals import to_arabic
from office.template.filling import fill
from office.template.placeholders import check
from procurement.judging import judge
from procurement.models.spec import Spec
from procurement.sheet import Check
from procurement.store.sheets import sheet_of
from procurement.store.spec_drafts import LineDraft, SpecDraft
from procurement.store.spec_lines import add_line, lines_of, set_line_reason
from procurement.store.spec_proposals import begin_lines, of_devices
from procurement.store.specs import create_spec
from procurement.store.surroundings import surroundings_of
from service.database import transaction
from service.papers.kind import About, PaperKind
from service.refusal import RefusedError
from tests import factories

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
BY = By("พัสดุ", AT)
WISH = Wish(AT)
MONEY = re.compile(r"[\d,]+\.\d\d")
SCHOOLS = 12
PRICED = [kind for kind in SPEC_KINDS if kind.key not in {"spec_order", "spec_compliance"}]


def begun(session: Session) -> tuple[Office, Spec]:
    """A draft of the devices of twelve schools: a switch in each, in every third a router too."""
    office = factories.make_office(session, name="สำนักงานเขตตัวอย่าง")
    ids = []
    for number in range(1, SCHOOLS + 1):
        site = factories.make_site(session, office, name=f"โรงเรียนที่ {number}")
        roles = ["switch", "router"] if number % 3 == 0 else ["switch"]
        for role in roles:
            made = factories.make_device(session, site, role=role, model="XG-7781", acquired_on=date(2019, 1, 1))
            ids.append(made.id or 0)
    draft = SpecDraft(
        title="จัดซื้ออุปกรณ์เครือข่าย",
        day=date(2026, 6, 1),
        background="อุปกรณ์เดิมใช้งานมานาน",
        budget_satang=50_000_000,
        members=[{"name": "นายตัวอย่าง ใจดี", "duty": "ประธานกรรมการ"}],
    )
    assert office.id
    spec = create_spec(session, draft, office_id=office.id, by=BY)
    begin_lines(session, spec, of_devices(session, office.id, ids), by=By("พัสดุ", AT))
    return office, spec


def whole(session: Session) -> Spec:
    """The draft with a thing that is in no criteria, and satang in its price."""
    _office, spec = begun(session)
    site_id = session.connection().exec_driver_sql("select min(site_id) from spec_delivery").scalar_one()
    prices = [{"source": f"ร้าน {name}", "price_satang": 123_457 + at} for at, name in enumerate("กขค")]
    draft = {"name": "ตู้จ่ายไฟ", "quantity": 3, "unit_price_satang": 123_457, "prices": prices}
    add_line(session, spec, LineDraft.read({**draft, "deliveries": [{"site_id": site_id, "quantity": 3}]}))
    return spec


def opened(session: Session, spec: Spec, kind: PaperKind[SpecPaper]) -> Word:
    """The paper as Word opens it again."""
    paper = make_spec_paper(session, spec, kind, WISH)
    files = remake(session, PAPER_KINDS, paper)
    assert files.is_same
    return docx.Document(io.BytesIO(files.files.docx))


def texts_of(word: Word) -> Iterator[str]:
    """Every paragraph and cell in the order of the paper, numerals as 0-9."""
    for element in word.element.body.iterchildren():
        if element.tag == qn("w:p"):
            yield to_arabic(Paragraph(element, word).text)
        elif element.tag == qn("w:tbl"):
            yield from (to_arabic(cell.text) for row in Table(element, word).rows for cell in row.cells)


@pytest.mark.requirement("P5-4.2", "P5-2.2")
def test_papers_of_twelve_schools_have_their_headings_quantities_and_one_total(engine: Engine) -> None:
    with transaction(engine) as session:
        spec = whole(session)
        sheet = sheet_of(session, spec)
        # Twelve switches of 3,500, four routers of 33,000, three at 1,234.57.
        assert sheet.total_satang == 12 * 350_000 + 4 * 3_300_000 + 3 * 123_457
        papers = {kind.key: opened(session, spec, kind) for kind in SPEC_KINDS}
    for key, heads in (("spec_short", SHORT), ("spec_full", FULL)):
        lines = list(texts_of(papers[key]))
        wanted = [f"{at}. {head.words}" for at, head in enumerate(heads, start=1)]
        assert [text for text in lines if text in wanted] == wanted
    tor = list(texts_of(papers["spec_short"]))
    for number in range(1, SCHOOLS + 1):
        at = tor.index(f"โรงเรียนที่ {number}")
        assert tor[at + 1 : at + 3] == ["1", "1" if number % 3 == 0 else "–"]
    for kind in PRICED:
        said = " ".join(texts_of(papers[kind.key]))
        assert "177,703.71" in MONEY.findall(said), kind.key
        assert words(sheet.total_satang) in said, kind.key


@pytest.mark.requirement("P5-4.2")
def test_a_price_above_its_ceiling_is_printed_only_with_its_reason(engine: Engine) -> None:
    with transaction(engine) as session:
        _office, spec = begun(session)
        line = lines_of(session, spec)[0]
        line.unit_price_satang += 1
        session.add(line)
        session.flush()
        order, *priced = SPEC_KINDS
        make_spec_paper(session, spec, order, WISH)
        for kind in priced:
            with pytest.raises(RefusedError):
                make_spec_paper(session, spec, kind, WISH)
        set_line_reason(session, line, Check.CEILING.value, "พื้นที่ภูเขา ค่าขนส่งสูง")
        said = " ".join(texts_of(opened(session, spec, priced[1])))
        assert len(papers_of(session, spec)) == 2
    assert "3,500.01 บาท สูงกว่าเกณฑ์ราคากลาง 3,500.00 บาท เหตุผล: พื้นที่ภูเขา ค่าขนส่งสูง" in said


@pytest.mark.requirement("P5-4.2")
@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("ใช้งานร่วมกับไมโครติกได้", True),
        ("รุ่น CRS326-24G หรือเทียบเท่า", True),
        ("เทียบเท่า XG-7781", True),  # the model of the office's own devices
        ("มีโมเดลการทำงานแบบ Layer 2", False),
        ("รองรับ IEEE 802.3af และ RJ45", False),
    ],
)
def test_a_hidden_name_is_flagged_and_an_innocent_word_is_not(engine: Engine, text: str, *, flagged: bool) -> None:
    with transaction(engine) as session:
        _office, spec = begun(session)
        line = lines_of(session, spec)[0]
        line.additions = text
        session.add(line)
        session.flush()
        sheet = sheet_of(session, spec)
        found = [one for one in judge(sheet, surroundings_of(session, spec, sheet)) if one.check is Check.BRAND]
    assert bool(found) is flagged
    assert all(one.is_open for one in found)


@pytest.mark.parametrize("kind", SPEC_KINDS, ids=lambda kind: kind.key)
def test_the_shipped_template_knows_every_placeholder_and_numerals_are_thai(kind: PaperKind[SpecPaper]) -> None:
    template = kind.shipped()
    assert check(template, kind.placeholders) == []
    about = About(office="สำนักงานเขตตัวอย่าง", number="", made_on=date(2026, 11, 22))
    assert fill(template, kind.fill(kind.sample(), about)).thai_numerals


def test_titles_limit_and_persons_follow_the_office(engine: Engine) -> None:
    with transaction(engine) as session:
        office, spec = begun(session)
        assert office.id
        forms = Forms(title_of_form=FormTitle.PRICE, ict_limit_millions=10, head="นางสาวมั่นคง ตัวอย่าง")
        store_forms(session, office.id, forms)
        assert load_forms(session, office.id) == forms
        by_key = {kind.key: kind for kind in SPEC_KINDS}
        form = " ".join(texts_of(opened(session, spec, by_key["spec_price_form"])))
        report = " ".join(texts_of(opened(session, spec, by_key["spec_ict_report"])))
        order = " ".join(texts_of(opened(session, spec, by_key["spec_order"])))
    assert "ราคากลาง (ราคาอ้างอิง) ในการจัดซื้อจัดจ้างที่มิใช่งานก่อสร้าง" in form
    assert "มูลค่าไม่เกิน 10\u00a0ล้านบาท" in report
    assert "ข้อ 21" in order
    assert "(นางสาวมั่นคง ตัวอย่าง)" in order


def test_an_order_numbers_persons_and_duties_from_one_and_names_the_era() -> None:
    said = list(texts_of(sample_of("spec_order")))

    assert "สั่ง ณ วันที่ 12 พฤศจิกายน พ.ศ. 2569" in said
    assert any(text.startswith("1. นายตัวอย่าง ใจดี") for text in said)
    assert any(text.startswith("1. จัดทำร่างขอบเขตของงาน") for text in said)
    assert not any(text.startswith(("1.1", "2.1")) for text in said)


@pytest.mark.parametrize("key", ["spec_short", "spec_full"])
def test_what_nobody_filled_in_is_a_line_as_wide_as_the_page(key: str) -> None:
    assert "3.1 " + "." * 100 in texts_of(sample_of(key))


def sample_of(key: str) -> Word:
    """The sample in the shipped template, as Word opens it."""
    kind = PAPER_KINDS[key]
    about = About(office="สำนักงานเขตตัวอย่าง", number="12/2569", made_on=date(2026, 11, 22))
    document = fill(kind.shipped(), kind.fill(kind.sample(), about)).model_copy(update={"thai_numerals": False})
    return docx.Document(io.BytesIO(docx_of(as_printed(document), made_at=AT)))
