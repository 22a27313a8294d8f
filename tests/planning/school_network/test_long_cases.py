"""A case with many children stays a page that can be read: by village first, each grade behind one press."""

from __future__ import annotations

import re

from tests.planning.entering import Entered
from tests.planning.school_network import given
from tests.planning.school_network.acting import done, open_case, send

B = given.CODES["B"]


def test_children_of_many_grades_are_summed_by_village(planner: Entered) -> None:
    it = planner
    done(it.post("/runs/new", given.run_form()))
    at = open_case(it, "merge", to_code=B)
    rows = [f"ป.{grade},V0{village},บ้านสมมติ {village},{grade},{B}" for village in range(1, 6) for grade in range(1, 7)]
    table = "\n".join(["grade,village_code,village_name,children,to_code", *rows])
    done(send(it, f"{at}/groups/table", {}, {"table": ("t.csv", table.encode(), "text/csv")}))
    page = it.get(at).text.partition('id="groups"')[2]
    assert "Each grade of each village" in page
    first, folded = page.split("<details", 1)
    # 1 + 2 + 3 + 4 + 5 + 6 children of each of five villages, before the fold; the thirty rows behind it.
    assert re.findall(r'data-label="Children">([0-9]+)<', first) == ["21"] * 5
    assert folded.partition("</details>")[0].count(f"{at}/groups/") == 60
