"""Whether this installation can work: each finding says what is wrong and what to run."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from inventory.compliance.rule import RuleError
from inventory.lifecycle.catalogue import CatalogueError, shipped
from inventory.models.credential import Credential
from inventory.models.site import Office
from netops import db
from netops.notify.delivery.mail_settings import MailSettings, load_mail_settings
from netops.runbook.page import RUNBOOKS, RunbookError, load
from netops.settings import Settings, only_here
from netops.vault import Vault, VaultError
from netops.watched.rulebook import checked
from procurement.brands import BrandError, shipped_brands
from procurement.criteria import shipped as criteria
from procurement.parameters import ParameterError, shipped_parameters
from service.database import make_engine, reading
from service.i18n import CatalogueMissingError, translation

ASSETS = Path(__file__).parent.parent.parent / "ui" / "static" / "dist"
LONGEST_FOLDER = 90  # the poller's socket lies in it, and a Unix socket's path has at most 107 bytes
ROOM_BYTES = 1 << 30  # a year of link samples of one office with its backups


class Level(StrEnum):
    """`broken` stops the service; `warning` limits it."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    subject: str
    level: Level
    text: str


def findings(settings: Settings) -> list[Finding]:
    """Everything looked at, in the order in which to mend it."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _folder, _key, _database, _sealed, _room, _made, _rules, _criteria, _runbooks, _icmp, _mail, _links, _tls,
    )  # fmt: skip
    return [finding for check in checks for finding in check(settings)]


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    if not folder.is_dir():
        yield Finding("data folder", Level.BROKEN, f"{folder} is missing: run `netops migrate`")
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding("data folder", Level.BROKEN, f"{folder} cannot be written by this account")
    elif len(os.fsencode(folder.resolve())) > LONGEST_FOLDER:
        yield Finding("data folder", Level.BROKEN, f"{folder.resolve()} is too long a path for a Unix socket: move it")
    elif stat.S_IMODE(folder.stat().st_mode) & 0o007:
        yield Finding("data folder", Level.WARNING, f"{folder} can be read by everybody: run `chmod 750 {folder}`")
    else:
        yield Finding("data folder", Level.OK, str(folder))
    second = settings.backup_dir
    if second is None:
        yield Finding("backups", Level.WARNING, "no second place: set NETOPS_BACKUP_DIR to another disk or a share")
    elif not second.is_dir() or not os.access(second, os.W_OK):
        yield Finding("backups", Level.BROKEN, f"{second} is missing or cannot be written")
    else:
        yield Finding("backups", Level.OK, str(second))


def _key(settings: Settings) -> Iterator[Finding]:
    path = Vault.path(settings.data_dir)
    try:
        Vault.open(settings.data_dir)
    except (VaultError, ValueError):
        yield Finding("key", Level.BROKEN, f"{path} is missing or is no key: run `netops migrate`, or restore it")
        return
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding("key", Level.BROKEN, f"{path} can be read by others: run `chmod 600 {path}`")
    else:
        yield Finding("key", Level.OK, str(path))


def _database(settings: Settings) -> Iterator[Finding]:
    url = settings.url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        yield Finding("database", Level.BROKEN, "there is none: run `netops migrate`")
        return
    engine = make_engine(url)
    try:
        current, newest = db.revisions(engine)
    except SQLAlchemyError as error:
        yield Finding("database", Level.BROKEN, f"cannot be opened: {type(getattr(error, 'orig', error)).__name__}")
        return
    finally:
        engine.dispose()
    if current == newest:
        yield Finding("database", Level.OK, f"{engine.dialect.name}, revision {current}")
    else:
        text = f"revision {current or 'none'}, this release needs {newest}: run `netops upgrade`"
        yield Finding("database", Level.BROKEN, text)


def _sealed(settings: Settings) -> Iterator[Finding]:
    """Whether the key is the one of this database: a restored database with another key polls nothing."""
    url = settings.url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return
    engine = make_engine(url)
    try:
        with reading(engine) as session:
            sealed = session.exec(select(Credential.sealed).order_by(col(Credential.id).desc()).limit(1)).first()
        if sealed is not None:
            Vault.open(settings.data_dir).unseal(sealed)
    except VaultError as error:
        yield Finding("key", Level.BROKEN, f"credentials: {error}; restore the key that was saved with this database")
    except (SQLAlchemyError, ValueError):
        return  # said above
    finally:
        engine.dispose()


def _room(settings: Settings) -> Iterator[Finding]:
    for folder in filter(None, (settings.data_dir, settings.backup_dir)):
        if folder.is_dir():
            free = shutil.disk_usage(folder).free
            level = Level.OK if free >= ROOM_BYTES else Level.WARNING
            yield Finding("disk", level, f"{free / (1 << 30):.1f} GiB free at {folder}")


def _made(_settings: Settings) -> Iterator[Finding]:
    """What `make setup` makes and a copy of the code alone lacks."""
    try:
        translation("th")
        whole = (ASSETS / "manifest.json").exists()
    except CatalogueMissingError:
        whole = False
    yield Finding("pages", Level.OK if whole else Level.BROKEN, "whole" if whole else "not set up: run `make setup`")


def _rules(settings: Settings) -> Iterator[Finding]:
    """Rules of configurations and dates of makers are data: a wrong line is named here, before it is missed."""
    try:
        rules, dates = checked(settings).rules, shipped().entries
    except (RuleError, CatalogueError) as error:
        yield Finding("rules", Level.BROKEN, str(error))
        return
    yield Finding("rules", Level.OK, f"{len(rules)} rules of configurations, {len(dates)} dates of makers")


def _criteria(_settings: Settings) -> Iterator[Finding]:
    """Price criteria and what specifications are checked by are data as well."""
    try:
        editions = criteria.shipped().editions
        items = sum(len(criteria.shipped().items_of(edition.key)) for edition in editions)
        shipped_brands()
        shipped_parameters()
    except (criteria.CriteriaError, BrandError, ParameterError) as error:
        yield Finding("price criteria", Level.BROKEN, str(error))
        return
    yield Finding("price criteria", Level.OK, f"{len(editions)} editions, {items} items")


def _runbooks(_settings: Settings) -> Iterator[Finding]:
    """A page with a wrong line would be missed only when somebody needs it."""
    try:
        pages = load(RUNBOOKS)
    except RunbookError as error:
        yield Finding("runbooks", Level.BROKEN, str(error))
        return
    yield Finding("runbooks", Level.OK, f"{len(pages)} pages, {sum(len(page.steps) for page in pages)} steps")


def _icmp(_settings: Settings) -> Iterator[Finding]:
    for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM):
        try:
            socket.socket(socket.AF_INET, kind, socket.IPPROTO_ICMP).close()
        except OSError:
            continue
        yield Finding("icmp", Level.OK, "raw sockets" if kind is socket.SOCK_RAW else "datagram sockets")
        return
    yield Finding(
        "icmp",
        Level.WARNING,
        "this account may not send echo requests: start by the systemd unit (`netops service install`), or run "
        f"`sudo sysctl -w net.ipv4.ping_group_range='{os.getegid()} {os.getegid()}'`",
    )


def _mail(settings: Settings) -> Iterator[Finding]:
    try:
        for mail in _mails_in_force(settings):
            yield Finding("mail", *_sendable(mail))
    except ValidationError as error:
        fields = ", ".join(str(problem["loc"][0]) for problem in error.errors())
        yield Finding("mail", Level.BROKEN, f"wrong mail settings: {fields}; see NETOPS_SMTP_* and NETOPS_MAIL_FROM")
    except VaultError as error:
        yield Finding("mail", Level.BROKEN, f"the password of the settings page: {error}; type it again")


def _mails_in_force(settings: Settings) -> list[MailSettings]:
    """Of each office, the settings page over the environment; of the environment alone where no office is yet."""
    url = settings.url
    environment = MailSettings.of_environment(settings)
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return [environment]
    engine = make_engine(url)
    try:
        with reading(engine) as session:
            offices = [number for number in session.exec(select(Office.id)) if number is not None]
            vault = Vault.open(settings.data_dir) if offices else None
            found = [load_mail_settings(session, n, settings=settings, vault=vault) for n in offices if vault]
    except SQLAlchemyError:
        found = []  # that the database cannot be read is said above
    finally:
        engine.dispose()
    return found or [environment]


def _sendable(mail: MailSettings) -> tuple[Level, str]:
    if not mail.host:
        return Level.WARNING, "no server by NETOPS_SMTP_HOST or on the settings page: alerts wait in the outbox"
    if not mail.sender:
        return Level.BROKEN, "no sender: set NETOPS_MAIL_FROM or the settings page"
    if mail.user and mail.security == "none":
        return Level.WARNING, "the password is sent in clear: set NETOPS_SMTP_SECURITY to starttls"
    return Level.OK, f"{mail.host}:{mail.port}, {mail.security}"


def _links(settings: Settings) -> Iterator[Finding]:
    text = f"{settings.base_url} in mails and on slips opens on this machine only: set NETOPS_PUBLIC_URL"
    here = only_here(settings.base_url)
    yield Finding("links", Level.WARNING if here else Level.OK, text if here else settings.base_url)


def _tls(settings: Settings) -> Iterator[Finding]:
    cert, key = settings.tls_cert, settings.tls_key
    if (cert is None) != (key is None):
        yield Finding("https", Level.BROKEN, "set both NETOPS_TLS_CERT and NETOPS_TLS_KEY, or neither")
    elif cert is None or key is None:
        local = settings.host in ("127.0.0.1", "::1", "localhost") or settings.public_url.startswith("https://")
        text = "off: passwords cross the network in clear; run `netops tls self-signed`"
        yield Finding("https", Level.OK if local else Level.WARNING, "off, on this machine only" if local else text)
    elif not (os.access(cert, os.R_OK) and os.access(key, os.R_OK)):
        yield Finding("https", Level.BROKEN, "certificate or key cannot be read by this account")
    else:
        yield Finding("https", Level.OK, str(cert))
