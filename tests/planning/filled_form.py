"""The form of a page as a browser would send it, were nothing typed into it."""

from __future__ import annotations

from html.parser import HTMLParser


class _Reading(HTMLParser):
    """Fields of the form of class `edit`; files and buttons are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self._inside = False
        self._select, self._text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An opening tag."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "edit" in said.get("class", "").split()
        if not self._inside:
            return
        name = said.get("name", "")
        if tag == "input" and name and said.get("type", "text") not in ("checkbox", "radio", "file"):
            self.values[name] = said.get("value", "")
        elif tag == "input" and name and "checked" in said:
            self.values[name] = said.get("value", "on")
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in said or self._select not in self.values):
            self.values[self._select] = said.get("value", "")
        elif tag == "textarea":
            self._text, self.values[name] = name, ""

    def handle_data(self, data: str) -> None:
        """Text in a box of several lines."""
        if self._text:
            self.values[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        """A closing tag."""
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            # Browsers drop the line end that follows the opening tag.
            self.values[self._text] = self.values[self._text].removeprefix("\n")
            self._text = ""
        elif tag == "select":
            self._select = ""


def filled(page: str) -> dict[str, str]:
    """What a form holds when it is opened."""
    reading = _Reading()
    reading.feed(page)
    return {name: value for name, value in reading.values.items() if name != "csrf"}
