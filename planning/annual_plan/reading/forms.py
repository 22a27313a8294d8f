"""Every form of file that is read here, by its key; the one place that lists them."""

from __future__ import annotations

from typing import Any, Final

from planning.annual_plan.reading.budget import ACTIVITIES, CARRY_OVERS, DIKA, NOTICES, PROJECTS, REQUESTS, RETURNS
from planning.kit.reading.form import Form

FORMS: Final[dict[str, Form[Any]]] = {
    form.key: form for form in (NOTICES, REQUESTS, DIKA, RETURNS, CARRY_OVERS, PROJECTS, ACTIVITIES)
}
