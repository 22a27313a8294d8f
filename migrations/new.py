"""Writes a migration of the core database: `make migration M="why"`."""

from __future__ import annotations

import sys

from inventory.core import Core
from netops.db import MIGRATIONS, TABLE_MODULES
from service.migrations import write_revision

assert TABLE_MODULES  # importing them fills the metadata

if __name__ == "__main__":
    write_revision(sys.argv[1], MIGRATIONS / "versions", [Core.metadata])
