"""Words of pages and mails: English source strings, translated through gettext catalogues in ui/locale.

Templates get `translation(language)` through Jinja's i18n extension. Python code says `_("...")`, which speaks the
language of `speaking(...)`; text that stands outside a request is marked with `N_` and translated where it is shown.
Catalogues are compiled by `make setup`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Final

LOCALE_DIR: Final = Path(__file__).parent.parent / "ui" / "locale"
DOMAIN: Final = "netops"
LANGUAGES: Final = ("th", "en")
DEFAULT_LANGUAGE: Final = "th"

_spoken: ContextVar[str] = ContextVar("spoken", default=DEFAULT_LANGUAGE)


class CatalogueMissingError(RuntimeError):
    """The catalogue was not compiled; English pages for Thai readers would hide that."""


def supported(language: str | None) -> str:
    """The language itself where we speak it, else the default."""
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


@lru_cache
def translation(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English needs none. Raises CatalogueMissingError before `make setup`."""
    if supported(language) == "en":
        return gettext.NullTranslations()
    try:
        return gettext.translation(DOMAIN, LOCALE_DIR, [supported(language)])
    except OSError as error:
        raise CatalogueMissingError(f"no compiled catalogue for {language!r}: run `make setup`") from error


@contextmanager
def speaking(language: str) -> Iterator[str]:
    """Within it `_` speaks this language; the context follows into awaited calls and worker threads."""
    token = _spoken.set(supported(language))
    try:
        yield _spoken.get()
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The language that `_` speaks here."""
    return _spoken.get()


def _(text: str) -> str:
    """The text in the language spoken here."""
    return translation(_spoken.get()).gettext(text)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form for this count, in the language spoken here."""
    return translation(_spoken.get()).ngettext(singular, plural, count)


def N_(text: str) -> str:  # noqa: N802 - the name that extractors know
    """Mark a text for the catalogue without translating it yet."""
    return text
