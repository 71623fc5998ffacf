#!/bin/sh
# Measures the built server against named baselines, in one run, and prints the ratios.
. "$(dirname "$0")/environment.sh"

sh scripts/install.sh
sh scripts/build.sh
exec node bench/run.ts "$@"
