#!/bin/sh
# Installed as lib/homebound/NAME for each of our executables. The young generation is kept small: 10 to 20 MB less a process.
exec node --max-semi-space-size=1 "$(dirname "$0")/../../share/homebound/dist/homebound-ros.js" "$(basename "$0")" "$@"
