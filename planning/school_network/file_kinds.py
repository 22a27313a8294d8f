"""Kinds of files of a case: what people send as evidence."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from service.i18n import N_


class FileKind(StrEnum):
    """What a file is."""

    DEMAND_TABLE = "demand_table"
    LAND_PAPER = "land_paper"
    CLASS_PLAN = "class_plan"
    LAO_REQUEST = "lao_request"
    SITE_VISIT = "site_visit"
    BOARD_OPINION = "board_opinion"
    MINUTES = "minutes"
    PHOTO = "photo"
    ANNOUNCEMENT = "announcement"
    ASSETS = "assets"
    OTHER = "other"


FILES: Final = {
    FileKind.DEMAND_TABLE: N_("Table of demand"),
    FileKind.LAND_PAPER: N_("Land document"),
    FileKind.CLASS_PLAN: N_("Class plan"),
    FileKind.LAO_REQUEST: N_("Request of the local body"),
    FileKind.SITE_VISIT: N_("Report of the site visit"),
    FileKind.BOARD_OPINION: N_("Opinion of the school board"),
    FileKind.MINUTES: N_("Minutes of a hearing"),
    FileKind.PHOTO: N_("Photo"),
    FileKind.ANNOUNCEMENT: N_("Announcement"),
    FileKind.ASSETS: N_("Papers of the assets"),
    FileKind.OTHER: N_("Other file"),
}
