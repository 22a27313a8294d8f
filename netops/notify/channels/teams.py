"""Microsoft Teams by a Workflows (Power Automate) webhook; the old connectors of Office 365 have ended."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from apprise import AppriseAsset
from apprise.plugins.base import NotifyBase
from apprise.plugins.workflows import NotifyWorkflows
from pydantic import AfterValidator, SecretStr

from netops.notify.delivery.address import TIMES, Blank, ChannelAddress, Secret
from netops.notify.delivery.receipt import Parcel
from service.i18n import N_
from service.refusal import NotTakenError

# What apprise reads of the address and wants again to make its plugin.
_PARTS = ("host", "port", "workflow", "signature", "power_automate", "routing_id", "version")


def _parts(url: str) -> dict[str, Any] | None:
    found = NotifyWorkflows.parse_native_url(url) if url.startswith("https://") else None
    return None if not found else {name: found[name] for name in _PARTS if found.get(name) is not None}


def _is_workflow(value: SecretStr) -> SecretStr:
    if not _parts(value.get_secret_value()):
        raise NotTakenError(
            N_("The whole address that Teams showed when the workflow was made, beginning with https://")
        )
    return value


class Address(ChannelAddress):
    """The address of the workflow; its signature is a secret. Only hosts of Microsoft are taken."""

    kind: ClassVar = "teams"
    title: ClassVar = "Microsoft Teams"
    blanks: ClassVar = (
        Blank(
            "url", N_("Address of the workflow"), N_("“Send webhook alerts to a channel”, in Workflows"), secret=True
        ),
    )

    url: Annotated[Secret, AfterValidator(_is_workflow)]

    @property
    def secrets(self) -> tuple[str, ...]:
        """The signature alone opens it too."""
        signature = (_parts(self.url.get_secret_value()) or {}).get("signature", "")
        return (*super().secrets, signature) if signature else super().secrets

    def plugin(self, _parcel: Parcel, asset: AppriseAsset) -> NotifyBase:
        """Both forms of the address, the one with /powerautomate/…/cu/ too (apprise issues 1405 and 1699)."""
        parts = _parts(self.url.get_secret_value()) or {}
        return NotifyWorkflows(include_image=False, asset=asset, **parts, **TIMES)
