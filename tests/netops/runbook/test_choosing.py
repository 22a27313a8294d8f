"""Every outage has exactly one page to follow, whatever its cause; an alert that gathers many is more to the point."""

from __future__ import annotations

import pytest

from inventory.models.outage import Cause, Outage, Subject
from netops.runbook.choosing import choose
from netops.runbook.page import runbooks
from tests.factories import AT


def outage(subject: Subject, cause: Cause) -> Outage:
    return Outage(subject=subject, subject_id=1, site_id=1, started_at=AT, confirmed_at=AT, cause=cause)


@pytest.mark.parametrize(
    ("subject", "cause", "told_as", "wanted"),
    [
        (Subject.LINK, Cause.UNCLEAR, [], "LinkDown"),
        (Subject.LINK, Cause.PROVIDER, ["LinkDown"], "LinkDown"),
        (Subject.LINK, Cause.PROVIDER, ["ProviderOutage", "LinkDown"], "ProviderOutage"),
        (Subject.LINK, Cause.UNCLEAR, ["ProviderOutage"], "LinkDown"),  # told so before the cause was corrected
        (Subject.LINK, Cause.POWER, ["LinkDown"], "SchoolPowerOut"),
        (Subject.LINK, Cause.POWER, ["AreaPowerOut", "LinkDown"], "AreaPowerOut"),
        (Subject.DEVICE, Cause.POWER, ["AreaPowerOut"], "AreaPowerOut"),
        (Subject.LINK, Cause.EQUIPMENT, [], "DeviceDown"),
        (Subject.LINK, Cause.OURS, [], "OfficeUplinkDown"),
        (Subject.DEVICE, Cause.UNCLEAR, [], "DeviceDown"),
        (Subject.DEVICE, Cause.POWER, [], "SchoolPowerOut"),
        (Subject.DEVICE, Cause.EQUIPMENT, ["DeviceDown"], "DeviceDown"),
    ],
)
def test_the_page_follows_cause_and_alert(subject: Subject, cause: Cause, told_as: list[str], wanted: str) -> None:
    assert choose(runbooks(), outage(subject, cause), told_as=told_as).name == wanted


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("subject", [Subject.LINK, Subject.DEVICE])
def test_every_cause_of_every_outage_has_a_page_that_is_meant_for_it(subject: Subject, cause: Cause) -> None:
    page = choose(runbooks(), outage(subject, cause))
    assert cause in getattr(page.front.causes, subject.value)
