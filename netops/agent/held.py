"""The targets in force: the last document that the office signed, kept as it came and checked at every start."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from netops.agent.files import write_secret
from netops.agent.identity import Identity
from netops.exchange.messages import Signed, Targets
from netops.exchange.signing import ForgedError, verify

log = logging.getLogger(__name__)
NAME: Final = "targets.json"


class NotInForceError(Exception):
    """A document that is not the office's, not ours, or older than what we have."""


class Held:
    """The last good targets; None before the first. The file holds secrets of this school's devices: mode 600."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        self._path, self._identity = folder / NAME, identity
        self.targets: Targets | None = None
        try:
            self.targets = self._checked(Signed.model_validate_json(self._path.read_text()))
        except FileNotFoundError:
            pass
        except (ValidationError, NotInForceError) as error:
            log.warning("the kept targets are not used: %s", error)

    @property
    def revision(self) -> int:
        """Of the targets in force; 0 for none."""
        return self.targets.revision if self.targets is not None else 0

    def take(self, said: Signed) -> Targets:
        """Put a document in force. Raises NotInForceError, and the last good one stays."""
        targets = self._checked(said)
        if targets.revision < self.revision:
            raise NotInForceError(f"revision {targets.revision} is older than {self.revision}: somebody repeats it")
        write_secret(self._path, said.model_dump_json())
        self.targets = targets
        return targets

    def _checked(self, said: Signed) -> Targets:
        try:
            verify(self._identity.office_key, said.document.encode(), said.signature)
        except ForgedError as error:
            raise NotInForceError("not signed by the office") from error
        try:
            targets = Targets.model_validate_json(said.document)
        except ValidationError as error:
            raise NotInForceError("of a release that this one does not understand") from error
        if targets.agent_id != self._identity.agent_id:
            raise NotInForceError("meant for another agent")
        return targets
