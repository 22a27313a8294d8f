"""Why a step cannot begin or be done, as sentences of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from office.workflow.definition import Definition
from office.workflow.standing import Lack, Reason
from service.i18n import N_, spoken
from service.refusal import Problem, RefusedError

_SENTENCES: Final[Mapping[Lack, str]] = {
    Lack.STEP: N_("It waits for: %(what)s"),
    Lack.EVIDENCE: N_("A document is lacking: %(what)s"),
    Lack.RESOLUTION: N_("A resolution is lacking: %(what)s"),
    Lack.REJECTED: N_("It was not approved: %(what)s"),
    Lack.CHANGED: N_("What was approved is not what is there now: %(what)s"),
    Lack.GATE: N_("The committee has not approved it yet: %(what)s"),
}


def problem_of(definition: Definition, reason: Reason) -> Problem:
    """One reason as a sentence."""
    return Problem("", _SENTENCES[reason.lack], {"what": _what(definition, reason)})


def refusal(definition: Definition, reasons: Iterable[Reason]) -> RefusedError:
    """All of them at once, so that nobody learns them one by one."""
    return RefusedError(problem_of(definition, reason) for reason in reasons)


def _what(definition: Definition, reason: Reason) -> str:
    if reason.lack in {Lack.STEP, Lack.GATE}:
        return definition.by_key[reason.key].title.said(spoken())
    if reason.lack in {Lack.EVIDENCE, Lack.CHANGED}:
        return definition.evidence_title(reason.key).said(spoken())
    return definition.committee_title(reason.key).said(spoken())
