"""A service lays its version before the committee by its own token: two real services over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.agenda import AGENDA
from planning.kit.settings import PlanningSettings
from planning.registry.models.meeting import AgendaItem
from planning.registry.part import PART as REGISTRY
from service.database import reading
from service.identity import Key, Peers
from tests.planning.entering import Netops
from tests.planning.plans.conftest import version_of
from tests.planning.served import Served, serving

SERVICE = {"sub": "service"}


@dataclass
class Both:
    """The address of the registry, its database, and the key of the tiny service."""

    url: str
    engine: Engine
    key: Key

    def post(self, token: str, **given: object) -> httpx.Response:
        return httpx.post(f"{self.url}{AGENDA}", json=given, headers={"Authorization": f"Bearer {token}"}, timeout=20)

    def items(self) -> list[AgendaItem]:
        with reading(self.engine) as session:
            return list(session.exec(select(AgendaItem)))


@pytest.fixture
def both(
    tiny: Served, netops: Netops, registry_engine: Engine, planning_settings: PlanningSettings, tmp_path: Path
) -> Iterator[Both]:
    """Each reads the public key of the other, as two processes do."""
    with ExitStack() as stack:
        me = stack.enter_context(Netops.running(tmp_path / "me", tiny.part.name))
        peers = Peers({"netops": netops.url, tiny.part.name: me.url}, tmp_path / "of-registry")
        key = Key.at(tmp_path / "registry.pem", "registry")
        url = stack.enter_context(serving(REGISTRY, registry_engine, planning_settings, peers, key))
        tiny.app.state.key = me.key
        tiny.app.state.peers = Peers({"netops": netops.url, "registry": url}, tmp_path / "of-tiny")
        yield Both(url, registry_engine, me.key)


@pytest.mark.requirement("P1-4.7")
def test_the_button_lays_a_version_before_its_committee_once(tiny: Served, book: str, both: Both) -> None:
    it, page = tiny.enter(), f"/versions/development/{book}"
    assert it.post(f"{page}/gate/lay").status_code == 409
    assert both.items() == []
    it.post(f"{page}/submit")
    assert "Lay it before the committee" in it.get(page).text
    for _time in range(2):
        assert it.post(f"{page}/gate/lay").status_code == 303
    (item,) = both.items()
    version = version_of(tiny.engine, book)
    assert (item.office_code, item.service, item.subject_kind) == ("5302", tiny.part.name, "development")
    assert (item.subject_key, item.sha256, item.committee_kind) == (book, version.sha256, "esao_board")
    assert item.link.endswith(page)
    assert item.meeting_id is None
    assert "the secretary takes it to a meeting" in it.get(page).text
    it.post(f"{page}/back", {"reason": "ต้องแก้ไข"})
    it.post(f"{page}/submit")
    assert "the secretary takes it to a meeting" not in it.get(page).text
    assert tiny.enter("viewer").post(f"{page}/gate/lay").status_code == 403
    assert tiny.enter(office_code="9999").post(f"{page}/gate/lay").status_code == 404


def test_a_registry_that_is_down_is_said_and_nothing_is_written(tiny: Served, book: str, tmp_path: Path) -> None:
    it, page = tiny.enter(), f"/versions/development/{book}"
    it.post(f"{page}/submit")
    with Netops.running(tmp_path / "gone", "registry") as gone:
        url = gone.url
    tiny.app.state.peers = Peers({"netops": tiny.netops.url, "registry": url}, tmp_path / "peers")
    refused = it.post(f"{page}/gate/lay")
    assert refused.status_code == 409
    assert "The registry was not reached" in refused.text
    assert "/agenda/new?" in refused.text  # a person may still carry it there
    assert version_of(tiny.engine, book).asked_at is None


MATTER = {
    "office_code": "5302",
    "kind": "development",
    "key": "k" * 32,
    "sha256": "a" * 64,
    "title": "แผนสมมติ",
    "link": "https://plans.test/versions/development/k",
    "committee": "esao_board",
    "schools": ["53020001"],
    "asked_by": "นายสมมติ",
}


def test_only_a_service_with_its_own_token_asks_and_only_for_itself(both: Both, netops: Netops) -> None:
    token = both.key.token("registry", SERVICE)
    answer = both.post(token, **MATTER)
    assert answer.status_code == 200, answer.text
    assert answer.json()["meeting"] == ""
    (item,) = both.items()
    assert (item.service, item.asked_by, item.key) == (both.key.name, "นายสมมติ", answer.json()["item_key"])
    assert both.post("nothing", **MATTER).status_code == 401
    assert both.post(both.key.token("annual_plan", SERVICE), **MATTER).status_code == 401
    assert both.post(both.key.token("registry", {"sub": "person"}), **MATTER).status_code == 401
    for wrong in (
        {"service": "annual_plan"},
        {"sha256": "kein"},
        {"schools": ["1"]},
        {"link": "javascript:alert(1)"},
        {"kind": "<b>"},
        {"title": ""},
    ):
        assert both.post(token, **{**MATTER, **wrong}).status_code == 422, wrong
    assert len(both.items()) == 1
