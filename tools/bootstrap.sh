#!/bin/sh
# Make the environment that a make target needs: sh tools/bootstrap.sh run|test|bench
#
# A stamp inside the environment is written last. It holds a digest of pyproject.toml and the
# folder's path, so an install that broke off, an edited pyproject.toml and a moved folder are all
# seen. An environment that is up to date costs a few milliseconds.
# Every fault of the machine ends in one sentence and exit code 2; pip's own words go to a log.
set -u
cd "$(dirname "$0")/.." || exit 2
unset PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX PIP_USER
export PIP_DISABLE_PIP_VERSION_CHECK=1

level=${1-}
case $level in
    run)   venv=.venv       extras=           stamps="run" ;;
    test)  venv=.venv       extras=[test,docs] stamps="run test" ;;
    bench) venv=.venv-bench extras=[bench]    stamps="bench" ;;
    *)     echo "Usage: sh tools/bootstrap.sh run|test|bench" >&2; exit 2 ;;
esac
log=$venv.log lock=$venv.lock child= holding= python= no_space=
key="$(cksum < pyproject.toml) $PWD"

fresh() { [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.stamp-$level" 2>/dev/null)" = "$key" ]; }
fresh && exit 0

case $level in
    run)   echo "Setting up Ionwright in $venv: about 30 seconds, this once." ;;
    test)  echo "Setting up Ionwright with its test and documentation tools in $venv: about a minute, this once." ;;
    bench) echo "Setting up Ionwright beside PyBaMM in $venv: about a minute, this once." ;;
esac

stop() { echo "$1" >&2; release; exit 2; }
release() { [ -z "$holding" ] || rm -f "$lock"; holding=; }
interrupted() {
    trap '' INT TERM HUP
    [ -z "$child" ] || { kill "$child"; wait "$child"; sleep 1; } 2>/dev/null
    [ -n "$holding" ] || stop "Interrupted while waiting for another install: run the same command again."
    rm -rf "$venv" 2>/dev/null
    stop "Interrupted, and the half-made environment removed: run the same command again."
}

# One install at a time. The lock is a link whose target is the number of the process that works:
# this script, or the pip that it started and that may outlive it.
acquire() {
    tries=0
    until ln -s "$$" "$lock" 2>/dev/null; do
        other=$(readlink "$lock" 2>/dev/null) || {
            [ -w . ] || stop "This folder cannot be written to: copy it to a place of your own and run there."
            tries=$((tries + 1)); [ "$tries" -lt 5 ] ||
                stop "Cannot write $lock here (disk full, or the folder is read-only): free some space and run again."
            sleep 1; continue; }
        if ! kill -0 "$other" 2>/dev/null; then
            [ "$(readlink "$lock")" = "$other" ] && rm -f "$lock"
            continue
        fi
        [ "$tries" -ne 0 ] || echo "Another install works here (process $other): waiting for it."
        tries=$((tries + 1))
        [ "$tries" -lt 600 ] || stop "Process $other has held $lock for ten minutes: end it, or delete $lock, then run again."
        sleep 1
    done
    holding=yes
}

# Run a command with its words in the log; a signal to this script ends it.
quietly() {
    "$@" >> "$log" 2>&1 < /dev/null & child=$!
    ln -sfn "$child" "$lock" 2>/dev/null
    wait "$child"; code=$?
    child=; ln -sfn "$$" "$lock" 2>/dev/null
    return $code
}

# Asked before anything is removed: on a full disk the log may have missed the reason.
check_space() {
    dd if=/dev/zero of="$log.try" bs=1024 count=256 2>/dev/null || no_space=yes
    rm -f "$log.try"
}

said() { grep -qiE "$1" "$log" 2>/dev/null; }

