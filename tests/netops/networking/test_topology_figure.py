"""The figure of a manual: everything has its place, names stay text, and it reads on a page and in Word."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.topology import Basis, Connection
from netops.network_papers.data import Drawing, DrawnNode, DrawnTie
from netops.network_papers.topology_figure import MOST_ROWS, figure
from netops.networking.connections import drawing_of
from office.document.content import report
from office.document.text import plain
from office.docx.writing import docx_of
from office.pdf.drawing import pdf_of
from tests import factories
from tests.office.pdf.reading import text_of

HOSTILE = '</b>#eval("1+1") $x$ *_@label \\ ]]>&"'


def school(devices: int, *, role: str = "ap", name: str = "ap-อาคาร") -> Drawing:
    """Two links, a router, a switch, and so many behind it."""
    nodes = [
        DrawnNode(key="l1", name="ผู้ให้บริการหนึ่ง", is_link=True, ends_in="r"),
        DrawnNode(key="l2", name="ผู้ให้บริการสอง", is_link=True, ends_in="r"),
        DrawnNode(key="r", name="router-1", role="router", parent="l1"),
        DrawnNode(key="s", name="switch-1", role="switch", parent="r", port="lan1", own_port="24"),
    ]
    nodes += [DrawnNode(key=f"d{n}", name=f"{name}-{n}", role=role, parent="s", port=f"{n}") for n in range(devices)]
    pairs = [("l1", "r"), ("l2", "r"), ("r", "s")] + [("s", f"d{n}") for n in range(devices)]
    return Drawing(nodes=tuple(nodes), ties=tuple(DrawnTie(a=a, b=b, is_told=True) for a, b in pairs))


@pytest.mark.parametrize("devices", [0, 1, 4, 10])
def test_up_to_twelve_devices_each_has_a_row_and_its_ports(devices: int) -> None:
    drawn = figure(school(devices), "ผัง")
    assert drawn is not None
    assert len(drawn.boxes) == devices + 4
    at = {box.key: (box.column, box.row) for box in drawn.boxes}
    assert (at["l1"][0], at["r"][0], at["s"][0]) == (0, 1, 2)
    assert sorted({at[f"d{n}"] for n in range(devices)}) == [(3, float(n)) for n in range(devices)]
    said = {box.key: [plain(line) for line in box.lines] for box in drawn.boxes}
    assert "lan1 → 24" in said["s"]
    assert all(f"{n} → ?" in said[f"d{n}"] for n in range(devices))


def test_more_than_a_page_holds_are_gathered_by_role_and_all_are_counted() -> None:
    drawn = figure(school(60), "ผัง")
    assert drawn is not None
    (group,) = [box for box in drawn.boxes if box.dashed]
    assert plain(group.title) == "จุดกระจายสัญญาณ 60 เครื่อง"
    assert "และอีก 56 เครื่อง" in plain(group.lines[0])
    assert max(box.row for box in drawn.boxes) < MOST_ROWS
    assert ("s", group.key) in {(tie.a, tie.b) for tie in drawn.ties}


def test_a_school_without_anything_has_no_figure() -> None:
    assert figure(Drawing(), "ผัง") is None


keys = st.sampled_from([f"n{n}" for n in range(12)] + ["", "nowhere"])
nodes = st.builds(
    DrawnNode,
    key=st.sampled_from([f"n{n}" for n in range(12)]),
    name=st.text(max_size=8),
    parent=keys,
    ends_in=keys,
    is_link=st.booleans(),
)


@given(st.lists(nodes, min_size=1, max_size=12, unique_by=lambda node: node.key))
def test_whatever_hangs_on_what_each_has_a_place_of_its_own(found: list[DrawnNode]) -> None:
    """Loops too, which a person can make by setting parents by hand."""
    drawn = figure(Drawing(nodes=tuple(found)), "ผัง")
    assert drawn is not None
    assert {box.key for box in drawn.boxes} == {node.key for node in found}
    assert len({(box.column, box.row) for box in drawn.boxes}) == len(found)


@pytest.mark.peer("pdftotext")
def test_hostile_names_stand_on_paper_as_they_are_and_word_gets_a_sharp_picture(tmp_path: Path) -> None:
    drawn = figure(school(2, name=HOSTILE), f"ผัง {HOSTILE}")
    assert drawn is not None
    document = report("คู่มือ", drawn)
    pdf = pdf_of(document, made_at=factories.AT)
    text = "".join(text_of(pdf, tmp_path).split()).replace("\u200b", "")
    assert all(piece in text for piece in f"{HOSTILE}-1".split())
    assert "ผู้ให้บริการสอง" in text
    assert b"/Subtype /Image" not in pdf  # drawn as lines and letters: sharp at every size
    word = docx_of(document, made_at=factories.AT)
    assert word == docx_of(document, made_at=factories.AT)
    with ZipFile(io.BytesIO(word)) as file:
        (name,) = [name for name in file.namelist() if name.startswith("word/media/")]
        with Image.open(io.BytesIO(file.read(name))) as picture:
            assert picture.width >= 16 / 2.54 * 300
        assert "&lt;/b&gt;" in file.read("word/document.xml").decode()


@pytest.mark.peer("pdftotext")
def test_a_figure_is_never_higher_than_a_page(tmp_path: Path) -> None:
    nodes = [DrawnNode(key=f"s{n}", name=f"อาคาร {n}", role="switch") for n in range(40)]
    nodes += [DrawnNode(key=f"a{n}", name=f"เครื่อง {n}", role="ap", parent=f"s{n}") for n in range(40)]
    drawn = figure(Drawing(nodes=tuple(nodes)), "ผัง")
    assert drawn is not None
    (page,) = text_of(pdf_of(report("คู่มือ", drawn), made_at=factories.AT), tmp_path).strip("\f").split("\f")
    assert "เครื่อง 39" in page


def test_what_is_drawn_is_what_the_topology_knows(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        site = factories.make_site(session, factories.make_office(session))
        router = factories.make_device(session, site, name="router-1")
        switch = factories.make_device(session, site, name="switch-1")
        link = factories.make_link(session, site)
        link.device_id, switch.parent_id, switch.address = router.id, router.id, "10.5.0.2"
        told = Connection(
            device_id=router.id or 0, port="lan1", other_id=switch.id or 0, other_port="24", basis=Basis.LLDP,
            first_seen_at=factories.AT, seen_at=factories.AT,
        )  # fmt: skip
        session.add_all([link, switch, told])
        session.flush()
        drawing = drawing_of(session, site)
        by_key = {node.key: node for node in drawing.nodes}
        assert by_key[f"link-{link.id}"].ends_in == f"device-{router.id}"
        drawn = by_key[f"device-{switch.id}"]
        assert (drawn.parent, drawn.port, drawn.own_port) == (f"device-{router.id}", "lan1", "24")
        assert drawn.address == "10.5.0.2"
        assert all(tie.is_told for tie in drawing.ties)
