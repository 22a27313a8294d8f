"""`python -m planning` is the command `netops-planning`."""

from __future__ import annotations

from planning.cli import app

app(prog_name="netops-planning")
