"""Agents to be killed: `python -m tests.integration.servers.agent_lives FOLDER`.

Everything is imported once; each line on standard input forks one agent, whose process id is printed. It keeps
numbered records as fast as it can, says each number once it is on the disk, and delivers to its office meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

from netops.agent.office import OfficeError
from netops.agent.run import Agent
from netops.exchange.messages import InsideSeen, RoundSeen

PAUSE_S = 0.02  # so that the numbers of twenty lives fit into one inbox


def record(life: int, number: int) -> RoundSeen:
    """One that can be recognised."""
    seen = InsideSeen(place="outside", host=f"{life}.{number}", sent=1, received=1)
    return RoundSeen(method="icmp", inside=(seen,))


def main(folder: Path) -> None:
    """Fork an agent for each line read."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for life, _line in enumerate(sys.stdin):
        pid = os.fork()
        if not pid:
            os.close(0)
            asyncio.run(live(folder, life))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


async def live(folder: Path, life: int) -> None:
    """One life; ended by a signal or with the process that forked it."""
    agent = Agent(folder)
    parent = os.getppid()

    async def keep() -> None:
        for number in count():
            if os.getppid() != parent:
                return
            await agent.keep(record(life, number))
            os.write(2, f"{life}.{number}\n".encode())
            await asyncio.sleep(PAUSE_S)

    async def deliver() -> None:
        while os.getppid() == parent:
            with suppress(OfficeError):
                await agent.exchange()
            await asyncio.sleep(PAUSE_S)

    await asyncio.gather(keep(), deliver())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
