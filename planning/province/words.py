"""What pages call the kinds and states of the province."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from office.workflow.committee import Seat
from planning.plans.described import DIRECTIONS as DIRECTIONS_KNOWN
from planning.plans.described import Direction
from planning.province.committees import CommitteeKind
from planning.province.equity import Measure
from planning.province.kinds import PlanKind
from planning.province.models.agency import Affiliation, AgencyKind, Answer
from planning.province.models.plan import ElementKind
from planning.province.models.project import ContributionKind, PledgeState, RulingKind, TaskState
from planning.province.models.situation import Channel
from planning.province.overlap import Aspect
from planning.province.readiness import Lack
from service.i18n import N_, _

AFFILIATIONS: Final = {
    Affiliation.MOE: N_("under the Ministry of Education"),
    Affiliation.OTHER: N_("outside the Ministry of Education"),
}
AGENCY_KINDS: Final = {
    AgencyKind.EDUCATION_OFFICE: N_("provincial education office"),
    AgencyKind.AREA_OFFICE: N_("educational service area office"),
    AgencyKind.VOCATIONAL: N_("vocational education"),
    AgencyKind.LEARNING: N_("learning encouragement (non-formal)"),
    AgencyKind.PRIVATE: N_("private education"),
    AgencyKind.UNIVERSITY: N_("university"),
    AgencyKind.LOCAL_BODY: N_("local administrative organisation"),
    AgencyKind.ADMINISTRATION: N_("province and districts"),
    AgencyKind.HEALTH: N_("public health"),
    AgencyKind.OTHER: N_("other agency"),
}
ANSWERS: Final = {
    Answer.WAITING: N_("not answered yet"),
    Answer.NOMINATED: N_("named somebody"),
    Answer.DECLINED: N_("named nobody"),
}
COMMITTEES: Final = {
    CommitteeKind.STRATEGY: N_("strategy and integration committee"),
    CommitteeKind.CLUSTER: N_("strategy and integration committee of the cluster"),
    CommitteeKind.WORKING_GROUP: N_("working group"),
}
SEATS: Final = {
    Seat.CHAIR: N_("chair of the committee"),
    Seat.MEMBER: N_("member of the committee"),
    Seat.SECRETARY: N_("member and secretary"),
}
PLANS: Final = {
    PlanKind.DEVELOPMENT: N_("development plan of the province"),
    PlanKind.CLUSTER: N_("development plan of the cluster"),
    PlanKind.FOUR_YEAR: N_("four-year action plan"),
    PlanKind.ANNUAL: N_("annual action plan of the province"),
}
ELEMENTS: Final = {
    ElementKind.VISION: N_("vision"),
    ElementKind.MISSION: N_("mission"),
    ElementKind.GOAL: N_("goal"),
    ElementKind.STRATEGY: N_("strategy"),
    ElementKind.MEASURE: N_("measure of a strategy"),
}
DIRECTIONS: Final = {one: DIRECTIONS_KNOWN[one] for one in (Direction.UP, Direction.DOWN)}
MEASURES: Final = {
    Measure.SCHOOL_AGE: N_("school-age population"),
    Measure.ENROLLED: N_("enrolled"),
    Measure.OUT_OF_SCHOOL: N_("out of school"),
    Measure.UNDER_SERVED: N_("under-served villages"),
}
CHANNELS: Final = {
    Channel.MEETING: N_("meeting"),
    Channel.HEARING: N_("public hearing"),
    Channel.QUESTIONNAIRE: N_("questionnaire"),
    Channel.INTERVIEW: N_("interview"),
    Channel.ONLINE: N_("online"),
    Channel.LETTER: N_("letter"),
}
CONTRIBUTIONS: Final = {
    ContributionKind.MONEY: N_("money"),
    ContributionKind.STAFF: N_("staff"),
    ContributionKind.IN_KIND: N_("in kind"),
}
PLEDGES: Final = {PledgeState.OFFERED: N_("offered"), PledgeState.DECLINED: N_("declined")}
TASKS: Final = {
    TaskState.OFFERED: N_("waiting for the answer"),
    TaskState.ACCEPTED: N_("accepted task"),
    TaskState.DECLINED: N_("declined, back at the lead"),
    TaskState.DONE: N_("task done"),
}
RULINGS: Final = {
    RulingKind.JOIN: N_("to be done together"),
    RulingKind.SPLIT: N_("target groups or places are divided"),
    RulingKind.APART: N_("does not overlap"),
}
ASPECTS: Final = {
    Aspect.ACTIVITY: N_("same activity"),
    Aspect.TARGET_GROUP: N_("same target group"),
    Aspect.PLACE: N_("same place"),
}
FIELDS: Final = {
    "title": N_("Project"),
    "agency_id": N_("Leading agency"),
    "parent_id": N_("Project of the four-year plan"),
    "strategy_id": N_("Strategy of the province"),
    "activity": N_("Main activities"),
    "objective": N_("Objective"),
    "output": N_("Target of the project"),
    "indicator": N_("Indicator and its target"),
    "target_group": N_("Target group"),
    "place": N_("Area of work"),
    "amount_satang": N_("Budget (baht)"),
    "money_source": N_("Source of money"),
    "responsible": N_("Responsible group"),
    "told_key": N_("Project of the annual plan that it is"),
}
LACKS: Final = {
    Lack.NO_SECTORS: N_("No sector is required yet: say first which have to be heard"),
    Lack.SECTOR: N_("Nothing was heard of the sector %(what)s"),
    Lack.NO_DISTRICTS: N_("No district is written down yet"),
    Lack.EQUITY: N_("District %(what)s lacks: %(fields)s"),
    Lack.QUALITY: N_("The table of quality is empty"),
    Lack.NO_STRATEGY: N_("The plan has no strategy yet"),
    Lack.NO_PROJECTS: N_("The plan has no project yet"),
    Lack.FIELDS: N_("Project %(what)s lacks: %(fields)s"),
    Lack.FUNDING: N_("The money of the partners does not add up to the project %(what)s"),
    Lack.PARENT: N_("Project %(what)s names no project of the four-year plan"),
    Lack.OVERLAP: N_("Nobody decided about the overlap of %(what)s"),
    Lack.ALIGNED: N_("Project %(what)s points to no policy yet"),
    Lack.UNDESCRIBED: N_("Project %(what)s: unit, direction, source or baseline is missing of: %(fields)s"),
    Lack.NO_PARTS: N_("No province is a part of the plan of the cluster yet"),
}


def options(said: Mapping[Any, str]) -> tuple[tuple[str, str], ...]:
    """Of a select, in the reader's language."""
    return tuple((str(one.value), _(text)) for one, text in said.items())
