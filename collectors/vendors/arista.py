"""Arista EOS."""

from __future__ import annotations

from collectors.profile import Descr, Part, Profile

PROFILES = (
    Profile(
        vendor="Arista",
        os="arista_eos",
        object_ids=("30065",),
        model=(Descr(r"running on an Arista Networks (\S+)"), Part("model")),
        version=(Descr(r"EOS version (\S+)"),),
    ),
)
