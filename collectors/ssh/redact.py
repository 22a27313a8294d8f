"""Two other forms of a running configuration: without its secrets, for eyes; without what moves, for comparing.

Both work line by line on patterns of the platforms. The rule when in doubt is to hide: a word too many hidden costs
nothing, a secret shown cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

HIDDEN = "<hidden>"
# No configuration has longer lines but for blobs; a hostile one would keep the patterns busy for hours.
_LONGEST_LINE = 8192
_SHORTEST_KNOWN = 4  # a shorter known secret would blot out half of the text

# A value: quoted, or up to the next space.
_V = r"""("[^"]*"|'[^']*'|\S+)"""
_ESCAPED = r"""("(?:[^"\\]|\\.)*"|\S+)"""
_REST = r"(\S.*)$"
_DIGEST = r"(?:md5|sha\d*|sha-\d+|des|3des|aes\d*|128|192|256)"
# Words behind which every make keeps a secret; what is between (how it is stored) goes with it.
_TELLS = (
    "password|passwd|passphrase|pass-phrase|secret|ciphertext|psk|key-?string|token|pwd|bindpw|auth_pass|"
    "(?:-|pre-?shared)key"
)
# What may follow a community and says only what it may do.
_RIGHTS = r"ro|rw|read[-_]only|read[-_]write|view|operator|manager|(?:un)?restricted|authorization|clients"
_HOST_WORDS = r"traps?|informs?|version|v?[123]c?|auth|noauth|priv|vrf \S+|community|162"

_WORDS = (
    # Every make
    rf"((?:{_TELLS})\d?\s+){_REST}",
    rf"(^\s*key\s+){_REST}",
    rf"(\bkey\s+(?:\d{{1,2}}|cipher|simple|plaintext|encrypted|hash)\s+){_REST}",
    rf"(\b(?:tacacs|radius|server|authentication|isakmp|host)\b.*?\bkey\s+){_REST}",
    rf"(\b(?:auth|priv|auth-pass|priv-pass|localized|encryption \S+)[\s-]+(?:{_DIGEST}(?:-key)?\s+)+){_V}",
    r"(://[^\s/:@]*:)([^\s@]{1,255})(?=@)",
    # Cisco IOS and its relatives (Allied Telesis, TP-Link, Aruba, ProCurve, EdgeSwitch)
    rf"(\bsnmp-server host\s+(?:inside\s+|outside\s+)?\S+(?:\s+(?:{_HOST_WORDS}))*\s+){_REST}",
    rf"(\b(?:standby|vrrp|glbp)\s.*?\bauthentication\s+){_REST}",
    rf"(^\s*authentication (?:text|simple|md5)\s+){_REST}",
    rf"(\bauthentication-key\s+\d+\s+(?:md5|hmac-\S+)\s+){_REST}",
    rf"(^\s*snmptrap\s+){_V}",
    # Huawei, Comware
    rf"(\bsnmp-agent target-host .*?\bsecurityname\s+){_REST}",
    rf"(\b(?:authentication-mode|privacy-mode)\s+\S+\s+){_REST}",
    rf"(\b(?:cipher|irreversible-cipher)\s+){_V}",
    # FortiOS
    rf"(\bset \S*(?:pass|pwd|psk|token|secret|key|community)\d?\s+){_REST}",
    rf"(\bENC\s+){_V}",
    # Juniper, whose groups of traps are named as their community
    rf"(\btrap-group\s+){_V}",
    # D-Link, where a group of v1 and v2c is named as its community
    rf"(\bcreate snmp (?:community|user|group)\s+){_V}",
    rf"(\bcreate snmp host \S+\s+){_REST}",
    rf"(\bencrypt(?:ed)?\s+\S+\s+){_REST}",
    # net-snmp
    rf"(^\s*(?:com2sec6?|(?:trap2?sink|informsink|createUser|usmUser)\s+\S+)\s+){_REST}",
    # RouterOS: name=value, where the name says what it is
    rf"((?:^|\s)[\w-]*(?:password|secret|passphrase|key(?:-?\d)?|cak|token|community)=){_ESCAPED}",
    # A line such as `secret: abc` or `PASSWORD=abc` of a file
    rf"((?:password|passwd|passphrase|secret|token|community|psk|key|pass|pwd)\s*[:=]\s*){_V}",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WORDS)
