"""What the dashboards are made of: a query, a table, a chart, a figure, and the six states as we draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from grafana_foundation_sdk.builders import common as common_builders
from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.builders import prometheus, stat, table, timeseries
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import common, dashboard
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

Panel = Builder[dashboard.Panel]
SOURCE: Final = dashboard.DataSourceRef(type_val="prometheus", uid="${datasource}")
# Shape and word before colour, as on the pages; Grafana draws these from its own font.
STATES: Final = {
    "down": ("● ขัดข้อง", "red"),
    "degraded": ("▲ คุณภาพต่ำ", "orange"),
    "unreachable": ("◌ เข้าไม่ถึง", "#8e8e8e"),
    "unknown": ("◌ ไม่ทราบสถานะ", "#8e8e8e"),
    "maintenance": ("◆ บำรุงรักษา", "blue"),
    "closed": ("▬ นอกเวลาทำการ", "#b0b0b0"),
    "up": ("✓ ปกติ", "green"),
    "not_monitored": ("– ไม่ได้เฝ้าดู", "#b0b0b0"),
}
# What every query table calls its columns.
COLUMNS: Final = {
    "name": "โรงเรียน",
    "site": "รหัสโรงเรียน",
    "district": "อำเภอ",
    "link": "วงจร",
    "provider": "ผู้ให้บริการ",
    "device": "อุปกรณ์",
    "device_id": "เลขที่อุปกรณ์",
    "role": "หน้าที่",
    "address": "ที่อยู่",
    "port": "พอร์ต",
    "alias": "คำอธิบาย",
    "state": "สถานะ",
    "kind": "ชนิด",
    "reason": "เหตุผล",
    "place": "ที่เก็บ",
    "sensor": "เซนเซอร์",
    "rule": "กฎ",
    "level": "ระดับ",
    "severity": "ความรุนแรง",
    "family": "ตระกูล",
    "version": "รุ่นซอฟต์แวร์",
    "standing": "ผล",
    "agent": "ตัวแทน",
    "sender": "ผู้ส่ง",
    "contract": "เลขที่สัญญา",
    "budget_type": "งบรายจ่าย",
    "strategy": "กลยุทธ์",
    "plan": "แผน",
    "year": "ปีงบประมาณ",
    "quarter": "ไตรมาส",
    "peer": "บริการ",
    "dataset": "ชุดข้อมูล",
}
SCHOOL_PAGE: Final = '${netops}/schools/${__data.fields["รหัสโรงเรียน"]}'


def query(expr: str, legend: str = "", *, ref: str = "A", as_table: bool = False) -> prometheus.Dataquery:
    """A query over the dashboard's span, or of this moment as a table."""
    asked = prometheus.Dataquery().expr(expr).ref_id(ref).datasource(SOURCE)
    if as_table:
        return asked.instant().format(PromQueryFormat.TABLE)
    return asked.range().legend_format(legend)


def links_to(title: str, url: str) -> list[dict[str, object]]:
    """A link on every cell of a column."""
    return [{"title": title, "url": url, "targetBlank": True}]


def state_mapping() -> list[dashboard.ValueMapping]:
    """The word and sign of a state label."""
    return [dashboard.ValueMap({key: dashboard.ValueMappingResult(text, ink) for key, (text, ink) in STATES.items()})]


def thresholds(*steps: tuple[float | None, str]) -> builders.ThresholdsConfig:
    """From the lowest up; the first begins at None."""
    return (
        builders.ThresholdsConfig()
        .mode(dashboard.ThresholdsMode.ABSOLUTE)
        .steps([dashboard.Threshold(value, ink) for value, ink in steps])
    )


GOOD_IS_ZERO: Final = ((None, "green"), (1, "red"))


def figure(title: str, expr: str, *, unit: str = "none", steps: Sequence[tuple[float | None, str]] = ()) -> stat.Panel:
    """One number of this moment."""
    panel = stat.Panel().title(title).datasource(SOURCE).unit(unit).height(4).span(4)
    panel = panel.with_target(query(expr, title)).color_mode(common.BigValueColorMode.VALUE)
    panel = panel.reduce_options(common_builders.ReduceDataOptions().calcs(["lastNotNull"]))
    return panel.thresholds(thresholds(*(steps or ((None, "text"),))))


def chart(title: str, queries: Mapping[str, str], *, unit: str, span: int = 12) -> timeseries.Panel:
    """Lines over time, one query each (expression by legend). Gaps stay gaps."""
    panel = timeseries.Panel().title(title).datasource(SOURCE).unit(unit).height(8).span(span)
    for number, (legend, expr) in enumerate(queries.items()):
        panel = panel.with_target(query(expr, legend, ref=chr(ord("A") + number)))
    return panel.span_nulls(False).fill_opacity(10).min(0)


