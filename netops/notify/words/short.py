"""The words of a message on a chat channel: a few lines that are read on a phone's first screen."""

from __future__ import annotations

from typing import Final

from netops.notify.phase import is_end
from netops.notify.plain import one_line
from netops.notify.words.addresses import Addresses
from netops.notify.words.briefing import Briefing
from netops.notify.words.letter import Letter, knowledge_of, lead_of, subject_of
from service.i18n import _, speaking

LONGEST_LINE: Final = 300
# What a chat program would take for a mention or a link with another text; names of devices are hostile.
_SIGNS: Final = str.maketrans({"<": "‹", ">": "›", "*": "∗", "`": "'"})


def write_short(briefing: Briefing, phase: str, *, language: str, base_url: str) -> Letter:
    """Status word, school, thing, provider and circuit, since when, and the way to the page."""
    with speaking(language):
        addresses = Addresses(base_url)
        subject = subject_of(briefing, phase)
        lines = [subject, lead_of(briefing, phase)]
        if not is_end(phase):
            lines += [_labelled(_("Provider"), briefing.provider), _labelled(_("Circuit number"), briefing.circuit_no)]
            lines.append(_labelled(_("Provider's phone"), briefing.provider_phone))
            lines.append(_labelled(_("Contact at the school"), _spaced(briefing.contact, briefing.contact_phone)))
        kept = [safe(line) for line in lines if line]
        for known in [] if is_end(phase) else knowledge_of(briefing, addresses)[:1]:
            late = f" ({known.value})" if known.value else ""
            kept += [safe(_labelled(_("What is known of it"), known.label + late)), known.url]
        return Letter(subject, "\n".join([*kept, addresses.outage(briefing) or addresses.school(briefing)]), "")


def write_short_test(*, office: str, channel: str, language: str, base_url: str) -> Letter:
    """The message of the test button of a channel."""
    with speaking(language):
        subject = one_line(_("Test message from NetOps – %(office)s") % {"office": office})
        lead = _("If you read this, alerts reach “%(channel)s”.") % {"channel": channel}
        return Letter(subject, "\n".join([safe(subject), safe(lead), base_url]), "")


def safe(line: str) -> str:
    """One line without signs that chat programs act on."""
    return one_line(line.translate(_SIGNS).replace("](", "] ("), longest=LONGEST_LINE)


def _labelled(label: str, value: str) -> str:
    return f"{label}: {value}" if value else ""


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)