# Find a Python: $PYTHON if it is set, else the first of the usual names that will do.
find_python() {
    old= bare=
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"
    else set -- python3.13 python3.12 python3.11 python3 python; fi
    for name in "$@"; do
        have=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        case $have in
            3.1[1-9]|3.[2-9][0-9]) ;;
            *) old=${old:-"$name is Python $have"}; continue ;;
        esac
        "$name" -c 'import venv, ensurepip' 2>/dev/null || { bare=${bare:-"$name (Python $have)"}; continue; }
        python=$name; return
    done
    [ -z "$bare" ] ||
        stop "$bare cannot make environments, its venv or ensurepip module is missing: install it (Debian and Ubuntu: sudo apt install python3-venv), then run again."
    [ -z "$old" ] ||
        stop "Ionwright needs Python 3.11 or newer and $old: install a newer one, or name it with PYTHON=/path/to/python, then run again."
    stop "No working Python ${PYTHON:+called $PYTHON }was found: install Python 3.11 or newer, or name it with PYTHON=/path/to/python, then run again."
}

# Say in one sentence why the command failed. $1 is its exit code.
explain() {
    if [ -n "$no_space" ] || said 'no space left|errno 28|disk quota|errno 122'; then
        stop "The disk is full: free about 2 GB, then run again (log: $log)."
    elif [ "$1" -eq 137 ]; then
        stop "The system killed the install, probably for lack of memory: close other programs, then run again (log: $log)."
    elif said 'certificate.verify|SSLError'; then
        stop "The package index's certificate was not accepted: behind a company proxy set PIP_CERT to its certificate file, then run again (log: $log)."
    elif said 'connection (broken|refused|reset|aborted)|NewConnectionError|timed out|ConnectTimeout|name resolution|name or service|ProxyError|unreachable|getaddrinfo'; then
        stop "The package index could not be reached: check the network (or the proxy and index settings of pip), then run again (log: $log)."
    elif said 'no matching distribution'; then
        stop "The package index offers no fitting version of a package for this Python: try another with PYTHON=/path/to/python, or see the log, $log."
    elif said 'permission denied|errno 13|read-only file'; then
        stop "The environment could not be written: make this folder writable, then run again (log: $log)."
    fi
    stop "The install failed (pip's exit code $1): its last words are in $log; mend that, then run again."
}

trap interrupted INT TERM HUP
acquire
if fresh; then release; exit 0; fi    # another install has just made it

: 2>/dev/null > "$log" || stop "Cannot write $log here (disk full, or the folder is read-only): free some space and run again."
if [ -e "$venv/pyvenv.cfg" ] && [ ! -e "$venv/.ours" ]; then
    stop "$venv was not made by this script and is left alone: move it away, then run again."
fi
# What is whole may be added to; anything else is made anew.
whole=
for stamp in run test bench; do
    case "$(cat "$venv/.stamp-$stamp" 2>/dev/null)" in *" $PWD") whole=yes ;; esac
done
[ -z "$whole" ] || "$venv/bin/python" -c 'import pip' 2>/dev/null || whole=
if [ -z "$whole" ]; then
    rm -rf "$venv"
    find_python
    mkdir "$venv" && : 2>/dev/null > "$venv/.ours" || stop "Cannot write $venv here (disk full, or the folder is read-only): free some space and run again."
    quietly "$python" -m venv "$venv"
    code=$?
    if [ $code -ne 0 ]; then
        check_space
        rm -rf "$venv"
        ! said 'ensurepip' || said 'no space left' || [ -n "$no_space" ] ||
            stop "$python cannot make environments, its ensurepip module does not work: install it (Debian and Ubuntu: sudo apt install python3-venv), then run again."
        explain $code
    fi
fi

# The stamps go aside while pip works and come back if it changed nothing (it fetches all before it
# installs any, so a network fault changes nothing).
mkdir -p "$venv/.aside"
mv "$venv"/.stamp-* "$venv/.aside/" 2>/dev/null
quietly "$venv/bin/python" -m pip install --retries 2 --editable ".$extras"
code=$?
if [ $code -ne 0 ]; then
    check_space
    if [ -n "$whole" ] && ! said 'Installing collected packages'; then
        mv "$venv"/.aside/.stamp-* "$venv/" 2>/dev/null
    else
        rm -rf "$venv"
    fi
    explain $code
fi
rm -rf "$venv/.aside"
for stamp in $stamps; do
    echo "$key" > "$venv/.stamp-$stamp" || { rm -rf "$venv"; stop "The disk is full: free about 2 GB, then run again."; }
done
release
