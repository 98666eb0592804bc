#!/usr/bin/env bash
# Starts and stops the five processes on this machine. As a program, while ./deploy/up has the servers running:
#
#   deploy/lib/processes.sh status
#   deploy/lib/processes.sh start|stop|restart|kill NAME     NAME: donations, or donations.2 for a second instance
#   deploy/lib/processes.sh run NAME ARGUMENTS...            the program with the process's own configuration,
#                                                            for example: run donations dead list
# Or to be sourced after common.sh and fund.sh.
set -euo pipefail

process_dll() {
  local assembly
  assembly=$(fund_assembly "$1")
  echo "$FUND_STATE/app/$assembly/$assembly.dll"
}

process_pid() { cat "$FUND_STATE/run/$1.pid" 2>/dev/null || true; }

process_running() { process_is "$(process_pid "$1")" "$(process_dll "$(name_of "$1")")"; }

process_gone() { ! process_running "$1"; }

# Every instance of a name, as ./deploy/up started them; a name with a number is that instance alone.
instances_named() {
  local instance
  case $1 in
    *.*) echo "$1" ;;
    *) for instance in $(seq 1 "${FUND_INSTANCES:-1}"); do instance_name "$1" "$instance"; done ;;
  esac
}

# The connection string of a process: the server of ADMIN_CONNECTION, its own role and database.
process_database() {
  local name=$1 pool part server='' parts
  IFS=';' read -r -a parts <<<"$ADMIN_CONNECTION"
  for part in "${parts[@]}"; do
    case ${part,,} in
      username=* | "user id="* | user=* | userid=* | password=* | database=* | "maximum pool size="* | '') ;;
      *) server+="$part;" ;;
    esac
  done
  # All of them together stay below the server's 400 connections. More than the processors can serve would only take turns
  # from each other when many ask at once.
  pool=$((360 / (5 * ${FUND_INSTANCES:-1})))
  if [ "$pool" -gt 30 ]; then pool=30; fi
  if [ "$pool" -lt 5 ]; then pool=5; fi
  echo "${server}Username=fund_$name;Password=$(<"$FUND_STATE/secrets/database.$name");Database=fund_$name;Maximum Pool Size=$pool"
}

