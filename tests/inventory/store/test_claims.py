"""Claims from stored rows: the figures of the hand computation, what never changes, and what may follow what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, delete
from sqlmodel import Session, select

from inventory.models.contract import Claim, ClaimState, ClockCheck, Contract, LinkMonth
from inventory.models.link import Link, LinkSample
from inventory.models.outage import Cause, Outage
from inventory.models.site import Office, Site
from inventory.sla.counting import Reason
from inventory.sla.figures import ClaimFigures
from inventory.sla.reckoning import WhyNot
from inventory.store.acting import ForOffice
from inventory.store.claims import draft_claim, move_claim, unpacked
from inventory.store.months import reckon_months, write_months
from service.refusal import MissingError, RefusedError
from tests.factories import make_link, make_office, make_site
from tests.inventory.sla.november import LATER, NOVEMBER, local
from tests.inventory.sla.stored import make_november


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """On SQLite and PostgreSQL; nothing is kept."""
    with Session(database) as session:
        yield session


@pytest.fixture
def link(session: Session) -> Link:
    """The one of the table."""
    return make_november(session)


def office_of(session: Session, link: Link) -> int:
    """Whose it is."""
    return session.get_one(Site, link.site_id).office_id


def drafted(
    session: Session, link: Link, *, at: datetime = LATER, month: date = NOVEMBER, revise: bool = False
) -> Claim:
    """The claim of the link."""
    assert link.id is not None
    claim = draft_claim(session, link.id, month, ForOffice(office_of(session, link), at), revise=revise)
    session.add(claim)
    session.flush()
    return claim


def figures(claim: Claim) -> ClaimFigures:
    """Read back as the papers read them."""
    return ClaimFigures.model_validate(claim.figures)


def test_the_claim_agrees_with_the_hand_computation(session: Session, link: Link) -> None:
    """66 hours × 0.3745 baht, availability 91.3242 %, and every reason with its seconds."""
    claim = drafted(session, link)
    session.expire_all()
    said = figures(session.get_one(Claim, claim.id))
    assert claim.due_satang == said.due_satang == 2472
    assert said.totals.availability_percent == Decimal("91.3242")
    assert said.totals.outages_excluded_s == {
        Reason.UNKNOWN: 2700,
        Reason.MAINTENANCE: 7200,
        Reason.POWER: 14400,
        Reason.OURS: 5400,
        Reason.SHORT: 299,
    }
    assert [one.counted_s for one in said.outages] == [
        *(4200, 1800, 0, 300, 0, 15300),
        *(10800, 1799, 176401, 0, 2700, 9000),
    ]
    assert all(one.probes for one in said.outages)
    assert (said.link.price_satang_month, said.link.price_of) == (107_000, "link")
    assert [one.ticket_no for one in said.outages[8].reports] == ["T1", "T1"]


def test_samples_are_packed_and_their_sum_is_of_the_file_itself(session: Session, link: Link) -> None:
    """30 days of 288 samples; equal bytes however often they are packed."""
    claim = drafted(session, link)
    raw = unpacked(claim)
    said = figures(claim)
    assert hashlib.sha256(raw).hexdigest() == claim.samples_sha256 == said.samples.sha256
    lines = raw.decode().splitlines()
    assert len(lines) == said.samples.rows + 1 == 30 * 288 + 1
    assert lines[0].startswith("at,sent,received,rtt_min_ms")
    assert lines[1].startswith("2026-10-31T17:00:00Z,50,50,")
    packed = claim.samples_csv
    claim.figures = {}
    assert drafted(session, link).samples_csv == packed


def test_a_draft_is_made_anew_only_when_something_changed(session: Session, link: Link) -> None:
    """The same claim, the same moment; a corrected cause makes it anew in place."""
    first = drafted(session, link)
    assert drafted(session, link, at=LATER + timedelta(days=1)).made_at == LATER
    eight = session.exec(select(Outage).where(Outage.cause == Cause.EQUIPMENT)).one()
    eight.cause, eight.cause_by = Cause.POWER, None
    again = drafted(session, link, at=LATER + timedelta(days=2))
    assert again.id == first.id
    assert again.made_at == LATER + timedelta(days=2)
    assert again.due_satang == 2434  # 65 hours × 0.3745 = 24.3425


def test_a_sent_claim_never_changes(session: Session, link: Link) -> None:
    """Neither by a corrected cause nor by another formula; a revision stands beside it."""
    claim = drafted(session, link)
    move_claim(claim, ClaimState.SENT, at=LATER, now=LATER)
    before = dict(claim.figures)
    contract = session.exec(select(Contract)).one()
    contract.formula = {"rates": [{"kind": "baht_per_hour", "satang": 100}]}
    with pytest.raises(RefusedError, match="sent already"):
        drafted(session, link)
    revised = drafted(session, link, revise=True)
    assert (revised.revision, revised.state, revised.due_satang) == (2, ClaimState.DRAFTED, 6600)
    assert (claim.figures, claim.due_satang, claim.state) == (before, 2472, ClaimState.SENT)


@pytest.mark.parametrize(
    ("state", "then", "at", "field"),
    [
        (ClaimState.DRAFTED, ClaimState.ANSWERED, LATER, "state"),
        (ClaimState.DRAFTED, ClaimState.CREDITED, LATER, "state"),
        (ClaimState.CREDITED, ClaimState.WITHDRAWN, LATER, "state"),
        (ClaimState.SENT, ClaimState.CREDITED, LATER, "credited_satang"),
        (ClaimState.DRAFTED, ClaimState.SENT, LATER + timedelta(seconds=1), "at"),
        (ClaimState.DRAFTED, ClaimState.SENT, LATER - timedelta(days=1), "at"),
    ],
)
def test_what_cannot_follow_is_refused(state: ClaimState, then: ClaimState, at: datetime, field: str) -> None:
    """The order of states, the future, the past before it was made, a credit without an amount."""
    claim = Claim(office_id=1, link_id=1, contract_id=1, month=NOVEMBER, made_at=LATER, state=state)
    with pytest.raises(RefusedError) as refused:
        move_claim(claim, then, at=at, now=LATER)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert claim.state is state


def test_from_drafted_to_credited() -> None:
    """Each step keeps its moment."""
    claim = Claim(office_id=1, link_id=1, contract_id=1, month=NOVEMBER, made_at=LATER)
    later = LATER + timedelta(days=9)
    move_claim(claim, ClaimState.SENT, at=LATER, now=later)
    move_claim(claim, ClaimState.ANSWERED, at=LATER + timedelta(days=3), now=later, note="ยอมรับบางส่วน")
    move_claim(claim, ClaimState.CREDITED, at=later, now=later, credited_satang=2000)
    assert (claim.sent_at, claim.credited_at, claim.credited_satang) == (LATER, later, 2000)
    assert claim.note == "ยอมรับบางส่วน"


def test_nothing_of_another_office_is_claimed(session: Session, link: Link) -> None:
    other = make_office(session)
    assert other.id is not None
    assert link.id is not None
    with pytest.raises(MissingError):
        draft_claim(session, link.id, NOVEMBER, ForOffice(other.id, LATER))


def test_a_month_that_has_not_begun_and_a_link_without_contract(session: Session, link: Link) -> None:
    """Refused at their fields."""
    with pytest.raises(RefusedError, match="not begun"):
        drafted(session, link, at=local("10-31 23:59:59"))
    link.contract_id = None
    with pytest.raises(RefusedError, match="no contract"):
        drafted(session, link)


def test_a_month_that_is_not_over_is_claimed_until_now(session: Session, link: Link) -> None:
    """On the 12th at noon: 1 + 1 + 1 + 5 hours × 0.3745 = 2.996 baht."""
    said = figures(drafted(session, link, at=local("11-12 12:00:00")))
    assert (said.until, said.due_satang) == (local("11-12 12:00:00"), 300)


def test_what_no_round_saw_is_not_counted(session: Session, link: Link) -> None:
    """The poller stood still on the 24th from nine to ten: the outage of nine o'clock has no proof."""
    session.execute(
        delete(LinkSample).where(
            LinkSample.at >= local("11-24 09:00:00"),  # type: ignore[arg-type]
            LinkSample.at < local("11-24 10:00:00"),  # type: ignore[arg-type]
        )
    )
    said = figures(drafted(session, link))
    assert said.totals.unknown_s == 2700 + 3600
    assert said.outages[10].counted_s == 0
    assert said.outages[10].excluded_s == {Reason.UNKNOWN: 2700}


