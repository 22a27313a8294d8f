"""Writes a migration from the difference between the tables in code and an empty database brought to head."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from alembic import command

from netops.db import MIGRATIONS, alembic_config, migrate


def main(message: str) -> None:
    """Numbered in order, dated, named after the reason."""
    number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'empty.sqlite3'}"
        migrate(url)
        config = alembic_config(url)
        stamp = datetime.now(UTC).strftime("%Y%m%d")
        command.revision(config, message=message, autogenerate=True, rev_id=f"{number:04d}_{stamp}")


if __name__ == "__main__":
    main(sys.argv[1])
