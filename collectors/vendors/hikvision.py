"""Hikvision recorders and cameras."""

from __future__ import annotations

from collectors.profile import Instance, Load, Pool, Profile

PROFILES = (
    Profile(
        vendor="Hikvision",
        os="hikvision",
        kind="camera",
        object_ids=("50001", "39165"),
        model=(Instance("50001.1.1.0"), Instance("39165.1.1.0")),
        version=(Instance("39165.1.3.0"),),
        serial=(Instance("50001.1.3.0"),),
        loads=(Load(oid="39165.1.7.0", words="CPU"),),
        memory=(Pool(words="Memory", total="50001.1.220.0", share="50001.1.221.0", unit_bytes=2**20),),
    ),
)
