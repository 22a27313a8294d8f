"""Forms of our pages that were acted on."""

from __future__ import annotations

from inventory.core import Core
from service.posted import Posted


class PostedForm(Posted, Core, table=True):
    """A form that was acted on here."""

    __tablename__ = "posted_form"
