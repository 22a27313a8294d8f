"""The dashboards' JSON has the types of Grafana's own schema: a misspelt or misplaced option does not compile."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dashboards.build import TARGET

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "node_modules"
SCHEMA = "@grafana/schema/dist/esm"
# Panel type -> where Grafana declares its options, and whether it declares settings of fields.
DECLARED = {
    "stat": ("stat/panelcfg/x/StatPanelCfg_types.gen", False),
    "table": ("table/panelcfg/x/TablePanelCfg_types.gen", True),
    "timeseries": ("timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen", True),
    "geomap": ("geomap/panelcfg/x/GeomapPanelCfg_types.gen", False),
    "state-timeline": ("statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen", True),
}

pytestmark = pytest.mark.skipif(not (MODULES / "@grafana" / "schema").exists(), reason="not installed: npm packages")


def program(board: dict[str, Any]) -> str:
    """TypeScript that gives every part of a dashboard the type Grafana declares for it."""
    lines = [
        "import type { Plain } from './plain';",
        f"import type {{ Dashboard }} from '{SCHEMA}/raw/dashboard/x/dashboard_types.gen';",
    ]
    for number, (kind, (path, has_fields)) in enumerate(DECLARED.items()):
        names = "Options" + (", FieldConfig" if has_fields else "")
        lines.append(f"import type * as kind{number} from '{SCHEMA}/raw/composable/{path}'; // {kind}: {names}")
    lines.append(f"export const board: Plain<Dashboard> = {json.dumps(board)};")
    for place, panel in enumerate(board["panels"]):
        number = list(DECLARED).index(panel["type"])
        options = json.dumps(panel.get("options", {}))
        lines.append(f"export const options{place}: Plain<Partial<kind{number}.Options>> = {options};")
        if DECLARED[panel["type"]][1]:
            fields = json.dumps(panel.get("fieldConfig", {}).get("defaults", {}).get("custom", {}))
            lines.append(f"export const fields{place}: Plain<Partial<kind{number}.FieldConfig>> = {fields};")
    return "\n".join(lines) + "\n"


def compiled(folder: Path, boards: dict[str, dict[str, Any]]) -> str:
    """What the TypeScript compiler says; nothing when all is right."""
    shutil.copy(HERE / "plain.ts", folder)
    (folder / "node_modules").symlink_to(MODULES)
    (folder / "package.json").write_text('{"type": "module"}')
    for name, board in boards.items():
        (folder / f"{name}.ts").write_text(program(board))
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "node"]
    files = [f"{name}.ts" for name in boards]
    command = ["node", str(MODULES / "typescript" / "bin" / "tsc"), *options, *files]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def test_dashboards_have_grafanas_types(tmp_path: Path) -> None:
    boards = {path.stem: json.loads(path.read_text()) for path in TARGET.glob("*.json")}
    assert compiled(tmp_path, boards) == ""


def test_a_misspelt_option_is_found(tmp_path: Path) -> None:
    board = json.loads((TARGET / "poller.json").read_text())
    board["panels"][0]["options"]["colourMode"] = "value"
    board["panels"][1]["options"]["colorMode"] = "rainbow"
    board["panels"][2]["gridPosition"] = board["panels"][2]["gridPos"]
    said = compiled(tmp_path, {"poller": board})
    assert all(wrong in said for wrong in ("colourMode", '"rainbow"', "gridPosition")), said
