"""What somebody compared with an announcement, as one number: another price or demand makes another one."""

from __future__ import annotations

import json
from hashlib import sha256

from procurement.criteria.edition import Item


def fingerprint(item: Item) -> str:
    """SHA-256 of all that an announcement says of an item; not of our own category, certainty, note and English."""
    said = [
        item.item_no,
        item.name_th,
        item.price_satang,
        item.price_unit,
        [line.text for line in item.spec],
        item.page,
    ]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
