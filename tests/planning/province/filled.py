"""Things of the province as a person would write them down, through its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.planning.entering import Entered

AGENCY = {"affiliation": "moe", "kind": "esao", "is_active": "yes", "is_asked_for_plan": "yes"}
DEVELOPMENT = {
    "kind": "province_development",
    "title": "แผนพัฒนาการศึกษาจังหวัดสมมติ",
    "province": "สมมติ",
    "first_year": "2570",
    "last_year": "2574",
    "is_ours": "yes",
}
FOUR_YEAR = {**DEVELOPMENT, "kind": "four_year", "title": "แผนปฏิบัติการสี่ปี", "last_year": "2573"}
ANNUAL = {**DEVELOPMENT, "kind": "province_annual", "title": "แผนปฏิบัติราชการประจำปี 2570", "last_year": "2570"}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a planner fills in; every method gives the number of the row that was made."""

    it: Entered

    def agency(self, name: str, **more: str) -> str:
        """One agency."""
        assert self.it.post("/agencies/new", {**AGENCY, "name": name, **more}).status_code == 303
        return self.of("/agencies", name)

    def plan(self, typed: dict[str, str], **more: str) -> str:
        """One plan."""
        return self.made("/plans/new", {**typed, **more})

    def project(self, plan: str, agency: str, title: str, **more: str) -> str:
        """One project of a plan."""
        return self.made(f"/plans/{plan}/projects/new", {"title": title, "agency_id": agency, **more})

    def strategy(self, plan: str, code: str = "1") -> str:
        """A strategy under a goal, a mission and a vision."""
        above = ""
        for kind in ("vision", "mission", "goal", "strategy"):
            typed = {"kind": kind, "code": code, "text": f"ข้อความ {kind} {code}", "parent_id": above}
            assert self.it.post(f"/plans/{plan}/tree/new", typed).status_code == 303
            page = self.it.get(f"/plans/{plan}/tree/new").text
            above = re.findall(rf'<option value="(\d+)">[^<]*ข้อความ {kind} {code}', page)[-1]
        return above

    def made(self, url: str, typed: dict[str, str]) -> str:
        """The number at the end of where the form leads."""
        answer = self.it.post(url, typed)
        assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-1500:]
        return str(answer.headers["location"]).rsplit("/", 1)[-1]

    def of(self, url: str, name: str) -> str:
        """The number of the row that a list shows by this name."""
        found = re.search(rf'href="{url}/(\d+)[^"]*">{re.escape(name)}<', self.it.get(f"{url}?per_page=200").text)
        assert found is not None, name
        return found[1]
