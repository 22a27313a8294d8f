"""The invented province: whole, once, and without a person in it."""

from __future__ import annotations

from datetime import date

import pytest

from planning.province.demo import AGENCIES, fill
from service.database import transaction
from service.invented import OFFICE_CODE
from service.refused import RefusedCommandError
from tests.planning.served import Served


def test_the_demonstration_has_something_on_every_page(province: Served) -> None:
    with transaction(province.engine) as session:
        assert fill(session, date(2026, 11, 29)) == 4
    with pytest.raises(RefusedCommandError), transaction(province.engine) as session:
        fill(session, date(2026, 11, 29))
    it = province.enter(office_code=OFFICE_CODE)
    assert AGENCIES[4][0] in it.get("/agencies").text
    assert "same activity" in it.get("/plans/3/overlaps").text
    assert "The money of the partners adds up to the project." in it.get("/projects/2").text
    assert "960,000.00" in it.get("/plans/4").text
    assert "Tasks that wait for an answer: 1" in it.get("/").text
