"""Every input of the planning services has a label that people can see, on a phone too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from contract.services import PORTS
from tests.labelled import unlabelled, unlabelled_in_template
from tests.planning.served import Served

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted([*(ROOT / "planning").rglob("*.html"), *(ROOT / "ui" / "templates").rglob("*.html")])
MACROS = {"money.html": {"input x"}}
"""A macro that is called within labels and cells only: what its pages say is looked at below."""


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_labels_its_inputs(file: Path) -> None:
    found = {one.split("x")[0] + "x" if "x" in one else one for one in unlabelled_in_template(file.read_text())}
    assert found <= MACROS.get(file.name, set())


@pytest.mark.parametrize("service", PORTS)
def test_pages_label_their_inputs(serve: Callable[[str], Served], service: str) -> None:
    served = serve(service)
    it, forms = served.enter(), 0
    for route in served.app.routes:
        if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()) or "{" in route.path:
            continue
        answer = it.get(route.path)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            forms += "<form" in answer.text
            assert unlabelled(answer.text) == [], route.path
    assert forms > 5


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<label for="a">ชื่อ</label><input id="a" name="n">', []),
        ('<label><span class="form-label">ชื่อ</span><input name="n"></label>', []),
        ('<label><input type="checkbox" name="n"><span>มา</span></label>', []),
        ('<td><input name="n" aria-label="ชื่อ"></td>', []),
        ('<label class="visually-hidden" for="q">ค้นหา</label><input id="q" type="search" name="q">', []),
        ('<input type="hidden" name="n">', []),
        ('<input name="n" aria-label="ชื่อ" placeholder="ชื่อ">', ["input n"]),
        ('<label class="visually-hidden" for="a">ชื่อ</label><input id="a" name="n">', ["input n"]),
        ('<label for="a"> </label><select id="a" name="n"><option>ก</option></select>', ["select n"]),
        ('<label><select name="n"><option>ก</option></select></label>', ["select n"]),
        ('<td><textarea name="n"></textarea></td>', ["textarea n"]),
        ('<label for="b">ชื่อ</label><input id="a" name="n">', ["input n"]),
    ],
)
def test_what_counts_as_a_label(page: str, found: list[str]) -> None:
    assert unlabelled(page) == found
