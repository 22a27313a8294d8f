"""Facts for siblings keep their shape: what was written is read, what a later release adds is passed over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from contract.events import KINDS, ContractSigned, UnknownEventError, read_event

GIVEN: dict[str, Any] = {
    "purchase_id": 7,
    "office_code": "5302",
    "fiscal_year": 2570,
    "plan_number": "P70100000001",
    "amount_satang": 3_750_000,
    "contract_number": "1/2570",
    "supplier": "ร้านตัวอย่าง",
    "signed_on": "2026-11-20",
}


def test_what_was_written_is_read_again() -> None:
    fact = read_event("ContractSigned", GIVEN)
    assert isinstance(fact, ContractSigned)
    assert fact.signed_on == date(2026, 11, 20)
    assert read_event("ContractSigned", fact.model_dump(mode="json")) == fact


def test_a_field_of_a_later_release_is_passed_over() -> None:
    assert read_event("ContractSigned", GIVEN | {"currency": "THB"}) == read_event("ContractSigned", GIVEN)


def test_another_version_is_not_guessed_at() -> None:
    with pytest.raises(ValidationError):
        read_event("ContractSigned", GIVEN | {"version": 2})
    with pytest.raises(UnknownEventError):
        read_event("ContractEnded", GIVEN)


def test_facts_do_not_change() -> None:
    fact = read_event("ContractSigned", GIVEN)
    with pytest.raises(ValidationError):
        setattr(fact, "amount_satang", 1)  # noqa: B010 - the assignment that mypy forbids
    assert {kind.model_config["frozen"] for kind in KINDS.values()} == {True}
