#!/bin/sh
# Install the system packages that grading needs, where this runs as root on a Debian-like system; else say what to install.
# Usage: system-packages.sh COMMAND=PACKAGE…   e.g. bwrap=bubblewrap
set -eu
missing=""
for pair in "$@"; do
  command=${pair%%=*} package=${pair#*=}
  command -v "$command" >/dev/null 2>&1 || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing$missing"
  apt-get update -qq
  # shellcheck disable=SC2086 # a list of packages
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "please install:$missing (for example: sudo apt install$missing), then run this again" >&2
  exit 1
fi
