"""Long work can be left and found again, with its end and its reason, also after a crash."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.importing.columns import Kind
from inventory.models.site import Site
from netops.audit import Actor
from netops.models.job import Job, JobState
from netops.models.person import AuditEntry
from netops.vault import Vault
from netops.work.import_job import import_work
from netops.work.jobs import ORPHANED, Jobs, Order, Progress, fail_unfinished
from service.database import reading, transaction
from service.refused import RefusedCommandError
from tests.factories import make_office


@pytest.fixture
def order(database: Engine) -> Order:
    with transaction(database) as session:
        office = make_office(session)
    assert office.id is not None
    return Order(office.id, "import", "sites.csv")


@pytest.fixture
def jobs(database: Engine) -> Iterator[Jobs]:
    jobs = Jobs(database)
    yield jobs
    jobs.close()


def row(engine: Engine, job_id: int) -> Job:
    with reading(engine) as session:
        found = session.get(Job, job_id)
    assert found is not None
    return found


def test_progress_is_seen_while_it_runs_and_the_result_after(database: Engine, jobs: Jobs, order: Order) -> None:
    half_way, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> Mapping[str, object]:
        progress(5, 10)
        half_way.set()
        go_on.wait(20)
        progress(10, 10)
        return {"new": 10}

    job_id = jobs.start(order, work)
    assert half_way.wait(20)
    running = row(database, job_id)
    assert (running.state, jobs.progress(running)) == (JobState.RUNNING, (5, 10))
    go_on.set()
    jobs.wait(job_id, 20)
    ended = row(database, job_id)
    assert (ended.state, ended.result, jobs.progress(ended)) == (JobState.DONE, {"new": 10}, (10, 10))
    assert ended.started_at is not None
    assert ended.ended_at is not None


def test_a_refusal_is_told_and_a_bug_only_named(
    database: Engine, jobs: Jobs, order: Order, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(_progress: Progress) -> Mapping[str, object]:
        raise RefusedCommandError("the disk is full")

    def wrong(_progress: Progress) -> Mapping[str, object]:
        raise KeyError("canary-9f2c")

    with caplog.at_level(logging.ERROR):
        ids = [jobs.start(order, work) for work in (refused, wrong)]
        for job_id in ids:
            jobs.wait(job_id, 20)
    first, second = (row(database, job_id) for job_id in ids)
    assert (first.state, first.error) == (JobState.FAILED, "the disk is full")
    assert second.state is JobState.FAILED
    assert "KeyError" in second.error
    assert "canary" not in second.error
    assert "KeyError" in caplog.text


def test_what_a_dead_process_left_is_marked_failed(database: Engine, order: Order) -> None:
    with transaction(database) as session:
        for state in JobState:
            session.add(Job(office_id=order.office_id, kind="scan", state=state))
    assert fail_unfinished(database) == 2
    with reading(database) as session:
        left = session.exec(select(Job).where(Job.error == ORPHANED)).all()
    assert {job.state for job in left} == {JobState.FAILED}
    assert fail_unfinished(database) == 0


@pytest.mark.parametrize(
    ("text", "state", "schools"),
    [
        ("site_code,name\n57010001,ก\n57010002,ข\n", JobState.DONE, 2),
        ("site_code,name\n57010001,ก\n5701,ข\n", JobState.FAILED, 0),
    ],
)
def test_an_import_is_all_or_nothing(
    database: Engine, jobs: Jobs, order: Order, vault: Vault, *, text: str, state: JobState, schools: int
) -> None:
    actor = Actor("it", order.office_id)
    work = import_work(database, vault, kind=Kind.SITES, data=text.encode(), actor=actor)
    job_id = jobs.start(order, work)
    jobs.wait(job_id, 20)
    ended = row(database, job_id)
    assert ended.state is state
    with reading(database) as session:
        assert len(session.exec(select(Site)).all()) == schools
        audited = session.exec(select(AuditEntry.action)).all()
    assert audited == (["import.applied"] if schools else [])
    assert ("row 3" in ended.error) is (state is JobState.FAILED)
