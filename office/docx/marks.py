"""Our styles, by which a template is read back, and the few elements that python-docx has no words for."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml.etree import SubElement

TWIPS_A_CM: Final = 1440 / 2.54


class Style(StrEnum):
    """Names in `base/styles.xml`. Word keeps them through every edit."""

    LABELLED = "Paper Labelled"
    SIGNATURE = "Paper Signature"
    EMBLEM = "Paper Emblem"
    CAPTION = "Paper Caption"
    GAP = "Paper Gap"
    NUMBERED = "Paper Numbered"
    DOTTED = "Paper Dotted"
    EXACT = "Paper Exact"
    TABLE = "Paper Table"
    SIDES = "Paper Sides"
    FACTS = "Paper Facts"

    @property
    def id(self) -> str:
        """By which text and tables refer to it."""
        return self.replace(" ", "")


def element(tag: str, **attributes: str | int) -> Any:
    """<w:tag w:name="value"/>."""
    made: Any = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(_qualified(name), str(value))
    return made


def below(parent: Any, tag: str, **attributes: str | int) -> Any:
    """<w:tag w:name="value"/> as the last within another, which is faster than `element` and what python-docx does."""
    return SubElement(parent, _qualified(tag), {_qualified(name): str(value) for name, value in attributes.items()})


@lru_cache(maxsize=200)
def _qualified(name: str) -> str:
    return qn(f"w:{name}")


def twips(cm: float) -> int:
    """Twentieths of a point."""
    return round(cm * TWIPS_A_CM)


def centimetres(twentieths: int) -> float:
    """Rounded to a millimetre's tenth, so that reading what was written gives the same."""
    return round(twentieths / TWIPS_A_CM, 2)


def field(code: str) -> list[Any]:
    """The runs of a field that Word computes, e.g. PAGE; it shows 1 until it does."""
    code_part, shown = element("instrText"), element("t")
    code_part.text, shown.text = f" {code} ", "1"
    code_part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    begin, separate, end = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    return [_run(part) for part in (begin, code_part, separate, shown, end)]


def _run(part: Any) -> Any:
    made = element("r")
    made.append(part)
    return made
