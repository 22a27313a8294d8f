"""Traffic logs of a school are not kept as long as the Computer Crime Act asks for, by the lines that were received."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from risk import impact
from risk.facts import Facts, LogSeen, SiteFacts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject

SILENT: Final = timedelta(hours=24)


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """Days that are lacking to the window. A source that was silent for a day lacks one at least.

    What a person wrote down counts only where no line of the source ever came here; no source at all lacks them all.
    """
    for site in facts.sites.values():
        if not site.is_school or not site.devices:
            continue
        lacking, told = _lacking(site, facts, parameter)
        if lacking <= 0:
            continue
        weight, weighed = impact.of_site(site)
        yield Signal(
            Subject.SITE, site.site_id, site.name, lacking,
            (Evidence("days_lacking", str(lacking)), Evidence("days_wanted", str(parameter.window_days)), *told),
            site_id=site.site_id, weight=weight, weighed=weighed,
        )  # fmt: skip


def _lacking(site: SiteFacts, facts: Facts, parameter: Parameter) -> tuple[int, tuple[Evidence, ...]]:
    if not site.logs:
        return parameter.window_days, (Evidence("log_sources", "0", "site", site.site_id),)
    best = max(site.logs, key=kept)
    short = parameter.window_days - kept(best)
    told = [Evidence("days_kept", str(kept(best)), "log_source", best.row_id, best.name)]
    if best.last_at is not None and facts.now - best.last_at >= SILENT:
        short = max(short, (facts.now - best.last_at).days)
        told.append(Evidence("last_line_at", best.last_at.isoformat(), "log_source", best.row_id, best.name))
    if best.kept_days is None:
        told.append(Evidence("only_stated", str(best.stated_days), "log_source", best.row_id, best.name))
    return short, tuple(told)


def kept(one: LogSeen) -> int:
    """Days of a source: measured where its lines come here, else as a person wrote it down."""
    return one.stated_days if one.kept_days is None else one.kept_days


RULE = Rule(
    key="log_retention",
    group=Group.COMPLIANCE,
    service="logs",
    concerns="I",
    unit="days_lacking",
    find=find,
    thai=Words(
        title="%(name)s เก็บข้อมูลจราจรคอมพิวเตอร์ไม่ครบกำหนด",
        threat="ส่งข้อมูลให้เจ้าหน้าที่ตามกฎหมายไม่ได้",
        vulnerability="แหล่งเก็บข้อมูลจราจรเก็บไม่ครบหรือขาดช่วง",
        task="ตรวจแหล่งเก็บข้อมูลจราจร และตั้งให้เก็บอย่างน้อย 90 วัน",
        gone="ข้อมูลจราจรที่ได้รับครบกำหนดแล้ว",
    ),
    english=Words(
        title="%(name)s does not keep its traffic logs long enough",
        threat="They cannot be given to officials as the law asks for",
        vulnerability="The store keeps them too short, or with gaps",
        task="Check the store of traffic logs, and have it keep 90 days at least",
        gone="The lines received reach far enough back",
    ),
)
