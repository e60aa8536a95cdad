#!/bin/bash
# The lab's machine: addresses, names, accounts and configuration folders of its own, inside a mount and a network namespace.
#
#   as root        unshare -mn --propagation private bash test/lab/machine.sh COMMAND…
#   as anyone else unshare -Umn --map-current-user --keep-caps --propagation private bash test/lab/machine.sh COMMAND…
#
# Nothing of the real machine changes: what is mounted and assigned here ends with COMMAND. There is no route out.
set -euo pipefail

refuse() {
  echo "test/lab: $1" >&2
  echo "test/lab: the laboratory needs mount, network and process namespaces of its own; it never falls back to the machine's own addresses." >&2
  exit 69
}

[ "$#" -gt 0 ] || refuse 'no command to run was given'

# A new network namespace has nothing but lo (and perhaps tunnel devices that are down). Anything else is the machine's own network: stop
# before it is touched.
[ "$(ip -o link show up | grep -vc ': lo:')" = 0 ] || refuse 'this is not a new network namespace: start it through unshare (see the head of this file)'
ip link set lo up 2>/dev/null || refuse 'the loopback interface of the new network namespace cannot be brought up'

# ---- addresses ---------------------------------------------------------------------------------------------------------------------------
# Ports 80 and 443 without root; this namespace only.
sysctl -qw net.ipv4.ip_unprivileged_port_start=0
# A full queue of connections must stay silent (a SYN that is dropped), never answer with a reset.
sysctl -qw net.ipv4.tcp_abort_on_overflow=0
sysctl -qw net.ipv4.tcp_syncookies=0 2>/dev/null || true

site4=192.0.2.10
site6=2001:db8::10
ip addr add $site4/32 dev lo
ip -6 addr add $site6/128 dev lo nodad

# Everything else that can be reached. The source of a connection to one's own address is that address itself; a preferred source makes the
# site's machine appear as the site, as it would on a real network.
while read -r address; do
  case $address in
    *:*)
      ip -6 addr add "$address/128" dev lo nodad
      # The kernel enters an address's own route a moment after the address.
      for _ in 1 2 3 4 5 6 7 8 9 10; do
        ip -6 route del table local local "$address" dev lo 2>/dev/null && break || sleep 0.02
      done
      ip -6 route add table local local "$address" dev lo src $site6
      ;;
    ?*)
      ip addr add "$address/32" dev lo
      ip route replace table local local "$address" dev lo proto kernel scope host src $site4
      ;;
  esac
done < <(grep -v '^#' "$(dirname "$0")/addresses.txt" | awk 'NF { print $1 }')

# ---- folders -----------------------------------------------------------------------------------------------------------------------------
mount -t tmpfs -o mode=755 tmpfs /run || refuse 'no tmpfs can be mounted'
own=/run/lab-machine
mkdir -p $own /run/php /run/apache2 /run/lock/apache2 /run/redis

# private PATH: the folder's contents may be changed in here without changing the machine's.
private() {
  [ -d "$1" ] || return 0
  mkdir -p "$own$1"
  cp -a --no-preserve=ownership "$1/." "$own$1/" 2>/dev/null || cp -r "$1/." "$own$1/" 2>/dev/null || true
  [ "$(id -u)" != 0 ] || chown -R --reference="$1" "$own$1"
  chmod --reference="$1" "$own$1" 2>/dev/null || true
  mount --bind "$own$1" "$1"
}
# empty PATH MODE: the same, without the contents.
empty() {
  [ -d "$1" ] || return 0
  mount -t tmpfs -o "mode=$2" tmpfs "$1"
}
for folder in /etc/nginx /etc/apache2 /etc/php /etc/cron.d /etc/systemd/system; do private $folder; done
empty /var/log 755
mkdir -p /var/log/nginx /var/log/apache2
empty /var/lib/nginx 755
# where it is not there, it must not be made on the machine itself, which a laboratory beside this one sees, too
[ -d /var/spool/cron ] || empty /var/spool 755
empty /var/spool/cron 755
mkdir -p /var/spool/cron/crontabs 2>/dev/null || true
if [ -d /var/lib/php ]; then
  # Debian's folder: 1733, so that PHP's users create files there and nobody but root lists them.
  mkdir -p $own/php-modules
  cp -r /var/lib/php/modules/. $own/php-modules/ 2>/dev/null || true
  empty /var/lib/php 755
  mkdir -p /var/lib/php/sessions /var/lib/php/modules
  cp -r $own/php-modules/. /var/lib/php/modules/
  chmod 1733 /var/lib/php/sessions
