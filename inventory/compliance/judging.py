"""How a configuration stands against the rules. Pure: text in, verdicts with the lines that prove them out.

The rule to know: a line that is not understood proves nothing. A platform that a rule does not know is UNCLEAR, never
kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from inventory.compliance.configuration import Block, Line, blocks_of
from inventory.compliance.rule import Check, Pattern, Rule, Rulebook
from inventory.models.config import Grade

MOST_PROOFS: Final = 6


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one rule is kept, and the lines that say so, each under its heading; they may hold secrets."""

    rule: str
    grade: Grade
    proof: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    grade: Grade
    proof: tuple[tuple[str, str], ...] = ()


def judge(text: str, *, platform: str, book: Rulebook) -> tuple[Verdict, ...]:
    """A verdict for each rule that has to do with the platform."""
    blocks = blocks_of(text, platform)
    asked = [rule for rule in book.rules if platform not in rule.not_for]
    return tuple(_of_rule(rule, blocks, platform) for rule in asked)


def _of_rule(rule: Rule, blocks: Sequence[Block], platform: str) -> Verdict:
    checks = rule.checks_of(platform)
    if not checks or not blocks:
        return Verdict(rule.id, Grade.UNCLEAR)
    found = _worst([_of_check(check, blocks) for check in checks])
    return Verdict(rule.id, found.grade, found.proof[:MOST_PROOFS])


def _of_check(check: Check, blocks: Sequence[Block]) -> _Found:
    lines = [(block.heading, line) for block in blocks for line in block.lines]
    if check.applies_if is not None and not any(check.applies_if.search(line.whole) for _heading, line in lines):
        return _Found(Grade.KEPT)
    if check.section is None:
        return _of_lines(check, [("", line) for _heading, line in lines], whole=True)
    sections = [block for block in blocks if check.section.search(block.heading)]
    if not sections:
        return _Found(check.no_section)
    return _worst([_of_section(check, block) for block in sections])


def _of_section(check: Check, block: Block) -> _Found:
    found = _of_lines(check, [(block.heading, line) for line in block.lines], whole=False)
    if found.grade is not Grade.KEPT and not found.proof:
        return _Found(found.grade, ((block.heading, ""),))
    return found


def _of_lines(check: Check, lines: Sequence[tuple[str, Line]], *, whole: bool) -> _Found:
    seen = [(heading, line.whole if whole else line.text) for heading, line in lines]
    wrong = _fitting(check.must_not, seen)
    if wrong:
        return _Found(Grade.BROKEN, wrong)
    if doubtful := _fitting(check.unclear_if, seen):
        return _Found(Grade.UNCLEAR, doubtful)
    proofs = [_fitting((pattern,), seen) for pattern in check.must]
    if not all(proofs):
        return _Found(check.absent)
    return _Found(Grade.KEPT, tuple(proof[0] for proof in proofs))


def _fitting(patterns: Iterable[Pattern], seen: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    patterns = tuple(patterns)
    return tuple(each for each in seen if any(pattern.search(each[1]) for pattern in patterns))


def _worst(found: Sequence[_Found]) -> _Found:
    """Broken before unclear before kept; the proofs of all that are as bad."""
    grade = max((each.grade for each in found), key=_GRAVITY.index)
    return _Found(grade, tuple(proof for each in found if each.grade is grade for proof in each.proof))


_GRAVITY: Final = (Grade.KEPT, Grade.UNCLEAR, Grade.BROKEN)
