"""What drafts refuse, at which field, in words that never repeat a secret."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from inventory.store.calendars import CalendarDraft
from inventory.store.credentials import SnmpDraft, SshDraft
from inventory.store.devices import DeviceDraft
from inventory.store.links import LinkDraft
from inventory.store.maintenance import MaintenanceDraft
from inventory.store.sites import SiteDraft
from inventory.store.transfers import TransferDraft
from risk.store.tasks import TaskDraft
from service.draft import Draft, said
from service.refusal import RefusedError

SITE = {"code": "57010001", "name": "โรงเรียนบ้านดอย"}
LINK = {"site_id": 1, "name": "หลัก"}
DEVICE = {"site_id": 1, "name": "sw1"}
V3 = {"name": "v3", "version": "3", "user": "reader"}
HOURS = {"weekday": 0, "opens": "08:00", "closes": "16:30"}
WINDOW = {"subject": "site", "subject_id": 1, "starts_at": "2026-11-22T10:00:00Z", "ends_at": "2026-11-22T12:00:00Z"}

REFUSED: list[tuple[type[Draft], Mapping[str, object], str]] = [
    (SiteDraft, SITE | {"code": "5701001"}, "code"),
    (SiteDraft, SITE | {"code": "5.7E+07"}, "code"),
    (SiteDraft, SITE | {"code": "57010001\n"[:8] + "9"}, "code"),
    (SiteDraft, SITE | {"name": "  "}, "name"),
    (SiteDraft, SITE | {"name": "bell\x07"}, "name"),
    (SiteDraft, SITE | {"latitude": 19.9}, "longitude"),
    (SiteDraft, SITE | {"latitude": 91, "longitude": 99}, "latitude"),
    (SiteDraft, SITE | {"latitude": "nan", "longitude": 99}, "latitude"),
    (SiteDraft, SITE | {"colour": "red"}, "colour"),
    (SiteDraft, SITE | {"contacts": [{"name": "ครู", "email": "not mail"}]}, "contacts.0.email"),
    (LinkDraft, LINK | {"check": "tcp"}, "check_port"),
    (LinkDraft, LINK | {"check": "snmp"}, "device_id"),
    (LinkDraft, LINK | {"check": "telnet"}, "check"),
    (LinkDraft, LINK | {"contract_start": "2026-10-01", "contract_end": "2026-09-30"}, "contract_end"),
    (LinkDraft, LINK | {"contract_end": "30/09/2569"}, "contract_end"),
    (LinkDraft, LINK | {"speed_bps": 0}, "speed_bps"),
    (LinkDraft, LINK | {"price_satang_month": -1}, "price_satang_month"),
    (LinkDraft, LINK | {"check_address": "-oProxyCommand=x"}, "check_address"),
    (LinkDraft, LINK | {"check_address": "10.0.0.256"}, "check_address"),
    (DeviceDraft, DEVICE | {"address": "a b"}, "address"),
    (DeviceDraft, DEVICE | {"snmp_port": 70000}, "snmp_port"),
    (DeviceDraft, DEVICE | {"ssh_platform": "cisco;reboot"}, "ssh_platform"),
    (SnmpDraft, {"name": "x"}, "community"),
    (SnmpDraft, V3 | {"user": ""}, "user"),
    (SnmpDraft, V3 | {"auth": "sha256", "auth_key": "short"}, "auth_key"),
    (SnmpDraft, V3 | {"priv": "aes128", "priv_key": "12345678"}, "auth"),
    (
        SnmpDraft,
        V3 | {"auth": "sha256", "auth_key": "12345678", "priv": "aes256", "priv_key": "12345678"},
        "engine",
    ),
    (SshDraft, {"name": "x", "username": "reader"}, "password"),
    (CalendarDraft, {"name": "x"}, "hours"),
    (CalendarDraft, {"name": "x", "hours": [HOURS | {"closes": "07:00"}]}, "hours.0.closes"),
    (MaintenanceDraft, WINDOW | {"ends_at": "2026-11-22T09:00:00Z"}, "ends_at"),
    (MaintenanceDraft, WINDOW | {"ends_at": "2027-11-22T09:00:00Z"}, "ends_at"),
    (MaintenanceDraft, WINDOW | {"starts_at": "2026-11-22T10:00:00"}, "starts_at"),
]


@pytest.mark.parametrize(("kind", "given", "field"), REFUSED)
def test_the_field_at_fault_is_named(kind: type[Draft], given: Mapping[str, object], field: str) -> None:
    """One fault, one problem, at its field, in a sentence that can be filled in."""
    with pytest.raises(RefusedError) as refused:
        kind.read(given)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert refused.value.problems[0].text()


def test_thai_digits_and_blank_choices_are_understood() -> None:
    """People type what their keyboard gives; a form sends "" where nothing was chosen."""
    site = SiteDraft.read({"code": "๕๗๐๑๐๐๐๑", "name": " โรงเรียนบ้านดอย ", "latitude": "", "longitude": ""})
    assert (site.code, site.name, site.latitude) == ("57010001", "โรงเรียนบ้านดอย", None)
    link = LinkDraft.read(LINK | {"provider_id": "", "speed_bps": "๑๐๐๐", "check_address": "gw.example.ac.th"})
    assert (link.provider_id, link.speed_bps, link.check_address) == (None, 1000, "gw.example.ac.th")


def test_changes_are_validated_with_what_stays() -> None:
    """A change of one field is judged with the others."""
    link = LinkDraft.read(LINK | {"contract_start": "2026-10-01"})
    with pytest.raises(RefusedError):
        link.with_changes({"contract_end": "2026-01-01"})
    assert link.with_changes({"contract_end": "2027-09-30"}).contract_start == link.contract_start


def test_a_refused_secret_is_not_repeated() -> None:
    """The text of a refusal reaches pages and logs."""
    with pytest.raises(RefusedError) as refused:
        SnmpDraft.read(V3 | {"auth": "sha256", "auth_key": "CANARY1"})
    assert "CANARY" not in str(refused.value)
    with pytest.raises(RefusedError) as refused:
        SnmpDraft.read({"name": "x", "community": {"a": "CANARY2"}})
    assert "CANARY" not in str(refused.value)


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[2J", "\u200b\u200b", "\u202e\u2066"])
def test_no_text_of_any_draft_holds_what_cannot_be_seen(text: str) -> None:
    for field in ("name", "address", "note"):
        with pytest.raises(RefusedError) as refused:
            SiteDraft.read({"code": "99010001", "name": "โรงเรียน", field: text})
        assert refused.value.problems[0].field == field


def test_signs_that_turn_a_line_around_are_left_out_and_thai_line_breaks_stay() -> None:
    draft = SiteDraft.read({"code": "99010001", "name": "ก\u202eข", "note": "คำ\u200bคำ\nบรรทัด"})
    assert (draft.name, draft.note) == ("กข", "คำ\u200bคำ\nบรรทัด")


@pytest.mark.parametrize("day", ["2569-01-01", "9999-12-31", "0001-01-01", "2026-02-31"])
def test_no_day_of_any_draft_is_of_another_era(day: str) -> None:
    with pytest.raises(RefusedError) as refused:
        TaskDraft.read({"what": "ย้าย", "due_on": day})
    assert refused.value.problems[0].field == "due_on"


@pytest.mark.parametrize("numbers", [[["x"]], [None], [{}], [1]])
def test_numbers_that_are_no_text_are_refused(numbers: object) -> None:
    with pytest.raises(RefusedError):
        TransferDraft.read({"numbers": numbers, "reason": "ย้าย"})


def test_what_is_written_beside_an_act_is_held_to_the_same() -> None:
    assert said("why", "  ย้าย\u202e ", unsaid="?") == "ย้าย"
    for text, longest in (("a\x00", 9), ("\u200b", 9), ("", 9), ("กกก", 2)):
        with pytest.raises(RefusedError) as refused:
            said("why", text, longest=longest, unsaid="?")
        assert refused.value.problems[0].field == "why"
