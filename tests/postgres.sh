#!/usr/bin/env bash
# A throw-away PostgreSQL cluster for tests, its clock thirteen hours east of UTC so that a date taken in the wrong zone shows.
#
#   postgres.sh start DIR [durable] [PID]   makes a cluster in DIR, starts it on a free loopback port and prints an Npgsql
#                                           connection string; with a PID it stops by itself when that process is gone
#   postgres.sh crash DIR                   stops it as a power cut would
#   postgres.sh again DIR                   starts it once more on the same port
#   postgres.sh stop DIR                    stops it and removes DIR
#
# Exit status 3: this machine has no PostgreSQL server binaries. "durable" keeps fsync on, for tests that kill things.
set -euo pipefail

command=${1:?start, crash, again or stop}
dir=$(realpath -m "${2:?a folder}")
shift 2
self=$(realpath "${BASH_SOURCE[0]}")
cd / # the server's user may not be allowed to read the folder we were called from

bin=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)" 2>/dev/null || true)
[ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || echo none/initdb)")
[ -x "$bin/initdb" ] || { echo "There are no PostgreSQL server binaries here (Debian: apt-get install --no-install-recommends postgresql)." >&2; exit 3; }

# PostgreSQL refuses to run as root.
unprivileged=()
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  unprivileged=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups --)
fi

as_server() { TZ=Etc/GMT-13 LC_ALL=C ${unprivileged[@]+"${unprivileged[@]}"} "$@"; }

launch() { as_server "$bin/pg_ctl" -D "$dir/data" -o "-p $1" -l "$dir/server.log" -w -t 60 start >"$dir/start.log" 2>&1; }

case $command in
  start)
    durable=no
    if [ "${1:-}" = durable ]; then durable=yes; shift; fi
    mkdir -p "$dir"
    chmod 711 "$dir"
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && printf '%s\n' "$password" >"$dir/password")
    : >"$dir/server.log"
    [ "$(id -u)" != 0 ] || chown "$user" "$dir" "$dir/password" "$dir/server.log"
    as_server "$bin/initdb" -D "$dir/data" -U postgres -A scram-sha-256 --pwfile="$dir/password" \
      --locale=C -E UTF8 --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 4; }
    {
      echo "listen_addresses = '127.0.0.1'"
      echo "unix_socket_directories = ''"
      echo "timezone = 'Etc/GMT-13'"
      echo "log_timezone = 'Etc/GMT-13'"
      echo "max_connections = 200"
      echo "shared_buffers = 64MB"
      [ $durable = yes ] || printf '%s\n' "fsync = off" "synchronous_commit = off" "full_page_writes = off"
    } | as_server tee -a "$dir/data/postgresql.conf" >/dev/null
    for try in 1 2 3 4 5 6; do
      port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
      if launch "$port"; then break; fi
      [ "$try" != 6 ] || { cat "$dir/start.log" "$dir/server.log" >&2; exit 4; }
    done
    echo "$port" >"$dir/port"
    if [ -n "${1:-}" ]; then
      # Whoever started it may be killed, and then nobody else would stop it.
      setsid bash -c 'while kill -0 "$1" && [ -d "$3" ]; do sleep 2; done; exec bash "$2" stop "$3"' \
        watch "$1" "$self" "$dir" </dev/null >/dev/null 2>&1 &
    fi
    echo "Host=127.0.0.1;Port=$port;Username=postgres;Password=$password;Database=postgres;Timeout=60;Command Timeout=120;Include Error Detail=true"
    ;;
  crash) as_server "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null ;;
  again) launch "$(cat "$dir/port")" || { cat "$dir/start.log" >&2; exit 4; } ;;
  stop)
    [ -d "$dir/data" ] || exit 0
    as_server "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$dir"
    ;;
  *) echo "start, crash, again or stop, not '$command'" >&2; exit 2 ;;
esac
