"""The six ways a question can fail. Raised inside a collector, turned into `Failed` once, in collect.py."""


class CollectError(Exception):
    """A device did not answer as asked; the text is safe to show (it never holds a secret)."""

    reason = "error"


class NoAnswerError(CollectError):
    """Nothing came back before the deadline."""

    reason = "timeout"


class RefusedError(CollectError):
    """The device, or a host on the way, said no: port closed, login refused, not authorised."""

    reason = "refused"


class UnaskedError(CollectError):
    """The question could not be sent: the name has no address now, or this host lacks the address family.

    It says nothing of the device, which is unknown and not down.
    """

    reason = "unasked"


class GarbledError(CollectError):
    """An answer came that breaks the protocol: bad encoding, OIDs out of order, an answer to another question."""

    reason = "garbled"


class CutOffError(CollectError):
    """The answer began and did not end: a walk stopped by a cap, a deadline or an error status."""

    reason = "cut_off"


class NotPermittedError(CollectError):
    """This host lacks a privilege; the text says what to run."""

    reason = "not_permitted"
