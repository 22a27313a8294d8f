"""Two people at once: PostgreSQL, where both really run, and SQLite, where one waits for the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine
from sqlmodel import select

from planning.kit.reading.writing import as_csv
from planning.kit.tables import EventOut
from planning.registry.grades import Grade
from planning.registry.models.batch import Dataset
from planning.registry.models.count import CountRevision, SchoolCount
from planning.registry.reading.pupils import PUPILS, GradeCount
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.registry.giving import give, give_and_take, take
from tests.planning.registry.samples import ONE, ROWS, pupils
from tests.planning.registry.test_counts import FIRST

Enter = Callable[..., Entered]


def at_once(*acts: Callable[[], int]) -> list[int]:
    """What each of them answers when all begin together."""
    together = Barrier(len(acts))

    def begin(act: Callable[[], int]) -> int:
        together.wait(20)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(begin, acts))


def test_two_files_about_the_same_school_are_not_both_taken_as_they_were_shown(
    enter: Enter, registry_engine: Engine
) -> None:
    one, two = enter(), enter()
    give_and_take(one, Dataset.SCHOOLS, ROWS["schools"])
    give_and_take(one, Dataset.PUPILS, FIRST)
    batches = [give(one, Dataset.PUPILS, as_csv(PUPILS, [pupils(*ONE, GradeCount(Grade.P1, n, n, 1))])) for n in (5, 6)]
    pages = [it.get(batch).text for it, batch in zip((one, two), batches, strict=True)]
    digests = [page.partition('name="digest" value="')[2][:64] for page in pages]

    def taking(it: Entered, batch: str, digest: str) -> Callable[[], int]:
        return lambda: it.post(f"{batch}/take", {"digest": digest}).status_code

    acts = [taking(*each) for each in zip((one, two), batches, digests, strict=True)]
    assert at_once(*acts) == [303, 422]
    with reading(registry_engine) as session:
        found = session.exec(select(SchoolCount).where(SchoolCount.school_id == 1)).one()
        assert found.male in (5, 6)


def test_a_button_pressed_twice_takes_and_freezes_once(enter: Enter, registry_engine: Engine) -> None:
    one, two = enter(), enter()
    give_and_take(one, Dataset.SCHOOLS, ROWS["schools"])
    batch = give(one, Dataset.PUPILS, as_csv(PUPILS, FIRST))
    assert at_once(*(lambda it=it: take(it, batch).status_code for it in (one, two))) == [303, 422]
    freezes = at_once(*(lambda it=it: it.post("/counts/1/freeze").status_code for it in (one, two)))
    assert freezes == [303, 422]
    with reading(registry_engine) as session:
        assert len(session.exec(select(CountRevision)).all()) == 1
        assert [one.kind for one in session.exec(select(EventOut)).all()] == ["EnrolmentFrozen"]
