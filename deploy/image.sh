#!/usr/bin/env bash
# Builds the image and prints its size. LOTSA_IMAGE and LOTSA_BASE name the result and the base.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
image=${LOTSA_IMAGE:-lotsa:0.1.0}
base=${LOTSA_BASE:-python:3.11-slim-bookworm}

docker build --quiet -t "$image" -f deploy/Dockerfile --build-arg "BASE=$base" . >/dev/null
megabytes() {
    echo "$(($(docker image inspect -f '{{.Size}}' "$1") / 1000000)) MB"
}
echo "$image: $(megabytes "$image"), of which $(megabytes "$base") are its base $base"
