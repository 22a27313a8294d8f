"""Whole devices asked over UDP: living, dead, half-dead and wrongly addressed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing
from typing import TypeVar

import pytest

from collectors import scan
from collectors.collect import collect_all, collect_patiently, observe, steady_instances
from collectors.observation import DeviceObservation
from collectors.outcome import Answered, Failed, Outcome
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.session import SnmpSession, VarBind
from collectors.target import SnmpTarget
from tests.integration.servers.agent import read_recording, serving, target

T = TypeVar("T")
SECTIONS = {
    "system", "interfaces", "entities", "processors", "memory", "storage", "sensors", "neighbours",
    "addresses", "vlans", "supplies", "forwarding", "arp",
}  # fmt: skip


def on_hub(question: Callable[[Callable[[SnmpTarget], SnmpSession]], Awaitable[T]]) -> T:
    """Run a question with a hub of its own."""

    async def run() -> T:
        with closing(SnmpHub()) as hub:
            return await question(lambda wanted: open_session(wanted, hub=hub))

    return asyncio.run(run())


def asked(rows: list[VarBind], *, silent_after: int | None = None) -> Outcome[DeviceObservation]:
    async def run(opener: Callable[[SnmpTarget], SnmpSession]) -> Outcome[DeviceObservation]:
        async with serving(rows, silent_after=silent_after) as port:
            return (await collect_all([target("it", port)], opener))["it"]

    return on_hub(run)


def observed(name: str) -> DeviceObservation:
    outcome = asked(read_recording(name))
    assert isinstance(outcome, Answered), outcome
    return outcome.value


def test_a_switch_of_no_known_maker_tells_everything_by_the_standard() -> None:
    seen = observed("generic/switch")
    assert (seen.system.model, seen.system.serial, seen.system.version) == ("SW-26G", "TESTSERIAL02", "2.0.7")
    assert len(seen.interfaces) == 26
    assert seen.interfaces[0].alias == "uplink to office"
    assert [(s.kind, s.value, s.descr) for s in seen.sensors] == [("temperature", 41.5, "Mainboard")]
    assert [(v.id, v.name) for v in seen.vlans] == [(1, "default"), (20, "students")]
    assert [(n.local_interface, n.remote_name) for n in seen.neighbours] == [("port1", "router-01")]
    assert seen.complete == SECTIONS


def test_a_ups_and_a_printer_tell_what_they_have_left() -> None:
    ups, printer = observed("generic/ups"), observed("generic/printer")
    figures = {s.kind: s.value for s in ups.sensors if s.descr != "Input"}
    assert (figures["charge"], figures["runtime"], figures["load"]) == (100, 43, 17)
    assert [(s.descr, s.percent) for s in printer.supplies] == [("Black toner", 25)]


def test_what_is_worth_asking_again_gives_the_same_figures() -> None:
    rows = read_recording("mikrotik/router")
    outcome = asked(rows)
    assert isinstance(outcome, Answered)
    steady = steady_instances(outcome.value)
    assert steady.ports == (1, 2, 3, 4, 5) == tuple(sorted(steady.wide))
    raw = {row.oid: row.value for row in rows if isinstance(row.value, int)}
    figures: dict[tuple[str, str, str], float | None] = {}
    for instance in steady.health:
        figures[instance.section, instance.kind, instance.descr] = instance.value(raw[instance.oid])
    assert figures["memory", "", "main memory"] == 25
    assert figures["storage", "", "system disk"] == 50
    loads = [cpu.usage_percent for cpu in outcome.value.processors]
    assert loads == [h.value(raw[h.oid]) for h in steady.health if h.section == "processor"] == [12, 8]


def test_a_device_that_falls_silent_keeps_what_it_had_said() -> None:
    outcome = asked(read_recording("generic/switch"), silent_after=6)
    assert isinstance(outcome, Answered)
    assert outcome.value.system.name == "switch-01"
    assert outcome.value.complete < SECTIONS
    assert "supplies" not in outcome.value.complete


def test_a_wrong_community_is_silence_and_costs_nobody_else_anything() -> None:
    async def run(opener: Callable[[SnmpTarget], SnmpSession]) -> dict[str, Outcome[DeviceObservation]]:
        async with serving(read_recording("generic/ups")) as port:
            targets = [target("good", port), target("wrong", port, community="other")]
            return await collect_all(targets, opener)

    outcomes = on_hub(run)
    assert isinstance(outcomes["good"], Answered)
    wrong = outcomes["wrong"]
    assert isinstance(wrong, Failed)
    assert wrong.reason == "timeout"
    assert "other" not in wrong.detail


def test_a_fault_of_ours_fails_one_target_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def run(opener: Callable[[SnmpTarget], SnmpSession]) -> dict[str, Outcome[DeviceObservation]]:
        def broken(wanted: SnmpTarget) -> SnmpSession:
            if wanted.key == "bug":
                raise KeyError("a fault of ours")
            return opener(wanted)

        async with serving(read_recording("generic/ups")) as port:
            return await collect_all([target("bug", port), target("good", port)], broken)

    outcomes = on_hub(run)
    bug = outcomes["bug"]
    assert isinstance(bug, Failed)
    assert bug.reason == "error"
    assert isinstance(outcomes["good"], Answered)
    assert "a fault of ours" in caplog.text


def test_progress_is_told_once_per_target() -> None:
    heard: list[str] = []

    async def run(opener: Callable[[SnmpTarget], SnmpSession]) -> None:
        async with AsyncExitStack() as stack:
            ports = [await stack.enter_async_context(serving(read_recording("generic/ups"))) for _ in range(3)]
            targets = [target(str(port), port) for port in ports]
            await collect_all(targets, opener, concurrency=2, on_done=lambda one, _: heard.append(one.key))
            assert sorted(heard) == sorted(one.key for one in targets)

    on_hub(run)


def test_who_was_silent_while_all_were_asked_is_asked_again() -> None:
    heard: list[str] = []

    async def run(opener: Callable[[SnmpTarget], SnmpSession]) -> dict[str, Outcome[DeviceObservation]]:
        rows = read_recording("generic/ups")
        async with serving(rows) as good, serving(rows, deaf_for=2) as late:
            targets = [target("good", good), target("late", late), target("wrong", good, community="other")]
            return await collect_patiently(targets, opener, on_done=lambda one, _: heard.append(one.key))

    outcomes = on_hub(run)
    good, late, wrong = outcomes["good"], outcomes["late"], outcomes["wrong"]
    assert isinstance(good, Answered)
    assert isinstance(late, Answered)  # each of its first two sendings was lost: alone it would have been given up
    assert (late.value.system, late.value.sensors) == (good.value.system, good.value.sensors)
    assert isinstance(wrong, Failed)
    assert sorted(heard) == ["good", "late", "wrong"]


def test_asking_again_loses_nothing_of_what_was_said_before() -> None:
    async def run(opener: Callable[[SnmpTarget], SnmpSession]) -> Outcome[DeviceObservation]:
        async with serving(read_recording("generic/switch"), silent_after=6) as port:
            return (await collect_patiently([target("it", port)], opener))["it"]

    outcome = on_hub(run)
    assert isinstance(outcome, Answered)
    assert outcome.unanswered > 0
    assert outcome.value.system.name == "switch-01"


def test_a_scan_finds_who_answers_and_by_which_credential() -> None:
    async def run(opener: Callable[[SnmpTarget], SnmpSession]) -> tuple[list[scan.Found], list[tuple[int, int]]]:
        progress: list[tuple[int, int]] = []
        async with serving(read_recording("mikrotik/router")) as port:
            right = target("", port).credential
            wrong = target("", port, community="wrong").credential
            found = await scan.scan(
                ["127.0.0.1", "127.0.0.99"], [wrong, right], opener, port=port,
                on_progress=lambda done, of: progress.append((done, of)),
            )  # fmt: skip
        return found, progress

    found, progress = on_hub(run)
    assert [(each.host, each.credential, each.system.vendor) for each in found] == [("127.0.0.1", 1, "MikroTik")]
    assert progress == [(1, 2), (2, 2)]


def test_an_observation_of_nothing_is_still_one() -> None:
    async def run(opener: Callable[[SnmpTarget], SnmpSession]) -> DeviceObservation:
        only = [row for row in read_recording("generic/ups") if row.oid[:7] == (1, 3, 6, 1, 2, 1, 1)]
        async with serving(only) as port:
            return await observe(opener(target("bare", port)), "bare")

    seen = on_hub(run)
    assert (seen.interfaces, seen.sensors, seen.system.name) == ((), (), "ups-01")
    assert seen.complete == SECTIONS
