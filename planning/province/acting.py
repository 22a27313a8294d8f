"""Who acts when nobody is at the screen: the service itself, for one office."""

from __future__ import annotations

from planning.kit.visitor import Person, Visitor


def on_behalf(office_code: str, name: str = "province", *, office_name: str = "") -> Visitor:
    """Sees and changes what is of this office; `name` stands in the audit."""
    person = Person(sub=name, username=name, role="service", office_code=office_code, office_name=office_name)
    return Visitor(person, {})
