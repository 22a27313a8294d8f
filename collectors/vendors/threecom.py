"""3Com switches."""

from __future__ import annotations

from collectors.profile import Descr, Load, Part, Pool, Profile

PROFILES = (
    Profile(
        vendor="3Com",
        os="3com",
        object_ids=("43",),
        model=(Descr(r"^3Com (.+)"),),
        version=(Part("software"),),
        loads=(Load(oid="43.45.1.6.1.1.1.3", words="CPU"),),
        memory=(Pool(words="Memory", total="43.45.1.6.1.2.1.1.2", free="43.45.1.6.1.2.1.1.3"),),
    ),
)
