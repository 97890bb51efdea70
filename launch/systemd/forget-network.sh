#!/bin/sh
# Forgets every wireless network that the system knows, with its password: NetworkManager, iwd, ConnMan, wpa_supplicant.
# A folder in $1 stands for / in tests. Overwritten before it is removed; on flash, only the medium's own erase is for good.
set -eu
root="${1:-}"

erase() {
  [ -f "$1" ] && [ ! -L "$1" ] || return 0
  size=$(wc -c <"$1")
  [ "$size" -eq 0 ] || dd if=/dev/zero of="$1" bs="$size" count=1 conv=notrunc,fsync status=none
  rm -f -- "$1"
}

for file in "$root"/etc/NetworkManager/system-connections/* "$root"/var/lib/iwd/*.psk "$root"/var/lib/iwd/*.8021x \
  "$root"/var/lib/iwd/*.open "$root"/var/lib/connman/*/settings "$root"/etc/wpa_supplicant/wpa_supplicant*.conf; do
  erase "$file"
done
sync
# Last: after a power cut the request is still there, and is done again.
rm -f -- "$root/run/homebound-mind/forget-network"
echo "The networks that this robot knew are forgotten; it is on none after the next start."
