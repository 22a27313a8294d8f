"""Long work in the background: started by a page, left, and found again by its row.

How far a job is stands in memory until it ends: work that holds SQLite's one write lock cannot write its progress
beside it. A job lives in one process; what a dead process left unfinished is marked failed at the next start.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from inventory.importing.plan import RefusedImportError
from netops.models.job import Job, JobState
from service.columns import utc_now
from service.database import transaction
from service.refusal import MissingError, RefusedError
from service.refused import RefusedCommandError

logger = logging.getLogger(__name__)

LONGEST_ERROR = 500
EXPECTED = (RefusedError, RefusedImportError, RefusedCommandError, MissingError)
ORPHANED = "the service was stopped while this ran; start it again"


@dataclass(eq=False)
class Progress:
    """How far a job is; called by the work with (done, total)."""

    done: int = 0
    total: int = 0

    def __call__(self, done: int, total: int) -> None:
        """So much is done of so much."""
        self.done, self.total = done, total


Work = Callable[[Progress], Mapping[str, object]]
"""Does the work, telling its progress, and gives the result for the row. Commits its own transaction."""


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants what done. `request` is shown on the page of the job: never a secret."""

    office_id: int
    kind: str
    title: str
    person_id: int | None = None
    request: Mapping[str, object] = field(default_factory=dict)


class Jobs:
    """The background work of one process."""

    def __init__(self, engine: Engine, *, workers: int = 2) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="job")
        self._living: dict[int, tuple[Progress, Future[None]]] = {}

    def start(self, order: Order, work: Work) -> int:
        """Put the work in line; the job's id, under which it is found from now on."""
        with transaction(self._engine) as session:
            job = Job(
                office_id=order.office_id,
                person_id=order.person_id,
                kind=order.kind,
                title=order.title,
                request=dict(order.request),
            )
            session.add(job)
            session.flush()
            assert job.id is not None
        progress = Progress()
        self._living[job.id] = progress, self._pool.submit(self._run, job.id, work, progress)
        return job.id

    def progress(self, job: Job) -> tuple[int, int]:
        """(done, total) of a job now."""
        progress, _future = self._living.get(job.id or 0, (None, None))
        return (progress.done, progress.total) if progress else (job.done, job.total)

    def wait(self, job_id: int, timeout_s: float | None = None) -> None:
        """Until the job has ended; returns at once for one that is not of this process."""
        _progress, future = self._living.get(job_id, (None, None))
        if future is not None:
            future.result(timeout_s)

    def close(self) -> None:
        """Let what runs end, and start nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        fail_unfinished(self._engine)

    def _run(self, job_id: int, work: Work, progress: Progress) -> None:
        self._mark(job_id, state=JobState.RUNNING, started_at=utc_now())
        result: Mapping[str, object] = {}
        try:
            result = work(progress)
        except EXPECTED as error:
            state, reason = JobState.FAILED, str(error) or type(error).__name__
        # Deliberately wide: a bug in one job is told in its row and in the log, and the next job runs.
        except Exception as error:
            logger.exception("job %d failed", job_id)
            state, reason = JobState.FAILED, f"internal error ({type(error).__name__}), see the log"
        else:
            state, reason = JobState.DONE, ""
        self._mark(
            job_id,
            state=state,
            error=reason[:LONGEST_ERROR],
            result=dict(result),
            done=progress.done,
            total=progress.total,
            ended_at=utc_now(),
        )
        self._living.pop(job_id, None)

    def _mark(self, job_id: int, **values: object) -> None:
        with transaction(self._engine) as session:
            session.execute(update(Job).where(col(Job.id) == job_id).values(**values))


def fail_unfinished(engine: Engine) -> int:
    """Mark jobs that no process works on any more; how many. Called before the first job of a process."""
    with transaction(engine) as session:
        return _fail(session)


def _fail(session: Session) -> int:
    unfinished = col(Job.state).in_([JobState.WAITING, JobState.RUNNING])
    done = session.execute(
        update(Job).where(unfinished).values(state=JobState.FAILED, error=ORPHANED, ended_at=utc_now())
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
