"""Editing a channel, and the rule of a person or a channel."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from netops.models.alert import Severity
from netops.notify.delivery.address import ChannelAddress
from netops.notify.recipients.subscribing import SubscriptionDraft
from netops.web.forms.people import LANGUAGES
from service.i18n import N_, _
from service.web.form import Field, Section, text

LEAST = {
    Severity.NOTICE: N_("everything"),
    Severity.WARNING: N_("warnings and what is critical"),
    Severity.CRITICAL: N_("only what is critical"),
}
_DISTRICT = "district-"


def channel(kind: type[ChannelAddress], *, is_new: bool) -> list[Section]:
    """Its name and address; stored secrets are never shown."""
    kept = "" if is_new else _("Empty: the stored one stays")
    blanks = tuple(
        Field(
            blank.name,
            _(blank.label),
            "password" if blank.secret else "text",
            hint=kept if kept and blank.secret else _(blank.hint),
            required=blank.required and (is_new or not blank.secret),
            maxlength=2000,
        )
        for blank in kind.blanks
    )
    own = (
        Field("name", _("Name"), hint=_("Such as the name of the group"), required=True, maxlength=120),
        Field("language", _("Language"), "select", options=LANGUAGES),
        Field(
            "second_path",
            _("A second path"),
            "checkbox",
            hint=_("It leaves by another way than the office's own line, such as a 4G router or an SMS gateway"),
        ),
    )
    return [Section("", (*own[:1], *blanks, *own[1:]))]


def rule(districts: Collection[str], *, with_districts: bool = True) -> list[Section]:
    """Of what one is told, and when."""
    hours = [("", _("at once, no digest")), *((str(hour), f"{hour:02}:00") for hour in range(24))]
    when = (
        Field("least", _("Tell me of"), "select", options=[(least.value, _(words)) for least, words in LEAST.items()]),
        Field("digest_hour", _("The rest in one message a day, at"), "select", options=hours),
        Field("quiet_from", _("Quiet hours from"), "time", hint=_("What is critical comes through")),
        Field("quiet_until", _("Quiet hours until"), "time", hint=_("Then what was held comes in one message")),
    )
    sections = [Section("", when)]
    if with_districts and districts:
        boxes = tuple(Field(_key(name), name, "checkbox") for name in districts)
        sections.append(Section(_("Only these districts (none chosen: all)"), boxes))
    return sections


def told_words(rule: SubscriptionDraft, *, alerts: bool) -> str:
    """A rule in one sentence."""
    if not alerts:
        return _("Nothing: alerts by e-mail are off.")
    parts = [_(LEAST[rule.least])]
    if rule.districts:
        parts.append(_("of %(districts)s") % {"districts": ", ".join(rule.districts)})
    if rule.quiet_from and rule.quiet_until:
        hours = {"begin": f"{rule.quiet_from:%H:%M}", "end": f"{rule.quiet_until:%H:%M}"}
        parts.append(_("quiet from %(begin)s to %(end)s") % hours)
    if rule.digest_hour is not None:
        parts.append(_("digest at %(hour)02d:00") % {"hour": rule.digest_hour})
    return " · ".join(parts)


def rule_values(draft: SubscriptionDraft) -> dict[str, str]:
    """A rule as it stands in the fields."""
    values = {name: text(getattr(draft, name)) for name in ("least", "quiet_from", "quiet_until", "digest_hour")}
    return values | {_key(name): "yes" for name in draft.districts}


def rule_given(typed: Mapping[str, str]) -> dict[str, object]:
    """What the typed fields ask the rule to be."""
    given: dict[str, object] = {name: value for name, value in typed.items() if not name.startswith(_DISTRICT)}
    chosen = [name for name, value in typed.items() if name.startswith(_DISTRICT) and value == "yes"]
    return given | {"districts": tuple(_name(key) for key in chosen)}


def _key(district: str) -> str:
    """A field name of letters and digits: a name may hold anything."""
    return _DISTRICT + district.encode().hex()


def _name(key: str) -> str:
    try:
        return bytes.fromhex(key.removeprefix(_DISTRICT)).decode()
    except ValueError:
        return key
