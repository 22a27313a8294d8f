"""The catalogue is whole: every word of a page or mail has its Thai, with the same placeholders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from service import i18n
from tests.agreement.tree import packages

ROOT = i18n.LOCALE_DIR.parent.parent
PLACEHOLDER = re.compile(r"%\((\w+)\)[.\d]*[sdf]|\{(\w*)\}")


def source_messages() -> Iterator[str | tuple[str, ...]]:
    """Every marked text of the code and the templates; one with a plural is a tuple."""
    with (ROOT / "ui" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # babel types it not
    for folder in packages():
        for *_where, words, _comments, _context in extract_from_dir(ROOT / folder, methods, options):
            yield words


def source_words() -> Iterator[str]:
    """The same; a plural counts as its singular."""
    for words in source_messages():
        yield words[0] if isinstance(words, tuple) else words


def thai() -> dict[str, str]:
    """The Thai catalogue, as committed: source text -> Thai."""
    with (i18n.LOCALE_DIR / "th" / "LC_MESSAGES" / "netops.po").open("rb") as file:
        catalogue = read_po(file)
    pairs: dict[str, str] = {}
    for message in catalogue:
        source = message.id[0] if isinstance(message.id, tuple) else message.id
        target = message.string[0] if isinstance(message.string, tuple) else message.string
        if source and not message.fuzzy:
            pairs[str(source)] = str(target or "")
    return pairs


def test_no_word_stands_in_an_f_string() -> None:
    """Extraction does not look into them, so that such a word would stay English and nobody be told."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in packages()
        for path in sorted((ROOT / folder).rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "N_", "ngettext"}
        if isinstance(call.args[0], ast.Constant)
    ]
    assert found == []


def test_every_word_has_its_thai() -> None:
    pairs = thai()
    missing = sorted({word for word in source_words() if not pairs.get(word)})
    assert missing == [], f"add to ui/locale/th/LC_MESSAGES/netops.po: {missing}"


def test_every_plural_is_a_plural_in_thai() -> None:
    """An entry without its plural is found by `_` and never by `ngettext`, whose readers then get English."""
    with i18n.speaking("th"):
        english = sorted(
            words[0]
            for words in source_messages()
            if isinstance(words, tuple) and i18n.ngettext(words[0], words[1], 2) == words[1]
        )
    assert english == []


def test_placeholders_are_the_same_in_thai() -> None:
    wrong = [
        (source, target)
        for source, target in thai().items()
        if target and set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(target))
    ]
    assert wrong == []


def test_the_language_spoken_follows_the_context() -> None:
    with i18n.speaking("th"):
        outside = i18n._("down")
        with i18n.speaking("en"):
            assert i18n._("down") == "down"
        assert i18n._("down") == outside == "ขัดข้อง"


@pytest.mark.parametrize(("asked", "given"), [("th", "th"), ("en", "en"), ("fr", "th"), (None, "th")])
def test_an_unknown_language_is_thai(asked: str | None, given: str) -> None:
    assert i18n.supported(asked) == given
