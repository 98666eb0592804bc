# Private PostgreSQL and RabbitMQ on loopback, for ./deploy/up, ./tests/run and ./tests/perf/run. To be sourced after
# common.sh.
#
#   servers_use FOLDER MODE   FOLDER keeps the data, ports and passwords; MODE is durable (up) or fast (tests)
#   servers_start             finds or installs both, starts what is not running, waits until ready
#   servers_stop              stops both, and the Erlang port mapper the broker brought along
#   broker_start broker_stop postgres_start postgres_stop   one of them
#   servers_choose, then postgres_launch and broker_launch   the two side by side
#   servers_running           true when both run
#
# After a start POSTGRES_CONNECTION (an Npgsql string without a database; the user may create roles and databases) and
# RABBITMQ_URL are set. Everything is idempotent: what runs is used again, a stale pid file is no obstacle.
# shellcheck shell=bash

servers_use() {
  SERVERS_FOLDER=$1
  SERVERS_MODE=${2:-durable}
  mkdir -p "$SERVERS_FOLDER"
  SERVERS_FOLDER=$(cd "$SERVERS_FOLDER" && pwd -P)
  # The servers' user may pass through this folder, not list it; what is secret in it has permissions of its own.
  chmod 711 "$SERVERS_FOLDER"
  if [ -r "$SERVERS_FOLDER/servers.env" ]; then
    # shellcheck disable=SC1091
    . "$SERVERS_FOLDER/servers.env"
    servers_connections
  fi
}

# ---- finding the programs -------------------------------------------------------------------------------------------

