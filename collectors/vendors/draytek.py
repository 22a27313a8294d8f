"""DrayTek Vigor."""

from __future__ import annotations

from collectors.profile import Descr, Instance, Load, Pool, Profile

PROFILES = (
    Profile(
        vendor="DrayTek",
        os="draytek",
        object_ids=("7367",),
        model=(Descr(r"Router Model: ([^,]+),"), Instance("7367.3.1.0")),
        version=(Descr(r"Version: ([^,]+),"), Instance("7367.3.2.0")),
        loads=(Load(oid="7367.3.6.0", words="CPU"),),
        memory=(Pool(words="Memory", share="7367.3.7.0"),),
    ),
)
