#!/usr/bin/env bash
# Makes the environment: a virtual one with exactly what the lock file names.
# Usage: environment.sh FOLDER LOCK. Needs Python 3.11 or newer (PYTHON names it), brings uv itself.
set -euo pipefail
folder=$1 lock=$2 python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Lotsa needs Python 3.11 or newer: install it, or name it with PYTHON=…" >&2
    exit 2
}
echo "Making the environment in $folder …"
[ -x "$folder/bin/python" ] || "$python" -m venv --without-pip "$folder"
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    echo "Fetching uv …"
    "$python" -m venv "$folder/uv"
    "$folder/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv
    uv=$folder/uv/bin/uv
fi
"$uv" pip sync --python "$folder/bin/python" --require-hashes "$lock"

# The `lotsa` command, for whoever has the environment's bin folder on the path.
root=$(cd "$folder/.." && pwd)
cat > "$folder/bin/lotsa" <<LAUNCHER
#!/usr/bin/env bash
PYTHONPATH="$root\${PYTHONPATH:+:\$PYTHONPATH}" exec "$root/$(basename "$folder")/bin/python" -m deploy.lotsa "\$@"
LAUNCHER
chmod +x "$folder/bin/lotsa"
