"""Runbooks are there for every alert, are filled in, and cannot be made to carry markup."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.site import Contact
from netops.i18n import speaking
from netops.models.alert import AlertKind
from netops.runbook import (
    PLACEHOLDER,
    PLACEHOLDERS,
    Runbook,
    RunbookMissingError,
    fill_summary,
    find_runbook,
    render_runbook,
    runbooks,
    values_of_outage,
)
from tests.factories import make_link, make_office, make_outage, make_provider, make_site

NAMES = {runbook.name for runbook in runbooks()}


def test_every_mailed_alert_has_its_page() -> None:
    assert {kind.value for kind in AlertKind} <= NAMES


@pytest.mark.parametrize("runbook", runbooks(), ids=lambda runbook: runbook.name)
def test_a_page_is_whole(runbook: Runbook) -> None:
    assert set(PLACEHOLDER.findall(runbook.source)) <= set(PLACEHOLDERS)
    html = render_runbook(runbook)
    assert html.count("<li>") >= 4
    assert "เสร็จเมื่อ" in html
    assert "{{" not in html
    assert set(re.findall(r'href="/runbooks/(\w+)"', html)) <= NAMES
    assert "{{" not in fill_summary(runbook)


def test_a_page_is_filled_in_from_an_outage(engine: Engine) -> None:
    with Session(engine) as session, speaking("th"):
        office = make_office(session)
        site = make_site(session, office, name="โรงเรียนบ้านดอยจำลอง")
        session.add(Contact(site_id=site.id or 0, name="ครูจำลอง", phone="08-0000-0000"))
        provider = make_provider(session, office, name="ผู้ให้บริการจำลอง", phone="1100")
        link = make_link(session, site, provider_id=provider.id, circuit_no="TH-00917")
        values = values_of_outage(session, make_outage(session, link))
        html = render_runbook(find_runbook("LinkDown"), values)
    for known in ("โรงเรียนบ้านดอยจำลอง", "ครูจำลอง", "08-0000-0000", "ผู้ให้บริการจำลอง", "1100", "TH-00917"):
        assert known in html
    assert "22 พฤศจิกายน 2569 เวลา 10:00 น." in html


def test_a_value_is_text_never_markup() -> None:
    hostile = "<script>x</script> **bold** [a](javascript:x) {{ contact }}"
    html = render_runbook(find_runbook("LinkDown"), {"site": hostile, "contact": "nobody"})
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "**bold** [a](javascript:x) {{ contact }}" in html


@pytest.mark.parametrize("name", ["../pyproject", "LinkDown.md", "", "linkdown"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(RunbookMissingError):
        find_runbook(name)


def test_raw_html_of_a_page_is_shown_as_text() -> None:
    page = Runbook("X", "x", "", "# x\n\n<b onclick=1>hello</b>\n")
    assert "<b" not in render_runbook(page)
