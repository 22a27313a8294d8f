"""A workflow is read strictly: whatever is wrong with it is named, and all of it at once."""

from __future__ import annotations

from typing import Any

import pytest

from office.workflow.definition import Definition, DefinitionError, checked, read_definition

OWNERS = {"it", "director"}


def title(text: str) -> dict[str, str]:
    return {"th": f"{text} ไทย", "en": text}


def step(key: str, **values: Any) -> dict[str, Any]:
    days = {} if "working_days" in values else {"days": 5}
    return {"key": key, "title": title(key), "owner": "it", **days, **values}


def workflow(
    *steps: dict[str, Any], evidence: tuple[str, ...] = (), committees: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "key": "made-up",
        "title": title("made up"),
        "evidence": [{"key": key, "title": title(key)} for key in evidence],
        "committees": [{"key": key, "title": title(key)} for key in committees],
        "steps": list(steps),
    }


def fault(given: dict[str, Any]) -> str:
    with pytest.raises(DefinitionError) as raised:
        checked(given, owners=OWNERS)
    return str(raised.value)


CHOICES = [{"key": "yes", "title": title("yes")}, {"key": "no", "title": title("no")}]


def test_a_whole_workflow_is_read_and_knows_its_parts() -> None:
    given = workflow(
        step("ask", evidence=["plan"], choices=CHOICES),
        step("make", when={"step": "ask", "choice": ["yes"]}, resolution={"committee": "board", "of": "plan"}),
        step("end", after=["ask", "make"], working_days=3),
        evidence=("plan",),
        committees=("board",),
    )
    read = checked(given, owners=OWNERS)
    assert list(read.by_key) == ["ask", "make", "end"]
    assert [read.number(key) for key in read.by_key] == [1, 2, 3]
    assert read.ancestors("end") == {"ask", "make"}
    assert read.by_key["make"].before == ("ask",)
    assert read.step_of("plan").key == "ask"
    assert read.evidence_title("plan").said("en") == "plan"
    assert read.committee_title("board").said("th") == "board ไทย"
    # What a case keeps of it is read again as the same.
    assert checked(read.model_dump(mode="json", exclude_defaults=True), owners=OWNERS) == read


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (workflow(), "at least 1 item"),
        (workflow(step("a", sorrow=1)), "sorrow: Extra inputs"),
        (workflow(step("A b")), "steps.0.key"),
        (workflow(step("a", days=-1)), "steps.0.days"),
        (workflow(step("a", working_days=2, days=2)), "either days or working_days"),
        (workflow({"key": "a", "title": title("a"), "owner": "it"}), "either days or working_days"),
        (workflow(step("a", owner="king")), "owner of no known role: a"),
        (workflow(step("a"), step("a", after=["a"])), "two of step a"),
        (workflow(step("a"), step("b")), "b: it follows nothing"),
        (workflow(step("a", after=["b"]), step("b", after=["a"])), "a: b is no step above it"),
        (workflow(step("a"), step("b", after=["c"])), "b: c is no step above it"),
        (workflow(step("a"), step("b", after=["b"])), "b: b is no step above it"),
        (workflow(step("a", choices=CHOICES[:1])), "one choice is none"),
        (workflow(step("a", choices=[CHOICES[0], CHOICES[0]])), "two of choice of a yes"),
        (workflow(step("a"), step("b", when={"step": "a", "choice": ["yes"]})), "a has no choice yes"),
        (workflow(step("a", choices=CHOICES), step("b", when={"step": "a", "choice": []})), "steps.1.when.choice"),
        (workflow(step("a"), step("b", when={"step": "z", "choice": ["yes"]})), "b: z is no step above it"),
        (workflow(step("a", evidence=["plan"])), "no such kind of evidence: plan"),
        (workflow(step("a"), evidence=("plan",)), "evidence plan is wanted by 0 steps"),
        (
            workflow(step("a", evidence=["p"]), step("b", after=["a"], evidence=["p"]), evidence=("p",)),
            "evidence p is wanted by 2 steps",
        ),
        (workflow(step("a"), committees=("board",)), "committee board resolves nothing"),
        (
            workflow(step("a", evidence=["p"], resolution={"committee": "x", "of": "p"}), evidence=("p",)),
            "a: no such committee: x",
        ),
        (
            workflow(
                step("a", resolution={"committee": "x", "of": "p"}),
                step("b", after=["a"], evidence=["p"]),
                evidence=("p",),
                committees=("x",),
            ),
            "a: p is no evidence of it or of a step before it",
        ),
    ],
)
def test_what_cannot_be_followed_is_refused_with_its_reason(given: dict[str, Any], said: str) -> None:
    assert said in fault(given)


def test_every_fault_is_told_at_once() -> None:
    told = fault(workflow(step("a", after=["z"], evidence=["p"]), step("b")))
    assert "a: z is no step above it" in told
    assert "b: it follows nothing" in told
    assert "no such kind of evidence: p" in told


def test_a_text_that_is_no_toml_is_refused() -> None:
    with pytest.raises(DefinitionError):
        read_definition("key = ", owners=OWNERS)


def test_a_definition_does_not_change() -> None:
    read = checked(workflow(step("a")), owners=OWNERS)
    assert isinstance(read, Definition)
    with pytest.raises(ValueError, match="frozen"):
        read.key = "other"  # type: ignore[misc]
