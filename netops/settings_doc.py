"""Writes docs/settings.md from the settings themselves: `python -m netops.settings_doc > docs/settings.md`."""

from __future__ import annotations

import sys

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from netops.settings import Settings

HEAD = """# Settings

Each is an environment variable, read once when a process starts; a wrong value is refused with its name.
With systemd they stand in `/etc/netops/netops.env`, with Compose in `.env`. What can be changed on the settings page
wins over the environment. This page is made from `netops/settings.py` by `python -m netops.settings_doc`.

| Variable | Default | Meaning |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_row(name, field) for name, field in Settings.model_fields.items())


def _row(name: str, field: FieldInfo) -> str:
    return f"| `NETOPS_{name.upper()}` | {_default(field)} | {(field.description or '').replace('|', '/')} |\n"


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if isinstance(value, SecretStr) or value in (None, "", []):
        return "(empty)"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    sys.stdout.write(page())
