"""Runbooks are filled in, and cannot be made to carry markup."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.outage import CurrentState, Event, State, Subject
from inventory.models.site import Contact
from netops.runbook.filling import fill_line, fill_link, fill_summary, plain_step, render_article, render_runbook
from netops.runbook.following import alerts_about, follow
from netops.runbook.matter import matter_of
from netops.runbook.page import Runbook, RunbookMissingError, find_runbook, runbooks
from netops.runbook.ticking import record_of
from service.i18n import speaking
from tests.factories import AT, make_device, make_link, make_office, make_outage, make_provider, make_site

NAMES = {runbook.name for runbook in runbooks()}
HOSTILE = "<script>x</script> **bold** [a](javascript:x) {{ contact }}"


@pytest.mark.parametrize("runbook", runbooks(), ids=lambda runbook: runbook.name)
def test_a_page_is_whole(runbook: Runbook) -> None:
    html = render_runbook(runbook)
    assert html.count("<li>") >= 4
    assert "เสร็จเมื่อ" in html
    assert "{{" not in html
    assert set(re.findall(r'href="/runbooks/(\w+)"', html)) <= NAMES
    assert "{{" not in fill_summary(runbook)
    assert all(len(plain_step(step)) > 5 for step in runbook.steps)


def test_a_page_is_filled_in_from_an_outage(engine: Engine) -> None:
    with Session(engine) as session, speaking("th"):
        office = make_office(session)
        site = make_site(session, office, name="โรงเรียนบ้านดอยจำลอง")
        session.add(Contact(site_id=site.id or 0, name="ครูจำลอง", phone="08-0000-0000"))
        provider = make_provider(session, office, name="ผู้ให้บริการจำลอง", phone="1100")
        link = make_link(session, site, provider_id=provider.id, circuit_no="TH-00917")
        switch = make_device(session, site, name="sw-ห้องสมุด")
        session.add(CurrentState(subject=Subject.DEVICE, subject_id=switch.id or 0, state=State.UP))
        before = AT - timedelta(hours=2)
        session.add(Event(at=before, kind="ConfigChanged", site_id=site.id, device_id=switch.id))
        outage = make_outage(session, link)
        matter = matter_of(session, outage)
        html = render_runbook(find_runbook("LinkDown"), matter.values)
    known = ("โรงเรียนบ้านดอยจำลอง", "ครูจำลอง", "08-0000-0000", "ผู้ให้บริการจำลอง", "1100", "TH-00917", "sw-ห้องสมุด")
    assert [word for word in known if word not in html] == []
    assert "22 พฤศจิกายน 2569 เวลา 10:00 น." in html
    assert "แก้การตั้งค่า 22 พ.ย. 69 08:00 น." in html
    assert matter.ids["provider_id"] == str(provider.id)
    assert "device_id" not in matter.ids  # the link names no router


def test_a_value_is_text_never_markup() -> None:
    html = render_runbook(find_runbook("LinkDown"), {"site": HOSTILE, "contact": "nobody"})
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "**bold** [a](javascript:x) {{ contact }}" in html


def test_an_article_carries_no_markup_either() -> None:
    html = render_article(f"# หัวข้อ\n\n{HOSTILE}\n\n![x](http://example.org/a.png)\n\n<img src=x onerror=1>")
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<strong>bold</strong>" in html
    assert "{{ contact }}" in html


def test_a_command_is_filled_with_one_argument_of_a_shell(engine: Engine) -> None:
    with Session(engine) as session:
        device = make_device(session, make_site(session, make_office(session)), address="10.0.0.1; reboot")
        outage = make_outage(
            session, make_link(session, make_site(session, make_office(session))), subject=Subject.DEVICE
        )
        outage.subject_id, outage.site_id = device.id or 0, device.site_id
        alerts, record = alerts_about(session, outage), record_of(session, outage)
        followed = follow(outage, matter_of(session, outage), alerts=alerts, record=record)
    commands = [each.command for each in followed.steps if each.command]
    assert commands == ["netops probe '10.0.0.1; reboot'"]


def test_an_address_with_an_id_that_is_not_known_is_none() -> None:
    assert fill_link("/devices/{{ device_id }}", {"device_id": "7"}) == "/devices/7"
    assert fill_link("/devices/{{ device_id }}", {}) == ""
    assert fill_link("/schools/{{ site_code }}", {"site_code": "a/../b?"}) == "/schools/a%2F..%2Fb%3F"
    assert fill_line("{{ site }}", {"site": "<b>"}) == "<b>"


@pytest.mark.parametrize("name", ["../pyproject", "LinkDown.md", "", "linkdown"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(RunbookMissingError):
        find_runbook(name)


def test_what_nobody_wrote_down_is_said_and_not_left_as_a_placeholder() -> None:
    """The phone of a provider that the book lacks: a step that says "call them at (phone)" cannot be done."""
    text = "call {{ provider_phone }}, last change {{ last_change }}"
    with speaking("en"):
        assert fill_line(text, {"site": "a school"}) == (
            "call (not written down yet: provider's phone), last change (last change)"
        )
        assert fill_line(text) == "call (provider's phone), last change (last change)"


def test_a_step_for_the_record_has_no_markup_left() -> None:
    step = next(step for step in find_runbook("LinkDown").steps if "](" in step.text.split("\n", 1)[0])
    plain = plain_step(step)
    assert "](" not in plain
    assert "[" not in plain
    assert "**" not in plain
