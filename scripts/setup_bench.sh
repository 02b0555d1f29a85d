#!/bin/sh
# Makes .venv-bench ready: the environment of the peers that `make bench` measures glassgrad against. It needs .venv (setup_environment.sh runtime).
#
# A second call with nothing to do returns at once. Without a network the benchmark still runs, with whatever peers there are.
set -eu

cd "$(dirname "$0")/.."
peers=.venv-bench
stamp="$peers/.ready"
key="$(cksum <bench/peers.txt) $(pwd -P)"

say() { printf '%s\n' "$@" >&2; }

if [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && "$peers/bin/python" -c '' 2>/dev/null; then exit 0; fi

if ! [ -x .venv/bin/python ]; then
    say "setup_bench.sh: there is no .venv yet; call scripts/setup_environment.sh runtime first"
    exit 1
fi
say "Installing the peers of the benchmark into $peers: once. It takes some minutes and 2 GB of disk."
rm -f "$stamp"
.venv/bin/python -m venv --clear "$peers"
if "$peers/bin/python" -m pip install --quiet --requirement bench/peers.txt; then
    echo "$key" >"$stamp"
else
    say "" "Not all peers can be installed together; pip's own message stands above. Trying them one by one."
    grep -v '^#' bench/peers.txt | while read -r peer; do
        "$peers/bin/python" -m pip install --quiet "$peer" || say "There will be no $peer."
    done
    say "The benchmark goes on with the peers that are there. glassgrad alone is measured by:  .venv/bin/python -m bench --no-peers"
fi
