"""Content as text that is the same for the same content, and its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no blanks. TypeError or ValueError for what JSON cannot hold (NaN among it)."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(text: str) -> str:
    """SHA-256 of its UTF-8, as 64 hex digits."""
    return sha256(text.encode()).hexdigest()
