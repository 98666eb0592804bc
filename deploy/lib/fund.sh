# What the five processes are called, where they listen and where this machine keeps their things. To be sourced after
# common.sh; every script of deploy/ starts here.
# shellcheck shell=bash

FUND_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# Everything a start leaves behind is in one folder: servers' data, keys, secrets, logs, published programs.
FUND_STATE=${FUND_STATE:-$FUND_ROOT/.fund}
case $FUND_STATE in /*) ;; *) FUND_STATE=$PWD/$FUND_STATE ;; esac
FUND_PROCESSES=(donations grantcalls projects beneficiaries gateway)

# The assembly of a process; its dll is the program.
fund_assembly() {
  case $1 in
    donations) echo Fund.Donations ;;
    grantcalls) echo Fund.GrantCalls ;;
    projects) echo Fund.Projects ;;
    beneficiaries) echo Fund.Beneficiaries ;;
    gateway) echo Fund.Gateway ;;
    *) fail "No process is called '$1'. There are: ${FUND_PROCESSES[*]}." ;;
  esac
}

# "donations.2" is the second instance of donations; "donations" is the first.
instance_name() { if [ "$2" = 1 ]; then echo "$1"; else echo "$1.$2"; fi; }
name_of() { echo "${1%%.*}"; }
instance_of() { case $1 in *.*) echo "${1##*.}" ;; *) echo 1 ;; esac; }

# Second instances listen ten ports further, and speak to the second instances of the others.
grpc_port() {
  local base=${FUND_SERVICES_PORT:-5100} place
  case $1 in
    donations) place=1 ;; grantcalls) place=2 ;; projects) place=3 ;; beneficiaries) place=4 ;;
    *) fail "Process '$1' has no gRPC port." ;;
  esac
  echo $((base + place + ($2 - 1) * 10))
}

# The port where GET /health/live and /health/ready answer: the gateway's own, a separate one for the services.
health_port() {
  if [ "$1" = gateway ]; then
    echo $((${FUND_PORT:-8080} + $2 - 1))
  else
    echo $(($(grpc_port "$1" "$2") + 100))
  fi
}

# The choices of the last ./deploy/up, so that restarting one process gives it the same.
settings_load() {
  [ -r "$FUND_STATE/run/settings.env" ] || fail "Nothing was started here yet. Start with ./deploy/up."
  # shellcheck disable=SC1091
  . "$FUND_STATE/run/settings.env"
}

settings_save() {
  local name
  mkdir -p "$FUND_STATE/run"
  (
    umask 077
    for name in FUND_PORT FUND_SERVICES_PORT FUND_INSTANCES FUND_TELEMETRY ADMIN_CONNECTION BROKER_CONNECTION; do
      printf '%s=%q\n' "$name" "${!name:-}"
    done >"$FUND_STATE/run/settings.env"
  )
}

state_prepare() {
  mkdir -p "$FUND_STATE"
  FUND_STATE=$(cd "$FUND_STATE" && pwd -P)
  if [ ! -O "$FUND_STATE" ] && ! is_root; then
    fail "$FUND_STATE belongs to $(stat -c %U "$FUND_STATE"). Start as that user, or delete it first."
  fi
  mkdir -p "$FUND_STATE"/{run,log,keys,secrets}
  chmod 711 "$FUND_STATE"
  chmod 700 "$FUND_STATE"/{run,log,keys,secrets}
}

# A folder belongs to the processes of this machine (servers) or to containers (docker): their accounts and passwords
# would be mistaken for each other's.
state_separate() {
  local wanted=$1 other=docker how=--docker
  if [ "$wanted" = docker ]; then
    other=servers
    how=''
  fi
  if [ -e "$FUND_STATE/$other" ]; then
    fail "$FUND_STATE was made by ./deploy/up${how:+ $how}. Delete it with ./deploy/reset, or use another: FUND_STATE=.fund-$wanted"
  fi
}
