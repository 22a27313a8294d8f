"""An inspection on both databases: the frozen list, records once, conflicts, its end, and what it found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.asset import Asset, AssetEvent, Standing
from inventory.models.inspection import Condition, InspectionItem, InspectionRecord, InspectionRound, Outcome
from inventory.models.site import Office, Site
from inventory.queries.inspections import findings, lines, progress
from inventory.queries.sight import Sight
from inventory.store import inspections as store
from inventory.store.acting import By
from netops.models.person import Person
from service.database import reading
from service.refusal import MissingError, RefusedError
from tests.factories import AT, make_asset, make_device, make_office, make_person, make_site

TODAY = date(2026, 10, 5)
YEAR = 2569


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def school(session: Session, office: Office) -> Site:
    return make_site(session, office)


@pytest.fixture
def people(session: Session, office: Office) -> tuple[Person, Person]:
    return make_person(session, office, name="นายหนึ่ง ใจดี"), make_person(session, office, name="นางสอง ใจงาม")


def by(person: Person) -> By:
    return By(person.name, AT, person.id)


def sight(office: Office, site: Site | None = None) -> Sight:
    assert office.id is not None
    return Sight(office.id, site.id if site is not None else None)


def started(session: Session, office: Office, site: Site | None, **given: Any) -> InspectionRound:
    draft = store.RoundDraft.read({"site_id": site.id if site else None, "year": YEAR} | given)
    return store.create_round(session, draft, sight=sight(office), holidays=(), by=By("พัสดุ", AT))


def listed(session: Session, office: Office, site: Site | None) -> InspectionRound:
    held = started(session, office, site)
    store.freeze(session, held, today=TODAY, by=By("พัสดุ", AT))
    return held


def items(session: Session, held: InspectionRound) -> list[InspectionItem]:
    return list(
        session.exec(select(InspectionItem).where(InspectionItem.round_id == held.id).order_by(InspectionItem.number))
    )


def said(session: Session, held: InspectionRound, item: InspectionItem, who: Person, **given: Any) -> InspectionRecord:
    whole = {
        "item_id": item.id,
        "client_id": f"phone-of-{who.id}-{item.id}-{given.get('condition', 'none')}".replace("_", "-"),
        "whereabouts": "found",
        "condition": "usable",
        "said_at": AT - timedelta(hours=2),
        "sent_at": AT,
    }
    return store.keep_record(session, held, store.RecordDraft.read(whole | given), by=by(who))[0]


def test_the_list_is_what_the_unit_had_on_30_september_and_does_not_change(
    session: Session, office: Office, school: Site
) -> None:
    make_asset(session, office, school, number="1", name="เดิม")
    make_asset(session, office, school, number="2", acquired_on=date(2026, 10, 1))
    make_asset(session, office, school, number="3", standing=Standing.DISPOSED, disposed_on=date(2026, 10, 2))
    make_asset(session, office, school, number="4", standing=Standing.DISPOSED, disposed_on=date(2026, 9, 30))
    make_asset(session, office, None, number="5")
    held = started(session, office, school)
    with pytest.raises(RefusedError, match="when 30 September is over"):
        store.freeze(session, held, today=date(2026, 9, 30), by=By("พ", AT))
    assert store.freeze(session, held, today=TODAY, by=By("พ", AT)) == 2
    session.exec(select(Asset).where(Asset.number == "1")).one().name = "เปลี่ยนทีหลัง"
    make_asset(session, office, school, number="6", acquired_on=date(2020, 1, 1))
    assert [(item.number, item.name == "เดิม") for item in items(session, held)] == [("1", True), ("3", False)]
    with pytest.raises(RefusedError, match="taken already"):
        store.freeze(session, held, today=TODAY, by=By("พ", AT))


def test_a_unit_has_one_round_a_year_and_a_school_starts_only_its_own(
    session: Session, office: Office, school: Site
) -> None:
    started(session, office, school)
    started(session, office, None)
    with pytest.raises(RefusedError, match="already"):
        started(session, office, school)
    other = make_site(session, office)
    draft = store.RoundDraft.read({"site_id": other.id, "year": YEAR})
    with pytest.raises(RefusedError, match="its own unit"):
        store.create_round(session, draft, sight=sight(office, school), holidays=(), by=By("ค", AT))


def test_a_record_that_is_sent_again_is_kept_once_and_the_phones_clock_is_put_right(
    session: Session, office: Office, school: Site, people: tuple[Person, Person]
) -> None:
    make_asset(session, office, school, number="1")
    held = listed(session, office, school)
    (item,) = items(session, held)
    ahead = {"said_at": AT + timedelta(minutes=50), "sent_at": AT + timedelta(hours=1)}
    first = said(session, held, item, people[0], **ahead)
    again = said(session, held, item, people[0], **ahead | {"sent_at": AT + timedelta(days=2)})
    assert first.id == again.id
    assert len(store.records_of(session, item)) == 1
    assert first.skew_s == 3600
    assert store.moment(first) == AT - timedelta(minutes=10)
    with pytest.raises(RefusedError, match="has this id"):
        said(session, held, item, people[1], client_id=first.client_id)


def test_two_people_who_differ_wait_for_a_decision_and_both_records_stay(
    session: Session, office: Office, school: Site, people: tuple[Person, Person]
) -> None:
    make_asset(session, office, school, number="1")
    held = listed(session, office, school)
    (item,) = items(session, held)
    said(session, held, item, people[0])
    worse = said(session, held, item, people[1], condition="damaged")
    assert item.outcome is Outcome.CONFLICT
    with pytest.raises(RefusedError, match="two that differ"):
        store.close(session, held, today=TODAY, by=by(people[0]))
    with pytest.raises(RefusedError, match="why"):
        store.choose(session, held, item, worse.id or 0, reason=" ", by=by(people[0]))
    store.choose(session, held, item, worse.id or 0, reason="ลองเปิดแล้ว", by=by(people[0]))
    assert (item.outcome, item.answer_id) == (Outcome.ANSWERED, worse.id)
    assert len(store.records_of(session, item)) == 2
    said(session, held, item, people[0], condition="worn")
    assert item.outcome is Outcome.CONFLICT  # somebody came back later and says something else


def test_who_answers_for_an_asset_does_not_inspect_it(
    session: Session, office: Office, school: Site, people: tuple[Person, Person]
) -> None:
    make_asset(session, office, school, number="1", custodian="หนึ่ง  ใจดี")
    held = listed(session, office, school)
    (item,) = items(session, held)
    with pytest.raises(RefusedError, match="answer for this asset yourself"):
        said(session, held, item, people[0])
    assert said(session, held, item, people[1]).id is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"whereabouts": "not_found"},
        {"condition": ""},
        {"whereabouts": "elsewhere"},
        {"client_id": "short"},
        {"said_at": "2026-10-05T10:00:00"},
    ],
)
def test_a_record_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    whole = {
        "item_id": 1,
        "client_id": "x" * 16,
        "whereabouts": "found",
        "condition": "usable",
        "said_at": AT,
        "sent_at": AT,
    }
    with pytest.raises(RefusedError):
        store.RecordDraft.read(whole | wrong)


def test_closing_needs_every_answer_and_then_the_cards_say_what_was_found(
    session: Session, office: Office, school: Site, people: tuple[Person, Person]
) -> None:
    numbers = ("1", "2", "3", "4", "5")
    assets = [make_asset(session, office, school, number=number) for number in numbers]
    assets[4].standing = Standing.LENT
    held = listed(session, office, school)
    rows = items(session, held)
    answers: tuple[dict[str, Any], ...] = (
        {},
        {"condition": "damaged", "note": "จอแตก"},
        {"condition": "worn"},
        {"whereabouts": "not_found", "condition": None},
    )
    for item, given in zip(rows, answers, strict=False):
        said(session, held, item, people[0], **given)
    with pytest.raises(RefusedError, match="1 assets"):
        store.close(session, held, today=TODAY, by=By("พัสดุ", AT))
    said(session, held, rows[4], people[0], condition="not_needed")
    store.close(session, held, today=TODAY, by=By("พัสดุ", AT))
    expected = [Standing.IN_USE, Standing.BROKEN, Standing.WORN, Standing.LOST, Standing.LENT]
    assert [asset.standing for asset in assets] == expected
    notes = session.exec(select(AssetEvent.note).where(AssetEvent.asset_id == assets[1].id)).all()
    assert any("จอแตก" in note and str(YEAR) in note for note in notes)
    kinds = session.exec(select(AssetEvent.kind).where(AssetEvent.asset_id == assets[0].id)).all()
    assert list(kinds) == ["inspected"]
    found = findings(session, sight(office))
    assert [(one.asset.number, one.condition) for one in found] == [
        ("2", Condition.DAMAGED),
        ("3", Condition.WORN),
        ("4", None),
        ("5", Condition.NOT_NEEDED),
    ]
    assert findings(session, sight(office, make_site(session, office))) == []
    told = progress(session, held)
    assert (told.total, told.percent, told.not_found, told.damaged, told.worn, told.not_needed) == (5, 100, 1, 1, 1, 1)
    with pytest.raises(RefusedError, match="closed"):
        said(session, held, rows[0], people[1])


def test_what_the_network_saw_stands_beside_what_was_recorded(
    session: Session, office: Office, school: Site, people: tuple[Person, Person]
) -> None:
    other = make_site(session, office, name="โรงเรียนอื่น")
    device = make_device(session, other, facts_at=AT)
    make_asset(session, office, school, number="1", device_id=device.id)
    make_asset(session, office, school, number="2")
    held = listed(session, office, school)
    said(session, held, items(session, held)[0], people[0])
    (line,) = lines(session, sight(office), held, now=AT + timedelta(days=1), show="against")
    assert (line.item.number, line.sign, line.seen_at_site) == ("1", "here_but_seen_elsewhere", "โรงเรียนอื่น")
    (told,) = lines(session, sight(office, school), held, now=AT + timedelta(days=1), show="against")
    assert told.seen_at_site == ""  # what stands at another school is not this one's to know
    assert [one.item.number for one in lines(session, sight(office), held, now=AT, show="open")] == ["2"]
    assert [one.item.number for one in lines(session, sight(office), held, now=AT, q="2")] == ["2"]


def test_a_round_of_another_school_or_office_is_none(session: Session, office: Office, school: Site) -> None:
    held = started(session, office, school)
    for stranger in (sight(office, make_site(session, office)), sight(make_office(session))):
        with pytest.raises(MissingError):
            store.find_round(session, held.id or 0, sight=stranger)
