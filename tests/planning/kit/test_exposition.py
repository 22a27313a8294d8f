"""/metrics of planning services: all offices by the token, the own office for who is signed in, nothing for others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from planning.cli import PARTS
from planning.kit.settings import PlanningSettings
from planning.kit.tables import Copy, KnownOffice
from planning.kit.visitor import DIRECTOR, SCHOOL
from service.database import transaction
from tests.planning.served import Served

TOKEN = "a token of tests"
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def planning_settings(tmp_path: Path) -> PlanningSettings:
    return PlanningSettings(data_dir=tmp_path / "planning", metrics_token=SecretStr(TOKEN))


def asked(served: Served, given: str) -> tuple[int, str]:
    answer = served.anonymous().get("/metrics", headers={"authorization": given} if given else {})
    return answer.status_code, answer.text


@pytest.mark.parametrize("name", PARTS)
def test_every_service_answers_to_the_token_and_to_nobody_else(serve: Callable[[str], Served], name: str) -> None:
    served = serve(name)
    for given in ("", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}"):
        assert asked(served, given)[0] == 401, given
    refused = served.anonymous().get("/metrics")
    assert refused.headers["www-authenticate"].startswith("Bearer")
    status, page = asked(served, f"Bearer {TOKEN}")
    assert status == 200
    families = () if served.part.exposed is None else served.part.exposed.families
    for family in families:
        assert f"# TYPE {family.name} gauge" in page


def test_without_a_token_in_the_settings_no_token_reads(serve: Callable[[str], Served]) -> None:
    served = serve("annual_plan")
    served.app.state.settings = PlanningSettings(data_dir=served.folder)
    assert asked(served, "Bearer ")[0] == 401
    assert asked(served, f"Bearer {TOKEN}")[0] == 401


def test_the_token_reads_all_offices_and_a_person_the_own_one(serve: Callable[[str], Served]) -> None:
    served = serve("province")
    with transaction(served.engine) as session:
        for office in ("5301", "5302"):
            session.add(KnownOffice(code=office, name="เขตสมมติ"))
            session.add(Copy(peer="registry", name="schools", office_code=office, taken_at=AT))
        session.add(Copy(peer="registry", name="enrolment", office_code="5302", problem="HTTP 500"))
    page = asked(served, f"Bearer {TOKEN}")[1]
    for office in ("5301", "5302"):
        series = f'planning_copy_taken_timestamp_seconds{{dataset="schools",office="{office}",peer="registry"}} '
        (value,) = [one.removeprefix(series) for one in page.splitlines() if one.startswith(series)]
        assert float(value) == AT.timestamp()
    assert 'planning_copy_failing{dataset="enrolment",office="5302",peer="registry"} 1.0' in page
    assert 'planning_copy_failing{dataset="enrolment",office="5301",peer="registry"} 0.0' in page
    assert 'planning_copy_taken_timestamp_seconds{dataset="enrolment"' not in page
    own = served.enter(DIRECTOR).get("/metrics")
    assert (own.status_code, "5301" in own.text, "5302" in own.text) == (200, False, True)
    assert served.enter(SCHOOL, school_code="53020001").get("/metrics").status_code == 403
