"""Syslog as devices send it: RFC 3164 in all its dialects, RFC 5424, and both framings of TCP (RFC 6587).

Parsing never fails: what does not fit stands in the text as it came.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from collectors.messages.meaning import sign_of_text
from collectors.messages.message import LONGEST_NAME, NOTICE, Heard, tidy

USER: Final = 1
LONGEST_FRAME: Final = 8192
_PRIORITY = re.compile(rb"<(\d{1,3})>")
_NEW = re.compile(r"1 (\S+) (\S+) (\S+) (\S+) (\S+) ?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:?\d\d)?")
_OLD = re.compile(
    r"(?:\d+: )?(?:[\w.-]{1,64}: )?[*.]?(?:(?:\d{4}) )?([A-Z][a-z]{2}) {1,2}(\d{1,2})(?: (\d{4}))?"
    r" (\d\d):(\d\d):(\d\d)(?:\.\d+)?"
    r"(?: (?:[A-Z]{3,4}|[+-]\d\d:\d\d))?:? ?"
)
_COUNTED = re.compile(r"\d+: ")
_HOST = re.compile(r"([A-Za-z0-9_.:/-]{1,255}) ")
_TAG = re.compile(r"([A-Za-z0-9_./-]{1,48})(?:\[(\d{1,10})\])?: ?")
_MNEMONIC = re.compile(r"%+([A-Z0-9_]+(?:/|-)[\w/-]*?)(?:\([a-z]\)(?:\[\d+\])?)?: ?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BOM = "\ufeff"


def parse(datagram: bytes, at: datetime) -> Heard:
    """One message, received `at`; its own date is read in the zone of `at` where it names none."""
    facility, severity, rest = _priority(datagram[:LONGEST_FRAME].rstrip(b"\r\n\x00"))
    text = _decoded(rest)
    new = _NEW.match(text)
    if new:
        name, said_at, body = new[3], _iso(new[1], at), _after_data(text[new.end() :])
        name = "" if name == "-" else name
    else:
        said_at, body = _dated(text, at)
        name, body = _named(body)
    body = body.removeprefix(_BOM)
    return Heard(
        name=tidy(name, LONGEST_NAME),
        text=tidy(body),
        severity=severity,
        facility=facility,
        said_at=said_at,
        sign=sign_of_text(f"{name} {body}"),
    )


class Frames:
    """Messages out of a TCP stream: counted octets, or lines. A frame that is too long ends the connection."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are whole now. ValueError for a stream that is not syslog."""
        self._left += data
        found: list[bytes] = []
        while self._left:
            frame, used = self._next()
            if used == 0:
                break
            self._left = self._left[used:]
            if frame:
                found.append(frame)
        return found

    def rest(self) -> bytes:
        """What came last without an end, when the sender hung up."""
        left, self._left = self._left.strip(b"\r\n\x00"), b""
        return left

    def _next(self) -> tuple[bytes, int]:
        """A frame and the octets that it took; no octets when it is not whole yet."""
        if self._left[:1].isdigit() and self._left[:1] != b"0":
            digits, space, _ = self._left.partition(b" ")
            if digits.isdigit() and len(digits) <= 5 and space:
                length, start = int(digits), len(digits) + 1
                if length > LONGEST_FRAME:
                    raise ValueError(f"a frame of {length} octets")
                return (
                    (b"", 0)
                    if len(self._left) < start + length
                    else (self._left[start : start + length], start + length)
                )
            if len(self._left) <= 5 and self._left.isdigit():
                return b"", 0
        ends = [place for place in (self._left.find(b"\n"), self._left.find(b"\x00")) if place >= 0]
        if ends:
            return self._left[: min(ends)].rstrip(b"\r"), min(ends) + 1
        if len(self._left) > LONGEST_FRAME:
            raise ValueError("a line without an end")
        return b"", 0


def _priority(data: bytes) -> tuple[int, int, bytes]:
    found = _PRIORITY.match(data)
    if found is None or int(found[1]) > 191:
        return USER, NOTICE, data
    facility, severity = divmod(int(found[1]), 8)
    return facility, severity, data[found.end() :]


def _decoded(data: bytes) -> str:
    """UTF-8, or else the Thai encoding of old equipment, in which every octet means something."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp874", "replace")


def _after_data(text: str) -> str:
    """The message after structured data, which may hold brackets in quotes."""
    if not text.startswith("["):
        return text.removeprefix("- ") if text.startswith("- ") else text.removeprefix("-")
    quoted = escaped = False
    for place, character in enumerate(text):
        if escaped:
            escaped = False
        elif quoted:
            escaped, quoted = character == "\\", character != '"'
        elif character == '"':
            quoted = True
        elif character == "]" and text[place + 1 : place + 2] != "[":
            return text[place + 1 :].removeprefix(" ")
    return text


def _dated(text: str, at: datetime) -> tuple[datetime | None, str]:
    iso = _ISO.match(text)
    if iso:
        return _iso(iso[0], at), text[iso.end() :].removeprefix(":").lstrip()
    old = _OLD.match(text)
    if old is None or old[1] not in _MONTHS:
        counted = _COUNTED.match(text)
        return None, text[counted.end() :] if counted else text
    year = int(old[3]) if old[3] else at.year
    try:
        said = datetime(
            year, _MONTHS.index(old[1]) + 1, int(old[2]), int(old[4]), int(old[5]), int(old[6]), tzinfo=at.tzinfo
        )
    except ValueError:
        return None, text[old.end() :]
    if not old[3] and said - at > timedelta(days=2):
        said = _a_year_before(said)  # written in December, received in January
    return said.astimezone(UTC), text[old.end() :]


def _a_year_before(moment: datetime) -> datetime:
    try:
        return moment.replace(year=moment.year - 1)
    except ValueError:  # the 29th of February
        return moment.replace(year=moment.year - 1, day=28)


def _iso(text: str, at: datetime) -> datetime | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    try:
        said = datetime.fromisoformat(text)
        said = said if said.tzinfo else said.replace(tzinfo=at.tzinfo)
        return said.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _named(text: str) -> tuple[str, str]:
    """The program or mnemonic, and the rest. A host name before it is left out: the sender's address says it."""
    for candidate in (text, _HOST.sub("", text, count=1) if _HOST.match(text) else ""):
        mnemonic = _MNEMONIC.match(candidate)
        if mnemonic:
            return mnemonic[1], candidate[mnemonic.end() :]
        tag = _TAG.match(candidate)
        if tag:
            return tag[1], candidate[tag.end() :]
    return "", text
