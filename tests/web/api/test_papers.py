"""Papers over the API: written, read, checked; templates with their faults; numbers."""

from __future__ import annotations

from hashlib import sha256

import pytest
from sqlalchemy import Engine

from inventory.models.site import Office
from netops.models.person import Role
from netops.papers.plain_letter import PLAIN_LETTER
from netops.settings import Settings
from service.database import transaction
from service.papers.template import word_file
from tests import factories
from tests.office.docx.edits import edited
from tests.web.api.calling import Api, Caller

LETTER = {"to": "ผู้อำนวยการ", "subject": "ขอเชิญประชุม", "body": "ด้วย"}
TEMPLATES = "/paper-templates/plain_letter"


@pytest.fixture
def call(settings: Settings, engine: Engine) -> Caller:
    with transaction(engine) as session:
        office: Office = factories.make_office(session)
    return Api(settings, engine).caller(Role.IT, office)


def test_a_letter_is_written_and_read_again(call: Caller) -> None:
    made = call("POST", "/papers", {"data": LETTER, "number": "1/2569"})
    assert made.status_code == 201
    paper = made.json()
    assert call("GET", "/papers?kind=plain_letter").json()["items"] == [paper]
    assert call("GET", "/papers?kind=other").json()["total"] == 0
    whole = call("GET", f"/papers/{paper['id']}").json()
    assert whole["data"]["data"]["subject"] == "ขอเชิญประชุม"
    file = call("GET", f"/papers/{paper['id']}/paper.pdf")
    assert sha256(file.content).hexdigest() == paper["pdf_sha256"]
    assert call("GET", f"/papers/{paper['id']}/check").json() == {"is_same": True, "is_other_release": False}


def test_a_refusal_names_the_field(call: Caller) -> None:
    refused = call("POST", "/papers", {"data": {**LETTER, "subject": ""}})
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["subject"]


def test_numbers_are_given_and_void(call: Caller) -> None:
    wanted = {"series": {"outgoing": {"is_own": True, "pattern": "ศธ 1/{n}", "first": 3}}}
    assert call("PUT", "/paper-numbers", wanted).status_code == 200
    assert call("GET", "/paper-numbers").json() == wanted
    paper = call("POST", "/papers", {"data": LETTER}).json()
    assert paper["number"] == "ศธ 1/3"
    assert call("POST", f"/papers/{paper['id']}/void", {"reason": "ผิด"}).json()["void_reason"] == "ผิด"
    assert call("POST", f"/papers/{paper['id']}/void", {"reason": "ผิด"}).status_code == 422
    assert call("PUT", "/paper-numbers", {"series": {"outgoing": {"pattern": "x"}}}).status_code == 422


def upload(call: Caller, content: bytes) -> tuple[int, dict[str, object]]:
    answer = call.client.post(
        f"/api/v1{TEMPLATES}",
        headers={"Authorization": f"Bearer {call.token}"},
        data={"valid_from": "2026-01-01"},
        files={"file": ("a.docx", content)},
    )
    return answer.status_code, answer.json()


def test_a_template_is_taken_or_its_faults_are_told(call: Caller) -> None:
    shipped = word_file(PLAIN_LETTER, None, at=factories.AT)
    status, made = upload(call, shipped)
    assert (status, made["version"]) == (201, 1)
    bad = edited(shipped, lambda file: file.paragraphs[-1].insert_paragraph_before("{{ subjekt }}"))
    status, refused = upload(call, bad)
    assert status == 422
    assert "Did you mean {{ subject }}?" in str(refused["errors"])
    assert call("POST", f"{TEMPLATES}/versions/1/withdraw").status_code == 204
    assert [row["withdrawn_at"] is None for row in call("GET", "/paper-templates").json()] == [False]
    assert call("POST", f"{TEMPLATES}/versions/9/withdraw").status_code == 404
