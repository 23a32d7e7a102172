#!/bin/sh
# Installs the Debian packages that are missing, and calls apt only when some are.
#
# usage: install.sh GROUP...
#   build   what compiles the library and the program
#   test    what the tests need on top
#   schedulers
#           what the tests of a batch under GNU parallel and Slurm need; without it they are skipped
#   plots   what draws the figures of the benchmarks; without it their test is skipped
#   checks  what .ci/run needs on top
#
# Works as root or through sudo, without a terminal.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

packages_of() {
    case $1 in
    build)
        echo gcc libc6-dev meson ninja-build pkg-config libcsv-dev libglpk-dev libgsl-dev \
            libjansson-dev libsqlite3-dev
        ;;
    test) echo binutils g++ glpk-utils libcmocka-dev python3 python3-jsonschema scdoc ;;
    schedulers) echo munge parallel slurm-wlm ;;
    plots) echo gnuplot-nox ;;
    checks)
        echo clang clang-format cppcheck libclang-rt-14-dev shellcheck valgrind
        ;;
    *)
        echo "install.sh: no package group '$1' (build, test, schedulers, plots, checks)" >&2
        exit 2
        ;;
    esac
}

is_installed() {
    dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif ! command -v sudo >/dev/null 2>&1; then
        echo "install.sh: run as root, or install sudo; missing:$missing" >&2
        exit 1
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null
}

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    echo "install.sh: not a Debian system; taking the packages as installed" >&2
    exit 0
fi

missing=
for group in "$@"; do
    for package in $(packages_of "$group"); do
        is_installed "$package" || missing="$missing $package"
    done
done
[ -n "$missing" ] || exit 0

echo "installing:$missing"
apt update
# shellcheck disable=SC2086 # package names are words
apt install --no-install-recommends $missing
