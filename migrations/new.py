"""Writes a migration of the core database: `make migration M="why"`."""

from __future__ import annotations

import sys

from netops.db import LINE
from service.migrations import write_revision

if __name__ == "__main__":
    write_revision(sys.argv[1], LINE, empty="--empty" in sys.argv[2:])
