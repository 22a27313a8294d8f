"""`netops demo`: the whole product on a simulated district. Agents really answer, and really fall silent."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import update
from sqlmodel import select

from contract.services import PORTS
from inventory.models.device import Device
from inventory.models.site import Office
from netops import db
from netops.environment import environment_of
from netops.settings import PLANNING, Settings, get_settings
from netops.siblings.datasets import write_files
from netops.simulation.control import DemoNotRunningError, send
from netops.simulation.district import make_district
from netops.simulation.faults import UnknownNameError, links_of_areas, links_of_providers
from netops.simulation.mailbox import FOLDER as MAILS
from netops.simulation.places import FOLDER
from netops.simulation.seed import PEOPLE, Ports, Seeding
from netops.vault import Vault
from service.database import make_engine, reading, transaction
from service.refused import RefusedCommandError

DATA_DIR = Path("var/demo")
_RECORD = "demo.json"
_LEAST_SCHOOLS = 12
_SNMP_INTERVAL_S = 10

app = typer.Typer(invoke_without_command=True, help="A simulated district to try everything on")
DataDir = Annotated[Path, typer.Option(help="Folder of the demo; nothing outside it is written")]


@dataclass
class Record:
    """What a later run must know of the first one. Kept in the data folder, mode 600: it holds the passwords."""

    schools: int
    seed: int
    today: str
    snmp_port: int
    ssh_port: int
    passwords: dict[str, str]


@app.callback()
def demo(
    context: typer.Context,
    *,
    schools: Annotated[int, typer.Option(min=_LEAST_SCHOOLS, max=2000, help="Schools of the district")] = 130,
    seed: Annotated[int, typer.Option(help="The same seed makes the same district and the same faults")] = 1,
    faults: Annotated[bool, typer.Option("--faults/--no-faults", help="Let links and devices fail")] = True,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port of the web pages; NETOPS_PORT or 8000")
    ] = None,
    data_dir: DataDir = DATA_DIR,
) -> None:
    """Start the simulated district and the service; Ctrl-C ends both."""
    if context.invoked_subcommand is None:
        run_demo(schools=schools, seed=seed, faults=faults, port=port, data_dir=data_dir)


@app.command()
def cut(link: str, data_dir: DataDir = DATA_DIR) -> None:
    """Cut a link of the running demo, named SCHOOL-CODE/LINK or SCHOOL-NAME/LINK."""
    _command(data_dir, "cut", link)


@app.command()
def restore(link: str, data_dir: DataDir = DATA_DIR) -> None:
    """Restore a link of the running demo."""
    _command(data_dir, "restore", link)


@app.command(name="power-off")
def power_off(sub_district: str, data_dir: DataDir = DATA_DIR) -> None:
    """Cut the power of a sub-district of the running demo: everything at its schools falls silent."""
    _command(data_dir, "power-off", sub_district)


@app.command(name="power-on")
def power_on(sub_district: str, data_dir: DataDir = DATA_DIR) -> None:
    """Bring the power of a sub-district back: its devices start anew."""
    _command(data_dir, "power-on", sub_district)


@app.command(name="provider-down")
def provider_down(provider: str, data_dir: DataDir = DATA_DIR) -> None:
    """Cut every link of a provider of the running demo."""
    _command(data_dir, "provider-down", provider)


@app.command(name="provider-up")
def provider_up(provider: str, data_dir: DataDir = DATA_DIR) -> None:
    """Bring the links of a provider back."""
    _command(data_dir, "provider-up", provider)


@app.command(name="list")
def list_out(data_dir: DataDir = DATA_DIR) -> None:
    """What is out now."""
    _command(data_dir, "list", "")


def _command(data_dir: Path, action: str, name: str) -> None:
    try:
        now = send(data_dir, action, name)
    except (DemoNotRunningError, UnknownNameError) as error:
        raise RefusedCommandError(str(error)) from None
    typer.echo("cut now: " + (", ".join(now.cut) or "nothing"))
    typer.echo("without power: " + (", ".join(now.areas_off) or "nobody"))
    typer.echo("providers down: " + (", ".join(now.providers_down) or "none"))


def run_demo(*, schools: int, seed: int, faults: bool, port: int | None, data_dir: Path) -> None:
    """Prepare `data_dir` when it is new, start the simulation, and serve until stopped."""
    settings = _settings(data_dir, port)
    record = _known(data_dir)
    if record is not None and (record.schools, record.seed) != (schools, seed):
        raise RefusedCommandError(
            f"{data_dir} holds a district of {record.schools} schools with seed {record.seed}: "
            "ask for the same, or remove the folder, or give another with --data-dir"
        )
    _check_port(settings)
    vault = Vault.create(data_dir)
    db.migrate(settings.url)
    wanted = record or Record(schools, seed, date.today().isoformat(), 0, 0, _new_passwords())  # noqa: DTZ011
    with _simulating(data_dir, wanted, faults=faults) as ports:
        if record is None:
            typer.echo(f"making a district of {schools} schools ...")
            _seed(settings, vault, wanted, ports)
        elif (ports.snmp, ports.ssh) != (record.snmp_port, record.ssh_port):
            _move(settings, ports)
        _remember(data_dir, wanted, ports)
        settings = _with_mailbox(ports)
        if settings.planning and record is None:
            _fill_planning(settings, wanted)
        _greet(settings, wanted, data_dir)
        # Here and not above: the web and the poller are heavy, and `demo cut` needs neither.
        from netops import serve  # noqa: PLC0415

        raise typer.Exit(serve.run(settings))


def _check_port(settings: Settings) -> None:
    """Before a district is made for a minute, and not after it."""
    if not _is_free(settings.host, settings.port):
        raise RefusedCommandError(
            f"something listens on {settings.host}:{settings.port} already: end it, or take another port, "
            f"such as NETOPS_PORT={settings.port + 1} make demo"
        )


def _settings(data_dir: Path, port: int | None) -> Settings:
    """Settings of the demo, put into the environment, where the service's own processes read them."""
    os.environ["NETOPS_DATA_DIR"] = str(data_dir)
    os.environ["NETOPS_DEMO"] = "true"
    os.environ.setdefault("NETOPS_SNMP_INTERVAL_S", str(_SNMP_INTERVAL_S))
    os.environ.setdefault("NETOPS_LISTEN_HOST", "127.0.0.1")
    for name in ("NETOPS_TRAP_PORT", "NETOPS_SYSLOG_PORT"):
        os.environ.setdefault(name, str(_free_port()))
    if port is not None:
        os.environ["NETOPS_PORT"] = str(port)
    get_settings.cache_clear()
    if get_settings().planning and not get_settings().siblings:
        _place_planning(get_settings())
    get_settings.cache_clear()
    return get_settings()