def test_without_any_sample_nothing_is_proved(session: Session, link: Link) -> None:
    """A link that nobody watched has no claim."""
    session.execute(delete(LinkSample))
    said = figures(drafted(session, link))
    assert (said.due_satang, said.totals.measured_s, said.totals.availability_percent) == (0, 0, None)


def test_a_kept_month_tells_what_was_unknown_when_the_samples_are_gone(session: Session, link: Link) -> None:
    """The same sum is due from the month that was kept."""
    write_months(session, reckon_months(session, local("11-05 00:00:00")))
    write_months(session, reckon_months(session, LATER))
    session.execute(delete(LinkSample).where(LinkSample.at < local("12-01 00:00:00")))  # type: ignore[arg-type]
    said = figures(drafted(session, link))
    assert (said.due_satang, said.totals.unknown_s, said.samples.rows) == (2472, 2700, 0)


def test_a_month_is_kept_with_its_quality(session: Session, link: Link) -> None:
    """Means of 10 to 15 ms, p95 two above them; rows written twice are the same rows."""
    write_months(session, reckon_months(session, LATER))
    write_months(session, reckon_months(session, LATER))
    kept = session.get_one(LinkMonth, (link.id, NOVEMBER))
    assert (kept.rtt_p50_ms, kept.rtt_p95_ms, kept.loss_percent, kept.jitter_ms) == (12.0, 17.0, 0.0, 0.5)
    assert (kept.outages, kept.measured_s, kept.counted_s) == (12, 2562300, 222300)


