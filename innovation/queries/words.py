"""What the values of roll-out and evaluation are called."""

from __future__ import annotations

from typing import Final

from innovation.adoption import Way
from innovation.models.evaluation import Measure, Money, Phase, Verdict
from innovation.models.rollout import Fitting
from service.refusal import _

FITTING_WORDS: Final = {Fitting.USED: _("it runs on it"), Fitting.SPARE: _("spare part")}
MEASURE_WORDS: Final = {
    Measure.ENTERED: _("entered with its source"),
    Measure.AVAILABILITY: _("measured: availability of the links"),
    Measure.OUTAGE_MINUTES: _("measured: minutes of outage"),
    Measure.MBPS_PER_PUPIL: _("measured: Mbit/s for each pupil"),
}
MONEY_WORDS: Final = {Money.COST: _("cost"), Money.BENEFIT: _("benefit")}
PHASE_WORDS: Final = {Phase.BEFORE: _("before it came"), Phase.AFTER: _("after it came")}
VERDICT_WORDS: Final = {
    Verdict.KEEP: _("keep as it is"),
    Verdict.SCALE: _("scale up"),
    Verdict.RETIRE: _("retire"),
}
WAY_WORDS: Final = {
    Way.DEVICE: _("device on the network"),
    Way.LINK: _("link that carries"),
    Way.LOGINS: _("imported sign-ins"),
}
