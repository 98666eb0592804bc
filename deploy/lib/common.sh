# Shared by every script here: messages, waiting, free ports, doing a thing as another user, installing packages.
# To be sourced. Uses nothing that a bare Debian-like machine lacks.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

milliseconds() { date +%s%3N; }

# 1234 → "1.2 s"
seconds_since() {
  local elapsed=$(($(milliseconds) - $1))
  printf '%d.%d s' $((elapsed / 1000)) $((elapsed % 1000 / 100))
}

is_root() { [ "$(id -u)" = 0 ]; }

# Runs a command as the given user. Only root changes user; everybody else stays who they are.
as_user() {
  local user=$1
  shift
  if is_root && [ "$user" != root ]; then
    runuser -u "$user" -- "$@"
  else
    "$@"
  fi
}

random_word() { openssl rand -hex "${1:-16}"; }

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A port on loopback nobody listens on, below the range the kernel hands out to outgoing connections.
free_port() {
  local port attempt
  for attempt in $(seq 1 200); do
    port=$((15000 + (RANDOM * 32768 + RANDOM + attempt) % 15000))
    if ! port_answers "$port"; then
      echo "$port"
      return
    fi
  done
  fail "No free port on loopback between 15000 and 30000."
}

# Who listens on a port, as far as this user may know.
port_owner() {
  if command -v ss >/dev/null; then
    ss -ltnpH "sport = :$1" 2>/dev/null | grep -o 'users:.*' | head -n 1 || true
  fi
}

# The status code of GET http://127.0.0.1:PORT/PATH, or 000 when nothing answers. Needs no curl.
http_status() {
  local port=$1 path=$2 line=''
  # shellcheck disable=SC2016 # The inner shell expands these.
  line=$(timeout 3 bash -c '
    exec 3<>"/dev/tcp/127.0.0.1/$0" || exit 0
    printf "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n" "$1" "$0" >&3
    IFS= read -r line <&3; printf "%s" "$line"' "$port" "$path" 2>/dev/null) || true
  line=${line#HTTP/1.1 }
  line=${line:0:3}
  printf '%s' "${line:-000}"
}

# Is this the process that was started with this word in its command line? A pid alone may have been given to another
# process since (after a reboot), so the command line decides.
process_is() {
  local pid=$1 word=$2
  [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] && tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$word"
}

# wait_until SECONDS COMMAND...: succeeds as soon as the command does.
wait_until() {
  local deadline=$(($(milliseconds) + $1 * 1000))
  shift
  until "$@"; do
    [ "$(milliseconds)" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# Installs distribution packages when this user may, otherwise says what to type. The packages' own services are not
# started: everything here runs privately.
install_packages() {
  local reason=$1
  shift
  if ! is_root || ! command -v apt-get >/dev/null; then
    say "$reason" >&2
    if command -v apt-get >/dev/null; then
      fail "Install it and start again:  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    fi
    fail "Install the equivalents of these Debian packages and start again: $*"
  fi
  say "$reason Installing: $*"
  local policy=/usr/sbin/policy-rc.d wrote_policy='' log
  log=$(mktemp)
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    wrote_policy=yes
  fi
  local result=0
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 ||
    { apt-get update >>"$log" 2>&1 && apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; } || result=$?
  [ -z "$wrote_policy" ] || rm -f "$policy"
  if [ "$result" != 0 ]; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install: $*"
  fi
  rm -f "$log"
}
