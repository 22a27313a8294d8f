"""Contracts on pages and over the API: entered, refused at their fields, given to many links at once, exported."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.importing.apply import import_file
from inventory.importing.columns import Kind
from inventory.importing.plan import RefusedImportError
from inventory.models.contract import Contract
from inventory.models.link import Link, Provider
from inventory.models.site import Office
from inventory.sla.formula import Formula, Tier, Tiers
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in


@pytest.fixture
def office(engine: Engine) -> Office:
    """With a provider."""
    with transaction(engine) as session:
        office = factories.make_office(session)
        factories.make_provider(session, office, name="เน็ตดอย")
        return office


@pytest.fixture
def supply(settings: Settings, engine: Engine, office: Office) -> Visit:
    """Supply staff keep contracts."""
    return signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))


def provider_id(engine: Engine) -> int:
    """Of the one provider."""
    with reading(engine) as session:
        found = session.exec(select(Provider.id)).one()
        assert found is not None
        return found


def the_contract(engine: Engine) -> Contract:
    """The only one."""
    with reading(engine) as session:
        return session.exec(select(Contract)).one()


def typed(engine: Engine, **values: str) -> dict[str, str]:
    """A whole form."""
    return {
        "number": "12/๒๕๖๙",
        "provider_id": str(provider_id(engine)),
        "starts_on": "2026-10-01",
        "ends_on": "2027-09-30",
        "price_baht_month": "๑,070.50",
        "remind_days": "30, 90",
        "clock_start": "report",
        "repair_minutes": "240",
        "least_seconds": "300",
        "excluded_power": "yes",
        "excluded_ours": "yes",
        "excluded_unclear": "no",
        "base": "month",
        "cap_percent": "20",
        "cap_baht": "",
        "rounding": "satang_half_up",
        "round_each": "no",
        "rates.0.kind": "percent_per_hour",
        "rates.0.percent": "0.035",
        "rates.1.kind": "tiers",
        "rates.1.tiers": "99.5 = 5; 99 = ๑๐",
        "rates.2.kind": "",
    } | values


def test_a_contract_is_entered_as_the_paper_says(supply: Visit, engine: Engine) -> None:
    """Thai digits, baht, percents and tiers become parameters; the form shows them again as they were typed."""
    answer = supply.post("/inventory/contracts/new", typed(engine))
    contract = the_contract(engine)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/inventory/contracts/{contract.id}/links")
    assert (contract.price_satang_month, contract.remind_days, contract.excluded) == (
        107_050,
        [90, 30],
        ["ours", "power"],
    )
    hourly, tiers = Formula.model_validate(contract.formula).rates
    assert (hourly.kind, tiers.kind) == ("percent_per_hour", "tiers")
    assert isinstance(tiers, Tiers)
    assert tiers.tiers[1] == Tier(below=Decimal(99), percent=Decimal(10))
    form = supply.get(f"/inventory/contracts/{contract.id}").text
    for shown in ('value="1070.5"', 'value="90, 30"', 'value="0.035"', 'value="99.5 = 5; 99 = 10"'):
        assert shown in form
    again = supply.post(f"/inventory/contracts/{contract.id}", typed(engine))
    assert again.status_code == 303
    assert the_contract(engine).formula == contract.formula


def test_a_new_form_has_no_rate(supply: Visit) -> None:
    """Nothing is presented as if it held by law."""
    form = supply.get("/inventory/contracts/new").text
    assert 'name="rates.0.percent" type="text" value=""' in form
    assert 'name="repair_minutes" type="text" value=""' in form


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": ""}, "number"),
        ({"ends_on": "2026-09-30"}, "ends_on"),
        ({"ends_on": ""}, "remind_days"),
        ({"remind_days": "soon"}, "remind_days"),
        ({"price_baht_month": "free"}, "price_baht_month"),
        ({"cap_percent": "much"}, "cap_percent"),
        ({"cap_baht": "-1"}, "cap_baht"),
        ({"rates.0.percent": ""}, "rates-0-percent"),
        ({"rates.0.percent": "-1"}, "rates-0-percent"),
        ({"rates.0.kind": ""}, "rates-0-kind"),
        ({"rates.0.kind": "baht_per_hour", "rates.0.percent": ""}, "rates-0-baht"),
        ({"rates.1.tiers": "a lot"}, "rates-1-tiers"),
        ({"rates.1.tiers": "99 = 10; 98 = 5"}, "rates-1-tiers"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(supply: Visit, engine: Engine, wrong: dict[str, str], field: str) -> None:
    """Nothing is stored, what was typed stays."""
    answer = supply.post("/inventory/contracts/new", typed(engine) | wrong)
    assert answer.status_code == 422
    key = f'id="f-inventory-contracts-new-{field.replace("-", ".")}-more"'
    assert f'<div class="invalid-feedback d-block" {key}>' in answer.text
    with reading(engine) as session:
        assert session.exec(select(Contract)).all() == []


def test_many_links_come_under_a_contract_at_once(supply: Visit, engine: Engine, office: Office) -> None:
    """Those ticked and no others; a link of another provider is refused and nothing moves."""
    supply.post("/inventory/contracts/new", typed(engine))
    contract_id = the_contract(engine).id
    with transaction(engine) as session:
        site = factories.make_site(session, office)
        ours = [factories.make_link(session, site, provider_id=provider_id(engine)).id for _ in range(3)]
        other = factories.make_provider(session, office)
        foreign = factories.make_link(session, site, provider_id=other.id).id
    url = f"/inventory/contracts/{contract_id}/links"
    page = supply.get(url).text
    assert page.count('name="link"') == 3

    def ticked(ids: list[Any]) -> int:
        data = {"link": [str(one) for one in ids], "csrf": supply.csrf}
        return supply.client.post(url, data=data, headers={"origin": "http://testserver"}).status_code

    assert ticked(ours[:2]) == 303
    assert ticked([ours[0], foreign]) == 422
    assert ticked(ours[1:]) == 303
    with reading(engine) as session:
        under = session.exec(select(Link.id).where(Link.contract_id == contract_id)).all()
        assert sorted(under, key=str) == sorted(ours[1:], key=str)
        assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "contract.assigned")).all()) == 2


def test_a_link_is_imported_under_its_contract(supply: Visit, engine: Engine, office: Office, vault: Vault) -> None:
    """By number; one that does not exist is refused, and the file can be exported again."""
    supply.post("/inventory/contracts/new", typed(engine) | {"number": "12/2569"})
    with transaction(engine) as session:
        site = factories.make_site(session, office)
        code = site.code
    head = "site_code,name,provider,contract\n"
    assert office.id is not None
    with transaction(engine) as session:
        import_file(
            session, Kind.LINKS, (head + f"{code},main,เน็ตดอย,12/2569\n").encode(), office_id=office.id, secrets=vault
        )
    with reading(engine) as session:
        assert session.exec(select(Link)).one().contract_id == the_contract(engine).id
    answer = supply.get("/inventory/links/export.csv?columns=name,contract")
    assert "12/2569" in answer.text
    with pytest.raises(RefusedImportError), transaction(engine) as session:
        import_file(
            session, Kind.LINKS, (head + f"{code},main,เน็ตดอย,13/2569\n").encode(), office_id=office.id, secrets=vault
        )


def test_a_viewer_reads_and_changes_nothing(settings: Settings, engine: Engine, office: Office, supply: Visit) -> None:
    """The list and the links, without a form."""
    supply.post("/inventory/contracts/new", typed(engine))
    viewer = signed_in(settings, engine, person_of(engine, Role.VIEWER, office=office))
    url = f"/inventory/contracts/{the_contract(engine).id}"
    assert "/inventory/contracts/new" not in viewer.get("/inventory/contracts").text
    assert viewer.get(f"{url}/links").status_code == 200
    assert viewer.get(url).status_code == 403
    assert viewer.post(f"{url}/links").status_code == 403
