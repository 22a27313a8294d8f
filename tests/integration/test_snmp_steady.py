"""Steady polling over real sockets: readings, revised plans, dead and lying devices, and every engine alike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

import pytest
from pydantic import SecretStr

from collectors.reading import Column, Reading
from collectors.snmp.hub import SnmpHub
from collectors.snmp.plan import COLUMN_OIDS, NARROW_OIDS, UPTIME, PlanPort, PollPlan
from collectors.snmp.session import Tag
from collectors.snmp.steady import SteadyPoller
from collectors.snmp.wire import ErrorStatus, Message, Pdu, encode
from collectors.target import (
    AuthProtocol,
    PrivProtocol,
    SnmpCredential,
    SnmpEngine,
    SnmpTarget,
    SnmpTuning,
    SnmpVersion,
)
from tests.integration.polling import QUICK, Polling, Switch, failure, polling
from tests.integration.servers import snmpd
from tests.integration.servers.liar import Answers, Elsewhere, Liar, honest, lying


@pytest.mark.parametrize("version", [SnmpVersion.V2C, SnmpVersion.V1])
def test_rounds_tell_values_and_what_changed(version: SnmpVersion) -> None:
    async def test(polling: Polling) -> None:
        switch = Switch()
        liar = Liar(honest, switch.rows())
        await polling.start("a", liar, switch.plan, version=version)
        first = (await polling.round("a"))["a"]
        assert failure(first) == ""
        assert list(first.columns[Column.IN_OCTETS]) == [1001 + port for port in range(12)]
        assert list(first.columns[Column.NAME]) == [b"Gi0/%d" % port for port in range(1, 13)]
        assert (first.uptime_ticks, first.health, first.changed) == (5000, (9,), frozenset(Column))
        switch.set(Column.IN_OCTETS, 3, 7_000_000_000)
        switch.set(Column.IN_ERRORS, 1, 4)
        switch.pass_time()
        liar.rows = switch.rows()
        second = (await polling.round("a"))["a"]
        assert second.changed == {Column.IN_OCTETS, Column.IN_ERRORS}
        assert second.columns[Column.IN_OCTETS][2] == 7_000_000_000
        assert second.columns[Column.ALIAS] is first.columns[Column.ALIAS]
        assert second.uptime_ticks == 5100
        assert second.walk_again == ""

    polling(test)


def test_a_proven_plan_is_told_once_and_works_after_storing() -> None:
    async def test(polling: Polling) -> None:
        switch = Switch()
        del switch.values[(*COLUMN_OIDS[Column.ALIAS], 2)]
        liar = Liar(honest, switch.rows())
        await polling.start("a", liar, switch.plan)
        await polling.round("a")
        stored = polling.poller.take_changed_plans()["a"].to_bytes()
        assert polling.poller.take_changed_plans() == {}
        polling.poller.put(liar.target(tuning=QUICK).model_copy(update={"key": "a"}), PollPlan.from_bytes(stored))
        reading = (await polling.round("a"))["a"]
        assert reading.walk_again == ""
        assert reading.columns[Column.ALIAS][:3] == (b"room 1", None, b"room 3")
        switch.set(Column.NAME, 1, b"Gi0/9")
        liar.rows = switch.rows()
        assert (await polling.round("a"))["a"].walk_again == "renumbered"

    polling(test)


def test_reboots_and_missing_instances_call_for_a_walk() -> None:
    async def test(polling: Polling) -> None:
        switch = Switch()
        liar = Liar(honest, switch.rows())
        await polling.start("a", liar, switch.plan)
        await polling.round("a")
        switch.values[UPTIME] = (Tag.TIMETICKS, 7)
        liar.rows = switch.rows()
        assert (await polling.round("a"))["a"].walk_again == "reboot"
        for column in set(Column) - {Column.NAME}:
            del switch.values[(*COLUMN_OIDS[column], 12)]
        liar.rows = switch.rows()
        reading = (await polling.round("a"))["a"]
        assert (reading.walk_again, failure(reading)) == ("missing instance", "")

    polling(test)


def test_32_bit_counters_are_found_where_64_bit_ones_are_missing() -> None:
    async def test(polling: Polling) -> None:
        switch = Switch(2)
        for column, entry in NARROW_OIDS.items():
            for port in (1, 2):
                _, value = switch.values.pop((*COLUMN_OIDS[column], port))
                switch.values[(*entry, port)] = (Tag.COUNTER32, value)
        await polling.start("a", Liar(honest, switch.rows()), switch.plan)
        await polling.round("a")
        reading = (await polling.round("a"))["a"]
        assert reading.columns[Column.IN_OCTETS] == (1001, 1002)
        assert polling.poller.plan("a").narrow == 0b11
        assert reading.walk_again == ""

    polling(test)


def _refusing_large(limit: int) -> Callable[[Message, Message], Answers]:
    def lie(question: Message, answer: Message) -> Answers:
        if len(question.varbinds) <= limit:
            return honest(question, answer)
        return [encode(answer._replace(error_status=ErrorStatus.TOO_BIG, varbinds=question.varbinds))]

    return lie


def test_an_agent_with_small_messages_gets_smaller_requests() -> None:
    async def test(polling: Polling) -> None:
        switch = Switch()
        await polling.start("a", Liar(_refusing_large(10), switch.rows()), switch.plan)
        reading = (await polling.round("a"))["a"]
        assert failure(reading) == ""
        assert list(reading.columns[Column.ALIAS]) == [b"room %d" % port for port in range(1, 13)]
        assert polling.poller.tuning("a").varbinds <= 10
        await polling.start("b", Liar(_refusing_large(0), switch.rows()), switch.plan)
        assert failure((await polling.round("b"))["b"]) == "cut_off"

    polling(test)


def test_an_agent_that_drops_large_requests_gets_smaller_ones_next_round() -> None:
    def lie(question: Message, answer: Message) -> Answers:
        return honest(question, answer) if len(question.varbinds) <= 30 else []

    async def test(polling: Polling) -> None:
        switch = Switch()
        await polling.start("a", Liar(lie, switch.rows()), switch.plan)
        reasons = [failure((await polling.round("a"))["a"]) for _ in range(4)]
        assert reasons[0] == "cut_off"
        assert reasons[-1] == ""

    polling(test)


def test_a_broken_instance_is_left_out() -> None:
    async def test(polling: Polling) -> None:
        switch = Switch()
        broken = (*COLUMN_OIDS[Column.HIGH_SPEED], 5)

        def lie(question: Message, answer: Message) -> Answers:
            names = [row.oid for row in question.varbinds]
            if broken not in names:
                return honest(question, answer)
            index = names.index(broken) + 1
            return [encode(answer._replace(error_status=5, error_index=index, varbinds=question.varbinds))]

        await polling.start("a", Liar(lie, switch.rows()), switch.plan)
        reading = (await polling.round("a"))["a"]
        assert failure(reading) == ""
        assert reading.columns[Column.HIGH_SPEED][3:6] == (9004, None, 9006)

    polling(test)


def _shuffled(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(varbinds=answer.varbinds[::-1]))]


def _other_community(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(community=b"another"))]


def _no_response(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(pdu=Pdu.GET))]


def _cut(_question: Message, answer: Message) -> Answers:
    return [encode(answer)[:-1], b"", b"\x30"]


def _other_id(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(request_id=answer.request_id ^ 1))]


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        (_shuffled, "garbled"),
        (_other_community, "garbled"),
        (_no_response, "garbled"),
        (_cut, "garbled"),
        (_other_id, "timeout"),
    ],
)
def test_lies_cost_only_the_liar(lie: Callable[[Message, Message], Answers], reason: str) -> None:
    async def test(polling: Polling) -> None:
        switch = Switch()
        liar = Liar(lie, switch.rows())
        await polling.start("liar", liar, switch.plan)
        await polling.start("good", Liar(honest, switch.rows()), switch.plan)
        readings = await polling.round("liar", "good")
        assert {key: failure(reading) for key, reading in readings.items()} == {"liar": reason, "good": ""}
        # A lie before the truth does not hide it, nor does a lie after a round of truth.
        liar.lie = lambda question, answer: [*lie(question, answer), *honest(question, answer)]
        assert failure((await polling.round("liar"))["liar"]) == ""
        liar.lie = lie
        switch.pass_time()
        liar.rows = switch.rows()
        assert failure((await polling.round("liar"))["liar"]) == reason

    polling(test)


def test_an_answer_from_elsewhere_does_not_count() -> None:
    async def test(polling: Polling) -> None:
        switch = Switch()
        await polling.start("a", Elsewhere(honest, switch.rows()), switch.plan)
        assert failure((await polling.round("a"))["a"]) == "timeout"
        assert polling.poller.dropped > 0

    polling(test)


def test_losses_are_retried() -> None:
    async def test(polling: Polling) -> None:
        switch = Switch(28)
        liar = Liar(honest, switch.rows())
        await polling.start("a", liar, switch.plan)
        await polling.round("a")
        seen: set[int] = set()

        def lossy(question: Message, answer: Message) -> Answers:
            if question.request_id in seen:
                return honest(question, answer)
            seen.add(question.request_id)
            return []

        liar.lie = lossy
        assert failure((await polling.round("a"))["a"]) == ""
        assert len(seen) == len({question.request_id for question in liar.asked[5:]})

    polling(test)


def test_dead_devices_wait_together_and_not_before_the_living() -> None:
    async def test(polling: Polling) -> None:
        switch = Switch(4)
        living = [f"living {number}" for number in range(6)]
        dead = [f"dead {number}" for number in range(60)]
        agents = {}
        for key in (*dead, *living):
            agents[key] = Liar(honest, switch.rows())
            await polling.start(key, agents[key], switch.plan)
        await polling.round(*dead, *living)
        for key in dead:
            agents[key].lie = lambda _question, _answer: []
        for _ in range(2):  # dead since a moment, and known to be dead
            readings = await polling.round(*dead, *living)
            assert {key for key, reading in readings.items() if not reading.failure} == set(living)
            # No place in the cap is lost to the dead for long: the living are all told first.
            assert {reading.key for reading in polling.told[: len(living)]} == set(living)
        for key in dead:
            agents[key].lie = honest
        readings = await polling.round(*dead, *living)
        assert not any(reading.failure for reading in readings.values())

    polling(test, most_in_flight=8)


def test_a_dead_v1_device_is_asked_once_until_it_answers() -> None:
    async def test(polling: Polling) -> None:
        switch = Switch(2)
        liar = Liar(lambda _question, _answer: [], switch.rows())
        await polling.start("a", liar, switch.plan, version=SnmpVersion.V1)
        asked = []
        for _ in range(3):
            assert failure((await polling.round("a"))["a"]) == "timeout"
            asked.append(len(liar.asked))
        assert asked == [2, 3, 4]
        liar.lie = honest
        for _ in range(2):
            assert failure((await polling.round("a"))["a"]) == ""
        assert polling.poller.tuning("a").retries == 1

    polling(test)


def test_a_device_without_plan_is_asked_for_its_uptime() -> None:
    async def test(polling: Polling) -> None:
        await polling.start("a", Liar(honest, Switch().rows()), PollPlan.build([], [], QUICK))
        reading = (await polling.round("a"))["a"]
        assert (reading.uptime_ticks, dict(reading.columns)) == (5000, {})

    polling(test)


def test_a_host_we_may_not_send_to_is_refused_and_a_nameless_one_unasked() -> None:
    async def test(polling: Polling) -> None:
        for key, host in (("nameless", "no..host"), ("broadcast", "255.255.255.255")):
            polling.poller.put(SnmpTarget(key=key, host=host, credential=SnmpCredential()), Switch().plan)
        readings = await polling.round("nameless", "broadcast")
        assert {key: failure(reading) for key, reading in readings.items()} == {
            "nameless": "unasked",
            "broadcast": "refused",
        }

    polling(test)


def test_a_failing_callback_ends_the_round() -> None:
    def fail(_reading: Reading) -> None:
        raise LookupError("a bug of the caller")

    async def run() -> None:
        async with lying(Liar(honest, Switch().rows())) as liar:
            with closing(SnmpHub()) as hub:
                poller = SteadyPoller(on_reading=fail, hub=hub)
                poller.put(liar.target(), Switch().plan)
                with pytest.raises(ExceptionGroup) as caught:
                    await poller.round(["liar"])
                await poller.close()
        assert caught.group_contains(LookupError)

    asyncio.run(run())


# -- one device, every engine


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[snmpd.Snmpd]:
    """net-snmp's agent."""
    with snmpd.running(tmp_path_factory.mktemp("snmpd")) as running:
        yield running


