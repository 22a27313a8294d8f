"""Every form of file that is read, by its key; the one place that lists them."""

from __future__ import annotations

from typing import Any, Final

from planning.kit.reading.form import Form
from planning.registry.reading.pupils import PUPILS
from planning.registry.reading.schools import COORDINATES, LAND, REGISTRY, STAFF
from planning.registry.reading.villages import POPULATION, VILLAGES

FORMS: Final[dict[str, Form[Any]]] = {
    form.key: form for form in (PUPILS, REGISTRY, COORDINATES, LAND, STAFF, VILLAGES, POPULATION)
}
