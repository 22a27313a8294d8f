"""Dated copies of what other services own: taken whole, kept while the owner is down, shown with their moment.

SCHOOLS = Copied("registry", "schools", SchoolRow, N_("Schools"))   # in the Part: copies=(SCHOOLS,)
schools = copies.rows(session, visitor.office_code, SCHOOLS)        # schools.rows, .as_of, .taken_at, .is_stale
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Any, Final, Generic, TypeVar

import httpx
from pydantic import TypeAdapter
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import defer
from sqlmodel import Session, select

from contract.data.shape import DATA, Dataset, Row
from planning.kit.parts import Copied, Part
from planning.kit.tables import Copy, KnownOffice
from service.calling import calling
from service.columns import utc_now
from service.database import TakenError, reading, transaction
from service.hearing import SERVICE
from service.identity import Key, told_apart

R = TypeVar("R", bound=Row)
TIMEOUT_S: Final = 20.0
_MOST_PARSED: Final = 48

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CopyView(Generic[R]):
    """One copy as pages use it. `as_of`: the owner's last change; `taken_at`: when we last knew it to be so, None:
    never yet. `problem` is why the owner was not read the last time.
    """

    peer: str
    title: str
    rows: tuple[R, ...] = ()
    as_of: datetime | None = None
    taken_at: datetime | None = None
    problem: str = ""
    sha256: str = ""

    @property
    def is_stale(self) -> bool:
        """The owner could not be read the last time: what is shown may have changed there."""
        return bool(self.problem) or self.taken_at is None


def rows(session: Session, office_code: str, copied: Copied[R]) -> CopyView[R]:
    """The copy of this office; without rows while none was taken. Rows are parsed once for each revision, not for each
    request.
    """
    found = session.exec(_WITHOUT_BODY.where(*_one(copied, office_code))).first()
    if found is None:
        return CopyView(copied.peer, copied.title)
    key = (found.sha256, copied.row)
    parsed: tuple[R, ...] | None = _PARSED.get(key) if found.sha256 else ()
    if parsed is None:
        parsed = _parsed(found.body, copied.row)
        _keep(key, parsed)
    return CopyView(copied.peer, copied.title, parsed, found.as_of, found.taken_at, found.problem, found.sha256)


_WITHOUT_BODY: Final = select(Copy).options(defer(Copy.body))  # type: ignore[arg-type]
_PARSED: OrderedDict[tuple[str, type[Row]], tuple[Any, ...]] = OrderedDict()
_LOCK: Final = Lock()


def _one(copied: Copied[Any], office_code: str) -> tuple[Any, ...]:
    return Copy.peer == copied.peer, Copy.name == copied.name, Copy.office_code == office_code


def _parsed(body: str, row: type[R]) -> tuple[R, ...]:
    given = Dataset.model_validate_json(body).rows
    return TypeAdapter(tuple[row, ...]).validate_python(given)  # type: ignore[valid-type]


def _keep(key: tuple[str, type[Row]], parsed: tuple[Any, ...]) -> None:
    with _LOCK:
        _PARSED[key] = parsed
        while len(_PARSED) > _MOST_PARSED:
            _PARSED.popitem(last=False)


def offices(session: Session) -> list[str]:
    """Codes of the offices whose copies are kept: somebody of them signed in here, or they were copied before."""
    known = set(session.exec(select(KnownOffice.code))) | set(session.exec(select(Copy.office_code).distinct()))
    return sorted(known)


@dataclass(frozen=True, slots=True)
class Copier:
    """How one service takes its copies."""

    engine: Engine
    key: Key
    urls: Mapping[str, str]

    def take_due(self, part: Part, *, older_than_s: float, peers: Iterable[str] = ()) -> int:
        """What is older than this, or was never tried, and all of `peers`; how many were asked for."""
        at_once, before = set(peers), utc_now() - timedelta(seconds=older_than_s)
        with reading(self.engine) as session:
            known = offices(session)
            kept = {(one.peer, one.name, one.office_code): one.tried_at for one in session.exec(_WITHOUT_BODY)}
        asked = 0
        for office in known:
            for copied in part.kept:
                last = kept.get((copied.peer, copied.name, office))
                if last is None or last <= before or copied.peer in at_once:
                    self.take(copied, office)
                    asked += 1
        return asked

    def take_office(self, part: Part, office_code: str) -> list[str]:
        """All copies of one office now; names of the services that could not be read."""
        failed = [one.peer for one in part.kept if not self.take(one, office_code)]
        return sorted(set(failed))

    def take(self, copied: Copied[Any], office_code: str) -> bool:
        """Ask the owner, and keep its answer; whether it answered. When it does not, or in a shape that this release
        does not know, the copy that is there stays, and the problem is written down.
        """
        started = utc_now()
        with reading(self.engine) as session:
            etag = session.exec(select(Copy.etag).where(*_one(copied, office_code))).first() or ""
        try:
            answer = self._asked(copied, office_code, etag)
            fresh = None if answer.status_code == httpx.codes.NOT_MODIFIED else _checked(answer, copied, office_code)
        except (httpx.HTTPError, ValueError) as error:
            log.warning("%s of %s was not read: %s", copied.name, copied.peer, error)
            self._write(copied, office_code, started, {"problem": _problem(error)})
            return False
        return self._write(copied, office_code, started, {"taken_at": started, "problem": "", **(fresh or {})})

    def _asked(self, copied: Copied[Any], office_code: str, etag: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key.token(copied.peer, SERVICE)}"}
        if etag:
            headers["If-None-Match"] = etag
        url = f"{self.urls[copied.peer].rstrip('/')}{DATA}/{copied.name}"
        answer = calling().get(url, params={"office": office_code}, headers=headers, timeout=TIMEOUT_S)
        told_apart(answer)
        if answer.status_code != httpx.codes.NOT_MODIFIED or not etag:
            answer.raise_for_status()
        return answer

    def _write(self, copied: Copied[Any], office_code: str, started: datetime, values: Mapping[str, object]) -> bool:
        """Whether it could be written. One that was asked for later, and is written already, is not replaced."""
        try:
            with transaction(self.engine) as session:
                row = session.exec(select(Copy).where(*_one(copied, office_code)).with_for_update()).first()
                if row is None:
                    row = Copy(peer=copied.peer, name=copied.name, office_code=office_code)
                    session.add(row)
                elif row.tried_at is not None and row.tried_at > started:
                    return True
                row.sqlmodel_update({**values, "tried_at": started})
        except TakenError:
            log.info("%s of %s was taken by another at this moment", copied.name, copied.peer)
        except OperationalError as error:  # the disk is full, or another holds the database: the old copy stays
            log.error("%s of %s was not written: %s", copied.name, copied.peer, error.orig)  # noqa: TRY400 - no fault of ours
            return False
        return True


def put(session: Session, copied: Copied[Any], office_code: str, body: bytes, *, at: datetime) -> None:
    """A copy that came another way than from its owner's address, as in a demonstration: the next reading replaces it.
    ValueError for what is not a dataset.
    """
    text = body.decode()
    row = session.exec(select(Copy).where(*_one(copied, office_code))).first()
    if row is None:
        row = Copy(peer=copied.peer, name=copied.name, office_code=office_code)
        session.add(row)
    dataset, digest = Dataset.model_validate_json(text), sha256(body).hexdigest()
    row.sqlmodel_update({"body": text, "sha256": digest, "as_of": dataset.as_of, "taken_at": at, "etag": ""})


def _checked(answer: httpx.Response, copied: Copied[Any], office_code: str) -> dict[str, object]:
    """ValueError (pydantic's is one) for what is not this dataset of this office, or not of the shape that we know."""
    body = answer.text
    dataset = Dataset.model_validate_json(body)
    if (dataset.name, dataset.office_code) != (copied.name, office_code):
        raise ValueError(f"asked for {copied.name} of {office_code}, got {dataset.name} of {dataset.office_code}")
    digest = sha256(body.encode()).hexdigest()
    _keep((digest, copied.row), _parsed(body, copied.row))
    etag = answer.headers.get("etag", "")[:128]
    return {"etag": etag, "as_of": dataset.as_of, "sha256": digest, "body": body}


def _problem(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return type(error).__name__


def listed(session: Session, part: Part, office_code: str) -> list[CopyView[Row]]:
    """Every copy that this service keeps of an office, as declared, without rows."""
    kept = {(one.peer, one.name): one for one in session.exec(_WITHOUT_BODY.where(Copy.office_code == office_code))}
    views: list[CopyView[Row]] = []
    for one in part.kept:
        row = kept.get((one.peer, one.name), Copy(peer=one.peer, name=one.name, office_code=office_code))
        views.append(CopyView(one.peer, one.title, (), row.as_of, row.taken_at, row.problem, row.sha256))
    return views