def listing(title: str, expr: str, *, value: str, unit: str = "none", hide: Sequence[str] = ()) -> table.Panel:
    """One row for each series of this moment. The school's name opens its page; `value` names the figure's column."""
    panel = table.Panel().title(title).datasource(SOURCE).height(9).span(12).filterable(True)
    panel = panel.with_target(query(expr, as_table=True)).with_transformation(_tidy(value, hide))
    panel = panel.override_by_name(value, [dashboard.DynamicConfigValue("unit", unit)])
    for column in ("โรงเรียน", "รหัสโรงเรียน"):
        links = links_to("เปิดหน้าของโรงเรียน", SCHOOL_PAGE)
        panel = panel.override_by_name(column, [dashboard.DynamicConfigValue("links", links)])
    return panel.override_by_name(
        "สถานะ",
        [
            dashboard.DynamicConfigValue("mappings", [m.to_json() for m in state_mapping()]),
            dashboard.DynamicConfigValue("custom.cellOptions", {"type": "color-text"}),
        ],
    ).no_value("ไม่มีรายการ")


def comparison(title: str, columns: Mapping[str, str], *, unit: str = "none") -> table.Panel:
    """One row for each set of labels that two or more queries have in common; a column for each of them."""
    panel = table.Panel().title(title).datasource(SOURCE).height(9).span(12).filterable(True).unit(unit)
    names = {}
    for number, (column, expr) in enumerate(columns.items()):
        ref = chr(ord("A") + number)
        panel = panel.with_target(query(expr, ref=ref, as_table=True))
        names[f"Value #{ref}"] = column
    panel = panel.with_transformation(dashboard.DataTransformerConfig(id_val="merge", options={}))
    return panel.with_transformation(_arranged(names, ())).no_value("ไม่มีรายการ")


def in_words(panel: table.Panel, column: str, words: Mapping[str, str]) -> table.Panel:
    """A column whose labels are words of the system is read in Thai."""
    mapped = dashboard.ValueMap({key: dashboard.ValueMappingResult(text) for key, text in words.items()})
    return panel.override_by_name(column, [dashboard.DynamicConfigValue("mappings", [mapped.to_json()])])


def with_runbook(panel: table.Panel, name: str) -> table.Panel:
    """The state of each row opens the runbook of its alert."""
    url = f"${{netops}}/runbooks/{name}"
    return panel.override_by_name("วงจร", [dashboard.DynamicConfigValue("links", links_to("คู่มือแก้ปัญหา", url))])


def with_device_page(panel: table.Panel) -> table.Panel:
    """The name of each device opens its page; its number is there for the link only."""
    url = '${netops}/devices/${__data.fields["เลขที่อุปกรณ์"]}'
    panel = panel.override_by_name("อุปกรณ์", [dashboard.DynamicConfigValue("links", links_to("เปิดหน้าอุปกรณ์", url))])
    return panel.override_by_name("เลขที่อุปกรณ์", [dashboard.DynamicConfigValue("custom.hidden", True)])


def _tidy(value: str, hide: Sequence[str]) -> dashboard.DataTransformerConfig:
    return _arranged({"Value": value}, hide)


def _arranged(values: Mapping[str, str], hide: Sequence[str]) -> dashboard.DataTransformerConfig:
    hidden = {"Time", "__name__", "instance", "job", *hide}
    return dashboard.DataTransformerConfig(
        id_val="organize",
        options={
            "excludeByName": dict.fromkeys(sorted(hidden), True),
            "renameByName": {**COLUMNS, **values},
            "indexByName": {name: place for place, name in enumerate([*COLUMNS, *values])},
        },
    )


def variable(
    name: str, label: str, expr: str, *, hidden: bool = False, is_last_first: bool = False
) -> builders.QueryVariable:
    """A choice at the top of the dashboard, from label values; the first one is chosen until somebody chooses."""
    order = dashboard.VariableSort.NATURAL_DESC if is_last_first else dashboard.VariableSort.NATURAL_ASC
    made = builders.QueryVariable(name).label(label).query(expr).datasource(SOURCE)
    made = made.refresh(dashboard.VariableRefresh.ON_TIME_RANGE_CHANGED).sort(order)
    return made.hide(dashboard.VariableHide.HIDE_VARIABLE) if hidden else made


def board(uid: str, title: str, *, span: str = "now-24h") -> builders.Dashboard:
    """An empty dashboard in local time that knows its data source and where the pages of netops are."""
    others = builders.DashboardLink("แดชบอร์ดอื่น").type(dashboard.DashboardLinkType.DASHBOARDS)
    return (
        builders.Dashboard(title)
        .uid(uid)
        .tags(["netops"])
        .timezone("browser")
        .refresh("1m")
        .time(span, "now")
        .tooltip(dashboard.DashboardCursorSync.CROSSHAIR)
        .fiscal_year_start_month(9)  # October, counted from 0
        .link(others.tags(["netops"]).as_dropdown(True).keep_time(True))
        .with_variable(builders.DatasourceVariable("datasource").label("แหล่งข้อมูล").type("prometheus"))
        .with_variable(variable("netops", "NetOps", "label_values(netops_info, url)", hidden=True))
    )
