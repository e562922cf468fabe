#!/bin/sh
# Builds the wheel, installs it with the locked runtime requirements in a clean environment, and runs `baoku run` there.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$PYTHON" -m build --wheel --outdir "$work/dist" "$here" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$PYTHON" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$here/requirements.lock"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$work"/dist/*.whl
"$work/env/bin/python" -m pip check
cp -r "$here/examples/pages" "$work/pages"
cd "$work"
"$work/env/bin/baoku" run pages --store store --json >run.json
"$work/env/bin/baoku" sql "select count(*) as n from core.documents" --store store --format csv | tail -n 1 | grep -vx 0
echo "the wheel installs and runs"
