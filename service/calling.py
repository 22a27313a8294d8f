"""The one HTTP client by which a process calls other services."""

from __future__ import annotations

from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx

# Shorter than servers leave a silent connection open (uvicorn: 5 s), so that none is used that is about to be closed.
KEPT_S: Final = 1.0


@cache
def calling() -> httpx.Client:
    """Made once and safe in all threads: to make one reads every certificate that this machine trusts, 25 ms of the
    processor, which services that hear each other every few seconds would pay at each call. It keeps no cookies: what
    one service says at one call is none of the others' business.
    """
    none = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    return httpx.Client(cookies=none, limits=httpx.Limits(keepalive_expiry=KEPT_S))
