"""Windows."""

from __future__ import annotations

from collectors.profile import Descr, Joined, Profile

PROFILES = (
    Profile(
        vendor="Microsoft",
        os="windows",
        kind="server",
        object_ids=("311",),
        model=(
            Joined("Generic {}", (Descr(r"^Hardware: (?:AMD64|Intel64|EM64T)( )?"),)),
            Joined("Generic {}", (Descr(r"^Hardware: (x86)"),)),
            Joined("{} processor", (Descr(r"^Hardware: (\S+)"),)),
        ),
        version=(Joined("Windows NT {}", (Descr(r"Version (\d+\.\d+)\s+\(Build (?:Number: )?\d+"),)),),
    ),
)