# Exports the configuration of one instance. Call in a subshell.
process_environment() {
  local name=$1 instance=$2 other key
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 ASPNETCORE_ENVIRONMENT=Production DOTNET_ENVIRONMENT=Production
  ConnectionStrings__Database=$(process_database "$name")
  export ConnectionStrings__Database
  export ConnectionStrings__Broker=$BROKER_CONNECTION
  export Identity__SigningKeyFile=$FUND_STATE/keys/$name.key.pem
  export Seeds__Folder=$FUND_ROOT/seeds
  for other in "${FUND_PROCESSES[@]}"; do
    export "Identity__TrustedKeys__$other=$FUND_STATE/keys/$other.pub.pem"
  done
  for key in Donations GrantCalls Projects Beneficiaries; do
    export "Services__$key=http://127.0.0.1:$(grpc_port "${key,,}" "$instance")"
  done
  if [ -n "${FUND_TELEMETRY:-}" ]; then export Telemetry__OtlpEndpoint=$FUND_TELEMETRY; fi
  if [ "$name" = gateway ]; then
    Listen__Http=http://127.0.0.1:$(health_port gateway "$instance")
    # Unless a mail server is set, messages are kept for administrators to look at.
    Mail__Folder=${Mail__Folder:-$FUND_STATE/mail}
    Public__Address=${Public__Address:-http://127.0.0.1:$FUND_PORT}
    export Listen__Http Mail__Folder Public__Address DataProtection__KeyFile=$FUND_STATE/keys/data-protection.key
  else
    Listen__Grpc=http://127.0.0.1:$(grpc_port "$name" "$instance")
    Listen__Health=http://127.0.0.1:$(health_port "$name" "$instance")
    export Listen__Grpc Listen__Health
  fi
  if [ "$name" = beneficiaries ]; then export Pseudonyms__KeyFile=$FUND_STATE/keys/pseudonyms.key; fi
}

# Starts one instance and returns at once; wait with processes_wait.
process_start() {
  local full=$1 name instance dll
  name=$(name_of "$full")
  instance=$(instance_of "$full")
  dll=$(process_dll "$name")
  if process_running "$full"; then return; fi
  [ -r "$dll" ] || fail "$dll is missing. Build it with ./deploy/up."
  ports_free "$name" "$instance"
  if [ -s "$FUND_STATE/log/$full.log" ]; then mv -f "$FUND_STATE/log/$full.log" "$FUND_STATE/log/$full.previous.log"; fi
  (
    process_environment "$name" "$instance"
    cd "$(dirname "$dll")"
    # A session of its own: Ctrl-C in the terminal is for ./deploy/up, which stops everything in order.
    setsid dotnet "$dll" >"$FUND_STATE/log/$full.log" 2>&1 </dev/null 9>&- &
    echo $! >"$FUND_STATE/run/$full.pid"
  )
}

# Somebody else's listener is found before the start, not after a minute of waiting for health.
ports_free() {
  local name=$1 instance=$2 port setting=FUND_SERVICES_PORT
  local ports=("$(health_port "$name" "$instance")")
  if [ "$name" = gateway ]; then setting=FUND_PORT; else ports+=("$(grpc_port "$name" "$instance")"); fi
  for port in "${ports[@]}"; do
    if port_answers "$port"; then
      fail "Port $port, which $(instance_name "$name" "$instance") needs, is taken by another program. $(port_owner "$port")
Stop that program, or choose another port:  $setting=$([ "$name" = gateway ] && echo 8090 || echo 5300) ./deploy/up"
    fi
  done
}

# Lets an instance finish its requests; after 30 s it is killed.
process_stop() {
  local full=$1 pid
  if process_running "$full"; then
    pid=$(process_pid "$full")
    kill -TERM "$pid"
    if ! wait_until 30 process_gone "$full"; then
      say "  $full did not stop within 30 s; killing it." >&2
      kill -KILL "$pid" || true
    fi
  fi
  rm -f "$FUND_STATE/run/$full.pid"
}

process_kill() {
  if process_running "$1"; then kill -KILL "$(process_pid "$1")"; fi
  wait_until 10 process_gone "$1"
  rm -f "$FUND_STATE/run/$1.pid"
}

process_ready() { [ "$(http_status "$(health_port "$(name_of "$1")" "$(instance_of "$1")")" /health/ready)" = 200 ]; }

# Waits until every named instance is ready, with a line for each. One that ends or takes longer than two minutes is
# shown with the last lines of its log.
processes_wait() {
  local started waiting=("$@") still full
  started=$(milliseconds)
  while [ "${#waiting[@]}" -gt 0 ]; do
    still=()
    for full in "${waiting[@]}"; do
      if process_ready "$full"; then
        say "  $full ready ($(seconds_since "$started"))"
      elif ! process_running "$full"; then
        process_report "$full" "ended while starting"
        return 1
      else
        still+=("$full")
      fi
    done
    waiting=("${still[@]}")
    if [ "${#waiting[@]}" -gt 0 ] && [ $(($(milliseconds) - started)) -gt 120000 ]; then
      for full in "${waiting[@]}"; do process_report "$full" "is not ready after two minutes"; done
      return 1
    fi
    if [ "${#waiting[@]}" -gt 0 ]; then sleep 0.1; fi
  done
}

process_report() {
  {
    say "  $1 $2. The end of $FUND_STATE/log/$1.log:"
    tail -n 25 "$FUND_STATE/log/$1.log" | sed 's/^/    /'
  } >&2
}

# The gateway first, so that no new work arrives while the services finish theirs.
processes_stop() {
  local name full
  for name in gateway donations grantcalls projects beneficiaries; do
    for full in $(instances_named "$name"); do process_stop "$full" & done
  done
  wait
}

processes_status() {
  local name full
  for name in "${FUND_PROCESSES[@]}"; do
    for full in $(instances_named "$name"); do
      if ! process_running "$full"; then
        say "$full: stopped"
      elif process_ready "$full"; then
        say "$full: ready, pid $(process_pid "$full"), log $FUND_STATE/log/$full.log"
      else
        say "$full: running but not ready, pid $(process_pid "$full"), log $FUND_STATE/log/$full.log"
      fi
    done
  done
}

processes_main() {
  local action=${1:-status} full list
  settings_load
  case $action in
    status) processes_status ;;
    start | stop | restart | kill)
      [ "$#" = 2 ] || fail "Which one?  deploy/lib/processes.sh $action NAME   (${FUND_PROCESSES[*]})"
      fund_assembly "$(name_of "$2")" >/dev/null
      mapfile -t list < <(instances_named "$2")
      for full in "${list[@]}"; do
        case $action in stop | restart) process_stop "$full" ;; kill) process_kill "$full" ;; esac
        case $action in start | restart) process_start "$full" ;; esac
      done
      case $action in start | restart) processes_wait "${list[@]}" ;; esac
      ;;
    run)
      [ "$#" -ge 3 ] || fail "What?  deploy/lib/processes.sh run NAME ARGUMENTS..."
      process_environment "$(name_of "$2")" "$(instance_of "$2")"
      cd "$(dirname "$(process_dll "$(name_of "$2")")")"
      exec dotnet "$(process_dll "$(name_of "$2")")" "${@:3}"
      ;;
    *) fail "status, start, stop, restart, kill or run; not '$action'." ;;
  esac
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  # shellcheck source=deploy/lib/common.sh
  . "$(dirname "$0")/common.sh"
  # shellcheck source=deploy/lib/fund.sh
  . "$(dirname "$0")/fund.sh"
  processes_main "$@"
fi
