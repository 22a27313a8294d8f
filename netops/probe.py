"""`netops probe`: ask each target of a file what it is and write the answers, without a database.

The formats of both files are fixed, so that other tools can compare what was found with what is there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError

from collectors.collect import OnDone, collect_patiently
from collectors.observation import DeviceObservation, SensorSeen
from collectors.outcome import Answered, Outcome
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.target import (
    AuthProtocol,
    PrivProtocol,
    SnmpCredential,
    SnmpEngine,
    SnmpTarget,
    SnmpVersion,
)

CONCURRENCY = 64


class ProbeTarget(BaseModel):
    """One entry of the targets file."""

    model_config = ConfigDict(extra="forbid")

    name: str
    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 161
    version: SnmpVersion = SnmpVersion.V2C
    community: SecretStr = SecretStr("")
    user: str = ""
    auth: AuthProtocol = AuthProtocol.NONE
    auth_key: SecretStr = SecretStr("")
    priv: PrivProtocol = PrivProtocol.NONE
    priv_key: SecretStr = SecretStr("")
    engine: SnmpEngine = SnmpEngine.OWN

    def target(self) -> SnmpTarget:
        """As the collectors want it."""
        credential = SnmpCredential(**self.model_dump(exclude={"name", "host", "port"}))
        return SnmpTarget(key=self.name, host=self.host, port=self.port, credential=credential)


def read_targets(path: Path) -> list[SnmpTarget]:
    """The targets of a file. ValueError with a line per fault, without the values: they may be secrets."""
    try:
        entries = TypeAdapter(list[ProbeTarget]).validate_json(path.read_bytes())
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ValueError("\n".join(faults)) from None
    names = [entry.name for entry in entries]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise ValueError(f"names must be unique, these are not: {', '.join(twice)}")
    return [entry.target() for entry in entries]


async def ask_all(
    targets: Sequence[SnmpTarget], *, concurrency: int = CONCURRENCY, on_done: OnDone | None = None
) -> dict[str, Outcome[DeviceObservation]]:
    """Every target's outcome, over one hub."""
    with closing(SnmpHub()) as hub:
        return await collect_patiently(
            targets, lambda target: open_session(target, hub=hub), concurrency=concurrency, on_done=on_done
        )


def result(outcome: Outcome[DeviceObservation]) -> dict[str, Any]:
    """One entry of the results file."""
    if not isinstance(outcome, Answered):
        return {"ok": False, "error": outcome.reason, "detail": outcome.detail}
    seen = outcome.value
    told = seen.system
    return {
        "ok": True,
        "error": None,
        **told.model_dump(include={"vendor", "os", "kind", "model", "version", "serial"}),
        "sys_name": told.name,
        "sys_descr": told.descr,
        "sys_object_id": told.object_id,
        "interfaces": [port.model_dump(exclude={"type", "counters_64bit"}) for port in seen.interfaces],
        "processors": [cpu.model_dump(include={"descr", "usage_percent"}) for cpu in seen.processors],
        "memory": [pool.model_dump(exclude={"oid", "scale", "offset"}) for pool in seen.memory],
        "storage": [pool.model_dump(exclude={"oid", "scale", "offset"}) for pool in seen.storage],
        "sensors": [_sensor(sensor) for sensor in seen.sensors],
        "entities": [
            {"class": part.kind, **part.model_dump(include={"index", "name", "model", "serial"})}
            for part in seen.entities
        ],
        "neighbours": [
            neighbour.model_dump(include={"protocol", "local_interface", "remote_name", "remote_port"})
            for neighbour in seen.neighbours
        ],
        "vlans": [vlan.model_dump() for vlan in seen.vlans],
        "addresses": [address.model_dump() for address in seen.addresses],
        "supplies": [supply.model_dump() for supply in seen.supplies],
        "complete": sorted(seen.complete),
        "seconds": round(outcome.seconds, 3),
    }


def _sensor(sensor: SensorSeen) -> dict[str, Any]:
    return {"class": sensor.kind, **sensor.model_dump(include={"descr", "value", "unit", "oid", "state"})}


def probe(
    targets: Annotated[Path, typer.Option(help="JSON list of name, host, port, community, version ...")],
    out: Annotated[Path, typer.Option(help="where to write the answers, by name")],
    concurrency: Annotated[int, typer.Option(min=1, max=1000, help="devices asked at once")] = CONCURRENCY,
) -> None:
    """Ask each target what it is. A dead target is an answer too: the exit status is 0."""
    try:
        asked = read_targets(targets)
    except (OSError, ValueError) as error:
        typer.echo(f"{targets}: {error}", err=True)
        raise typer.Exit(2) from None
    with typer.progressbar(length=len(asked), label="Probing", file=typer.get_text_stream("stderr")) as bar:
        outcomes = asyncio.run(ask_all(asked, concurrency=concurrency, on_done=lambda *_: bar.update(1)))
    results = {target.key: result(outcomes[target.key]) for target in asked}
    out.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    answered = sum(entry["ok"] for entry in results.values())
    typer.echo(f"{answered} of {len(results)} answered; written to {out}", err=True)


if __name__ == "__main__":
    typer.run(probe)
