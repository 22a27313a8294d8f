"""What a browser loads: within its budget, nothing inline, every state drawn, every fact and word said."""

from __future__ import annotations

import gzip
import inspect
import re
from pathlib import Path

import pytest

from inventory import events
from inventory.models.outage import State
from netops.web.nav import GROUPS
from netops.web.render import SHAPES
from netops.web.timeline import SENTENCES
from service.web.formats import percent, short_name, speed
from service.web.nav import current
from service.web.render import DIST

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted([*ROOT.glob("netops/web/templates/**/*.html"), *ROOT.glob("ui/templates/**/*.html")])
MOST_BYTES = 200 * 1024


def test_a_first_visit_stays_within_its_budget() -> None:
    packed = sum(len(gzip.compress((DIST / name).read_bytes())) for name in ("app.css", "app.js", "icons.svg"))
    fonts = sum(path.stat().st_size for path in DIST.glob("*.woff2"))
    assert packed + fonts < MOST_BYTES


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in DIST.glob("*.css"):
        found = re.findall(r"url\(([^)]*)\)", path.read_text())
        assert [url for url in found if "//" in url and not url.strip("\"'").startswith("data:")] == [], path.name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_script_or_style(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "<style" not in text
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "| safe" not in text
    assert "|safe" not in text


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (DIST / "icons.svg").read_text()
    named = {name for path in TEMPLATES for name in re.findall(r"\bicon\(\"([a-z0-9-]+)\"", path.read_text())}
    named |= {group.icon for group in GROUPS} | {symbol for symbol, _ in SENTENCES.values()}
    assert [name for name in sorted(named) if f'id="{name}"' not in sprite] == []


def test_every_state_has_a_shape_of_the_sprite_and_a_word() -> None:
    sprite = (DIST / "icons.svg").read_text()
    assert set(SHAPES) == set(State)
    assert all(f'id="s-{shape}"' in sprite for shape, _ in SHAPES.values())
    assert len({word for _, word in SHAPES.values()}) == len(State)


def test_every_fact_has_its_sentence() -> None:
    facts = {
        name
        for name, kind in inspect.getmembers(events, inspect.isclass)
        if issubclass(kind, events.Fact) and kind is not events.Fact
    }
    assert facts == set(SENTENCES)


def test_a_page_belongs_to_one_entry_of_the_navigation() -> None:
    def of(path: str) -> str:
        item = current(GROUPS, path)
        return item.title if item else ""

    assert [of(path) for path in ("/", "/schools/57", "/devices/4", "/inventory/sites", "/nowhere", "/schoolsx")] == [
        "Overview",
        "Schools",
        "Devices",
        "Devices",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (100.0, "100%"), (99.99, "99.99%"), (99.999, "99.999%"), (99.5, "99.5%"), (0.0, "0.0%")],
)
def test_less_than_all_is_never_rounded_up_to_it(value: float | None, shown: str) -> None:
    assert percent(value) == shown


def test_names_keep_what_tells_one_from_another() -> None:
    assert short_name("โรงเรียนบ้านสันทราย") == "บ้านสันทราย"
    assert short_name("โรงเรียน") == "โรงเรียน"
    assert (speed(200_000_000), speed(1_500_000), speed(None)) == ("200 Mbit/s", "1.5 Mbit/s", "–")
