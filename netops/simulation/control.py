"""Faults of the running demo by name, begun and ended over a socket file in its data folder."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from netops.simulation.faults import Stage, UnknownNameError

SOCKET_NAME = "demo.sock"
_TIMEOUT_S = 5.0


LIST: Final = "list"
ACTIONS: Final[Mapping[str, Callable[[Stage, str], str]]] = {
    "cut": Stage.cut_link,
    "restore": Stage.restore_link,
    "power-off": Stage.power_off,
    "power-on": Stage.power_on,
    "provider-down": Stage.provider_down,
    "provider-up": Stage.provider_up,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is out now: links by themselves, sub-districts without power, providers."""

    cut: tuple[str, ...]
    areas_off: tuple[str, ...]
    providers_down: tuple[str, ...]


class DemoNotRunningError(Exception):
    """No simulation listens in this data folder."""


@asynccontextmanager
async def listening(data_dir: Path, stage: Stage) -> AsyncIterator[None]:
    """Take commands for `stage` until left. Only this user may connect: the folder is private."""
    path = data_dir / SOCKET_NAME
    path.unlink(missing_ok=True)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answer = _obey(stage, await reader.readline())
        writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_unix_server(serve, path)
    path.chmod(0o600)
    try:
        yield
    finally:
        server.close()
        path.unlink(missing_ok=True)


def send(data_dir: Path, action: str, name: str = "") -> Standing:
    """Send one of ACTIONS or "list"; how things stand afterwards.

    Raises DemoNotRunningError, or UnknownNameError for a name that nothing has.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as ours:
        ours.settimeout(_TIMEOUT_S)
        try:
            ours.connect(str(data_dir / SOCKET_NAME))
        except OSError as error:
            raise DemoNotRunningError(f"no demo is running in {data_dir}: start it with `netops demo`") from error
        ours.sendall(json.dumps({"action": action, "name": name}).encode() + b"\n")
        with ours.makefile("rb") as answers:
            answer: dict[str, object] = json.loads(answers.readline())
    if "error" in answer:
        raise UnknownNameError(str(answer["error"]))
    return Standing(*(_names(answer[key]) for key in ("cut", "areas_off", "providers_down")))


def _names(told: object) -> tuple[str, ...]:
    assert isinstance(told, list)
    return tuple(str(name) for name in told)


def _obey(stage: Stage, line: bytes) -> dict[str, object]:
    try:
        command = json.loads(line)
        action, name = str(command["action"]), str(command["name"])
        if action in ACTIONS:
            ACTIONS[action](stage, name)
        elif action != LIST:
            return {"error": f"{action} is no command: {', '.join([*ACTIONS, LIST])}"}
    except UnknownNameError as error:
        return {"error": str(error)}
    except (ValueError, KeyError, TypeError):
        return {"error": "not a command"}
    standing = {"cut": stage.cut, "areas_off": stage.areas_off, "providers_down": stage.providers_down}
    return {key: sorted(names) for key, names in standing.items()}
