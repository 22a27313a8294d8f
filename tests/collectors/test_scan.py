"""Which addresses a subnet means."""

from __future__ import annotations

import pytest

from collectors.scan import addresses


def test_hosts_of_several_subnets_once_each() -> None:
    assert addresses(["10.0.0.0/30", " 10.0.0.1/32"]) == ["10.0.0.1", "10.0.0.2"]
    assert addresses(["10.0.0.77/31"]) == ["10.0.0.76", "10.0.0.77"]


@pytest.mark.parametrize("subnets", [["10.0.0.0/8"], ["fd00::/64"], ["10.0.0.0/20", "10.1.0.0/32"], ["school"]])
def test_too_many_or_wrong_is_refused(subnets: list[str]) -> None:
    with pytest.raises(ValueError, match=r"too many|no subnet"):
        addresses(subnets)