# Of all words behind `community` (which kind, which index, its name) none is shown but the rights at the end.
_COMMUNITY = re.compile(rf"(community\S*\s+){_V}(?:\s+{_V})*?(?=\s+(?:{_RIGHTS})\b|\s*$)", re.IGNORECASE)
# The hash of a password, wherever it stands: $1$..., $5$..., $6$..., $9$..., $2y$..., yescrypt.
_HASH = re.compile(r"\$(?:\d[a-z]?|y|2[aby])\$[^\s\"';]+")
_PEM = re.compile(r"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?-----END \1-----", re.DOTALL)
# RouterOS breaks long lines; a secret may stand on the next one.
_CONTINUED = re.compile(r"\\\r?\n[ \t]*")
# The name of a community where a section of the file says that it is one: RouterOS, FortiOS.
_NAMED = re.compile(rf"((?:^|\s)name=|\bset name\s+){_V}")
_ROUTEROS_SECTION, _FORTIOS_SECTION = "/snmp community", "config system snmp community"

_VOLATILE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^!?\s*last configuration (?:change|was updated|was saved)\b",
        r"^! no configuration change since",
        r"^! nvram config last updated\b",
        r"^! (?:time|generated|saved|running configuration last done):?\s",
        r"^building configuration",
        r"^current configuration\s*:",
        r"^ntp clock-period\b",
        r"^# .* by routeros\b",
        r"^## last (?:commit|changed):",
        r"^#(?:conf_file_ver|buildno|global_vdom)=",
        r"^#(?:config-version)=",
        r"^\s*[!#] ?(?:saved|date|time|generated)\b.*\d\d:\d\d",
        r"^#\s*uptime\b",
    )
)
# FortiOS encrypts anew at every showing.
_RESALTED = re.compile(r"\bENC[ \t]+\S+")


def redacted(text: str, known: Iterable[str] = ()) -> str:
    """The configuration with every secret replaced; `known` are secrets that we hold, hidden wherever they stand."""
    whole = _PEM.sub(rf"-----BEGIN \1-----\n{HIDDEN}\n-----END \1-----", _CONTINUED.sub("", text))
    section = Section()
    lines = [_hide(line, in_community=section.is_community(line)) for line in whole.splitlines()]
    hidden = "\n".join(lines)
    for secret in sorted((word for word in known if len(word) >= _SHORTEST_KNOWN), key=len, reverse=True):
        hidden = hidden.replace(secret, HIDDEN)
    return hidden


def stable(text: str) -> str:
    """The configuration without lines that move by themselves: equal when nothing was configured in between."""
    kept = [line.rstrip() for line in text.splitlines() if not any(moves.search(line) for moves in _VOLATILE)]
    return _RESALTED.sub("ENC", "\n".join(kept)).strip() + "\n"


@dataclass(slots=True)
class Section:
    """Where in a file whose sections have headings one is, as far as communities are concerned."""

    _heading: str = ""
    _depth: int = 0  # of FortiOS's blocks, from the one that holds communities

    def is_community(self, line: str) -> bool:
        """Whether this line, the next of the file, speaks of communities by name."""
        words = " ".join(line.split())
        if line.startswith("/"):
            self._heading = words
        if self._depth or words == _FORTIOS_SECTION:
            self._depth += words.startswith("config ") - (words == "end")
        return self._depth > 0 or self._heading.startswith(_ROUTEROS_SECTION)


def _hide(line: str, *, in_community: bool) -> str:
    if len(line) > _LONGEST_LINE:
        return HIDDEN
    for pattern in _PATTERNS:
        line = pattern.sub(rf"\g<1>{HIDDEN}", line)
    line = (_NAMED if in_community else _COMMUNITY).sub(rf"\g<1>{HIDDEN}", line)
    return _HASH.sub(HIDDEN, line)
