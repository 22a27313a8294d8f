"""What a command could not do, in words for the person at the console."""

from __future__ import annotations


class RefusedCommandError(Exception):
    """Told in one line. `exit_status` 1: could not be done; 2: wrong use or wrong settings."""

    def __init__(self, message: str, exit_status: int = 1) -> None:
        super().__init__(message)
        self.exit_status = exit_status
