"""`netops bench`: measures the whole pipeline against simulated switches, one JSON line for each figure."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from netops.bench.figures import FIGURES


def bench(
    only: Annotated[list[str] | None, typer.Argument(help=f"any of {', '.join(FIGURES)}; nothing: all")] = None,
) -> None:
    """Measure; the figures and what bounds them are explained in docs/performance.md."""
    for name in only or list(FIGURES):
        if name not in FIGURES:
            raise typer.BadParameter(f"no figure is called {name}")
        ended = subprocess.run([sys.executable, "-m", "netops.bench.figures", name], check=False)
        if ended.returncode:
            raise typer.Exit(ended.returncode)
