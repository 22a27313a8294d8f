"""Log lines on standard error: one line each, UTC, without control characters from devices and without secrets."""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime

# user:password@ of a URL, and name=value or name: value of what is a secret by its name.
URL_PASSWORD = re.compile(r"(\w+://[^\s:/@]*):[^\s@]+@")
NAMED_SECRET = re.compile(
    r"(?i)\b(password|passwd|community|secret|token|auth_key|priv_key|authorization)\b(['\"]?\s*[=:]\s*)"
    r"((?:bearer\s+)?['\"]?[^\s'\",;)}]+)"
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
QUIET = ("alembic", "apscheduler", "asyncssh", "httpcore", "httpx", "netmiko", "paramiko", "uvicorn.access")


def masked(text: str) -> str:
    """The text with secrets that can be recognised by their place replaced by ***."""
    return NAMED_SECRET.sub(r"\1\2***", URL_PASSWORD.sub(r"\1:***@", text))


class OneLine(logging.Formatter):
    """`2026-11-22T03:00:00Z warning netops.pipeline: text`; a traceback follows indented, so that lines stay apart."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        text = CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", record.getMessage())
        lines = [f"{at} {record.levelname.lower()} {record.name}: {text}"]
        if record.exc_info:
            lines += [f"    {line}" for line in self.formatException(record.exc_info).splitlines()]
        return masked("\n".join(lines))


def configure(*, verbose: bool = False) -> None:
    """Send everything of this process to standard error, ours from INFO, libraries from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.INFO if verbose else logging.WARNING)
