#!/usr/bin/env bash
# Makes the environment inside the image: exactly what requirements.lock names.
# Usage: image_environment.sh FOLDER WHEELS. Where the folder of wheels holds any, no network is asked.
set -euo pipefail
folder=$1 wheels=$2

python3 -m venv --without-pip "$folder"
if compgen -G "$wheels/uv-*.whl" >/dev/null; then
    # A wheel is an archive: the base need not bring pip.
    python3 -m zipfile -e "$wheels"/uv-*.whl /tmp/uv
    uv=$(echo /tmp/uv/uv-*.data/scripts/uv)
    chmod +x "$uv"
    from=(--offline --no-index --find-links "$wheels")
else
    python3 -m venv /tmp/uv
    /tmp/uv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r requirements-image.lock
    uv=/tmp/uv/bin/uv
    from=()
fi
UV_LINK_MODE=copy "$uv" pip sync --quiet --python "$folder/bin/python" --require-hashes \
    --no-build --compile-bytecode ${from[@]+"${from[@]}"} requirements.lock
