"""What a kind of thing needs to be edited on a page: its fields, and how they stand in for those of its draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlmodel import Session, col, or_, select

from inventory.models.site import Calendar, Site
from inventory.queries.sight import Sight
from service.thai_order import in_thai
from service.web.form import Section, choices, flat, nested

Values = Mapping[str, Any]


def same(values: Values) -> dict[str, Any]:
    """The form's fields are the draft's."""
    return dict(values)


@dataclass(frozen=True, slots=True)
class Layout:
    """`sections` asks the database for what can be chosen. `to_form` and `from_form` change units for people."""

    new_title: str
    change_title: str
    sections: Callable[[Session, Sight, Mapping[str, str]], Sequence[Section]]
    to_form: Callable[[Values], dict[str, Any]] = same
    from_form: Callable[[Values], dict[str, Any]] = same
    rename: Mapping[str, str] = field(default_factory=dict)  # fields of the draft that the form calls otherwise
    place: Callable[[str], str] | None = None  # the same where parts of a draft have parts

    def typed(self, values: Values) -> dict[str, str]:
        """What stands in the fields of something stored."""
        return flat(self.to_form(values))

    def named(self, name: str) -> str:
        """What the form calls a field of the draft."""
        return self.place(name) if self.place is not None else self.rename.get(name, name)

    def given(self, typed: Mapping[str, str]) -> dict[str, Any]:
        """What the typed fields ask the draft to be."""
        return self.from_form(nested(typed))


def scaled(text: object, factor: int) -> object:
    """Figures for people (Mbit/s, baht) to those stored (bit/s, satang); what is no number is left to the draft."""
    if not isinstance(text, str) or not text.strip():
        return None
    clean = text.strip().replace(",", "").translate(_THAI)
    try:
        value = float(clean) * factor
    except ValueError:
        return text
    return round(value) if abs(value) < 2**62 else text


def unscaled(value: int | None, factor: int) -> str:
    """The other way round, without needless decimals."""
    return "" if value is None else f"{value / factor:.2f}".rstrip("0").rstrip(".")


_THAI: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def site_choices(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """Every site that may be seen, by name."""
    rows = session.exec(
        select(Site.id, Site.name, Site.code)
        .where(sight.sites(), col(Site.archived_at).is_(None))
        .order_by(in_thai(Site.name))
    )
    return [(str(row_id), f"{name} ({code})") for row_id, name, code in rows]


def calendar_choices(session: Session, sight: Sight, none: str) -> list[tuple[str, str]]:
    """Calendars of the office; for a school those that hold for all, and its own."""
    wanted = select(Calendar.id, Calendar.name).where(Calendar.office_id == sight.office_id)
    if sight.site_id is not None:
        own = select(Site.calendar_id).where(Site.id == sight.site_id)
        wanted = wanted.where(or_(col(Calendar.is_default), col(Calendar.id).in_(own)))
    return choices(session.exec(wanted.order_by(in_thai(Calendar.name))), none=none)


def site_id_of(values: Mapping[str, str]) -> int | None:
    """The site chosen so far, e.g. by ?site_id=."""
    text = values.get("site_id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