def test_the_school_that_pays_is_the_sender(session: Session, link: Link) -> None:
    """With its first contact; else the office."""
    contract = session.exec(select(Contract)).one()
    contract.payer_site_id = link.site_id
    assert figures(drafted(session, link)).sender.site_id == link.site_id
    contract.payer_site_id = None
    assert figures(drafted(session, link)).sender.name.startswith("สำนักงานเขตจำลอง")


def test_the_clock_is_part_of_the_evidence(session: Session, link: Link) -> None:
    """The largest offset of the month, without its sign; checks of other months are not counted."""
    for at, offset in (("11-02 00:00:00", 12.5), ("11-03 00:00:00", -40.25), ("12-02 00:00:00", 900.0)):
        session.add(ClockCheck(at=local(at), server="ntp.example", offset_ms=offset))
    session.add(ClockCheck(at=local("11-04 00:00:00"), server="ntp.example", error="no answer"))
    session.flush()
    clock = figures(drafted(session, link)).clock
    assert (clock.checks, clock.failed, clock.worst_ms, clock.last_ms) == (4 - 1, 1, 40.25, -40.25)


def test_two_links_do_not_mix(session: Session, link: Link) -> None:
    """Another link of the same office has its own outages; without a price nothing is guessed."""
    office = session.get_one(Office, office_of(session, link))
    quiet = make_link(session, make_site(session, office), contract_id=link.contract_id)
    said = figures(drafted(session, quiet))
    assert (said.due_satang, said.outages, said.why_not) == (0, (), WhyNot.NO_PRICE)
    assert drafted(session, link).due_satang == 2472
