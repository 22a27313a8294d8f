"""Front matter is taken strictly: what is wrong is named by file, field and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventory.models.outage import Cause
from netops.models.alert import Severity
from netops.runbook.page import RunbookError, Who, load, parse

GOOD = """+++
alert = "LinkDown"
severity = "critical"

[causes]
link = ["provider"]

[[steps]]
id = "link-ask"
text = "ถาม {{ contact }}"
who = "school"
done = "ได้คำตอบ"
link = "/outages?provider={{ provider_id }}"
look = "path"
+++
# หัวข้อ

สรุป **{{ site }}**

## เสร็จเมื่อ

จบ
"""


def test_a_page_is_read() -> None:
    page = parse("LinkDown", GOOD)
    assert (page.title, page.summary, page.front.severity) == ("หัวข้อ", "สรุป **{{ site }}**", Severity.CRITICAL)
    assert page.front.causes.link == (Cause.PROVIDER,)
    assert [(step.id, step.who) for step in page.steps] == [("link-ask", Who.SCHOOL)]
    assert page.rest.startswith("## เสร็จเมื่อ")


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("+++\nalert", "alert", "LinkDown.md: begins with front matter between two lines of +++"),
        ('alert = "LinkDown"', 'alert = "LinkUp"', "LinkDown.md: alert: a runbook is named as its alert"),
        ('severity = "critical"', 'severity = "loud"', "LinkDown.md: severity: Input should be 'critical'"),
        ('link = ["provider"]', 'link = ["rats"]', "LinkDown.md: causes.link.0: Input should be 'power'"),
        ('who = "school"', 'who = "nobody"', "LinkDown.md: steps.0.who: Input should be 'it', 'school' or 'provider'"),
        ('done = "ได้คำตอบ"\n', "", "LinkDown.md: steps.0.done: Field required"),
        ('look = "path"', 'look = "horoscope"', "LinkDown.md: steps.0.look: Input should be 'path'"),
        ('look = "path"', 'luck = "path"', "LinkDown.md: steps.0.luck: Extra inputs are not permitted"),
        ('id = "link-ask"', 'id = "Ask!"', "LinkDown.md: steps.0.id: String should match pattern"),
        ("{{ contact }}", "{{ password }}", "LinkDown.md: steps.link-ask.text: no such placeholder: password"),
        ("{{ provider_id }}", "{{ office }}", "LinkDown.md: steps.link-ask.link: no such id: office"),
        ('link = "/outages', 'link = "https://elsewhere', "LinkDown.md: steps.0.link: String should match pattern"),
        ("{{ site }}", "{{ moon }}", "LinkDown.md: text: no such placeholder: moon"),
        ("ถาม", "[ถาม](NoSuchPage)", "LinkDown.md: steps.link-ask.text: no such runbook: NoSuchPage"),
        ("# หัวข้อ", "หัวข้อ", "LinkDown.md: the text begins with '# title'"),
        ("[causes]", "[causes", "LinkDown.md: "),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, was: str, now: str, said: str) -> None:
    assert GOOD.count(was) == 1
    (tmp_path / "LinkDown.md").write_text(GOOD.replace(was, now))
    with pytest.raises(RunbookError) as raised:
        load(tmp_path)
    assert str(raised.value).startswith(said)


def test_a_step_id_is_used_once_in_all_pages(tmp_path: Path) -> None:
    (tmp_path / "LinkDown.md").write_text(GOOD)
    (tmp_path / "LinkSlow.md").write_text(GOOD.replace('"LinkDown"', '"LinkSlow"'))
    with pytest.raises(RunbookError, match=r"LinkSlow\.md: steps\.link-ask: LinkDown\.md has a step of this id"):
        load(tmp_path)
