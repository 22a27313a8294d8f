"""SHA-256 of a value in one canonical form, so that equal inputs have equal hashes on every machine.

Every part is written with its kind and length before it; floats as eight little-endian bytes, with one zero and one
not-a-number; columns of an array with their shape; the fields of a dataclass with their names. Order matters: tables
put their rows in the order of their keys when they are made.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import date
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Feed = Callable[[bytes], object]


def fingerprint(value: object) -> str:
    """The hash as 64 hexadecimal digits; `TypeError` names a kind that has no canonical form."""
    digest = hashlib.sha256()
    _write(value, digest.update)
    return digest.hexdigest()


def _text(kind: str, text: str, feed: Feed) -> None:
    data = text.encode()
    feed(f"{kind}{len(data)}:".encode())
    feed(data)


def _array(array: NDArray[np.generic], feed: Feed) -> None:
    if array.dtype.kind == "f":
        plain: NDArray[np.generic] = np.where(np.isnan(array.astype("<f8")), np.nan, array.astype("<f8")) + 0.0
    else:
        plain = array.astype("<i8")
    _text("a", f"{plain.dtype.str}{plain.shape}", feed)
    feed(np.ascontiguousarray(plain).tobytes())


def _write(value: object, feed: Feed) -> None:
    match value:
        case Enum():
            _text("e", str(value.value), feed)
        case bool() | int():
            _text("i", str(int(value)), feed)
        case float():
            _array(np.array([value]), feed)
        case str():
            _text("s", value, feed)
        case date():
            _text("d", value.isoformat(), feed)
        case np.ndarray():
            _array(value, feed)
        case tuple():
            _sequence(value, feed)
        case None:
            feed(b"n")
        case _:
            _fields(value, feed)


def _fields(value: object, feed: Feed) -> None:
    if not dataclasses.is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no canonical form")
    _text("c", type(value).__name__, feed)
    for field in dataclasses.fields(value):
        _text("f", field.name, feed)
        _write(getattr(value, field.name), feed)


def _sequence(values: tuple[object, ...], feed: Feed) -> None:
    feed(f"t{len(values)}:".encode())
    if values and all(type(value) is str for value in values):
        # Names of a whole country in one write instead of one for each.
        _text("j", json.dumps(values, ensure_ascii=False), feed)
        return
    for value in values:
        _write(value, feed)
