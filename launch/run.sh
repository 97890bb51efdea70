#!/bin/sh
# Installed as lib/homebound/NAME for each of our executables. Memory before speed: V8's young generation is small, it collects before it grows,
# and malloc gives back what maps and messages have left: a quarter less for mind and viewer in a home of 115 m², at the same CPU time.
export MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=131072 MALLOC_MMAP_THRESHOLD_=65536
exec node --max-semi-space-size=1 --optimize-for-size "$(dirname "$0")/../../share/homebound/dist/homebound-ros.js" "$(basename "$0")" "$@"
