"""How a process loads its modules: what they make stays until the end, so nothing looks through it for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Around imports: the garbage collector rests meanwhile, and sets apart what they made when they are done.

    Hundreds of thousands of routes, models and tables live as long as the process. Looked through again and again they
    take a fifth of the start, and each full collection afterwards stops all requests for a quarter of a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
