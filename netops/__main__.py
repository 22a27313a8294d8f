"""`python -m netops` is the command `netops`."""

from __future__ import annotations

from netops.cli import app

app(prog_name="netops")
