"""The rules that are in force here: those shipped, the office's own beside them, its addresses put in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from collectors.ssh.platforms import PLATFORMS
from inventory.compliance.rule import RULES, Rulebook, load_rules
from netops.settings import Settings


def rulebook(settings: Settings) -> Rulebook:
    """Read once for each process; RuleError names the file and the field that cannot be used."""
    return _loaded(settings.rules_dir, tuple(settings.syslog_addresses))


@lru_cache(maxsize=8)
def _loaded(own: Path | None, syslog: tuple[str, ...]) -> Rulebook:
    folders = [RULES] if own is None else [RULES, own]
    return load_rules(
        folders, values={"syslog": syslog}, platforms=PLATFORMS.keys() | {"cisco_xe", "ubiquiti_edgeswitch", "zyxel_os"}
    )
