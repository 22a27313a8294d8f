"""Signed scans over the API."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from inventory.models.site import Office
from netops.models.person import Role
from netops.settings import Settings
from service.database import transaction
from tests import factories
from tests.netops.cases.world import picture
from tests.web.api.calling import Api, Caller


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    return Api(settings, engine)


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


def sent(call: Caller, **form: str) -> Any:
    return call.client.post(
        "/api/v1/signed-scans",
        headers={"Authorization": f"Bearer {call.token}"},
        data=form,
        files={"file": ("ลงนาม.png", picture())},
    )


def test_a_scan_locks_its_paper_and_is_read_again(api: Api, office: Office) -> None:
    it, planner = (api.caller(role, office) for role in (Role.IT, Role.PLANNER))
    paper = it("POST", "/papers", {"data": {"to": "ก", "subject": "ข", "body": "ค"}}).json()
    assert len(paper["code"]) == 12
    assert planner("GET", f"/papers/{paper['id']}/scan").status_code == 404
    unread = sent(planner)
    assert unread.status_code == 422
    assert unread.json()["errors"][0]["field"] == "code"
    made = sent(planner, code=paper["code"], signed_on="2020-01-02")
    assert made.status_code == 201, made.text
    scan = made.json()
    assert (scan["paper_id"], scan["paper_sha256"], scan["code_from"]) == (paper["id"], paper["pdf_sha256"], "typed")
    assert scan["signed_on"] == "2020-01-02"
    assert it("GET", f"/papers/{paper['id']}/scan").content == picture()
    assert sent(planner, code=paper["code"]).status_code == 422
    viewer = api.caller(Role.VIEWER, office)
    assert sent(viewer, code=paper["code"]).status_code == 403