def _credentials() -> Sequence[SnmpCredential]:
    community = {"community": SecretStr(snmpd.COMMUNITY)}
    user = {
        "version": SnmpVersion.V3,
        "user": snmpd.user_name("sha256", "aes128"),
        "auth": AuthProtocol.SHA256,
        "auth_key": SecretStr(snmpd.AUTH_KEY),
        "priv": PrivProtocol.AES128,
        "priv_key": SecretStr(snmpd.PRIV_KEY),
    }
    return [
        SnmpCredential.model_validate(community),
        SnmpCredential.model_validate({**community, "engine": SnmpEngine.PYSNMP}),
        SnmpCredential.model_validate(user),
        SnmpCredential.model_validate({**user, "engine": SnmpEngine.PYSNMP}),
        SnmpCredential.model_validate({**community, "version": SnmpVersion.V1}),
    ]


@pytest.mark.peer("snmpd")
def test_all_engines_read_the_same(agent: snmpd.Snmpd) -> None:
    async def test(polling: Polling) -> None:
        plan = PollPlan.build([PlanPort(1)], [(1, 3, 6, 1, 2, 1, 25, 1, 5, 0)], SnmpTuning())
        keys = [str(number) for number in range(5)]
        community = SnmpCredential(community=SecretStr(snmpd.COMMUNITY))
        polling.poller.put(SnmpTarget(key="v6", host="::1", port=agent.port, credential=community), plan)
        for key, credential in zip(keys, _credentials(), strict=True):
            target = SnmpTarget(key=key, host=agent.host, port=agent.port, credential=credential)
            polling.poller.put(target, plan)
        await polling.round(*keys, "v6")
        readings = await polling.round(*keys, "v6")
        steady = {Column.OPER_STATUS, Column.ADMIN_STATUS, Column.HIGH_SPEED, Column.NAME, Column.ALIAS}
        said = [{column: tuple(reading.columns[column]) for column in steady} for reading in readings.values()]
        assert said[0][Column.NAME] == (b"lo",)
        # v1 cannot carry 64-bit counters; what it can carry is the same.
        assert said == [said[0]] * 6
        assert all(reading.uptime_ticks for reading in readings.values())
        assert all(len(reading.health) == 1 for reading in readings.values())
        assert {key: polling.poller.plan(key).narrow for key in keys} == {**dict.fromkeys(keys, 0), "4": 1}

    polling(test)
