"""`netops bench`: measures the whole pipeline against simulated switches, one JSON line for each figure."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from netops.bench.figures import FIGURES

# Each name, and how it is measured in a process of its own.
MEASURES = {name: ("netops.bench.figures", name) for name in FIGURES} | {
    "pages": ("netops.bench.pages",),
    "served": ("netops.bench.served",),
    "claims": ("netops.bench.claims",),
    "verdicts": ("netops.bench.verdicts",),
    "assets": ("netops.bench.asset_book",),
    "labels": ("netops.bench.labels",),
    "specs": ("netops.bench.specs",),
    "risks": ("netops.bench.risks",),
    "manuals": ("netops.bench.manuals",),
}


def bench(
    only: Annotated[list[str] | None, typer.Argument(help=f"any of {', '.join(MEASURES)}; nothing: all")] = None,
) -> None:
    """Measure; the figures and what bounds them are explained in docs/performance.md."""
    for name in only or list(MEASURES):
        if name not in MEASURES:
            raise typer.BadParameter(f"no figure is called {name}")
        ended = subprocess.run([sys.executable, "-m", *MEASURES[name]], check=False)
        if ended.returncode:
            raise typer.Exit(ended.returncode)
