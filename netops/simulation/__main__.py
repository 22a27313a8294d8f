"""The process of the simulated district: SNMP agents, command lines, a mailbox, faults, and the control socket."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import socket
import sys
import time
from contextlib import AsyncExitStack, suppress
from datetime import date
from pathlib import Path

from netops.settings import get_settings
from netops.simulation import officer
from netops.simulation.agent import Agent, SimDevice
from netops.simulation.cli import CommandLines
from netops.simulation.control import listening
from netops.simulation.district import COMMUNITY, District, make_district
from netops.simulation.equipment import mib_of
from netops.simulation.faults import Stage, script
from netops.simulation.mailbox import Mailbox
from netops.simulation.voices import Ears, Voices

_UPTIME_S = 12 * 86_400.0


def sim_devices(district: District, now: float) -> dict[str, SimDevice]:
    """Loopback address to a running device, booted days before `now`, not all at the same moment."""
    return {
        placed.equipment.address: SimDevice(
            mib_of(placed.equipment),
            community=COMMUNITY.encode(),
            booted_at=now - _UPTIME_S - placed.equipment.seed % 86_400,
        )
        for placed in district.devices
    }


async def simulate(given: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT. Prints "ready SNMP-PORT SSH-PORT SMTP-PORT" when everything answers."""
    district = make_district(schools=given.schools, seed=given.seed, today=date.fromisoformat(given.today))
    devices = sim_devices(district, time.monotonic())
    voices = Voices(Ears(trap=given.trap_port, syslog=given.syslog_port))
    stage = Stage(district, devices, time.monotonic, on_restart=voices.restarted, on_edit=voices.edited)
    async with AsyncExitStack() as stack:
        agent = Agent(devices, _free(given.snmp_port, socket.SOCK_DGRAM))
        stack.callback(agent.close)
        lines = await CommandLines.start(
            district, devices, port=_free(given.ssh_port, socket.SOCK_STREAM), data_dir=given.data_dir
        )
        stack.push_async_callback(lines.close)
        await stack.enter_async_context(listening(given.data_dir, stage))
        mailbox = await Mailbox.start(given.data_dir)
        stack.push_async_callback(mailbox.close)
        sys.stdout.write(f"ready {agent.port} {lines.port} {mailbox.port}\n")
        sys.stdout.flush()
        stopped = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        watch = await _stop_with_parent(stopped) if given.with_parent else None
        playing = None if given.no_faults else asyncio.create_task(_play(agent, stage, district, given))
        chatting = asyncio.create_task(voices.chatter(district.devices, devices, seed=given.seed))
        working = asyncio.create_task(officer.work(get_settings())) if given.with_officer else None
        await stopped.wait()
        for task in (watch, playing, chatting, working):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


def _free(port: int, kind: socket.SocketKind) -> int:
    """`port` when it can be taken, else 0 for any: another program may have it since the last run."""
    with socket.socket(socket.AF_INET, kind) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


async def _stop_with_parent(stopped: asyncio.Event) -> asyncio.Task[bytes]:
    """Standard input is a pipe that nobody writes to: its end means that the parent is gone."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    watch = asyncio.create_task(reader.read())
    watch.add_done_callback(lambda _: stopped.set())
    return watch


async def _play(agent: Agent, stage: Stage, district: District, given: argparse.Namespace) -> None:
    """Faults begin when somebody looks: before the first question nobody would see a change."""
    await agent.asked.wait()
    await stage.play(script(district, seed=given.seed), speed=given.speed)


def main() -> None:
    """Read the arguments and simulate."""
    # A router that falls silent cuts its sessions; asyncio would tell of each on the console of the demo.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--schools", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", default=date.today().isoformat(), help="the day that contracts are counted from")  # noqa: DTZ011
    parser.add_argument("--snmp-port", type=int, default=0)
    parser.add_argument("--ssh-port", type=int, default=0)
    parser.add_argument("--trap-port", type=int, default=0, help="where devices send traps; 0: nowhere")
    parser.add_argument("--syslog-port", type=int, default=0, help="where devices send syslog; 0: nowhere")
    parser.add_argument("--no-faults", action="store_true")
    parser.add_argument("--speed", type=float, default=1.0, help="of the script of faults")
    parser.add_argument("--with-officer", action="store_true", help="work off what the planning services order")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    asyncio.run(simulate(parser.parse_args()))


if __name__ == "__main__":
    main()
