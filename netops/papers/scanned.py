"""The code of a paper in a picture of it: a photo, a scan, or the pictures within the PDF that a scanner made."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

import zxingcpp
from PIL import Image, UnidentifiedImageError

from office.document.code import WrongCodeError, read_mark

MOST_PAGES: Final = 20
MOST_PIXELS: Final = 60_000_000
_LARGEST_SIDE: Final = 4000
_PDF: Final = "application/pdf"
_QR: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# A scanner lays each page into its PDF as it is: one JPEG between `stream` and `endstream`.
_JPEG: Final = re.compile(rb"stream\r?\n(\xff\xd8\xff.+?)\r?\nendstream", re.DOTALL)


def codes_in(data: bytes, media_type: str) -> frozenset[str]:
    """All codes of papers that can be read in it; none when it has no picture that can be looked at."""
    pictures: Iterator[bytes] = (
        (found[1] for found in islice(_JPEG.finditer(data), MOST_PAGES)) if media_type == _PDF else iter((data,))
    )
    return frozenset(code for picture in pictures for code in _codes(picture))


def _codes(data: bytes) -> Iterator[str]:
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as image:
            if image.width * image.height > MOST_PIXELS:
                return
            grey = image.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    grey.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    for barcode in zxingcpp.read_barcodes(grey, formats=_QR):
        try:
            yield read_mark(barcode.text)
        except WrongCodeError:
            continue  # other papers' QR, a bank's, a form's
