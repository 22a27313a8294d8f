"""The package of a transfer (flow 11): school file, counts, assets, network, files of the case, and the map."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlmodel import Session

from planning.kit import copies
from planning.school_network.models.case import ChangeCase
from planning.school_network.store.cases import gathered
from planning.school_network.store.runs import newest_done, result_of
from planning.school_network.store.sources import NETWORK, STAFF, sources
from service.refusal import MissingError
from service.uploads import Uploads
from service.web.exports import Sheet, as_csv


def package(session: Session, uploads: Uploads, row: ChangeCase, day: date) -> bytes:
    """A ZIP file; what is not known here is named as missing in its first file."""
    found, missing, held = gathered(session, row), [], io.BytesIO()
    known = sources(session, row.office_code)
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes) -> None:
            archive.writestr(ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0)), data)

        school = known.school(row.school_code)
        put("school.json", b"{}" if school is None else school.model_dump_json(indent=1).encode())
        if school is None:
            missing.append("school.json")
        counts = [one for one in known.counts if one.smis_code == row.school_code]
        put("enrolment.csv", _csv("enrolment", counts))
        staff = [one for one in copies.rows(session, row.office_code, STAFF).rows if one.smis_code == row.school_code]
        put("staff.csv", _csv("staff", staff))
        put("assets.csv", _assets(found.assets))
        network = [
            one for one in copies.rows(session, row.office_code, NETWORK).rows if one.school_code == row.school_code
        ]
        put("network.json", json.dumps([one.model_dump() for one in network], ensure_ascii=False, indent=1).encode())
        if not network:
            missing.append("network.json")
        put("map.geojson", _map(session, row, missing))
        for one in found.files:
            try:
                put(f"files/{one.id}-{one.name}", uploads.read(one.sha256))
            except MissingError:
                missing.append(f"files/{one.id}-{one.name}")
        put("index.json", _index(row, day, missing))
    return held.getvalue()


def _csv(name: str, rows: Sequence[object]) -> bytes:
    told = [one.model_dump(mode="json") for one in rows]  # type: ignore[attr-defined]
    titles = list(told[0]) if told else []
    return as_csv(Sheet(name, titles, [[one[title] for title in titles] for one in told]))


def _assets(rows: Sequence[object]) -> bytes:
    titles = ("kind", "item", "quantity", "value_satang", "way", "to_whom", "paper_number", "asset_number", "done_on")
    return as_csv(Sheet("assets", titles, [[getattr(one, title) or "" for title in titles] for one in rows]))


def _map(session: Session, row: ChangeCase, missing: list[str]) -> bytes:
    """The school, the villages that are nearest to it, and its area."""
    run = newest_done(session, row.office_code)
    features = []
    if run is not None:
        for one in result_of(run)["areas"]:
            features += [
                {**each, "properties": {**each["properties"], "grade": one["grade"]}}
                for each in one["map"]["features"]
                if row.school_code in (each["properties"].get("school"), each["properties"].get("id"))
            ]
    if not features:
        missing.append("map.geojson")
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _index(row: ChangeCase, day: date, missing: list[str]) -> bytes:
    told = {
        "case": row.key,
        "kind": row.kind.value,
        "school_code": row.school_code,
        "school": row.school_name,
        "to": row.to_name,
        "effective_on": row.effective_on.isoformat() if row.effective_on else None,
        "monitoring_until": row.effective_on.isoformat() if row.effective_on else None,
        "made_on": day.isoformat(),
        "missing": missing,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
