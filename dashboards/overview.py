"""The office at a glance: how many schools are cut off, where they are, which links are worst."""

from __future__ import annotations

from typing import Final

from grafana_foundation_sdk.builders import common as common_builders
from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.builders import geomap
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import common, dashboard

from dashboards.parts import (
    GOOD_IS_ZERO,
    SOURCE,
    STATES,
    Panel,
    board,
    chart,
    figure,
    links_to,
    listing,
    query,
    with_runbook,
)

NAMED: Final = "on (site) group_left (name, district) netops_site_info"
PLACED: Final = "on (site) group_left (name, district, latitude, longitude) netops_site_info"
# Each state is a layer of its own, so that it has its own shape; the worst is drawn last and lies on top.
LAYERS: Final = (
    ("up", "circle", 4),
    ("closed", "square", 4),
    ("maintenance", "star", 8),
    ("unknown", "x-mark", 7),
    ("unreachable", "x-mark", 7),
    ("degraded", "triangle", 9),
    ("down", "circle", 11),
)


def overview() -> builders.Dashboard:
    """The office overview."""
    return (
        board("netops-overview", "NetOps: ภาพรวมสำนักงาน", span="now-6h")
        .with_panel(_schools("down", "โรงเรียนขัดข้อง", worst=True))
        .with_panel(_schools("degraded", "โรงเรียนคุณภาพต่ำ"))
        .with_panel(_schools("unknown|unreachable", "โรงเรียนไม่ทราบสถานะ"))
        .with_panel(_schools("up", "โรงเรียนปกติ"))
        .with_panel(_links_down())
        .with_panel(figure("อีเมลที่รอส่ง", "max(netops_outbox_waiting)", steps=GOOD_IS_ZERO))
        .with_panel(_map())
        .with_panel(_open_outages())
        .with_panel(_worst_links())
        .with_panel(_over_time())
    )


def _schools(states: str, title: str, *, worst: bool = False) -> Panel:
    expr = f'count(netops_site_state{{state=~"{states}"}}) or vector(0)'
    return figure(title, expr, steps=GOOD_IS_ZERO if worst else ())


def _links_down() -> Panel:
    return figure("วงจรขัดข้อง", 'count(netops_link_state{state="down"}) or vector(0)', steps=GOOD_IS_ZERO)


def _map() -> Panel:
    panel = geomap.Panel().title("แผนที่").datasource(SOURCE).height(12).span(12)
    # Without tiles the map works where there is no internet; a tile server may be chosen in Grafana.
    panel = panel.basemap(_layer("xyz", "ไม่มีแผนที่พื้น", {}))
    layers: list[Builder[common.MapLayerOptions]] = []
    for state, symbol, size in LAYERS:
        expr = f'netops_site_state{{state="{state}"}} * {PLACED}'
        panel = panel.with_target(query(expr, ref=state, as_table=True))
        word, ink = STATES[state]
        style = {
            "size": {"fixed": size},
            "color": {"fixed": ink},
            "symbol": {"mode": "fixed", "fixed": f"img/icons/marker/{symbol}.svg"},
            "opacity": 0.9,
        }
        layer = _layer("markers", word, {"style": style, "showLegend": True})
        layer = layer.filter_data({"id": "byRefId", "options": state}).tooltip(True)
        layers.append(layer.location(_coordinates()))
    numbers = [{"targetField": name, "destinationType": "number"} for name in ("latitude", "longitude")]
    links = links_to("เปิดหน้าของโรงเรียน", '${netops}/schools/${__data.fields["site"]}')
    return (
        panel.layers(layers)
        .view(geomap.MapViewConfig().id("fit").all_layers(True).padding(5))
        .controls(geomap.ControlsOptions().show_zoom(True).mouse_wheel_zoom(True))
        .with_transformation(
            dashboard.DataTransformerConfig(id_val="convertFieldType", options={"conversions": numbers})
        )
        .override_by_name("name", [dashboard.DynamicConfigValue("links", links)])
    )


def _layer(kind: str, name: str, config: dict[str, object]) -> common_builders.MapLayerOptions:
    return common_builders.MapLayerOptions().type(kind).name(name).config(config)


def _coordinates() -> common_builders.FrameGeometrySource:
    return (
        common_builders.FrameGeometrySource()
        .mode(common.FrameGeometrySourceMode.COORDS)
        .latitude("latitude")
        .longitude("longitude")
    )


def _open_outages() -> Panel:
    since = "netops_link_state_since_timestamp_seconds"
    expr = f'(time() - ({since} and on (site, link) netops_link_state{{state="down"}})) * {NAMED}'
    panel = listing("วงจรที่ขัดข้องอยู่", f"sort_desc({expr})", value="ขัดข้องนาน", unit="dtdurations")
    return with_runbook(panel, "LinkDown").height(12)


def _worst_links() -> Panel:
    expr = f"sort_desc(topk(15, avg_over_time(netops_link_loss_ratio[1h]) * {NAMED}))"
    panel = listing("วงจรที่แย่ที่สุดในชั่วโมงนี้", expr, value="สูญหาย", unit="percentunit")
    return with_runbook(panel, "LinkDegraded").height(8).span(24)


def _over_time() -> Panel:
    by_state = {word: f'count(netops_site_state{{state="{state}"}})' for state, (word, _ink) in STATES.items()}
    shown = ("● ขัดข้อง", "▲ คุณภาพต่ำ", "◌ ไม่ทราบสถานะ", "✓ ปกติ")
    return chart("จำนวนโรงเรียนตามสถานะ", {word: by_state[word] for word in shown}, unit="none", span=24)