# The newest PostgreSQL from 14 on: the distribution's folders first, then whatever is on PATH.
postgres_find() {
  local folder version best=0
  PG_BIN=''
  for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin "$(dirname "$(command -v postgres || echo /none/x)")"; do
    if [ ! -x "$folder/postgres" ] || [ ! -x "$folder/initdb" ] || [ ! -x "$folder/psql" ]; then continue; fi
    version=$("$folder/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')
    if [ "$version" -ge 14 ] && [ "$version" -gt "$best" ]; then
      best=$version
      PG_BIN=$folder
    fi
  done
  # A cluster can only be opened by the version that made it.
  if [ -n "${PG_MADE_BY:-}" ] && [ -x "$PG_MADE_BY/postgres" ]; then PG_BIN=$PG_MADE_BY; fi
  [ -n "$PG_BIN" ]
}

# The broker's own scripts. Debian's wrappers in /usr/sbin refuse every user but root and rabbitmq, so they are not used.
broker_find() {
  local folder
  RABBIT_BIN=''
  for folder in /usr/lib/rabbitmq/bin /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin /opt/rabbitmq/sbin /usr/local/sbin \
    "$(dirname "$(command -v rabbitmq-server || echo /none/x)")"; do
    if [ -x "$folder/rabbitmq-server" ] && [ "$folder" != /usr/sbin ]; then
      RABBIT_BIN=$folder
      return
    fi
  done
  return 1
}

servers_find() {
  local missing=()
  postgres_find || missing+=(postgresql)
  broker_find || missing+=(rabbitmq-server)
  command -v openssl >/dev/null || missing+=(openssl)
  if [ "${#missing[@]}" -gt 0 ]; then
    install_packages "Not found on this machine: ${missing[*]}." "${missing[@]}"
    postgres_find || fail "PostgreSQL 14 or newer is needed; the distribution has none."
    broker_find || fail "RabbitMQ's scripts were not found under /usr/lib/rabbitmq/bin after installing rabbitmq-server."
  fi
}

# ---- where the data lives -------------------------------------------------------------------------------------------

# PostgreSQL refuses to run as root, so root lends both servers to the distribution's postgres user.
servers_user() {
  if ! is_root; then
    id -un
  elif id postgres >/dev/null 2>&1; then
    echo postgres
  else
    echo nobody
  fi
}

# Sets SERVERS_DATA: FOLDER/data, or, where the servers' user cannot get into the checkout (below /root, say), a folder
# under /var/lib with a link to it in FOLDER.
servers_place() {
  # Gone when the checkout was moved or restored from a backup: then it is found again.
  if [ -n "${SERVERS_DATA:-}" ] && [ -d "$SERVERS_DATA" ]; then return; fi
  SERVERS_USER=$(servers_user)
  local inside="$SERVERS_FOLDER/data"
  if [ "$SERVERS_USER" = "$(id -un)" ]; then
    mkdir -p "$inside"
    SERVERS_DATA=$inside
  else
    mkdir -p "$inside"
    chown -R "$SERVERS_USER" "$inside"
    if as_user "$SERVERS_USER" test -w "$inside" 2>/dev/null; then
      SERVERS_DATA=$inside
    else
      SERVERS_DATA=/var/lib/fund-$(printf '%s' "$SERVERS_FOLDER" | sha256sum | cut -c1-12)
      [ ! -e "$SERVERS_DATA" ] || fail "$SERVERS_DATA is in the way: data of an earlier $SERVERS_FOLDER. Delete or move it."
      mv "$inside" "$SERVERS_DATA"
      ln -sfn "$SERVERS_DATA" "$inside"
      say "User $SERVERS_USER cannot reach $SERVERS_FOLDER: the servers' data is in $SERVERS_DATA."
    fi
  fi
  chmod 700 "$SERVERS_DATA"
}

# Finds the programs and the folder, and chooses ports and passwords: once, then they are kept. Only a port somebody else
# took while the server was stopped is chosen again.
servers_choose() {
  local port
  servers_find
  servers_place
  if ! postgres_running; then
    PG_MADE_BY=$PG_BIN
    if [ -n "${PG_PORT:-}" ] && port_answers "$PG_PORT"; then PG_PORT=''; fi
  fi
  if ! broker_running; then
    # One that outlived a killed broker.
    broker_mapper_stop
    for port in RABBIT_PORT RABBIT_DIST_PORT RABBIT_EPMD_PORT; do
      if [ -n "${!port:-}" ] && port_answers "${!port}"; then printf -v "$port" ''; fi
    done
  fi
  servers_remember
}

servers_remember() {
  PG_PASSWORD=${PG_PASSWORD:-$(random_word)}
  RABBIT_PASSWORD=${RABBIT_PASSWORD:-$(random_word)}
  RABBIT_NODE=${RABBIT_NODE:-fund$(random_word 4)@localhost}
  PG_PORT=${PG_PORT:-$(free_port)}
  RABBIT_PORT=${RABBIT_PORT:-$(free_port)}
  RABBIT_DIST_PORT=${RABBIT_DIST_PORT:-$(free_port)}
  RABBIT_EPMD_PORT=${RABBIT_EPMD_PORT:-$(free_port)}
  (
    umask 077
    {
      printf '# Written by deploy/lib/servers.sh: this machine only.\n'
      local name
      for name in SERVERS_MODE SERVERS_USER SERVERS_DATA PG_MADE_BY PG_PORT PG_PASSWORD RABBIT_PORT RABBIT_DIST_PORT \
        RABBIT_EPMD_PORT RABBIT_PASSWORD RABBIT_NODE; do
        printf '%s=%q\n' "$name" "${!name:-}"
      done
    } >"$SERVERS_FOLDER/servers.env"
  )
  servers_connections
}

servers_connections() {
  # Kerberos is not tried: its library may be missing, and every process would say so.
  POSTGRES_CONNECTION="Host=127.0.0.1;Port=$PG_PORT;Username=fund_admin;Password=$PG_PASSWORD;GSS Encryption Mode=Disable"
  # shellcheck disable=SC2034 # For the scripts that source this file.
  RABBITMQ_URL="amqp://fund:$RABBIT_PASSWORD@127.0.0.1:$RABBIT_PORT/"
  export POSTGRES_CONNECTION RABBITMQ_URL
}

as_servers_user() { as_user "$SERVERS_USER" "$@"; }

# Writes standard input to a file only the servers' user can read.
servers_write() { (umask 077 && as_servers_user tee "$1" >/dev/null); }

# ---- PostgreSQL -----------------------------------------------------------------------------------------------------

postgres_pid() { as_servers_user head -n 1 "$SERVERS_DATA/pg/postmaster.pid" 2>/dev/null || true; }

postgres_running() { [ -n "${SERVERS_DATA:-}" ] && process_is "$(postgres_pid)" "$SERVERS_DATA/pg"; }

postgres_initialise() {
  servers_write "$SERVERS_DATA/pg.password" <<<"$PG_PASSWORD"
  local sync=()
  [ "$SERVERS_MODE" = durable ] || sync=(--no-sync)
  if ! as_servers_user "$PG_BIN/initdb" -D "$SERVERS_DATA/pg" -U fund_admin -A scram-sha-256 \
    --pwfile="$SERVERS_DATA/pg.password" -E UTF8 --locale=C.UTF-8 "${sync[@]}" >"$SERVERS_FOLDER/initdb.log" 2>&1; then
    tail -n 20 "$SERVERS_FOLDER/initdb.log" >&2
    fail "PostgreSQL could not make its data folder $SERVERS_DATA/pg."
  fi
  as_servers_user rm -f "$SERVERS_DATA/pg.password"
  echo "include = 'fund.conf'" | as_servers_user tee -a "$SERVERS_DATA/pg/postgresql.conf" >/dev/null
}

# No detail lines and no statements in the log: they would carry people's data.
postgres_settings() {
  cat <<CONF
listen_addresses = '127.0.0.1'
port = $PG_PORT
unix_socket_directories = ''
max_connections = 400
shared_buffers = 256MB
max_wal_size = 2GB
log_error_verbosity = terse
log_min_error_statement = panic
log_timezone = 'UTC'
timezone = 'UTC'
CONF
  if [ "$SERVERS_MODE" = durable ]; then
    printf 'fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n'
  else
    printf 'fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum_naptime = 10min\n'
  fi
}

postgres_start() {
  servers_choose
  postgres_launch
}

# After servers_choose.
postgres_launch() {
  if postgres_running; then return; fi
  as_servers_user test -s "$SERVERS_DATA/pg/PG_VERSION" || postgres_initialise
  # Left behind by a hard stop. Nothing runs on this folder (looked above), and its pid may be anybody's by now.
  as_servers_user rm -f "$SERVERS_DATA/pg/postmaster.pid"
  postgres_settings | servers_write "$SERVERS_DATA/pg/fund.conf"
  if ! as_servers_user "$PG_BIN/pg_ctl" -D "$SERVERS_DATA/pg" -w -t 60 -l "$SERVERS_DATA/postgres.log" start \
    >"$SERVERS_FOLDER/pg_ctl.log" 2>&1 </dev/null; then
    as_servers_user tail -n 20 "$SERVERS_DATA/postgres.log" >&2 || true
    fail "PostgreSQL did not start. Its log: $SERVERS_DATA/postgres.log"
  fi
}

postgres_stop() {
  postgres_running || return 0
  postgres_find || fail "PostgreSQL's programs have gone from this machine; it cannot be stopped properly."
  as_servers_user "$PG_BIN/pg_ctl" -D "$SERVERS_DATA/pg" -m fast -w -t 60 stop >"$SERVERS_FOLDER/pg_ctl.log" 2>&1 ||
    as_servers_user "$PG_BIN/pg_ctl" -D "$SERVERS_DATA/pg" -m immediate -w -t 30 stop >>"$SERVERS_FOLDER/pg_ctl.log" 2>&1
}

# psql as the owner of the server, reading SQL from standard input: postgres_admin [psql options]
postgres_admin() {
  PGHOST=127.0.0.1 PGPORT=$PG_PORT PGUSER=fund_admin PGPASSWORD=$PG_PASSWORD PGDATABASE=postgres \
    "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 "$@"
}

# ---- RabbitMQ -------------------------------------------------------------------------------------------------------

broker_pid() { as_servers_user cat "$SERVERS_DATA/broker/pid" 2>/dev/null || true; }

broker_running() { [ -n "${SERVERS_DATA:-}" ] && process_is "$(broker_pid)" "$SERVERS_DATA/broker"; }

# A greeting in a protocol the broker refuses makes it answer with the one it speaks: "AMQP". Cheaper by seconds than
# starting an Erlang machine to ask.
broker_answers() {
  local answer
  # shellcheck disable=SC2016 # The inner shell expands these.
  answer=$(timeout 2 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" && printf "HELO\0\0\0\0" >&3 && head -c 4 <&3' \
    "$RABBIT_PORT" 2>/dev/null) || true
  [ "$answer" = AMQP ]
}

broker_settings() {
  cat <<CONF
listeners.tcp.default = 127.0.0.1:$RABBIT_PORT
default_user = fund
default_pass = $RABBIT_PASSWORD
log.file.level = warning
disk_free_limit.absolute = 200MB
vm_memory_high_watermark.relative = 0.4
CONF
}

# The name is fixed for the life of the data, whose folder is called after it; ports may change between starts.
broker_environment() {
  cat <<CONF
export HOME=$SERVERS_DATA/broker
export RABBITMQ_NODENAME=$RABBIT_NODE
export RABBITMQ_MNESIA_BASE=$SERVERS_DATA/broker/data RABBITMQ_LOG_BASE=$SERVERS_DATA/broker/log
export RABBITMQ_CONFIG_FILE=$SERVERS_DATA/broker/rabbitmq.conf
export RABBITMQ_ADVANCED_CONFIG_FILE=$SERVERS_DATA/broker/advanced.config
export RABBITMQ_ENABLED_PLUGINS_FILE=$SERVERS_DATA/broker/enabled_plugins
export RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_PID_FILE=$SERVERS_DATA/broker/pid
export RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=$RABBIT_PORT RABBITMQ_DIST_PORT=$RABBIT_DIST_PORT
export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$RABBIT_EPMD_PORT
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} -fund_data $SERVERS_DATA/broker"
export LANG=C.UTF-8 LC_ALL=C.UTF-8
CONF
}

broker_write_files() {
  as_servers_user mkdir -p "$SERVERS_DATA/broker/data" "$SERVERS_DATA/broker/log"
  broker_settings | servers_write "$SERVERS_DATA/broker/rabbitmq.conf"
  broker_environment | servers_write "$SERVERS_DATA/broker/env.sh"
  echo '[].' | servers_write "$SERVERS_DATA/broker/enabled_plugins"
  if ! as_servers_user test -e "$SERVERS_DATA/broker/.erlang.cookie"; then
    random_word | servers_write "$SERVERS_DATA/broker/.erlang.cookie"
    as_servers_user chmod 400 "$SERVERS_DATA/broker/.erlang.cookie"
  fi
  as_servers_user rm -f "$SERVERS_DATA/broker/pid"
}

broker_start() {
  servers_choose
  broker_launch
}

# After servers_choose.
broker_launch() {
  if broker_running; then
    broker_wait
    return
  fi
  broker_write_files
  # A session of its own: Ctrl-C in the terminal that started it is not for the broker.
  local become=()
  if is_root; then become=(runuser -u "$SERVERS_USER" --); fi
  # The broker stops serving new connections when it reckons to be out of file handles, and a session's usual limit is
  # 1024; it takes as many as it may have.
  # shellcheck disable=SC2016 # The inner shell expands these.
  setsid "${become[@]}" bash -c 'ulimit -n "$(ulimit -Hn)" && cd "$1" && . ./env.sh && exec "$2/rabbitmq-server"' - \
    "$SERVERS_DATA/broker" "$RABBIT_BIN" >"$SERVERS_FOLDER/broker.out" 2>&1 </dev/null 9>&- &
  BROKER_LAUNCHER=$!
  broker_wait
}

broker_wait() {
  local deadline=$(($(milliseconds) + 120000))
  until broker_answers; do
    if [ "$(milliseconds)" -gt "$deadline" ] || { [ -n "${BROKER_LAUNCHER:-}" ] && ! kill -0 "$BROKER_LAUNCHER" 2>/dev/null; }; then
      tail -n 20 "$SERVERS_FOLDER/broker.out" >&2 || true
      fail "RabbitMQ did not start. Its logs: $SERVERS_DATA/broker/log"
    fi
    sleep 0.2
  done
}

# The broker closes its queues' files on TERM. Its port mapper is a process of its own and is told to go last.
broker_stop() {
  if broker_running; then
    local pid
    pid=$(broker_pid)
    as_servers_user kill -TERM "$pid"
    if ! wait_until 60 broker_gone "$pid"; then
      say "RabbitMQ did not stop within 60 s; killing it." >&2
      as_servers_user kill -KILL "$pid" || true
    fi
  fi
  broker_mapper_stop
}

broker_mapper_stop() {
  if [ -n "${RABBIT_EPMD_PORT:-}" ] && port_answers "$RABBIT_EPMD_PORT"; then
    as_servers_user env ERL_EPMD_ADDRESS=127.0.0.1 epmd -port "$RABBIT_EPMD_PORT" -kill >/dev/null 2>&1 || true
  fi
}

broker_gone() { ! process_is "$1" "$SERVERS_DATA/broker"; }

# ---- both -----------------------------------------------------------------------------------------------------------

servers_running() { postgres_running && broker_running; }

servers_start() {
  local started
  started=$(milliseconds)
  servers_choose
  postgres_launch
  say "  PostgreSQL ready on 127.0.0.1:$PG_PORT ($(seconds_since "$started"))"
  broker_launch
  say "  RabbitMQ ready on 127.0.0.1:$RABBIT_PORT ($(seconds_since "$started"))"
}

servers_stop() {
  [ -n "${SERVERS_DATA:-}" ] || return 0
  broker_stop
  postgres_stop
}
