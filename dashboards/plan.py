"""The annual plan: its money by type, plan and strategy, its quarters, reports, projects and needs; the indicators of
the development plan. Figures are those of the planning services, of one office and fiscal year.
"""

from __future__ import annotations

from typing import Final

from grafana_foundation_sdk.builders import dashboard as builders

from dashboards.parts import GOOD_IS_ZERO, Panel, board, chart, comparison, figure, in_words, listing, variable

CHOSEN: Final = 'office="$office",year="$year"'
MONEY: Final = {"ตามแผน": "planned", "ขอเบิก": "asked", "ผูกพัน": "committed", "เบิกจ่าย": "paid"}
TYPES: Final = {
    "personnel": "งบบุคลากร",
    "operating": "งบดำเนินงาน",
    "investment": "งบลงทุน",
    "subsidy": "งบเงินอุดหนุน",
    "other": "งบรายจ่ายอื่น",
    "central": "งบกลาง",
    "further": "งบอื่น",
}
LIGHTS: Final = {
    "done": "✓ รายงานแล้ว",
    "waived": "– ยกเว้น",
    "waiting": "◌ ยังไม่ถึงกำหนด",
    "soon": "▲ ใกล้ครบกำหนด",
    "late": "● ล่าช้า",
}
PROJECTS: Final = {"draft": "ร่าง", "approved": "อนุมัติแล้ว", "dropped": "ยกเลิก"}
PROGRESS: Final = {
    "not_reported": "ยังไม่รายงาน",
    "not_started": "ยังไม่เริ่ม",
    "doing": "กำลังดำเนินการ",
    "done": "แล้วเสร็จ",
    "delayed": "ล่าช้า",
    "stopped": "ระงับ",
}
NEEDS: Final = {
    "planned": "อยู่ในแผน",
    "asked": "ขอเบิกแล้ว",
    "committed": "ผูกพันแล้ว",
    "paid": "จ่ายแล้ว",
    "deferred": "เลื่อนออกไป",
}
GRADES: Final = {"met": "บรรลุ", "better": "ดีขึ้นแต่ยังไม่บรรลุ", "missed": "ไม่บรรลุ", "unknown": "ยังไม่มีข้อมูล"}


def plan() -> builders.Dashboard:
    """The dashboard of the year chosen at its top."""
    made = (
        board("netops-plan", "NetOps: แผนปฏิบัติการและการใช้จ่าย", span="now-90d")
        .with_variable(variable("office", "สำนักงาน", "label_values(annual_plan_projects, office)"))
        .with_variable(
            variable(
                "year", "ปีงบประมาณ", 'label_values(annual_plan_projects{office="$office"}, year)', is_last_first=True
            )
        )
    )
    for panel in [*_now(), *_money(), *_quarters(), *_doing(), *_development(), _sources()]:
        made = made.with_panel(panel)
    return made


def _of(metric: str, **more: str) -> str:
    labels = ",".join([CHOSEN, *(f'{name}="{value}"' for name, value in more.items())])
    return f"{metric}{{{labels}}}"


def _now() -> list[Panel]:
    planned, paid = (f"sum({_of(f'annual_plan_{name}_baht')})" for name in ("planned", "paid"))
    late = _of("annual_plan_reports", state="late")
    unmet = " + ".join(f"sum({_of('development_plan_indicators', state=state)})" for state in ("better", "missed"))
    return [
        figure("งบตามแผน (บาท)", planned),
        figure("ผูกพัน (บาท)", f"sum({_of('annual_plan_committed_baht')})"),
        figure("เบิกจ่าย (บาท)", paid),
        figure("ร้อยละที่เบิกจ่าย", f"{paid} / ({planned} > 0)", unit="percentunit"),
        figure("รายงานล่าช้า", f"sum({late})", steps=GOOD_IS_ZERO),
        figure("ตัวชี้วัดไม่บรรลุ", unmet, steps=GOOD_IS_ZERO),
    ]


def _money() -> list[Panel]:
    def by(label: str) -> dict[str, str]:
        return {title: f"sum by ({label}) ({_of(f'annual_plan_{name}_baht')})" for title, name in MONEY.items()}

    spent = {title: f"sum({_of(f'annual_plan_{name}_baht')})" for title, name in MONEY.items()}
    allocated = f"sum by (budget_type) ({_of('annual_plan_allocated_baht')})"
    types = comparison("ตามงบรายจ่าย (บาท)", {"จัดสรร": allocated, **by("budget_type")})
    return [
        in_words(types, "งบรายจ่าย", TYPES),
        comparison("ตามกลยุทธ์ (บาท)", by("strategy")),
        comparison("ตามแผนงาน (บาท)", by("plan")),
        chart("การใช้จ่ายตามเวลา (บาท)", spent, unit="none"),
    ]


def _quarters() -> list[Panel]:
    shares = {
        "เป้าหมายสะสม": _of("annual_plan_goal_ratio"),
        "เบิกจ่ายสะสม": _of("annual_plan_paid_ratio"),
        "ผลงานสะสม": _of("annual_plan_done_ratio"),
    }
    behind = f"{_of('annual_plan_goal_ratio')} - {_of('annual_plan_paid_ratio')}"
    return [
        comparison(
            "รายไตรมาส: เบิกจ่ายและผลงานเทียบเป้าหมาย",
            {title: f"sum by (quarter) ({expr})" for title, expr in shares.items()},
            unit="percentunit",
        ),
        chart("เบิกจ่ายต่ำกว่าเป้าหมาย (ส่วนของงบทั้งปี)", {"ไตรมาส {{quarter}}": behind}, unit="percentunit"),
    ]


def _doing() -> list[Panel]:
    def of_states(metric: str, label: str, words: dict[str, str]) -> dict[str, str]:
        return {text: f"sum({_of(metric, **{label: word})})" for word, text in words.items()}

    return [
        chart("รายงานรายไตรมาสตามสัญญาณไฟ", of_states("annual_plan_reports", "state", LIGHTS), unit="none", span=12),
        comparison(
            "สัญญาณไฟของแต่ละไตรมาส",
            {text: f"sum by (quarter) ({_of('annual_plan_reports', state=word)})" for word, text in LIGHTS.items()},
        ),
        chart("โครงการตามสถานะ", of_states("annual_plan_projects", "state", PROJECTS), unit="none", span=8),
        chart(
            "โครงการตามความก้าวหน้า",
            of_states("annual_plan_approved_projects", "progress", PROGRESS),
            unit="none",
            span=8,
        ),
        chart("ความต้องการครุภัณฑ์ในแผน", of_states("annual_plan_needs", "state", NEEDS), unit="none", span=8),
    ]


def _development() -> list[Panel]:
    every = 'office="$office"'
    return [
        comparison(
            "ตัวชี้วัดของแผนพัฒนา รายปี",
            {
                text: f'sum by (plan, year) (development_plan_indicators{{{every},state="{word}"}})'
                for word, text in GRADES.items()
            },
        ),
        comparison(
            "งบของแผนพัฒนา รายปี (บาท)",
            {
                text: f"sum by (plan, year) (development_plan_{name}_baht{{{every}}})"
                for text, name in {"ประมาณการ": "foreseen", "ได้รับ": "given", "ใช้ไป": "spent"}.items()
            },
        ),
    ]


def _sources() -> Panel:
    failing = 'max by (service, peer, dataset) (planning_copy_failing{office="$office"}) > 0'
    return listing("ข้อมูลจากบริการอื่นที่อ่านไม่ได้", failing, value="อ่านไม่ได้").span(24)