def _place_planning(settings: Settings) -> None:
    placed = {}
    for name, port in planning_ports(settings.host, os.environ).items():
        os.environ[f"{PLANNING}{name.upper()}_PORT"] = str(port)
        placed[name] = settings.sibling_urls[name].removesuffix(str(PORTS[name])) + str(port)
    os.environ["NETOPS_SIBLINGS"] = json.dumps(placed)


def planning_ports(host: str, environment: Mapping[str, str]) -> dict[str, int]:
    """The planning services on the ports asked for, else on their usual ones; on others where those are taken: a demo
    must not fail for that.
    """
    wanted = {name: int(environment.get(f"{PLANNING}{name.upper()}_PORT", usual)) for name, usual in PORTS.items()}
    return {name: port if _is_free(host, port) else _free_port() for name, port in wanted.items()}


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe, suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return True
    return False


def _free_port() -> int:
    """A port that is free for datagrams and streams."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, socket.socket() as streams:
            datagrams.bind(("127.0.0.1", 0))
            port: int = datagrams.getsockname()[1]
            with suppress(OSError):
                streams.bind(("127.0.0.1", port))
                return port


def _with_mailbox(ports: Ports) -> Settings:
    """Mail goes to the demo's own mailbox, unless a mail server was named: then it is meant to be tried."""
    if not get_settings().smtp_host:
        os.environ |= {"NETOPS_SMTP_HOST": "127.0.0.1", "NETOPS_SMTP_PORT": str(ports.smtp)}
        os.environ |= {"NETOPS_SMTP_SECURITY": "none", "NETOPS_MAIL_FROM": "NetOps demo <netops@demo.example>"}
    get_settings.cache_clear()
    return get_settings()


def _known(data_dir: Path) -> Record | None:
    path = data_dir / _RECORD
    return Record(**json.loads(path.read_text())) if path.exists() else None


