#!/usr/bin/env bash
# Build the wheel, install it into an empty environment, and translate with the network off.
#
#     tests/offline_wheel.sh [FOLDER]
#
# Needs the packages of constraints.txt from an index or from wheels that pip finds (PIP_FIND_LINKS),
# and some 2 GB in FOLDER (default: a new temporary folder), where the environment stays.  It is not
# part of the default tests: REFORMTEXT_SLOW=1 makes tests/test_wheel.py run it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$(mktemp -d)}
builder=${PYTHON:-$root/.venv/bin/python}
mkdir -p "$folder"

"$builder" -m build --wheel --no-isolation --outdir "$folder/dist" "$root" >"$folder/build.log"
"$builder" -m venv --clear "$folder/venv"
python=$folder/venv/bin/python
constraint=(--quiet --no-input --constraint "$root/constraints.txt")

# A CPU build of torch first, from where the machine has one; a build with CUDA is turned down
# before it is fetched.
"$python" -m pip install "${constraint[@]}" --dry-run --no-deps --report "$folder/torch.json" torch
"$python" - "$folder/torch.json" <<'PYTHON'
import json, sys

(torch,) = json.load(open(sys.argv[1]))["install"]
address = torch["download_info"]["url"]
if sys.platform == "linux" and "cpu" not in torch["metadata"]["version"]:
    sys.exit(f"pip would fetch {address}, a build with CUDA: name a source of CPU builds, as in "
             "PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu")
PYTHON
"$python" -m pip install "${constraint[@]}" torch
"$python" -m pip install "${constraint[@]}" "$folder"/dist/reformtext-*.whl

# A name space of its own has no network at all; where the system allows none, sockets are refused.
no_network=()
if unshare --user --map-root-user --net true 2>/dev/null; then
    no_network=(unshare --user --map-root-user --net)
fi
cd "$folder" # away from the repository: only the installed library can be found
REFORMTEXT_CACHE=$folder/cache HF_HOME=$folder/hub "${no_network[@]}" "$python" - <<'PYTHON'
import socket
import sys


def refuse(*_):
    raise OSError("there is no network in this test")


socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse

import reformtext as rt

if not rt.__file__.startswith(sys.prefix):
    sys.exit(f"{rt.__file__} is not the installed library")
(english,) = rt.translate(["Pemerintah mengumumkan rencana baru pada hari Senin."], "id")
if not {"government", "plan"} & set(english.lower().strip(".").split()):
    sys.exit(f"this is no translation: {english!r}")
print(f"translated: {english}")
PYTHON
