"""An agent that is killed again and again while it writes and delivers: what was on its disk arrives, and once."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.agent import AgentBatch
from netops.exchange.messages import Batch, RoundSeen
from netops.exchange.packing import unpack
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading
from tests.integration.inside_school import School, agent_of
from tests.integration.servers.office import office

KILLS = 20
LIVES = (sys.executable, "-m", "tests.integration.servers.agent_lives")


def numbers(text: bytes) -> set[str]:
    """What was said to be on the disk; a line that the kill has cut is not whole."""
    return {line.decode() for line in text.split(b"\n")[:-1]}


def test_nothing_is_lost_and_nothing_doubled(settings: Settings, engine: Engine, vault: Vault, tmp_path: Path) -> None:
    folder = tmp_path / "agent"
    chance = random.Random(20)
    with office(settings, engine, vault, tmp_path) as server:
        school = School(engine, vault, port=1, devices=0)
        asyncio.run(school.enrol(server, folder))
        said = tmp_path / "said"
        with said.open("wb") as log:
            lives = subprocess.Popen(
                [*LIVES, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0
            )
        assert lives.stdin is not None
        assert lives.stdout is not None
        try:
            for kill in range(KILLS):
                if kill == KILLS // 2:
                    server.stop()  # some of them find nobody to deliver to
                if kill == KILLS // 2 + 4:
                    server.start()
                lives.stdin.write(b"\n")
                pid = int(lives.stdout.readline())
                _grown(said, said.stat().st_size)
                time.sleep(chance.uniform(0, 0.25))
                os.kill(pid, signal.SIGKILL)
        finally:
            lives.kill()
            lives.wait()
            lives.stdin.close()
            lives.stdout.close()

        async def the_last_life() -> None:
            async with agent_of(folder) as agent:
                await agent.exchange()
                assert agent.buffer.waiting == 0
                assert agent.buffer.dropped == 0

        asyncio.run(the_last_life())
    with reading(engine) as session:
        rows = session.exec(select(AgentBatch)).all()
    batches = [Batch.model_validate_json(unpack(row.body)) for row in rows]
    found = Counter(one.record.inside[0].host for one in batches if isinstance(one.record, RoundSeen))
    kept = numbers(said.read_bytes())
    assert b"Traceback" not in said.read_bytes()
    assert len({number.partition(".")[0] for number in kept}) == KILLS
    assert kept - found.keys() == set()
    assert [number for number, times in found.items() if times != 1] == []
    # A record may have reached the disk when the kill came before it was said.
    assert len(found.keys() - kept) <= KILLS


def _grown(file: Path, size: int) -> None:
    """Until the file is larger."""
    deadline = time.monotonic() + 30
    while file.stat().st_size <= size:
        assert time.monotonic() < deadline, "the agent says nothing"
        time.sleep(0.005)
