"""What pages call states and parts of cases, and the fields of each part."""

from __future__ import annotations

from typing import Final

from planning.school_network.models.case import AssetKind, AssetWay, CaseState, OpinionWord, Round, Transport
from service.i18n import N_

STATES: Final = {
    CaseState.IDEA: N_("being considered"),
    CaseState.STUDIED: N_("studied"),
    CaseState.IN_PLAN: N_("in the approved plan"),
    CaseState.HEARING: N_("being heard"),
    CaseState.RESOLVED: N_("resolved by the board"),
    CaseState.ANNOUNCED: N_("announced"),
    CaseState.EXECUTING: N_("being carried out"),
    CaseState.COMPLETED: N_("completed"),
    CaseState.FOLLOWED_UP: N_("followed up"),
    CaseState.REJECTED: N_("refused by the board"),
    CaseState.WITHDRAWN: N_("case withdrawn"),
}
TRANSPORTS: Final = {
    Transport.NONE: N_("none needed"),
    Transport.VAN: N_("school van"),
    Transport.ALLOWANCE: N_("allowance"),
    Transport.BOARDING: N_("boarding"),
}
OPINIONS: Final = {
    OpinionWord.AGREE: N_("agrees"),
    OpinionWord.CONDITIONS: N_("agrees with conditions"),
    OpinionWord.DISAGREE: N_("disagrees"),
}
ASSETS: Final = {
    AssetKind.LAND: N_("land"),
    AssetKind.BUILDING: N_("building"),
    AssetKind.EQUIPMENT: N_("equipment"),
    AssetKind.DOCUMENTS: N_("documents"),
    AssetKind.MONEY: N_("money"),
}
WAYS: Final = {
    AssetWay.UNDECIDED: N_("not decided yet"),
    AssetWay.TRANSFER: N_("transferred"),
    AssetWay.RETURN: N_("returned"),
    AssetWay.SELL: N_("sold"),
    AssetWay.DESTROY: N_("destroyed"),
    AssetWay.KEEP: N_("kept in official use"),
}
ROUNDS: Final = {Round.TERM: N_("after one term"), Round.YEAR: N_("after one year")}
PARTS: Final = {
    "groups": N_("Children by grade and village"),
    "hearings": N_("Hearings"),
    "opinions": N_("Opinions of school boards"),
    "readiness": N_("Readiness of the local body"),
    "assets": N_("Land, buildings, things, documents and money"),
    "staff": N_("Staff"),
}
LABELS: Final = {
    "grade": N_("Grade"),
    "village_code": N_("Code of the village"),
    "village_name": N_("Village"),
    "children": N_("Children"),
    "to_code": N_("Receiving school"),
    "transport": N_("Transport"),
    "support_satang_day": N_("Support of a child and day (baht)"),
    "notified_on": N_("Day of the notice"),
    "held_on": N_("Day of the meeting"),
    "place": N_("Place of the meeting"),
    "parents": N_("Parents (persons)"),
    "teachers": N_("Teachers (persons)"),
    "board": N_("School board (persons)"),
    "community": N_("Community (persons)"),
    "agree": N_("In favour"),
    "disagree": N_("Against"),
    "abstain": N_("Abstained"),
    "note": N_("Note"),
    "school_name": N_("School"),
    "opinion": N_("Opinion"),
    "present": N_("Members present"),
    "assessed_on": N_("Assessed on"),
    "experience": N_("Experience in education"),
    "plan": N_("Plan to prepare for it"),
    "management": N_("Way of managing"),
    "income": N_("Share of income for education"),
    "level_fit": N_("Level and type fit local need"),
    "people": N_("Opinion of the people"),
    "kind": N_("Kind"),
    "item": N_("What it is"),
    "quantity": N_("Quantity"),
    "value_satang": N_("Value (baht)"),
    "way": N_("What becomes of it"),
    "to_whom": N_("To whom"),
    "paper_number": N_("Number of the paper"),
    "asset_number": N_("Number in the asset book"),
    "done_on": N_("Done on"),
    "position": N_("Position"),
    "persons": N_("Persons"),
    "to_name": N_("Goes to"),
}
