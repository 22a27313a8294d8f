"""Placeholders: checked by name and place, filled once, and nothing that came from data is filled again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.document.content import (
    Block,
    Document,
    Heading,
    KeyValues,
    Labelled,
    Paragraph,
    Section,
    Signature,
    Table,
)
from office.document.text import Run, plain
from office.template.faults import Reason
from office.template.filling import Filling, UnfilledError, fill
from office.template.placeholders import Placeholder, check, joined
from tests.office import specimens

KNOWN = (
    Placeholder("number", "The number"),
    Placeholder("subject", "What it is about"),
    Placeholder("references", "What it refers to", required=False),
    Placeholder("outages", "The outages", "table"),
)


def paper(*blocks: Block) -> Document:
    return Document(title="แบบ", sections=(Section(blocks=blocks),))


GOOD = (Paragraph(text="ที่ {{ number }} {{subject}}"), Paragraph(text="  {{ table: outages }} "))


def test_a_good_template_has_no_fault() -> None:
    assert check(paper(*GOOD), KNOWN) == []


@pytest.mark.parametrize(
    ("extra", "reason", "subject", "nearest"),
    [
        ("ก {{ subjekt }}", Reason.UNKNOWN_PLACEHOLDER, "{{ subjekt }}", "{{ subject }}"),
        ("{{ สิ่งใด }}", Reason.UNKNOWN_PLACEHOLDER, "{{ สิ่งใด }}", ""),
        ("{{ table: outage }}", Reason.UNKNOWN_PLACEHOLDER, "{{ table: outage }}", "{{ table: outages }}"),
        ("ดังนี้ {{ table: outages }}", Reason.NOT_ALONE, "{{ table: outages }}", ""),
        ("{{ outages }}", Reason.NOT_ALONE, "{{ table: outages }}", ""),
        ("{{ table: subject }}", Reason.NOT_A_BLOCK, "{{ table: subject }}", "{{ subject }}"),
        ("{{ number", Reason.BROKEN_PLACEHOLDER, "{{", ""),
        ("number }}", Reason.BROKEN_PLACEHOLDER, "}}", ""),
        ("{{ 7*7 }}", Reason.UNKNOWN_PLACEHOLDER, "{{ 7*7 }}", ""),
    ],
)
def test_faults_name_the_paragraph_and_what_was_perhaps_meant(
    extra: str, reason: Reason, subject: str, nearest: str
) -> None:
    (fault,) = check(paper(*GOOD, Paragraph(text=extra)), KNOWN)
    assert (fault.reason, fault.subject, fault.nearest) == (reason, subject, nearest)
    assert (fault.paragraph, fault.excerpt) == (3, extra)


def test_what_is_required_and_missing_is_named() -> None:
    faults = check(paper(Paragraph(text="{{ number }}")), KNOWN)
    assert [(fault.reason, fault.subject) for fault in faults] == [
        (Reason.MISSING_PLACEHOLDER, "{{ subject }}"),
        (Reason.MISSING_PLACEHOLDER, "{{ table: outages }}"),
    ]


DATA = Filling(
    title="หนังสือ",
    texts={"number": "ศธ 1", "subject": Run(text="เรื่องหนึ่ง", bold=True), "references": "", "name": ""},
    blocks={"outages": (Heading(text="ตาราง"), specimens.outages(1))},
)


def test_texts_and_blocks_take_their_places() -> None:
    made = fill(paper(*GOOD), DATA).sections[0].blocks
    assert [block.kind for block in made] == ["paragraph", "heading", "table"]
    assert isinstance(made[0], Paragraph)
    assert [(run.text, run.bold) for run in made[0].text] == [
        ("ที่ ", False),
        ("ศธ 1", False),
        (" ", False),
        ("เรื่องหนึ่ง", True),
    ]
    # Figures stay figures, for spreadsheets.
    assert isinstance(made[2], Table)
    assert made[2] == specimens.outages(1)


def test_what_stays_empty_leaves_no_hole() -> None:
    made = fill(
        paper(
            Labelled(label="อ้างถึง", value="{{ references }}"),
            Paragraph(text="{{ references }}"),
            Paragraph(),
            Paragraph(text="โทร. {{ references }}"),
            KeyValues(rows=(("ก", "{{ references }}"), ("ข", "{{ number }}"))),
            Signature(lines=("ขอแสดงความนับถือ", "", "({{ name }})")),
        ),
        DATA,
    )
    blocks = made.sections[0].blocks
    assert [block.kind for block in blocks] == ["paragraph", "paragraph", "facts", "signature"]
    assert isinstance(blocks[2], KeyValues)
    assert len(blocks[2].rows) == 1
    assert isinstance(blocks[3], Signature)
    assert [plain(line) for line in blocks[3].lines] == ["ขอแสดงความนับถือ", ""]


def test_a_name_without_data_is_an_error() -> None:
    with pytest.raises(UnfilledError, match="unheard"):
        fill(paper(Paragraph(text="{{ unheard }}")), DATA)
    with pytest.raises(UnfilledError, match="unheard"):
        fill(paper(Paragraph(text="{{ table: unheard }}")), DATA)


@given(st.text())
def test_data_is_never_filled_again(text: str) -> None:
    value = f"{{{{ number }}}}{text}{{{{ unheard }}}}"
    data = Filling(title="ก", texts={"subject": value})
    (made,) = fill(paper(Paragraph(text="{{ subject }}")), data).sections[0].blocks
    assert isinstance(made, Paragraph)
    assert plain(made.text) == Run(text=value).text


@given(
    st.lists(st.tuples(st.sampled_from(["{", "{", "}", "}", " ", "a", "ก", "table", ":"]), st.booleans()), max_size=20)
)
def test_joining_runs_keeps_the_text(pieces: list[tuple[str, bool]]) -> None:
    text = tuple(Run(text=piece, bold=bold) for piece, bold in pieces)
    once = joined(text)
    assert plain(once).replace(" ", "") == plain(text).replace(" ", "")
    assert joined(once) == once
