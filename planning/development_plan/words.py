"""What pages call classes, kinds, directions, grades and points of the checklist."""

from __future__ import annotations

from typing import Final

from planning.development_plan.models.duty import Verdict
from planning.development_plan.models.element import ElementKind
from planning.development_plan.models.evaluation import EvaluationKind
from planning.development_plan.models.factor import Basis, FactorClass, Origin
from planning.development_plan.models.school_plan import SchoolPlanState
from planning.development_plan.models.target import Level
from planning.development_plan.steps.factors import Quadrant
from planning.development_plan.steps.grading import Grade
from planning.plans import described
from service.i18n import N_

VERDICTS: Final = {
    Verdict.CONTINUE: N_("go on"),
    Verdict.ADJUST: N_("adjust"),
    Verdict.STOP: N_("end it"),
}
CLASSES: Final = {
    FactorClass.STRENGTH: N_("Strength"),
    FactorClass.WEAKNESS: N_("Weakness"),
    FactorClass.OPPORTUNITY: N_("Opportunity"),
    FactorClass.THREAT: N_("Threat from outside"),
}
BASES: Final = {
    Basis.JUDGED: N_("judged by the working group"),
    Basis.SITUATION: N_("counted in the situation data"),
    Basis.INDICATOR: N_("measured by an indicator"),
    Basis.RISK: N_("rated in the register of risks"),
    Basis.MAPPING: N_("found by the school map"),
    Basis.STUDY: N_("found by a study"),
}
QUADRANTS: Final = {
    Quadrant.STRONG_HELPED: N_("strong, and helped from outside"),
    Quadrant.WEAK_HELPED: N_("weak, but helped from outside"),
    Quadrant.STRONG_HINDERED: N_("strong, but hindered from outside"),
    Quadrant.WEAK_HINDERED: N_("weak, and hindered from outside"),
}
ORIGINS: Final = {
    Origin.RISK: N_("a grave risk"),
    Origin.INDICATOR: N_("a measured indicator"),
    Origin.INNOVATION: N_("an innovation that proved good"),
}
ELEMENTS: Final = {
    ElementKind.VISION: N_("Vision"),
    ElementKind.MISSION: N_("Mission"),
    ElementKind.GOAL: N_("Goal"),
    ElementKind.VALUE: N_("Shared value"),
    ElementKind.STRATEGY: N_("Strategy"),
    ElementKind.MEASURE: N_("Measure"),
}
DIRECTIONS: Final = described.DIRECTIONS
LEVELS: Final = {Level.OUTPUT: N_("Direct output"), Level.OUTCOME: N_("Outcome reached")}
GRADES: Final = {
    Grade.MET: N_("target reached"),
    Grade.BETTER: N_("better, but below the target"),
    Grade.MISSED: N_("target missed"),
    Grade.UNKNOWN: N_("not measured yet"),
}
GRADE_SHAPES: Final = {Grade.MET: "up", Grade.BETTER: "degraded", Grade.MISSED: "down", Grade.UNKNOWN: "unknown"}
SCHOOL_STATES: Final = {
    SchoolPlanState.WRITING: N_("is being written"),
    SchoolPlanState.SENT: N_("sent, to be reviewed"),
    SchoolPlanState.RETURNED: N_("returned, to be mended"),
    SchoolPlanState.ACCEPTED: N_("plan accepted"),
}
SCHOOL_SHAPES: Final = {
    SchoolPlanState.WRITING: "unknown",
    SchoolPlanState.SENT: "maintenance",
    SchoolPlanState.RETURNED: "degraded",
    SchoolPlanState.ACCEPTED: "up",
}
POINTS: Final = {
    "analysis": N_("Situation and problems are described with the school's own data"),
    "vision": N_("Vision and goals fit those of the office"),
    "goals": N_("Each goal of the office has an answer"),
    "standards": N_("It follows the education standards of the school"),
    "projects": N_("Projects and activities lead to the goals"),
    "budget": N_("Money and its sources are named"),
    "participation": N_("Parents and the community took part"),
    "board": N_("The school board agreed to it"),
}
EVALUATIONS: Final = {
    EvaluationKind.YEARLY: N_("yearly evaluation"),
    EvaluationKind.MID_TERM: N_("mid-term evaluation"),
}
LACKS: Final = {
    "text": N_("no wording"),
    "goal": N_("no goal"),
    "factor": N_("no factors"),
    "policy": N_("no policy"),
    "owner": N_("no owner"),
    "indicator": N_("no indicator"),
    **described.PARTS,
    "band": N_("no band"),
}
STEPS: Final = (
    ("missions", N_("4.1 Review of duties")),
    ("situation", N_("4.2 Situation data")),
    ("factors", N_("4.3 Factors and school map")),
    ("direction", N_("4.4 Vision to values")),
    ("strategies", N_("4.5 Strategies")),
    ("targets", N_("4.6 Indicators and projects")),
    ("schools", N_("4.9 Plans of schools")),
    ("results", N_("4.10 Results")),
)
"""Pages of a plan, in the order of the work; approval and publication have pages of their own."""
