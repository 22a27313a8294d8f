"""Numbers of the standard MIBs in words; makers' own numbers stay numbers."""

from __future__ import annotations

import pytest

from inventory.models.device import Health
from netops.web.conditions import condition
from service.columns import utc_now
from service.i18n import speaking

UPS = "1.3.6.1.2.1.33.1"


@pytest.mark.parametrize(
    ("oid", "value", "said"),
    [
        (f".{UPS}.2.1.0", 3, "low"),
        (f"{UPS}.4.1.0", 5, "from the battery"),
        (".1.3.6.1.2.1.105.1.3.1.1.3.1", 3, "faulty"),
        (f"{UPS}.2.1.0", 77, "condition 77"),
        (f"{UPS}.2.10.0", 1, "condition 1"),  # another column that begins alike
        ("1.3.6.1.4.1.2011.6.157.4.2.3.0", 2, "condition 2"),
    ],
)
def test_a_condition_in_words(oid: str, value: float, said: str) -> None:
    with speaking("en"):
        assert (
            condition(Health(device_id=1, section="sensor", kind="state", oid=oid, value=value, at=utc_now())) == said
        )


def test_a_figure_is_no_condition() -> None:
    item = Health(device_id=1, section="sensor", kind="temperature", oid=f"{UPS}.2.1.0", value=3, at=utc_now())
    assert condition(item) == ""
