"""Every page that a person is led to: follows the links of pages as a browser would, a few of each kind."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

from tests.integration.siblings import Somebody
from tests.labelled import unlabelled

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
TAG = re.compile(r"<(script|style).*?</\1>|<[^>]*>", re.DOTALL)
KEY = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
NAMED = re.compile(r"[0-9a-f]{32}|\d+")
MADE = (".pdf", ".docx", ".xlsx", ".zip", ".ics")  # papers and files have tests of their own
OF_A_KIND = 1


def broken_links(somebody: Somebody) -> tuple[list[str], int]:
    """Links that lead nowhere, to a refusal or to a fault, each with the page on which it stands, pages that show the
    key of a row where people need its name, and inputs without a label; and how many pages were read: from netops on,
    through every planning service that its navigation leads to.
    """
    home = {url: name for name, url in somebody.siblings.urls.items()}
    waiting = deque([(f"{somebody.siblings.urls['netops']}/", "the address")])
    seen, kinds, faults = {url for url, _on in waiting}, Counter[str](), []
    read = 0
    while waiting:
        url, on = waiting.popleft()
        service = next(name for base, name in home.items() if url.startswith(f"{base}/"))
        answer = somebody.at(service).client.get(url, follow_redirects=True)
        read += 1
        if answer.status_code != 200:
            faults.append(f"{answer.status_code} {url} on {on}")
            continue
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        if KEY.search(TAG.sub(" ", answer.text)):
            faults.append(f"a key instead of a name at {url}")
        if service != "netops":
            faults += [f"no label of {one} at {url}" for one in unlabelled(answer.text)]
        for href in LINK.findall(answer.text):
            found = urljoin(str(answer.url), html.unescape(href)).partition("#")[0]
            kind = NAMED.sub("N", re.sub(r"=[^&]*", "=", found))
            if found in seen or kinds[kind] >= OF_A_KIND or urlsplit(found).path.endswith(MADE):
                continue
            if any(found.startswith(f"{base}/") for base in home):
                seen.add(found)
                kinds[kind] += 1
                waiting.append((found, url))
    return faults, read
