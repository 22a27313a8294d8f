"""What officials and attackers do to a docx between download and upload."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document as Docx


def edited(file: bytes, change: Callable[[Docx], object]) -> bytes:
    """Opened, changed and saved again, as Word does."""
    opened = docx.Document(io.BytesIO(file))
    change(opened)
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def with_entries(file: bytes, entries: Mapping[str, bytes]) -> bytes:
    """With entries of the ZIP file put in or in the place of others."""
    saved = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as old, ZipFile(saved, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in entries:
                new.writestr(name, old.read(name))
        for name, content in entries.items():
            new.writestr(name, content)
    return saved.getvalue()


def replaced(file: bytes, name: str, old: str, new: str) -> bytes:
    """One entry with a text in the place of another, which must be there."""
    with ZipFile(io.BytesIO(file)) as archive:
        content = archive.read(name).decode()
    assert old in content
    return with_entries(file, {name: content.replace(old, new, 1).encode()})