def _remember(data_dir: Path, record: Record, ports: Ports) -> None:
    record.snmp_port, record.ssh_port = ports.snmp, ports.ssh
    path = data_dir / _RECORD
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(asdict(record), file)


def _new_passwords() -> dict[str, str]:
    return {username: secrets.token_urlsafe(9) for username, _, _ in PEOPLE}


def _seed(settings: Settings, vault: Vault, record: Record, ports: Ports) -> None:
    district = make_district(schools=record.schools, seed=record.seed, today=date.fromisoformat(record.today))
    engine = make_engine(settings.url)
    with transaction(engine) as session:
        Seeding(session, district, ports, vault.seal).fill(record.passwords)
    engine.dispose()


def _fill_planning(settings: Settings, record: Record) -> None:
    """The planning services of the same district, by their own command: they begin with what we would tell them."""
    typer.echo("filling the planning services ...")
    folder = settings.data_dir / FOLDER
    engine = make_engine(settings.url)
    with reading(engine) as session:
        office = session.exec(select(Office)).one()
        write_files(session, office, folder, datetime.now(ZoneInfo(office.timezone)))
    engine.dispose()
    command = [sys.executable, "-m", "planning", "demo-data", "--netops-data", str(folder.resolve())]
    command += ["--schools", str(record.schools), "--seed", str(record.seed), "--today", record.today]
    if subprocess.run(command, env=environment_of(settings), check=False).returncode != 0:
        raise RefusedCommandError("the planning services could not be filled; the reason stands above")


def _move(settings: Settings, ports: Ports) -> None:
    """The ports of the last run were taken: the devices answer on others now."""
    engine = make_engine(settings.url)
    with transaction(engine) as session:
        session.execute(update(Device).values(snmp_port=ports.snmp, ssh_port=ports.ssh))
    engine.dispose()


@contextmanager
def _simulating(data_dir: Path, record: Record, *, faults: bool) -> Iterator[Ports]:
    """The simulation's process for as long as the block lasts; it also ends when this process dies."""
    command = [sys.executable, "-m", "netops.simulation", "--with-parent"]
    command += ["--data-dir", str(data_dir), "--schools", str(record.schools), "--seed", str(record.seed)]
    command += ["--today", record.today, "--snmp-port", str(record.snmp_port), "--ssh-port", str(record.ssh_port)]
    heard = get_settings()
    command += ["--trap-port", str(heard.trap_port), "--syslog-port", str(heard.syslog_port)]
    command += [] if faults else ["--no-faults"]
    command += ["--with-officer"] if heard.planning else []
    # A group of its own: Ctrl-C is for the service, which must not see every school fall silent at its end.
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        words = process.stdout.readline().split()
        if len(words) != 4:
            raise RefusedCommandError("the simulation did not start; its message stands above")
        yield Ports(*map(int, words[1:]))
    finally:
        process.terminate()
        process.communicate()


def _greet(settings: Settings, record: Record, data_dir: Path) -> None:
    district = make_district(schools=record.schools, seed=record.seed, today=date.fromisoformat(record.today))
    example, area = district.circuits[0], next(iter(links_of_areas(district)))
    provider = next(iter(links_of_providers(district)))
    people = "\n".join(f"    {name:<10} {record.passwords[name]}" for name in record.passwords)
    # As it was started, so that the lines below can be copied: `make demo` leaves netops outside the shell's path.
    netops = sys.argv[0] if Path(sys.argv[0]).name == "netops" else "netops"
    where = "" if data_dir == DATA_DIR else f" --data-dir {data_dir}"
    told = (
        f"""  Two stories that go through all services, step by step: {settings.base_url}/demo
  (sign in as planner or it; both are whole within two minutes)

"""
        if settings.planning
        else ""
    )
    typer.echo(
        f"""
  NetOps demo: a simulated district. Every school, person and circuit in it is made up.

  Open {settings.base_url} and sign in (name, password):
{people}

{told}  In the first two minutes some schools are cut off and come back.
  Cut one yourself:  {netops} demo cut {example.site_code}/{example.name}{where}
  and bring it back: {netops} demo restore {example.site_code}/{example.name}{where}
  The power of a sub-district:  {netops} demo power-off {area}{where}   (then power-on)
  All links of a provider:      {netops} demo provider-down "{provider}"{where}   (then provider-up)
  Alert mails lie in {data_dir / MAILS}: open the .html files.
  Ctrl-C ends everything; what is kept lies in {data_dir}.
"""
    )
