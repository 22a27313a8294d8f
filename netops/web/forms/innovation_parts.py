"""The fields of what hangs on an entry of the register: requirements, roll-out, metrics and the rest, one kind each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlmodel import Session, col, select

from innovation.models.innovation import Innovation
from innovation.queries.innovations import PILOT_WORDS, REACH_WORDS, RESULT_WORDS
from innovation.queries.words import FITTING_WORDS, MEASURE_WORDS, MONEY_WORDS
from innovation.store.evaluating import METRICS, MONEY
from innovation.store.parts import Part
from innovation.store.rollouts import ASSETS, HELP, ROLLOUTS, TRAININGS, UPKEEP, asset_by_number
from innovation.store.tracing import PILOTS, REQUIREMENTS
from inventory.models.asset import Asset
from inventory.queries.sight import Sight
from netops.innovating.articles import ARTICLES
from netops.models.response import Article
from netops.web.forms.layout import scaled, site_choices, unscaled
from procurement.models.need import Need
from procurement.needs.need import NeedState
from procurement.queries.needs import seen
from service.i18n import N_, _
from service.refusal import refuse
from service.web.form import Field, choices

SATANG: Final = 100
Values = Mapping[str, Any]


def _same(_session: Session, _innovation: Innovation, values: Values) -> dict[str, Any]:
    return dict(values)


@dataclass(frozen=True, slots=True)
class PartForm:
    """How one kind is asked for. `page` and `anchor` are where it stands; `to_form` and `from_form` change units for
    people, `rename` says what the form calls a field of the draft.
    """

    part: Part
    new_title: str
    change_title: str
    fields: Callable[[Session, Sight], Sequence[Field]]
    page: str = ""
    to_form: Callable[[Session, Innovation, Values], dict[str, Any]] = _same
    from_form: Callable[[Session, Innovation, Values], dict[str, Any]] = _same
    rename: Mapping[str, str] = field(default_factory=dict)

    def home(self, innovation_id: int | None) -> str:
        """Where it stands."""
        return f"/innovations/{innovation_id}{self.page}#{self.part.key}"

    def named(self, name: str) -> str:
        """What the form calls a field of the draft."""
        return self.rename.get(name, name)


def _words(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(value), _(said)) for value, said in words.items()]


def _needs(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """Those of the office that may still be answered, or were, the most pressing first."""
    wanted = select(Need.id, Need.title).where(seen(sight), Need.state != NeedState.REJECTED)
    return choices(session.exec(wanted.order_by(col(Need.score_hundredths).desc(), col(Need.id))), none=_("none"))


def _requirement(session: Session, sight: Sight) -> Sequence[Field]:
    return (
        Field("number", _("Number"), "number", required=True, maxlength=3),
        Field("need_id", _("From which need"), "select", options=_needs(session, sight)),
        Field("need", _("From a need that is not in the list"), hint=_("Who asked for it, and when"), maxlength=500),
        Field("text", _("What it must be able to do"), "textarea", maxlength=2000),
        Field("test", _("How it is tested"), "textarea", maxlength=2000),
        Field("result", _("What the test showed"), "select", options=_words(RESULT_WORDS)),
        Field("tested_on", _("Tested on"), "date"),
    )


def _pilot(session: Session, sight: Sight) -> Sequence[Field]:
    return (
        Field("site_id", _("School"), "select", options=site_choices(session, sight)),
        Field("begins_on", _("Begins on"), "date", required=True),
        Field("ends_on", _("Ends on"), "date"),
        Field("result", _("How it ended"), "select", options=_words(PILOT_WORDS)),
        Field("finding", _("What was found"), "textarea", maxlength=2000),
    )


def _rollout(session: Session, sight: Sight) -> Sequence[Field]:
    school = Field("site_id", _("School"), "select", options=site_choices(session, sight))
    return (school, *reach_fields())


def reach_fields() -> tuple[Field, ...]:
    """How far a school has come, as the school itself may say too."""
    return (
        Field("reach", _("How far"), "select", options=_words(REACH_WORDS)),
        Field("planned_on", _("Planned for"), "date"),
        Field("installed_on", _("Installed on"), "date"),
        Field("trained_on", _("Trained on"), "date"),
        Field("used_from", _("Used from"), "date"),
        Field("note", _("Note"), "textarea", maxlength=2000),
    )


def _schools(session: Session, sight: Sight) -> list[tuple[str, str]]:
    return [("", _("several schools")), *site_choices(session, sight)]


def _training(session: Session, sight: Sight) -> Sequence[Field]:
    return (
        Field("held_on", _("Held on"), "date", required=True),
        Field("topic", _("Topic"), required=True),
        Field("site_id", _("School"), "select", options=_schools(session, sight)),
        Field("people", _("People"), hint=_("How many; no names"), required=True, maxlength=6),
        Field("hours", _("Hours"), maxlength=4),
    )


def _help(session: Session, sight: Sight) -> Sequence[Field]:
    return (
        Field("asked_on", _("Asked on"), "date", required=True),
        Field("site_id", _("School"), "select", options=_schools(session, sight)),
        Field("question", _("Question"), "textarea", maxlength=2000),
        Field("answered_on", _("Answered on"), "date"),
        Field("answer", _("Answer"), "textarea", maxlength=2000),
    )


def _upkeep(_session: Session, _sight: Sight) -> Sequence[Field]:
    return (
        Field("title", _("Work"), hint=_("Such as: try the backup, renew the certificate"), required=True, wide=True),
        Field("due_on", _("Due on"), "date", required=True),
        Field("every_months", _("Again every so many months"), hint=_("0: once"), maxlength=3),
    )


def _asset(_session: Session, _sight: Sight) -> Sequence[Field]:
    return (
        Field("number", _("Asset number"), required=True, maxlength=50),
        Field("fitting", _("What for"), "select", options=_words(FITTING_WORDS)),
    )


def _asset_to_form(session: Session, _innovation: Innovation, values: Values) -> dict[str, Any]:
    asset_id = values.get("asset_id")
    asset = session.get(Asset, asset_id) if asset_id else None
    return {"number": asset.number if asset is not None else "", "fitting": values.get("fitting")}


def _asset_from_form(session: Session, innovation: Innovation, values: Values) -> dict[str, Any]:
    wanted = dict(values)
    found = asset_by_number(session, innovation, str(wanted.pop("number", "")))
    if found is None:
        raise refuse("asset_id", N_("There is no asset of this number"))
    return wanted | {"asset_id": found}


def _article(session: Session, sight: Sight) -> Sequence[Field]:
    wanted = select(Article.id, Article.title).where(
        Article.office_id == sight.office_id, col(Article.archived_at).is_(None)
    )
    rows = [(str(row_id), title) for row_id, title in session.exec(wanted.order_by(col(Article.title)))]
    return (Field("article_id", _("Article"), "select", options=rows),)


def _metric(_session: Session, _sight: Sight) -> Sequence[Field]:
    return (
        Field("name", _("Name"), hint=_("Such as: minutes to book a room"), required=True, wide=True),
        Field("measure", _("Where its figures come from"), "select", options=_words(MEASURE_WORDS)),
        Field("unit", _("Unit"), hint=_("Of figures that are entered; measured ones have their own"), maxlength=64),
        Field("is_higher_better", _("More of it is better"), "checkbox"),
    )


def _money(_session: Session, _sight: Sight) -> Sequence[Field]:
    return (
        Field("kind", _("Cost or benefit"), "select", options=_words(MONEY_WORDS)),
        Field("what", _("What"), required=True),
        Field("amount_baht", _("Amount (baht)"), required=True, maxlength=20),
        Field("on_day", _("Day"), "date", required=True),
        Field(
            "source", _("Where this is from"), hint=_("Contract, receipt, calculation"), required=True, maxlength=500
        ),
    )


def _money_to_form(_session: Session, _innovation: Innovation, values: Values) -> dict[str, Any]:
    shown = dict(values)
    return {**shown, "amount_baht": unscaled(shown.pop("amount_satang", None), SATANG)}


def _money_from_form(_session: Session, _innovation: Innovation, values: Values) -> dict[str, Any]:
    wanted = dict(values)
    return {**wanted, "amount_satang": scaled(wanted.pop("amount_baht", None), SATANG)}


_USE, _JUDGED = "/use", "/evaluation"
PART_FORMS: Final = (
    PartForm(REQUIREMENTS, N_("New requirement"), N_("Change a requirement"), _requirement),
    PartForm(PILOTS, N_("New pilot school"), N_("Change a pilot"), _pilot),
    PartForm(ROLLOUTS, N_("A school more"), N_("Change the roll-out of a school"), _rollout, _USE),
    PartForm(TRAININGS, N_("New training"), N_("Change a training"), _training, _USE),
    PartForm(HELP, N_("New request for help"), N_("Answer a request for help"), _help, _USE),
    PartForm(UPKEEP, N_("New upkeep"), N_("Change an upkeep"), _upkeep, _USE),
    PartForm(
        *(ASSETS, N_("Link an asset"), N_("Change a link to an asset"), _asset, _USE),
        to_form=_asset_to_form,
        from_form=_asset_from_form,
        rename={"asset_id": "number"},
    ),
    PartForm(ARTICLES, N_("Link an article"), N_("Change a link to an article"), _article, _USE),
    PartForm(METRICS, N_("New metric"), N_("Change a metric"), _metric, _JUDGED),
    PartForm(
        *(MONEY, N_("New amount"), N_("Change an amount"), _money, _JUDGED),
        to_form=_money_to_form,
        from_form=_money_from_form,
        rename={"amount_satang": "amount_baht"},
    ),
)
