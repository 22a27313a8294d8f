"""The rules that are in force here: those shipped, the office's own beside them, its addresses put in."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from typing import Final

from collectors.ssh.platforms import PLATFORMS
from inventory.compliance.rule import RULES, Rulebook, RuleError, load_rules
from netops.settings import Settings

KNOWN: Final = PLATFORMS.keys()
log = logging.getLogger(__name__)


def rulebook(settings: Settings) -> Rulebook:
    """Read once for each process. Without the office's own rules when one of them is wrong: `netops check` says why."""
    return _in_force(settings.rules_dir, tuple(settings.syslog_addresses))


def checked(settings: Settings) -> Rulebook:
    """Read anew; RuleError names the file and the field that cannot be used."""
    return _loaded(settings.rules_dir, tuple(settings.syslog_addresses))


@lru_cache(maxsize=8)
def _in_force(own: Path | None, syslog: tuple[str, ...]) -> Rulebook:
    try:
        return _loaded(own, syslog)
    except RuleError as error:
        log.warning("the office's own rules are not used: %s", error)
        return _loaded(None, syslog)


def _loaded(own: Path | None, syslog: tuple[str, ...]) -> Rulebook:
    if own is not None and not own.is_dir():
        raise RuleError(f"{own}: there is no such folder")
    folders = [RULES] if own is None else [RULES, own]
    return load_rules(folders, values={"syslog": syslog}, platforms=KNOWN)
