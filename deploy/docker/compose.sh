# Finds Docker and Compose, and the passwords of this machine's containers. To be sourced after common.sh and fund.sh.
# shellcheck shell=bash

compose_find() {
  command -v docker >/dev/null || fail "Docker is needed for --docker. Install it:  sudo apt-get install -y docker.io docker-compose"
  docker info >/dev/null 2>&1 || fail "No Docker engine answers (DOCKER_HOST=${DOCKER_HOST:-not set}). Is it running, and may this user use it?"
  if docker compose version >/dev/null 2>&1; then
    COMPOSE=(docker compose)
  elif command -v docker-compose >/dev/null; then
    COMPOSE=(docker-compose)
  else
    fail "Docker Compose is needed for --docker. Install it:  sudo apt-get install -y docker-compose"
  fi
  COMPOSE+=(-p fund -f "$FUND_ROOT/docker-compose.yml" --env-file "$FUND_STATE/docker/compose.env")
}

# Drawn once and kept: the databases' volumes know them.
compose_passwords() {
  local name
  state_prepare
  mkdir -p "$FUND_STATE/docker"
  chmod 700 "$FUND_STATE/docker"
  [ ! -s "$FUND_STATE/docker/compose.env" ] || return 0
  command -v openssl >/dev/null || install_packages "openssl draws the passwords and was not found." openssl
  (
    umask 077
    for name in ADMIN BROKER DONATIONS GRANTCALLS PROJECTS BENEFICIARIES GATEWAY; do
      echo "FUND_${name}_PASSWORD=$(random_word)"
    done >"$FUND_STATE/docker/compose.env"
  )
}
