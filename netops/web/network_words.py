"""What pages call the values of the network's development."""

from __future__ import annotations

from typing import Any, Final

from network.acceptance import CheckKind, Standing
from network.completeness import Want
from network.gap import Measure
from network.models.change import ChangeState
from network.models.file import DrillResult, Scenario
from network.models.survey import Cabling
from network.queries.indicators import INDICATOR_WORDS, UNIT_WORDS
from network.queries.words import PART_WORDS
from service.i18n import N_

MEASURE_WORDS: Final = {
    Measure.LINKS: N_("Internet links"),
    Measure.SPEED: N_("kbit/s for each pupil"),
    Measure.SWITCH_PORTS: N_("Ports of switches"),
    Measure.ACCESS_POINTS: N_("Access points"),
    Measure.UPS: N_("Uninterruptible power supplies"),
}
WANT_WORDS: Final = {
    Want.MISSING: N_("is missing"),
    Want.NOT_DATED: N_("has no day"),
    Want.NOT_OWNED: N_("has no owner"),
    Want.NOT_REVIEWED: N_("has no day of review"),
    Want.OVERDUE: N_("its review is overdue"),
}
CABLING_WORDS: Final = {
    Cabling.UNKNOWN: N_("not known"),
    Cabling.GOOD: N_("good"),
    Cabling.WORN: N_("worn out"),
    Cabling.NONE: N_("there are none"),
}
CHANGE_WORDS: Final = {
    ChangeState.ASKED: N_("waits for the decision"),
    ChangeState.APPROVED: N_("approved, to be done"),
    ChangeState.REFUSED: N_("the change is not approved"),
    ChangeState.DONE: N_("done and accepted"),
}
CHANGE_SHAPES: Final = {
    ChangeState.ASKED: "unknown",
    ChangeState.APPROVED: "maintenance",
    ChangeState.REFUSED: "closed",
    ChangeState.DONE: "up",
}
CHECK_WORDS: Final = {
    CheckKind.ANSWERS: N_("the device answers"),
    CheckKind.LINK_UP: N_("the link is up, at least (minutes without a break)"),
    CheckKind.PORT_SPEED: N_("speed of a port, at least (Mbit/s)"),
    CheckKind.PORTS: N_("number of ports, at least"),
    CheckKind.FIRMWARE: N_("version of its software"),
    CheckKind.LOSS: N_("lost pings, at most (%)"),
    CheckKind.PORT_ERRORS: N_("errors on a port, at most a minute"),
}
STANDING_WORDS: Final = {
    Standing.PASSED: N_("passed"),
    Standing.FAILED: N_("not passed"),
    Standing.NOT_MEASURED: N_("not measured since the order"),
}
UNASKED_WORDS: Final = {
    "agent": N_("only the agent in the school can ask it"),
    "not_permitted": N_("this machine may not send pings"),
    "no device": N_("no device is entered through which it could be asked"),
}
STANDING_SHAPES: Final = {Standing.PASSED: "up", Standing.FAILED: "down", Standing.NOT_MEASURED: "unknown"}
SCENARIO_WORDS: Final = {
    Scenario.LINK: N_("the main link is cut"),
    Scenario.POWER: N_("the power fails"),
    Scenario.DEVICE: N_("the main device fails"),
    Scenario.CONFIG: N_("a configuration has to be brought back"),
}
DRILL_WORDS: Final = {
    DrillResult.PLANNED: N_("to be run"),
    DrillResult.PASSED: N_("passed"),
    DrillResult.FAILED: N_("not passed"),
}
DRILL_SHAPES: Final = {DrillResult.PLANNED: "maintenance", DrillResult.PASSED: "up", DrillResult.FAILED: "down"}
SECTION_WORDS: Final = {
    "purpose": N_("Purpose and extent"),
    "rules_of_use": N_("Rules of use"),
    "daily_work": N_("Daily work"),
    "when_it_fails": N_("When it does not work"),
    "spares": N_("Spare parts"),
}
STEP_HINTS: Final = {
    "study": N_("Let the school fill in the survey, then make the report of its state as paper."),
    "design": N_("Make a version of the design from what is lacking, with options and their cost."),
    "approval": N_("The committee resolves on the paper of the design; the director lets it pass."),
    "installing": N_("Ask for the change, order the work, and run its acceptance test."),
    "manual": N_("Write the texts of the manual and keep a version of it."),
    "continuity": N_("Plan a drill, run it, and write down how it went."),
    "risks": N_("Look through the risks of the school and hand in their register."),
    "report": N_("Make the report of the indicators."),
}
"""What is to be done at each step of `netops/cases/workflows/network.toml`."""
MEASURED_WORDS: Final = {"up": N_("answers"), "down": N_("does not answer")}
WORDS: Final[dict[str, Any]] = {
    "measures": MEASURE_WORDS,
    "parts": PART_WORDS,
    "wants": WANT_WORDS,
    "cablings": CABLING_WORDS,
    "change_words": CHANGE_WORDS,
    "change_shapes": CHANGE_SHAPES,
    "check_words": CHECK_WORDS,
    "standing_words": STANDING_WORDS,
    "unasked_words": UNASKED_WORDS,
    "standing_shapes": STANDING_SHAPES,
    "scenarios": SCENARIO_WORDS,
    "drill_words": DRILL_WORDS,
    "drill_shapes": DRILL_SHAPES,
    "sections": SECTION_WORDS,
    "indicators": INDICATOR_WORDS,
    "units": UNIT_WORDS,
    "step_hints": STEP_HINTS,
    "measured_words": MEASURED_WORDS,
}
