"""Every importer says of every kind of faulty file where and why, and takes nothing of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from planning.kit.reading.writing import as_csv
from planning.registry.importing.plan import IMPORTERS
from planning.registry.models.batch import Dataset
from planning.registry.models.count import SchoolCount, SchoolHomes
from planning.registry.models.school import School
from planning.registry.models.staff import StaffCount
from planning.registry.models.village import Village, VillagePeople
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.registry.giving import give, give_and_take, take
from tests.planning.registry.samples import ROWS

TABLES = (School, SchoolCount, SchoolHomes, StaffCount, Village, VillagePeople)


def faulty(dataset: Dataset) -> dict[str, bytes]:
    """By what is wrong: a right file of this dataset, spoiled."""
    head, first, *_rest = as_csv(IMPORTERS[dataset].form, ROWS[dataset.value]).decode("utf-8-sig").splitlines()
    return {
        "a heading and no row": head.encode(),
        "another heading": b"a,b,c\n1,2,3",
        "no heading": first.encode(),
        "cells beyond the heading": f"{head}\n{first},x,y".encode(),
        "a row that breaks off": f"{head}\n{','.join(first.split(',')[:1])}".encode(),
        "a heading twice": f"{head},{head.split(',')[-1]}\n{first},{first.split(',')[-1]}".encode(),
        "the same row twice": f"{head}\n{first}\n{first}".encode(),
        "an open quotation": f'{head}\n"{first}'.encode(),
        "a zero byte": f"{head}\n\0{first}".encode(),
        "a PDF": b"%PDF-1.7 x",
        "half a workbook": b"PK\x03\x04rubbish",
        "rows of blanks": f"{head}\n{',' * head.count(',')}\n".encode(),
    }


def counts(engine: Engine) -> list[int]:
    """Rows of every table that a file may fill."""
    with reading(engine) as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in TABLES]


@pytest.mark.requirement("I-1")
@pytest.mark.parametrize("dataset", tuple(Dataset), ids=lambda one: one.value)
def test_a_faulty_file_is_told_by_row_field_and_reason_and_nothing_comes_in(
    enter: Callable[..., Entered], registry_engine: Engine, dataset: Dataset
) -> None:
    it = enter()
    for before in (Dataset.SCHOOLS, Dataset.VILLAGES, Dataset.PUPILS):
        give_and_take(it, before, ROWS[before.value])
    kept = counts(registry_engine)
    for fault, data in faulty(dataset).items():
        batch = give(it, dataset, data)
        report = list(csv.reader(io.StringIO(it.get(f"{batch}/report.csv").content.decode("utf-8-sig"))))[1:]
        assert report, (dataset, fault)
        for row, *_where, reason in report:
            assert reason, (dataset, fault)
            assert row == "file" or row.isdigit(), (dataset, fault)
        assert take(it, batch).status_code == 422, (dataset, fault)
    assert counts(registry_engine) == kept
