"""Pupils of other grades are other pupils, however alike the words are."""

from __future__ import annotations

import pytest

from planning.province.overlap import Aspect, Candidate, grades, pairs


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("นักเรียน ป.1–ป.3", {4, 5, 6}),
        ("นักเรียนชั้น ม.๔ - ๖", {13, 14, 15}),
        ("อ.2 ถึง ป.1", {2, 3, 4}),
        ("ครู อ.เมือง", set()),
        ("ม.3, ม.1", {12, 10}),
        ("ป.6–ป.1", {9}),
    ],
)
def test_grades_are_read_from_the_words_of_a_target_group(text: str, known: set[int]) -> None:
    assert grades(text) == known


@pytest.mark.parametrize(
    ("group", "is_pair"), [("นักเรียน ป.1–ป.3", True), ("นักเรียน ป.3–ป.6", True), ("นักเรียน ม.4–ม.6", False)]
)
def test_projects_for_other_grades_do_not_overlap_by_their_place_alone(group: str, is_pair: bool) -> None:
    ours = Candidate(1, "ค่ายการอ่าน", "อ่านหนังสือ", "นักเรียน ป.1–ป.3", "ทุกอำเภอ")
    theirs = Candidate(2, "ทวิศึกษา", "ฝึกอาชีพ", group, "ทุกอำเภอ")
    found = pairs([ours, theirs])
    assert bool(found) is is_pair
    assert not is_pair or {one.aspect for one in found[0].reasons} == {Aspect.TARGET_GROUP, Aspect.PLACE}
