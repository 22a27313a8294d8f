"""The form of a risk that no rule sees: what may happen, why it can, and how a person judges it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Site, SiteKind
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout, site_choices, site_id_of
from risk.queries.words import CONCERN_WORDS, GROUP_WORDS
from risk.store.settings import scale_of
from risk.terms import LEAST
from service.columns import utc_now
from service.i18n import N_, _
from service.web.form import Field, Section, choices


def _sections(session: Session, sight: Sight, values: Mapping[str, str]) -> list[Section]:
    owners = [("", _("the office")), *site_choices(session, sight)]
    at = _place(sight, values)
    return [
        Section(
            _("About what"),
            (
                Field("site_id", _("For"), "select", options=owners),
                Field("device_id", _("About a device of the network"), "select", options=_things(session, Device, at)),
                Field("link_id", _("About an internet link"), "select", options=_things(session, Link, at)),
                Field("service", _("Service"), hint=_("What people miss when it happens"), maxlength=120),
            ),
        ),
        Section(_("The risk in words"), _words()),
        Section(_("How it is judged"), _judged(session, sight)),
    ]


def _words() -> tuple[Field, ...]:
    kinds = [(one.value, _(said)) for one, said in GROUP_WORDS.items()]
    return (
        Field("title", _("Risk"), hint=_("Such as: the network room is flooded"), required=True, wide=True),
        Field("threat", _("Threat"), "textarea", hint=_("What may happen"), required=True, lines=2, maxlength=2000),
        Field("vulnerability", _("Vulnerability"), "textarea", hint=_("Why it can happen"), lines=2, maxlength=2000),
        Field(
            "controls", _("Present controls"), "textarea", hint=_("What is done against it already"), lines=2,
            maxlength=2000,
        ),
        Field("group", _("Kind of risk"), "select", options=kinds),
        Field("concerns", _("Touches"), "select", options=_concerns()),
    )  # fmt: skip


def _judged(session: Session, sight: Sight) -> tuple[Field, ...]:
    scale = scale_of(session, sight.office_id, utc_now().date())

    def classes(names: tuple[str, ...]) -> list[tuple[str, str]]:
        return [("", "–"), *((str(n), f"{n} {name}") for n, name in enumerate(names, start=LEAST))]

    return (
        Field("likelihood", _("Likelihood of the risk"), "select", required=True, options=classes(scale.likelihood)),
        Field("impact", _("Impact of the risk"), "select", required=True, options=classes(scale.impact)),
        Field("owner", _("Risk owner"), hint=_("A position rather than a name"), maxlength=120),
    )


def _concerns() -> list[tuple[str, str]]:
    sets = ("C", "I", "A", "CI", "CA", "IA", "CIA")
    return [("", "–"), *((one, ", ".join(_(CONCERN_WORDS[letter]) for letter in one)) for one in sets)]


def _place(sight: Sight, values: Mapping[str, str]) -> tuple[object, ...]:
    """Of the chosen school; without one, of the office's own place."""
    chosen = site_id_of(values)
    return (sight.sites(), col(Site.id) == chosen if chosen is not None else col(Site.kind) == SiteKind.OFFICE)


def _things(session: Session, kind: type[Device] | type[Link], at: tuple[object, ...]) -> list[tuple[str, str]]:
    rows = session.exec(
        select(kind.id, kind.name).join(Site).where(*at, col(kind.archived_at).is_(None)).order_by(kind.name)  # type: ignore[arg-type]
    )
    return choices(rows, none=_("none"))


RISK: Final = Layout(N_("New risk"), N_("Change the risk"), _sections)
