#!/bin/bash
# Installs the peers that tests talk to, on Debian as root and only what is missing.
# Elsewhere, or without a network, it says so and succeeds: tests then skip with their reason.
set -u

declare -A package=(
  [git]=git [logger]=bsdutils [snmpd]=snmpd [snmpget]=snmp [sshd]=openssh-server [initdb]=postgresql
  [prometheus]=prometheus [promtool]=prometheus [chromium]=chromium [pdftotext]=poppler-utils
  [ip]=iproute2 [nft]=nftables
)
PATH="$PATH:/usr/sbin:/sbin:$(echo /usr/lib/postgresql/*/bin | tr ' ' ':')"

missing=()
for program in "${!package[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package[$program]}")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "peers: not installed: ${missing[*]}; the tests that need them are skipped" >&2
  exit 0
fi

# The packages would start their daemons; the tests start their own on free ports.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null ||
  echo "peers: could not install: ${missing[*]}; the tests that need them are skipped" >&2
exit 0
