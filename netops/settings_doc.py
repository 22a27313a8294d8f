"""Writes docs/settings.md from the settings themselves: `python -m netops.settings_doc > docs/settings.md`."""

from __future__ import annotations

import sys

from netops.settings import Settings
from service.settings_table import table

HEAD = """# Settings

Each is an environment variable, read once when a process starts; a wrong value is refused with its name.
With systemd they stand in `/etc/netops/netops.env`, with Compose in `.env`. What can be changed on the settings page
wins over the environment. This page is made from `netops/settings.py` by `python -m netops.settings_doc`.

The planning services have [settings of their own](planning-settings.md).

"""


def page() -> str:
    """The whole page."""
    return HEAD + table(Settings)


if __name__ == "__main__":
    sys.stdout.write(page())
