"""What is wrong with a template, in sentences that an official can act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from office.template.faults import Fault, Reason
from service.i18n import N_

_SENTENCES: Final[Mapping[Reason, str]] = {
    Reason.TOO_LARGE: N_("The file is too large: at most %(subject)s"),
    Reason.NOT_DOCX: N_("This is no Word file (.docx) that can be read. Save it in Word as .docx and try again"),
    Reason.MACROS: N_("The file holds macros. Save it as .docx without macros"),
    Reason.EMBEDDED: N_("The file holds another file within it (%(subject)s). Take it out"),
    Reason.EXTERNAL: N_("The file needs something from outside (%(subject)s). Put it into the file, or take it out"),
    Reason.TOO_LONG: N_("The template is too long: at most %(subject)s letters"),
    Reason.TRACKED_CHANGES: N_("There are tracked changes. Accept or reject them all in Word, then upload again"),
    Reason.FIELD: N_("There is a field of Word (%(subject)s). Write its text instead"),
    Reason.CONTROL: N_("There is a form control of Word. Write plain text instead"),
    Reason.PICTURE: N_("A picture or drawing can stand only where the emblem is, as PNG or JPEG of at most 1 MB"),
    Reason.NOTE: N_("Footnotes and endnotes cannot be kept. Write the note into the text"),
    Reason.MERGED_CELLS: N_("A table has merged cells. Split them"),
    Reason.TABLE_IN_TABLE: N_("A table stands inside another. Take it out"),
    Reason.UNEVEN_TABLE: N_("The rows of a table do not have the same number of cells"),
    Reason.UNSUPPORTED: N_("Something here cannot be kept (%(subject)s). Take it out"),
    Reason.UNKNOWN_PLACEHOLDER: N_("%(subject)s is not known"),
    Reason.MISSING_PLACEHOLDER: N_("%(subject)s is missing; this paper cannot be without it"),
    Reason.BROKEN_PLACEHOLDER: N_("A placeholder is broken: write it as {{ name }}, with two braces on each side"),
    Reason.NOT_ALONE: N_("%(subject)s must stand alone on a line of its own, outside of tables"),
    Reason.NOT_XLSX: N_("This is no Excel file (.xlsx) that can be read"),
    Reason.FORMULA: N_("Only plain sums can stand as formulas: %(subject)s"),
    Reason.NOT_A_BLOCK: N_("%(subject)s stands for a text: write %(nearest)s"),
}
_PERHAPS: Final = N_("Did you mean %(nearest)s?")


def sentence(fault: Fault, translate: Callable[[str], str]) -> str:
    """Without its place, in the reader's language."""
    values = {"subject": fault.subject, "nearest": fault.nearest}
    said = translate(_SENTENCES[fault.reason]) % values
    if fault.reason is Reason.UNKNOWN_PLACEHOLDER and fault.nearest:
        said = f"{said}. {translate(_PERHAPS) % values}"
    return said
