"""Words of collectors reach Thai readers in Thai, and unknown ones are not lost."""

from __future__ import annotations

import pytest

from collectors.snmp import pysnmp_engine, usm
from netops.said import said
from service.i18n import speaking

SAID_BY_COLLECTORS = (
    "no answer before the deadline",
    "the login was refused",
    usm._WRONG_AUTH,
    usm._WRONG_PRIVACY,
    pysnmp_engine._SILENT_OR_WRONG,
    pysnmp_engine._WRONG_PRIVACY,
)


@pytest.mark.parametrize("detail", SAID_BY_COLLECTORS)
def test_what_collectors_say_is_said_in_thai_to_thai_readers(detail: str) -> None:
    with speaking("th"):
        assert said(detail) != detail
    with speaking("en"):
        assert said(detail) == detail


@pytest.mark.parametrize("detail", ["tag 0x30 is no SNMP value", ""])
def test_words_that_nobody_translated_are_shown_as_they_are(detail: str) -> None:
    with speaking("th"):
        assert said(detail) == detail
