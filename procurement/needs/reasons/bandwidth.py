"""The lines of a school together are too slow for its pupils."""

from __future__ import annotations

from datetime import date
from typing import Final

from procurement.needs.facts import SiteFacts
from procurement.needs.found import Found, Severity, capped
from procurement.needs.need import Evidence, Reason
from procurement.needs.rule import Rule
from procurement.needs.titles import kind_th

_KBPS: Final = 1000
_STEP: Final = 10


def of_site(site: SiteFacts, rule: Rule, _today: date) -> Found | None:
    """As many points as percent are lacking of what the rule asks for so many pupils."""
    if not site.pupils or site.speed_bps is None:
        return None
    wanted_kbps = site.pupils * rule.kbps_per_pupil
    have_kbps = site.speed_bps // _KBPS
    if have_kbps >= wanted_kbps:
        return None
    lacking = 100 - have_kbps * 100 // wanted_kbps
    return Found(
        reason=Reason.BANDWIDTH,
        site_id=site.site_id,
        kind="link",
        title=f"{kind_th('link')}ความเร็วสูงขึ้นหรือเพิ่มวงจร",
        severity=Severity(capped(lacking), {"have_kbps": have_kbps, "wanted_kbps": wanted_kbps, "lacking": lacking}),
        level=1 + lacking // _STEP,
        evidence=(
            Evidence("pupils", str(site.pupils), "site", site.site_id, str(site.pupils_year or "")),
            Evidence("speed_kbps", str(have_kbps), "site", site.site_id),
            Evidence("kbps_per_pupil_limit", str(rule.kbps_per_pupil), source=rule.source),
            *(Evidence("link", "", "link", row_id) for row_id in site.links),
        ),
    )
