"""What a rule finds: a cause of a risk at a thing, with the figure that its likelihood is reckoned from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from risk.facts import Facts
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject, key_of


@dataclass(frozen=True, slots=True)
class Words:
    """What people read of a rule, in one language. In `title` stands %(name)s for the thing."""

    title: str
    threat: str
    vulnerability: str
    task: str  # what is to be done first, in words of a task
    gone: str  # what was seen when the cause is no more


@dataclass(frozen=True, slots=True)
class Signal:
    """One cause. `figure` is what the steps of the rule are asked of; `weight` is added to the impact of the rule for
    what hangs on the thing, and `weighed` says why.
    """

    subject: Subject
    subject_id: int | str
    name: str
    figure: int
    evidence: Sequence[Evidence]
    site_id: int | None = None
    device_id: int | None = None
    link_id: int | None = None
    weight: int = 0
    weighed: Sequence[Evidence] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, one file in `risk/rules/`. `concerns`: C confidentiality, I integrity, A availability.

    `unit` names the figure, in words of `risk/queries/words.py`. `is_quiet`: what it counts are happenings, so that
    their absence lowers a risk and leaves it in the register; else their absence means that the cause is gone.
    `by_replacing`: another device would take the risk away, so that a high one is a reason for a need.
    """

    key: str
    group: Group
    service: str
    concerns: str
    unit: str
    thai: Words
    english: Words
    find: Callable[[Facts, Parameter], Iterable[Signal]]
    is_quiet: bool = False
    by_replacing: bool = False

    def key_for(self, signal: Signal) -> str:
        """Of the risk that the signal speaks of."""
        return key_of(self.key, signal.subject, signal.subject_id)
