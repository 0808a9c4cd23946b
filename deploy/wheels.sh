#!/usr/bin/env bash
# Fetches the wheels of the image into build/wheels, so that it can be built without a network.
# They have to fit the base's Python: 3.11, on Linux, and this machine's processor.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-python3}
locks=(-r requirements.lock -r requirements-image.lock)
known=$(cat requirements.lock requirements-image.lock | sha256sum | cut -c1-16)
kept=${XDG_CACHE_HOME:-$HOME/.cache}/lotsa/wheels-$known

if [ ! -d "$kept" ]; then
    mkdir -p "$(dirname "$kept")"
    part=$kept.part
    trap 'rm -rf "$part"' EXIT
    "$python" -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps \
        --only-binary :all: --python-version 3.11 -d "$part" "${locks[@]}"
    mv "$part" "$kept"
fi
mkdir -p build
rm -rf build/wheels
cp -al "$kept" build/wheels 2>/dev/null || { rm -rf build/wheels; cp -a "$kept" build/wheels; }
