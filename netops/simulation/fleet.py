"""A fleet of alike switches to measure a poller against: `python -m netops.simulation.fleet --devices 1000`.

Prints one line, "ready PORT", when it answers. Device n (from 0) is 127.1.0.1 and on, 250 to each third octet.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from netops.simulation.agent import Agent, SimDevice
from netops.simulation.equipment import Equipment, Kind, mib_of

SWITCH = Kind(
    role="switch",
    maker="NetOps simulation",
    model="SIM-28",
    descr="Simulated 28-port switch, version 1.0",
    version="1.0",
    object_id=(1, 3, 6, 1, 4, 1, 8072, 3, 2, 10),
    port="GigabitEthernet1/0/{}",
    speeds_mbps=(1000,) * 28,
)


def fleet_address(number: int) -> str:
    """Address of device `number`, counted from 0."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def fleet(devices: int, *, now: float, ports: int = 28) -> dict[str, SimDevice]:
    """Address to device; booted a day before `now`."""
    kind = Kind(**{**SWITCH.__dict__, "speeds_mbps": (1000,) * ports})
    made: dict[str, SimDevice] = {}
    for number in range(devices):
        equipment = Equipment(
            kind=kind,
            name=f"switch-{number}",
            location="bench",
            serial=f"SIM{number:08}",
            address=fleet_address(number),
            seed=number,
            mac=b"\x02\x00" + number.to_bytes(3, "big") + b"\x00",
        )
        made[equipment.address] = SimDevice(mib_of(equipment), booted_at=now - 86_400.0)
    return made


async def serve(devices: int, ports: int, port: int) -> None:
    """Answer until cancelled."""
    agent = Agent(fleet(devices, now=time.monotonic(), ports=ports), port)
    sys.stdout.write(f"ready {agent.port}\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        agent.close()


def main() -> None:
    """Serve a fleet until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=1000)
    parser.add_argument("--ports", type=int, default=28)
    parser.add_argument("--port", type=int, default=0, help="UDP port; 0 takes a free one")
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.devices, given.ports, given.port))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
