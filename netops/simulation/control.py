"""Cutting and restoring links of the running demo by name, over a socket file in its data folder."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from netops.simulation.faults import Stage, UnknownLinkError

SOCKET_NAME = "demo.sock"
_TIMEOUT_S = 5.0


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


def send(data_dir: Path, action: str, link: str = "") -> list[str]:
    """Send "cut", "restore" or "list"; the links that are cut afterwards.

    Raises DemoNotRunningError, or UnknownLinkError for a name that no link has.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as ours:
        ours.settimeout(_TIMEOUT_S)
        try:
            ours.connect(str(data_dir / SOCKET_NAME))
        except OSError as error:
            raise DemoNotRunningError(f"no demo is running in {data_dir}: start it with `netops demo`") from error
        ours.sendall(json.dumps({"action": action, "link": link}).encode() + b"\n")
        with ours.makefile("rb") as answers:
            answer: dict[str, object] = json.loads(answers.readline())
    if "error" in answer:
        raise UnknownLinkError(str(answer["error"]))
    cut = answer["cut"]
    assert isinstance(cut, list)
    return [str(name) for name in cut]


def _obey(stage: Stage, line: bytes) -> dict[str, object]:
    try:
        command = json.loads(line)
        match command["action"]:
            case "cut":
                stage.cut_link(str(command["link"]))
            case "restore":
                stage.restore_link(str(command["link"]))
            case "list":
                pass
            case other:
                return {"error": f"{other} is no command: cut, restore, list"}
    except UnknownLinkError as error:
        return {"error": str(error)}
    except (ValueError, KeyError, TypeError):
        return {"error": "not a command"}
    return {"cut": sorted(stage.cut)}
