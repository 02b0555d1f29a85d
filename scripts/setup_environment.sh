#!/bin/sh
# Makes .venv ready: setup_environment.sh runtime|test|dev   (each includes the ones before it)
#
# A second call with nothing to do returns at once. A .venv that is half made, or whose Python is gone or too old, is made anew.
# PYTHON=/path/to/python chooses the Python; otherwise the first suitable one of the usual names is taken.
set -eu

wanted=${1:-runtime}
case $wanted in
    runtime) enough='runtime test dev' extras='' ;;
    test) enough='test dev' extras='[test]' ;;
    dev) enough='dev' extras='[dev]' ;;
    *)
        echo "setup_environment.sh: there is no '$wanted'; choose runtime, test or dev" >&2
        exit 2
        ;;
esac

cd "$(dirname "$0")/.."
inside=.venv/bin/python
suitable='import sys; sys.version_info >= (3, 11) or sys.exit(3)'

# What must be the same for an earlier installation to be still good: the requirements, and the place an editable install points to.
key="$(cksum <pyproject.toml) $(pwd -P)"
stamp() { echo ".venv/.ready-$1"; }

say() { printf '%s\n' "$@" >&2; }

fail() {
    say "" "glassgrad cannot be set up: $1" ""
    shift
    say "$@"
    exit 1
}

version_of() { "$1" -c 'import platform; print(platform.python_version())' 2>/dev/null; }

usable() { # .venv has a Python that runs, is new enough, and is the chosen one
    [ -f .venv/pyvenv.cfg ] && "$inside" -c "$suitable" 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$inside")" = "$(version_of "$PYTHON")" ]
}

ready() { # an earlier call installed what is wanted, or more
    for level in $enough; do
        if [ "$(cat "$(stamp "$level")" 2>/dev/null)" = "$key" ]; then return 0; fi
    done
    return 1
}

has_pip() { "$inside" -m pip --version >/dev/null 2>&1; } # not if making .venv was broken off

find_python() { # sets $python, or explains what to install and ends
    found='' without_venv=''
    for python in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        version=$(version_of "$python") || version=''
        if [ -n "$version" ] && "$python" -c "$suitable" 2>/dev/null; then
            # Debian and Ubuntu split ensurepip off into a package of its own; without it `venv` leaves an environment without pip.
            if "$python" -c 'import venv, ensurepip' 2>/dev/null; then return 0; fi
            without_venv=${without_venv:-"$python"}
        elif [ -n "$version" ]; then
            found="$found, $python is $version"
        fi
        [ -z "${PYTHON:-}" ] || break
    done
    if [ -n "$without_venv" ]; then cannot_make_venv "$without_venv"; fi
    if [ -n "${PYTHON:-}" ]; then
        if [ -n "$version" ]; then trouble="is version $version, but 3.11 or newer is needed"; else trouble="is not a Python that runs"; fi
        fail "PYTHON=$PYTHON $trouble." "Give the path of a Python 3.11 or newer, or leave PYTHON out."
    fi
    fail "no Python 3.11 or newer was found${found:+ (${found#, })}." \
        "Debian 12, Ubuntu 24.04 or newer:  sudo apt-get install python3 python3-venv" \
        "Fedora:                            sudo dnf install python3" \
        "macOS:                             brew install python@3.13" \
        "anywhere:                          https://www.python.org/downloads/" \
        "" \
        "Then try again. A Python in an unusual place is named with PYTHON=/path/to/python3.11"
}

cannot_make_venv() {
    fail "$1 ($(version_of "$1")) cannot make a virtual environment: its venv or ensurepip module is missing or broken." \
        "Debian or Ubuntu:  sudo apt-get install python3-venv" \
        "" \
        "Then try again. Another Python is named with PYTHON=/path/to/python3.11"
}

if usable && ready; then exit 0; fi

if ! usable || ! has_pip; then
    find_python
    if [ -e .venv ] && [ ! -d .venv ]; then fail ".venv is not a folder." "Move the file .venv elsewhere, then try again."; fi
    if [ -e .venv ]; then say "The .venv here is not usable; making it anew."; fi
    say "Making .venv with $python ($(version_of "$python"))."
    # --clear empties a half-made .venv first.
    if ! "$python" -m venv --clear .venv || ! usable || ! has_pip; then cannot_make_venv "$python"; fi
fi

say "Installing glassgrad$extras into .venv: once, and again when pyproject.toml changes. A first time takes a minute or more."
rm -f .venv/.ready-*
"$inside" -m pip install --quiet --editable ".$extras" ||
    fail "pip could not install what glassgrad needs; its own message stands above." \
        "Without a network, give pip a mirror or a folder of wheels (pip config set global.index-url … or global.find-links …), then try again." \
        "If a package has no wheel for Python $(version_of "$inside"), name another Python: PYTHON=python3.12" \
        "If .venv itself seems broken, start afresh: make clean"
echo "$key" >"$(stamp "$wanted")"