fi

# Temporary folders of its own: another laboratory beside this one must not be seen. The repository may lie below one of them and stays visible.
mkdir -p "$own/repository"
mount --bind "$PWD" "$own/repository"
for folder in /tmp /var/tmp /dev/shm; do
  [ -d $folder ] || continue
  mount -t tmpfs -o mode=1777 tmpfs $folder
  case "$PWD/" in
    "$folder"/*)
      mkdir -p "$PWD"
      mount --bind "$own/repository" "$PWD"
      ;;
  esac
done
cd "$PWD"

# The web root lies where a real one would. The repository's own folder must not be hidden.
LAB_WEB=
for folder in /var/www /srv /opt; do
  case "$PWD/" in "$folder"/*) continue ;; esac
  [ -d $folder ] || continue
  mount -t tmpfs -o mode=755 tmpfs $folder
  LAB_WEB=$folder
  break
done
[ -n "$LAB_WEB" ] || refuse 'none of /var/www, /srv and /opt can hold the web root'
export LAB_WEB

# ---- names and accounts ------------------------------------------------------------------------------------------------------------------
# replace PATH: a private copy of one file, its contents from standard input. A link is replaced at its target.
replace() {
  local target
  target=$(readlink -f "$1" || true)
  mkdir -p "$own$(dirname "$1")"
  cat > "$own$1"
  [ ! -e "$1" ] || chmod --reference="$1" "$own$1" 2>/dev/null || true
  if [ -n "$target" ] && [ -e "$target" ]; then
    mount --bind "$own$1" "$target"
  elif [ -n "$target" ]; then
    # A dangling link, for instance into /run, which is empty in here.
    mkdir -p "$(dirname "$target")" && cp "$own$1" "$target"
  fi
}
printf '127.0.0.1 localhost\n::1 localhost\n' | replace /etc/hosts
printf 'nameserver 127.0.0.53\noptions timeout:1 attempts:1\n' | replace /etc/resolv.conf
printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n' | replace /etc/nsswitch.conf
{ cat /etc/passwd; echo "acme:x:2001:2001:Acme Hosting:$LAB_WEB:/bin/sh"; } | replace /etc/passwd
{ cat /etc/group; echo 'acme:x:2001:'; } | replace /etc/group
[ ! -r /etc/shadow ] || { cat /etc/shadow; echo 'acme:*:19000:0:99999:7:::'; } | replace /etc/shadow
# Where systemd is absent timedatectl cannot answer; the lab says what the kernel's state is. The real clock is never touched.
printf 'yes\n' > $own/clock-synchronised
if [ -x /usr/bin/timedatectl ]; then
  replace /usr/bin/timedatectl <<'SCRIPT'
#!/bin/sh
state=$(cat /run/lab-machine/clock-synchronised)
case "$*" in
  *--value*) printf '%s\n' "$state" ;;
  show*) printf 'Timezone=Etc/UTC\nLocalRTC=no\nCanNTP=yes\nNTP=%s\nNTPSynchronized=%s\n' "$state" "$state" ;;
  *) printf 'System clock synchronized: %s\n              NTP service: active\n' "$state" ;;
esac
SCRIPT
  chmod 755 /usr/bin/timedatectl
fi

# ---- processes ---------------------------------------------------------------------------------------------------------------------------
# A process namespace of its own: only the lab's servers are to be seen in /proc, and all end with the command, however it ends. Its first
# process is a shell that reaps what daemons leave behind.
unshare --pid --fork --mount-proc true 2>/dev/null || refuse 'a process namespace of its own is refused'
export LAB_MACHINE=$own
child=
trap '[ -z "$child" ] || kill -TERM "$child" 2>/dev/null || true' INT TERM HUP
# shellcheck disable=SC2016
unshare --pid --fork --kill-child=KILL --mount-proc bash -c '"$@" & main=$!; trap "kill -TERM $main 2>/dev/null" INT TERM HUP
  wait $main; status=$?; while kill -0 $main 2>/dev/null; do wait $main; status=$?; done; exit $status' lab "$@" &
child=$!
status=0
wait $child || status=$?
while kill -0 $child 2>/dev/null; do
  # The wait was ended by a signal: the namespace ends with its parent process.
  kill -KILL $child 2>/dev/null || true
  wait $child 2>/dev/null || true
  status=143
done
exit $status
