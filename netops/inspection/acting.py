"""What people do with an inspection, the same for pages, phones and API: checked, stored, written down."""

from __future__ import annotations

from datetime import date
from typing import Final

from inventory.models.inspection import InspectionItem, InspectionRecord, InspectionRound, Inspector
from inventory.store import inspections as store
from inventory.store.acting import By
from inventory.store.belonging import in_office
from netops.audit import record
from netops.cases.facts import holidays
from netops.editors import Hand
from netops.inspection.appointing import is_known, why_not
from netops.models.person import Person
from netops.people.photos import Picture
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError, refuse
from service.uploads import Uploads

NOUN: Final = "inspection"


class Inspections:
    """One request about inspections."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.session = hand, hand.session

    @property
    def by(self) -> By:
        """For what is kept of who did it."""
        return By(self.hand.actor.name, utc_now(), self.hand.actor.person_id)

    def get(self, round_id: int) -> InspectionRound:
        """MissingError where this person may not see it."""
        return store.find_round(self.session, round_id, sight=self.hand.sight)

    def start(self, draft: store.RoundDraft) -> InspectionRound:
        """A round with its dates by the office's own calendar."""
        days = holidays(self.session, self.hand.office_id)
        held = store.create_round(self.session, draft, sight=self.hand.sight, holidays=days, by=self.by)
        self._note("started", held, unit=held.unit, year=held.year)
        return held

    def set_order(self, held: InspectionRound, draft: store.OrderDraft) -> None:
        """The order that appoints."""
        store.set_order(self.session, held, draft)
        self._note("order_set", held, order_no=held.order_no)

    def freeze(self, held: InspectionRound, *, today: date) -> int:
        """Take the list; how many assets."""
        count = store.freeze(self.session, held, today=today, by=self.by)
        self._note("listed", held, assets=count)
        return count

    def appoint(self, held: InspectionRound, draft: store.InspectorDraft) -> Inspector:
        """RefusedError with the reason where the person may not inspect."""
        found = in_office(self.session, Person, draft.person_id, office_id=self.hand.office_id, field="person_id")
        if found is None or not is_known(found, self.hand.sight):
            raise refuse("person_id", N_("There is no such entry"))
        reason = why_not(self.session, held, found)
        if reason:
            raise refuse("person_id", reason)
        name = found.name or found.username
        inspector = store.appoint(self.session, held, draft, name=name, by=self.by)
        self._note("appointed", held, person=name)
        return inspector

    def release(self, held: InspectionRound, inspector_id: int) -> None:
        """No inspector any more."""
        released = store.release(self.session, held, inspector_id, by=self.by)
        self._note("released", held, person=released.name)

    def is_inspector(self, held: InspectionRound) -> bool:
        """Whether this person is appointed to the round now."""
        return any(one.person_id == self.hand.actor.person_id for one in store.inspectors(self.session, held))

    def keep(
        self, held: InspectionRound, draft: store.RecordDraft, *, picture: Picture | None, uploads: Uploads
    ) -> tuple[InspectionRecord, bool]:
        """(what was recorded, whether it is new). RefusedError of somebody who is not appointed to this round."""
        if not self.is_inspector(held):
            raise refuse("", N_("Only who is appointed to this inspection records in it"))
        digest = picture.sha256 if picture is not None else ""
        kept, is_new = store.keep_record(self.session, held, draft, by=self.by, photo_sha256=digest)
        if is_new:
            if picture is not None:
                uploads.keep(picture.data)
            self._note("recorded", held, item=draft.item_id, whereabouts=draft.whereabouts.value)
        return kept, is_new

    def choose(self, held: InspectionRound, item: InspectionItem, record_id: int, *, reason: str) -> None:
        """Decide between records that differ: inspectors of the round, or who prepared it."""
        store.choose(self.session, held, item, record_id, reason=reason, by=self.by)
        self._note("decided", held, item=item.id or 0, record=record_id)

    def close(self, held: InspectionRound, *, today: date) -> None:
        """End it, and write into the cards what was found."""
        store.close(self.session, held, today=today, by=self.by)
        self._note("closed", held)

    def picture(self, record_id: int, uploads: Uploads) -> bytes:
        """The photo of a record that may be seen."""
        found = self.session.get(InspectionRecord, record_id)
        item = self.session.get(InspectionItem, found.item_id) if found is not None else None
        if found is None or item is None or not found.photo_sha256:
            raise MissingError("photo")
        self.get(item.round_id)
        return uploads.read(found.photo_sha256)

    def _note(self, what: str, held: InspectionRound, **detail: object) -> None:
        record(self.session, self.hand.actor, f"{NOUN}.{what}", subject=NOUN, subject_id=held.id, detail=detail)
