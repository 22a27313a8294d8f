"""Editing an entry of the register of innovations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import Session, col, select

from innovation.models.innovation import Innovation
from innovation.queries.innovations import NOVELTY_WORDS, SORT_WORDS, seen
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout, site_choices
from service.i18n import N_, _
from service.web.form import Field, Section, choices


def _sections(session: Session, sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    earlier = session.exec(
        select(Innovation.id, Innovation.name, Innovation.version).where(seen(sight)).order_by(col(Innovation.name))
    )
    predecessors = choices(((row_id, f"{name} {version}".strip()) for row_id, name, version in earlier), none=_("none"))
    return [
        Section(
            _("What it is"),
            (
                Field("name", _("Name"), required=True, wide=True),
                Field("sort", _("Sort"), "select", options=[(one.value, _(said)) for one, said in SORT_WORDS.items()]),
                Field("version", _("Version"), hint=_("Such as 1.0"), maxlength=32),
                Field(
                    "novelty",
                    _("New or improved"),
                    "select",
                    hint=_("What is improved names its predecessor."),
                    options=[(one.value, _(said)) for one, said in NOVELTY_WORDS.items()],
                ),
                Field("predecessor_id", _("Predecessor in the register"), "select", options=predecessors),
                Field("predecessor_name", _("Predecessor that is not in the register")),
                Field(
                    "site_id",
                    _("Owning unit"),
                    "select",
                    options=[("", _("the office")), *site_choices(session, sight)],
                ),
                Field("owner", _("Person in charge"), hint=_("Name and position"), required=True),
            ),
        ),
        Section(
            _("What for"),
            (
                Field("problem", _("Problem"), "textarea", maxlength=2000, hint=_("What goes wrong today")),
                Field("need", _("Need that it answers"), "textarea", maxlength=2000, hint=_("Whose need, and which")),
            ),
        ),
        Section(
            _("Data that it keeps"),
            (
                Field("data_stored", _("Stored"), "textarea", maxlength=2000),
                Field("data_processed", _("Processed"), "textarea", maxlength=2000),
                Field("data_published", _("Published"), "textarea", maxlength=2000),
                Field(
                    "privacy",
                    _("Personal data"),
                    "textarea",
                    maxlength=2000,
                    hint=_("Whose data, whether persons are in it, on what ground, for how long, who may see it"),
                ),
            ),
        ),
    ]


INNOVATION: Final = Layout(N_("New innovation or information system"), N_("Change the entry of %(name)s"), _sections)
