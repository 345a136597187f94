#!/bin/sh
# What the image's RUN step does, as a script, so that it can be tried without an engine:
#     sh deploy/install-image.sh ROOT SOURCE
# installs SOURCE (this checkout, or a wheel of it) under ROOT ("/" in the image) and makes the folders that it needs.
set -eu

root=${1:?"usage: install-image.sh ROOT SOURCE"}
source=${2:?"usage: install-image.sh ROOT SOURCE"}
here=$(cd "$(dirname "$0")/.." && pwd)
root=${root%/}
user=10001

# The versions that were tested. Hashes cannot stand among constraints: pip would ask for one of SOURCE itself.
versions=$(mktemp)
trap 'rm -f "$versions"' EXIT
sed -E 's/[[:space:]]*\\$//; /^[[:space:]]+--hash/d' "$here/requirements.lock" >"$versions"

mkdir -p "$root/opt" "$root/srv/mailflow/config" "$root/srv/mailflow/var"
"${PYTHON:-python3}" -m venv "$root/opt/mailflow"
"$root/opt/mailflow/bin/pip" install --quiet --no-cache-dir --disable-pip-version-check \
    --constraint "$versions" "$source"

# The store alone belongs to the service: all else can be mounted read-only.
chmod 0700 "$root/srv/mailflow/var"
if [ "$(id -u)" = 0 ]; then
    chown "$user:$user" "$root/srv/mailflow/var"
fi
"$root/opt/mailflow/bin/mailflow" --version
