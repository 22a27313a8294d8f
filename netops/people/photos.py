"""Pictures of equipment: verified, and drawn anew as JPEG.

Drawing anew leaves behind whatever else the file held: where it was taken, and anything that is no picture.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from service.refusal import _, refuse

MOST_BYTES: Final = 12 * 1024 * 1024
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 2000
MOST_PHOTOS: Final = 6
FORMATS: Final = ("JPEG", "PNG", "WEBP")
MEDIA_TYPE: Final = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored."""

    sha256: str
    data: bytes


def picture_of(data: bytes) -> Picture:
    """The picture in these bytes; RefusedError when they are none, or too large."""
    if len(data) > MOST_BYTES:
        raise refuse("photos", _("A picture has at most %(count)s MB"), count=MOST_BYTES // 1024 // 1024)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            # The header alone tells the size: a bomb is never unpacked.
            if image.width * image.height > MOST_PIXELS:
                raise refuse("photos", _("The picture has too many pixels"))
            turned = ImageOps.exif_transpose(image).convert("RGB")
            turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refuse("photos", _("A picture in JPEG, PNG or WebP is needed")) from error
    kept = io.BytesIO()
    turned.save(kept, "JPEG", quality=85, optimize=True)
    return Picture(sha256(kept.getvalue()).hexdigest(), kept.getvalue())
