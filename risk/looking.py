"""Every rule looks at everything: one signal of each rule and thing, with the class that its figure has.

A rule is one file in `risk/rules/`; it is found by itself.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType

from risk import rules
from risk.facts import Facts
from risk.found import Rule, Signal
from risk.parameters import Parameter
from risk.terms import between


@dataclass(frozen=True, slots=True)
class Found:
    """A signal with its classes."""

    rule: Rule
    signal: Signal
    likelihood: int
    impact: int
    opens_at: int

    @property
    def key(self) -> str:
        """Of the risk."""
        return self.rule.key_for(self.signal)


@cache
def all_rules() -> Mapping[str, Rule]:
    """By key, in the order of their names."""
    names = sorted(found.name for found in pkgutil.iter_modules(rules.__path__))
    made: dict[str, Rule] = {}
    for name in names:
        rule: Rule = import_module(f"{rules.__name__}.{name}").RULE
        assert rule.key == name
        made[name] = rule
    return MappingProxyType(made)


def look(facts: Facts, parameters: Mapping[str, Parameter]) -> dict[str, Found]:
    """By key of the risk."""
    seen: dict[str, Found] = {}
    for rule in all_rules().values():
        parameter = parameters[rule.key]
        for signal in rule.find(facts, parameter):
            found = Found(
                rule=rule,
                signal=signal,
                likelihood=parameter.likelihood(signal.figure),
                impact=between(parameter.impact + signal.weight),
                opens_at=parameter.opens_at,
            )
            seen[found.key] = found
    return seen
