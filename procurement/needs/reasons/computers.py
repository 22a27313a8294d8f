"""Too many pupils share one computer."""

from __future__ import annotations

from datetime import date
from typing import Final

from procurement.needs.facts import SiteFacts
from procurement.needs.found import Found, Severity, capped
from procurement.needs.need import Evidence, Reason
from procurement.needs.rule import Rule
from procurement.needs.titles import kind_th

_STEP: Final = 10


def of_site(site: SiteFacts, rule: Rule, _today: date) -> Found | None:
    """As many points as percent are missing of the computers that the rule asks for so many pupils."""
    if not site.pupils or site.computers is None:
        return None
    wanted = -(-site.pupils // rule.pupils_per_computer)
    missing = wanted - site.computers
    if missing <= 0:
        return None
    lacking = missing * 100 // wanted
    return Found(
        reason=Reason.COMPUTERS,
        site_id=site.site_id,
        kind="computer",
        title=f"{kind_th('computer')}เพิ่มให้พอกับจำนวนนักเรียน",
        quantity=missing,
        severity=Severity(capped(lacking), {"have": site.computers, "wanted": wanted, "missing": missing}),
        level=1 + lacking // _STEP,
        evidence=(
            Evidence("pupils", str(site.pupils), "site", site.site_id, str(site.pupils_year or "")),
            Evidence("computers", str(site.computers), "site", site.site_id, str(site.pupils_year or "")),
            Evidence("pupils_per_computer_limit", str(rule.pupils_per_computer), source=rule.source),
        ),
    )
