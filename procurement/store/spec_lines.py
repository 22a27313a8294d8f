"""Lines of a specification: put in, changed, taken out, moved to a newer edition, and what is written to findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, TypeVar

from sqlmodel import Session, SQLModel, col, select

from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.store.belonging import in_office
from procurement.criteria.catalogue import Catalogue
from procurement.criteria.edition import InForce
from procurement.models.spec import (
    Spec,
    SpecDelivery,
    SpecLine,
    SpecNeed,
    SpecPrice,
    SpecProduct,
    SpecReplaced,
)
from procurement.sheet import Criterion
from procurement.store.criteria import office_catalogue
from procurement.store.spec_drafts import (
    MOST_LINES,
    DeliveryDraft,
    LineDraft,
    PriceDraft,
    ProductDraft,
    ReplacedDraft,
)
from service.draft import Draft, said
from service.refusal import MissingError, _, refuse

_PARTS: Final[tuple[type[Any], ...]] = (SpecDelivery, SpecPrice, SpecProduct, SpecReplaced, SpecNeed)
Row = TypeVar("Row", bound=SQLModel)


def lines_of(session: Session, spec: Spec) -> Sequence[SpecLine]:
    """In their order."""
    wanted = select(SpecLine).where(SpecLine.spec_id == spec.id)
    return session.exec(wanted.order_by(col(SpecLine.position), col(SpecLine.id))).all()


def find_line(session: Session, spec: Spec, line_id: int) -> SpecLine:
    """Of this specification; MissingError when there is none."""
    line = session.get(SpecLine, line_id)
    if line is None or line.spec_id != spec.id:
        raise MissingError("spec line")
    return line


def parts_of(session: Session, kind: type[Row], line: SpecLine) -> Sequence[Row]:
    """Deliveries, prices or the like of a line, in the order in which they came."""
    table: Any = kind
    return session.exec(select(kind).where(table.line_id == line.id).order_by(table.id)).all()


def add_line(session: Session, spec: Spec, draft: LineDraft) -> SpecLine:
    """After the last one. RefusedError for an item that is in no criteria on the day."""
    before = lines_of(session, spec)
    if len(before) >= MOST_LINES:
        raise refuse("", _("At most %(most)s lines"), most=MOST_LINES)
    assert spec.id is not None
    last = max((line.position for line in before), default=0)
    line = SpecLine(**_columns(session, spec, draft, None), spec_id=spec.id, position=last + 1)
    session.add(line)
    session.flush()
    _store_parts(session, spec, line, draft)
    return line


def change_line(session: Session, spec: Spec, line: SpecLine, draft: LineDraft) -> None:
    """Make it as drafted. The edition it was taken from stays while the item does."""
    for name, value in _columns(session, spec, draft, line).items():
        setattr(line, name, value)
    session.add(line)
    _store_parts(session, spec, line, draft)


def remove_line(session: Session, line: SpecLine) -> None:
    """With all that hangs on it."""
    for kind in _PARTS:
        for part in parts_of(session, kind, line):
            session.delete(part)
    session.flush()
    session.delete(line)
    session.flush()


def take_item(session: Session, line: SpecLine, held: InForce) -> None:
    """Another item, or another edition of the same: its name, kind, unit and ceiling; additions and places stay."""
    item = held.item
    line.criterion = Criterion.of(held).model_dump(mode="json")
    line.name, line.category = item.name_th, item.category
    line.unit_word = _unit(item.price_unit) or line.unit_word
    if item.price_satang is not None:
        line.unit_price_satang = item.price_satang
    session.add(line)
    session.flush()


def newer_of(session: Session, spec: Spec, line: SpecLine, day: date) -> InForce | None:
    """The item as a newer edition in force on that day has it; None while what was used holds, or nothing followed."""
    return newer_in(office_catalogue(session, spec.office_id), criterion_of(line), day)


def newer_in(catalogue: Catalogue, criterion: Criterion | None, day: date) -> InForce | None:
    """The same of a catalogue that was read already."""
    if criterion is None:
        return None
    if catalogue.newer_than(criterion.held(), day) is None:
        return None
    return catalogue.item_at(day, criterion.listing, criterion.code)


def set_line_reason(session: Session, line: SpecLine, check: str, text: str) -> None:
    """What is written to a finding; empty takes it away."""
    line.reasons = {**line.reasons, check: said("text", text)}
    session.add(line)
    session.flush()


def criterion_of(line: SpecLine) -> Criterion | None:
    """What the criteria said of it."""
    return None if line.criterion is None else Criterion.model_validate(line.criterion)


def line_draft_of(session: Session, line: SpecLine) -> LineDraft:
    """The line as it could be given again."""
    criterion = criterion_of(line)
    own = line.model_dump(include={"name", "category", "additions", "quantity", "unit_word", "price_source"})
    own["unit_price_satang"] = line.unit_price_satang
    if criterion is not None:
        own |= {"listing": criterion.listing, "code": criterion.code}
    for name, (kind, draft) in _NAMED.items():
        own[name] = tuple(draft.of(part) for part in parts_of(session, kind, line))
    return LineDraft.model_construct(None, **own)


def copy_lines(session: Session, old: Spec, new: Spec) -> None:
    """Every line with its parts into another version."""
    assert new.id is not None
    for line in lines_of(session, old):
        made = SpecLine(**line.model_dump(exclude={"id", "spec_id"}), spec_id=new.id)
        session.add(made)
        session.flush()
        for kind in _PARTS:
            for part in parts_of(session, kind, line):
                session.add(kind(**part.model_dump(exclude={"id", "line_id"}), line_id=made.id))
    session.flush()


# Parts of a draft: the rows they become, and what one of them is.
_NAMED: Final[dict[str, tuple[type[Any], type[Draft]]]] = {
    "deliveries": (SpecDelivery, DeliveryDraft),
    "prices": (SpecPrice, PriceDraft),
    "products": (SpecProduct, ProductDraft),
    "replaced": (SpecReplaced, ReplacedDraft),
}


def _columns(session: Session, spec: Spec, draft: LineDraft, line: SpecLine | None) -> dict[str, Any]:
    own = draft.model_dump(include={"name", "category", "additions", "quantity", "unit_word", "price_source"})
    own |= {"unit_price_satang": draft.unit_price_satang, "criterion": None}
    criterion = _criterion(session, spec, draft, line)
    if criterion is None:
        if not draft.name:
            raise refuse("name", _("This is needed"))
        return own
    return own | {
        "criterion": criterion.model_dump(mode="json"),
        "name": draft.name or criterion.name,
        "category": criterion.category or draft.category,
        "unit_word": draft.unit_word or _unit(criterion.price_unit),
    }


def _criterion(session: Session, spec: Spec, draft: LineDraft, line: SpecLine | None) -> Criterion | None:
    if draft.listing is None or not draft.code:
        return None
    stored = criterion_of(line) if line is not None else None
    if stored is not None and (stored.listing, stored.code) == (draft.listing, draft.code):
        return stored
    held = office_catalogue(session, spec.office_id).item_at(spec.day, draft.listing, draft.code)
    if held is None:
        raise refuse("code", _("No edition in force on the day of the specification has this item"))
    return Criterion.of(held)


def _unit(price_unit: str) -> str:
    """What one counts in: "ชุด/เดือน" of a rent stays whole."""
    return price_unit[:32]


def _store_parts(session: Session, spec: Spec, line: SpecLine, draft: LineDraft) -> None:
    """What stood there before goes."""
    _check_parts(session, spec, draft)
    assert line.id is not None
    for kind, _draft in _NAMED.values():
        for part in parts_of(session, kind, line):
            session.delete(part)
    session.flush()
    for name, (kind, _draft) in _NAMED.items():
        session.add_all([kind(**part.model_dump(), line_id=line.id) for part in getattr(draft, name)])
    session.flush()


def _check_parts(session: Session, spec: Spec, draft: LineDraft) -> None:
    seen: set[int] = set()
    for at, one in enumerate(draft.deliveries):
        field = f"deliveries.{at}.site_id"
        if one.site_id is None:
            raise refuse(field, _("Choose the school"))
        in_office(session, Site, one.site_id, office_id=spec.office_id, field=field)
        if one.site_id in seen:
            raise refuse(field, _("This school stands in another row"))
        seen.add(one.site_id)
    for at, gone in enumerate(draft.replaced):
        in_office(session, Asset, gone.asset_id, office_id=spec.office_id, field=f"replaced.{at}.asset_id")
        in_office(session, Device, gone.device_id, office_id=spec.office_id, field=f"replaced.{at}.device_id")
        if not gone.name:
            raise refuse(f"replaced.{at}.name", _("This is needed"))
