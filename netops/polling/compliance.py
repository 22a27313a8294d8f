"""Judges configurations by the rules: what is new since the last time, and everything when a rule has changed.

The original is opened in memory only. What is stored of it are the lines that prove a grade, secrets taken out.
"""

from __future__ import annotations

import logging
from collections.abc import Container, Iterable
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from collectors.ssh.redact import HIDDEN, redacted
from inventory.compliance.judging import Verdict, judge
from inventory.compliance.rule import Rulebook
from inventory.models.config import ConfigVersion
from inventory.store.compliance import Due, Judged, due, keep_results
from inventory.store.polling import add_events
from netops.pipeline import Tell
from netops.vault import Vault, VaultError
from service.database import reading, transaction

log = logging.getLogger(__name__)
AT_ONCE = 25  # devices in one transaction: a new rule has the whole district judged, and others want to write too
_LONGEST_EVIDENCE = 1000


def judge_due(engine: Engine, vault: Vault, *, book: Rulebook, tell: Tell, now: datetime) -> int:
    """Judge every device that has to be; how many there were. Judged first, then kept in one short transaction."""
    done = last = 0
    while judged := _judged_next(engine, vault, book, after=last):
        with transaction(engine) as session:
            for which, results in judged:
                facts = keep_results(session, which, results, revision=book.revision, at=now)
                add_events(session, facts, now)
                tell(session, facts, at=now)
        done += len(judged)
        last = judged[-1][0].device_id
    return done


def _judged_next(engine: Engine, vault: Vault, book: Rulebook, *, after: int) -> list[tuple[Due, list[Judged]]]:
    with reading(engine) as session:
        waiting = due(session, revision=book.revision, limit=AT_ONCE, after=after, without=book.unasked)
        versions = [session.get_one(ConfigVersion, which.version_id) for which in waiting]
    return [(which, _judged(vault, version, which, book)) for which, version in zip(waiting, versions, strict=True)]


def _judged(vault: Vault, version: ConfigVersion, which: Due, book: Rulebook) -> list[Judged]:
    try:
        text = vault.unseal(version.sealed)
    except VaultError as error:
        # Sealed with a key that is gone: nothing can be told, and the next version will be judged again.
        log.warning("configuration %s cannot be opened: %s", version.id, type(error).__name__)
        text = ""
    verdicts = judge(text, platform=which.platform, book=book)
    shown = frozenset(version.redacted.split())
    return [Judged(verdict.rule, verdict.grade, evidence(verdict, shown)) for verdict in verdicts]


def evidence(verdict: Verdict, shown: Container[str]) -> str:
    """The lines that say so under their headings. A word that the redacted configuration does not show stays hidden:
    a line by itself may lack what makes it known as a secret's.
    """
    lines = redacted("\n".join(_headed(verdict.proof))).splitlines()
    return "\n".join(map(partial(_shown, shown=shown), lines))[:_LONGEST_EVIDENCE].strip()


def _shown(line: str, *, shown: Container[str]) -> str:
    words = [word if word in shown or word == HIDDEN else HIDDEN for word in line.split()]
    return line[: len(line) - len(line.lstrip())] + " ".join(words)


def _headed(proof: Iterable[tuple[str, str]]) -> list[str]:
    lines: list[str] = []
    last = ""
    for heading, line in proof:
        if heading and heading not in (last, line):
            lines.append(heading)
            last = heading
        if line:
            lines.append(f"  {line}" if heading and heading != line else line)
    return lines
