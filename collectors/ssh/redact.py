"""Two other forms of a running configuration: without its secrets, for eyes; without what moves, for comparing.

Both work line by line on patterns of the platforms. The rule when in doubt is to hide: a word too many hidden costs
nothing, a secret shown cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "<hidden>"
# No configuration has longer lines but for blobs; a hostile one would keep the patterns busy for hours.
_LONGEST_LINE = 8192
_SHORTEST_KNOWN = 4  # a shorter known secret would blot out half of the text

# A value: quoted, or up to the next space.
_V = r"""("[^"]*"|'[^']*'|\S+)"""
_ESCAPED = r"""("(?:[^"\\]|\\.)*"|\S+)"""
# Words between the name of a secret and the secret: how it is stored.
_KIND = (
    r"(?:(?:level \d+|role \S+|encrypted|cipher|simple|hash|irreversible-cipher|plaintext"
    r"|sha1|sha256|ascii|hex|auto|aes|md5|sha|\d{1,2})\s+)*"
)
_SNMP_VERSION = r"(?: version (?:1|2c|3(?: (?:auth|noauth|priv))?))?"
_DIGEST = r"(?:md5|sha\d*|sha-\d+|des|3des|aes\d*|128|192|256)"
_PSK = "wpa-psk|psk|pre-shared-key|preshared-key|pre-shared-secret|shared-key|shared-secret|wpa-passphrase|passphrase"

_WORDS = (
    # Every make: what follows a password or a secret is hidden to the end of the line
    r"(\b(?:password|passwd|secret|ciphertext)\s+)(\S.*)$",
    r"(^\s*key\s+)(\S.*)$",
    r"(\b(?:tacacs|radius|server|authentication|isakmp|host)\b.*?\bkey\s+)(\S.*)$",
    # Cisco IOS and its relatives (Allied Telesis, TP-Link, Aruba, ProCurve)
    rf"(\bsnmp-server community\s+{_KIND}){_V}",
    rf"(\bsnmp-server host \S+(?: (?:traps?|informs?))?{_SNMP_VERSION}(?: community)? ){_V}",
    rf"(\b(?:auth|priv|auth-pass|priv-pass|localized)\s+(?:{_DIGEST}\s+)+){_V}",
    rf"(\bkey-string\s+{_KIND}){_V}",
    rf"(\b(?:{_PSK})\s+{_KIND}){_V}",
    rf"(\b(?:message-digest-key|authentication-key)\s+\d+\s+(?:md5|hmac-\S+)\s+{_KIND}){_V}",
    # Huawei, Comware
    rf"(\bsnmp-agent community (?:read|write)\s+{_KIND}){_V}",
    rf"(\bsnmp-agent target-host .*?\bsecurityname\s+{_KIND}){_V}",
    rf"(\b(?:authentication-mode|privacy-mode)\s+\S+\s+{_KIND}){_V}",
    # FortiOS
    rf"(\bset (?:\S*(?:passw(?:or)?d|secret|psk|passphrase|private-key|-key|-pwd)|passwd|key)\s+(?:ENC\s+)?){_V}",
    rf"(\bset (?:community|auth-pwd|priv-pwd)\s+(?:ENC\s+)?){_V}",
    rf"(\bENC\s+){_V}",
    # Juniper, EdgeOS
    rf"(\b(?:encrypted-password|plaintext-password|authentication-password|privacy-password|authentication-key)\s+){_V}",
    rf"(\bsnmp community ){_V}",
    # D-Link
    rf"(\bcreate snmp (?:community|user)\s+){_V}",
    rf"(\bcreate snmp community_masking .*?\bcommunity\s+){_V}",
    # RouterOS: name=value, where the name says what it is
    rf"((?:^|\s)(?:[\w-]*(?:password|secret|passphrase|pre-shared-key|preshared-key|private-key)|key\d?)=){_ESCAPED}",
    # A line such as `secret: abc` or `PASSWORD=abc` of a file
    rf"((?:^|[\s_-])(?:password|passwd|secret|token|community)\s*[:=]\s*){_V}",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WORDS)
# The hash of a password, wherever it stands: $1$..., $5$..., $6$..., $9$..., $2y$..., yescrypt.
_HASH = re.compile(r"\$(?:\d[a-z]?|y|2[aby])\$[^\s\"';]+")
_PEM = re.compile(r"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?-----END \1-----", re.DOTALL)
# RouterOS breaks long lines; a secret may stand on the next one.
_CONTINUED = re.compile(r"\\\r?\n[ \t]*")
_ROUTEROS_COMMUNITY = re.compile(rf"((?:^|\s)name=){_V}")

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
    section = ""
    lines: list[str] = []
    for line in whole.splitlines():
        if line.startswith("/"):
            section = line.strip()
        lines.append(_hide(line, in_community=section.startswith("/snmp community")))
    hidden = "\n".join(lines)
    for secret in sorted((word for word in known if len(word) >= _SHORTEST_KNOWN), key=len, reverse=True):
        hidden = hidden.replace(secret, HIDDEN)
    return hidden


def stable(text: str) -> str:
    """The configuration without lines that move by themselves: equal when nothing was configured in between."""
    kept = [line.rstrip() for line in text.splitlines() if not any(moves.search(line) for moves in _VOLATILE)]
    return _RESALTED.sub("ENC", "\n".join(kept)).strip() + "\n"


def _hide(line: str, *, in_community: bool) -> str:
    if len(line) > _LONGEST_LINE:
        return HIDDEN
    for pattern in _PATTERNS:
        line = pattern.sub(rf"\g<1>{HIDDEN}", line)
    if in_community:
        line = _ROUTEROS_COMMUNITY.sub(rf"\g<1>{HIDDEN}", line)
    return _HASH.sub(HIDDEN, line)
