"""The systemd unit of this installation, made from deploy/netops.service."""

from __future__ import annotations

import pwd
import sys
from pathlib import Path

from netops.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATE = ROOT / "deploy" / "netops.service"
UNIT = Path("/etc/systemd/system/netops.service")


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
    text = TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def steps(settings: Settings, *, user: str) -> list[str]:
    """What is left to do by hand: an account where there is none, its data, and the start."""
    try:
        pwd.getpwnam(user)
        account = []
    except KeyError:
        account = [f"useradd --system --no-create-home --shell /usr/sbin/nologin {user}"]
    owned = [settings.data_dir.resolve(), *([settings.backup_dir.resolve()] if settings.backup_dir else [])]
    return [
        *account,
        *(f"chown -R {user}: {path}" for path in owned),
        "systemctl daemon-reload",
        "systemctl enable --now netops",
    ]
