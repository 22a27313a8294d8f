"""Which devices an agent asks: given to it and taken back, by the office's people."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, select

from inventory.models.agent import Agent
from inventory.models.device import Device


def give(session: Session, agent: Agent, device_ids: Collection[int]) -> tuple[int, int]:
    """The agent asks exactly these devices of its school from now on; how many were given and taken back."""
    given = taken = 0
    for device in session.exec(select(Device).where(Device.site_id == agent.site_id)):
        if device.id in device_ids and device.agent_id != agent.id:
            device.agent_id, given = agent.id, given + 1
        elif device.id not in device_ids and device.agent_id == agent.id:
            device.agent_id, taken = None, taken + 1
        session.add(device)
    session.flush()
    return given, taken
