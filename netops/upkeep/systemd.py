"""The systemd units of this installation and of an agent, made from the templates in deploy/."""

from __future__ import annotations

import pwd
import sys
from collections.abc import Mapping
from pathlib import Path

from netops.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATE = ROOT / "deploy" / "netops.service"
UNIT = Path("/etc/systemd/system/netops.service")
AGENT_TEMPLATE = ROOT / "deploy" / "netops-agent.service"
AGENT_UNIT = Path("/etc/systemd/system/netops-agent.service")


def unit(settings: Settings, *, user: str) -> str:
    """The unit's text: this code, this data folder, run by `user`."""
    written = [settings.data_dir.resolve(), *([settings.backup_dir.resolve()] if settings.backup_dir else [])]
    values = {
        "USER": user,
        "ROOT": str(ROOT),
        "NETOPS": str(Path(sys.executable).parent / "netops"),
        "DATA": str(settings.data_dir.resolve()),
        "WRITES": " ".join(str(path) for path in written),
    }
    return _filled(TEMPLATE, values)


def agent_unit(folder: Path, *, user: str) -> str:
    """The unit of an agent whose identity and buffer lie in `folder`."""
    netops = str(Path(sys.executable).parent / "netops")
    return _filled(AGENT_TEMPLATE, {"USER": user, "ROOT": str(ROOT), "NETOPS": netops, "DATA": str(folder.resolve())})


def _filled(template: Path, values: Mapping[str, str]) -> str:
    text = template.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def steps(settings: Settings, *, user: str) -> list[str]:
    """What is left to do by hand: an account where there is none, its data, and the start."""
    owned = [settings.data_dir.resolve(), *([settings.backup_dir.resolve()] if settings.backup_dir else [])]
    return [
        *_account(user),
        *(f"chown -R {user}: {path}" for path in owned),
        "systemctl daemon-reload",
        "systemctl enable --now netops",
    ]


def agent_steps(folder: Path, *, user: str) -> list[str]:
    """As `steps`, for an agent; what was written when it enrolled belongs to root until then."""
    return [
        *_account(user),
        f"chown -R {user}: {folder.resolve()}",
        "systemctl daemon-reload",
        "systemctl enable --now netops-agent",
    ]


def _account(user: str) -> list[str]:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return [f"useradd --system --no-create-home --shell /usr/sbin/nologin {user}"]
    return []
