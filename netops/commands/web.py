"""`netops web`: the web pages as a process of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.settings import get_settings
from netops.web import process
from service.supervising import end_with_parent


def web(
    supervised: Annotated[
        bool, typer.Option("--supervised", hidden=True, help="end with the starting process")
    ] = False,
) -> None:
    """Run the web pages alone."""
    if supervised:
        end_with_parent()
    process.run(get_settings())
