"""A log line is one line, and tells no secret that can be recognised."""

from __future__ import annotations

import logging

import pytest

from service.log import OneLine, masked

CANARY = "canary-9f2c"


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql+psycopg://netops:{CANARY}@db/netops is gone",
        f"community={CANARY} of 10.0.0.1",
        f"{{'password': '{CANARY}', 'name': 'x'}}",
        f"Authorization: Bearer {CANARY}",
        f'"auth_key": "{CANARY}"',
    ],
)
def test_secrets_are_masked_by_their_place(text: str) -> None:
    assert CANARY not in masked(text)
    assert "***" in masked(text)


def test_what_is_no_secret_stays() -> None:
    text = "asked http://127.0.0.1:8000/api of 3 devices: password is needed"
    assert masked(text) == text


def test_a_device_cannot_write_log_lines_of_its_own() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "sysName is %s", ("a\nerror forged\x1b[2J",), None)
    assert OneLine().format(record).endswith(r"info x: sysName is a\x0aerror forged\x1b[2J")


def test_a_traceback_keeps_its_lines_and_no_secret() -> None:
    error = ValueError(f"community={CANARY}")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), (type(error), error, None))
    lines = OneLine().format(record).splitlines()
    assert lines[1] == "    ValueError: community=***"
    assert CANARY not in "".join(lines)
