# What ./deploy/up does before the processes start: tools, build, keys, databases. To be sourced after common.sh,
# fund.sh and servers.sh.
# shellcheck shell=bash

# ---- tools ----------------------------------------------------------------------------------------------------------

# The .NET SDK is looked for on PATH and where its installers put it. It is not installed from here.
dotnet_find() {
  local folder
  for folder in '' "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /opt/dotnet; do
    if [ -n "$folder" ]; then
      [ -x "$folder/dotnet" ] || continue
      PATH=$folder:$PATH
      export PATH DOTNET_ROOT=$folder
    fi
    if command -v dotnet >/dev/null && (cd / && dotnet --list-sdks) | grep -q '^10\.'; then
      DOTNET_VERSION=$(cd / && dotnet --list-sdks | sed -n 's/^\(10\.[^ ]*\).*/\1/p' | tail -n 1)
      return
    fi
  done
  fail "The .NET SDK 10 is needed and was not found. Install it and start again, either from the distribution
  sudo apt-get install -y dotnet-sdk-10.0
or for this user alone
  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0
(it goes to ~/.dotnet, where it is found without further settings)."
}

# No process needs Node: the interoperability tests do. So a missing Node is said, and is no reason to stop.
node_find() {
  if command -v node >/dev/null; then
    NODE_VERSION="Node $(node --version | tr -d v)"
  else
    NODE_VERSION='no Node (only tests/interop needs it: sudo apt-get install -y nodejs npm)'
  fi
}

tools_find() {
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  dotnet_find
  node_find
  say "  .NET SDK $DOTNET_VERSION, $NODE_VERSION"
}

# ---- build ----------------------------------------------------------------------------------------------------------

# One hash over everything the five programs are built from.
sources_hash() {
  (
    cd "$FUND_ROOT" || exit
    {
      echo "sdk $DOTNET_VERSION"
      find services gateway protos Directory.Build.props Directory.Packages.props global.json deploy/services.slnf \
        \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    } | sha256sum | cut -d' ' -f1
  )
}

# Publishes the five into .fund/app, unless they were already published from these very sources.
build_programs() {
  local hash name assembly started folder
  started=$(milliseconds)
  hash=$(sources_hash)
  if [ "$(cat "$FUND_STATE/app/built" 2>/dev/null || true)" = "$hash" ]; then
    say "  unchanged since the last start"
    return
  fi
  say "  building (the first time takes a few minutes; log: $FUND_STATE/log/build.log)"
  if ! dotnet publish "$FUND_ROOT/deploy/services.slnf" -c Release --nologo -v quiet -nodeReuse:false \
    >"$FUND_STATE/log/build.log" 2>&1 </dev/null 9>&-; then
    { grep -E 'error' "$FUND_STATE/log/build.log" || tail -n 20 "$FUND_STATE/log/build.log"; } | sort -u | head -n 20 >&2
    fail "The build failed. All of it: $FUND_STATE/log/build.log"
  fi
  rm -rf "$FUND_STATE/app.new"
  for name in "${FUND_PROCESSES[@]}"; do
    assembly=$(fund_assembly "$name")
    folder=services/$assembly
    if [ "$name" = gateway ]; then folder=gateway/$assembly; fi
    mkdir -p "$FUND_STATE/app.new/$assembly"
    cp -r "$FUND_ROOT/$folder/bin/Release/net10.0/publish/." "$FUND_STATE/app.new/$assembly/"
  done
  echo "$hash" >"$FUND_STATE/app.new/built"
  rm -rf "$FUND_STATE/app"
  mv "$FUND_STATE/app.new" "$FUND_STATE/app"
  say "  built ($(seconds_since "$started"))"
}

# ---- keys -----------------------------------------------------------------------------------------------------------

# Every process signs its calls with a P-256 key of its own and knows the public halves of the others. The pseudonym
# key is drawn once and never changed: without it, a person met twice is counted twice. So is the one that seals the
# gateway's data-protection keys: without it, nobody's second factor can be read.
keys_make() {
  local name key made=0
  command -v openssl >/dev/null || install_packages "openssl makes the keys and was not found." openssl
  for name in "${FUND_PROCESSES[@]}"; do
    key=$FUND_STATE/keys/$name
    if [ ! -s "$key.pub.pem" ]; then
      (umask 077 && openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$key.key.pem")
      openssl pkey -in "$key.key.pem" -pubout -out "$key.pub.pem"
      made=$((made + 1))
    fi
  done
  if [ ! -s "$FUND_STATE/keys/pseudonyms.key" ]; then
    (umask 077 && openssl rand -base64 32 >"$FUND_STATE/keys/pseudonyms.key")
    made=$((made + 1))
  fi
  if [ ! -s "$FUND_STATE/keys/data-protection.key" ]; then
    (umask 077 && openssl rand -base64 32 >"$FUND_STATE/keys/data-protection.key")
    made=$((made + 1))
  fi
  if [ "$made" -gt 0 ]; then say "  $made keys made in $FUND_STATE/keys"; else say "  keys: kept"; fi
}

# ---- databases ------------------------------------------------------------------------------------------------------

# One part of an Npgsql connection string by any of its names:  connection_part STRING host server
connection_part() {
  local string=$1 part name parts
  shift
  IFS=';' read -r -a parts <<<"$string"
  for part in "${parts[@]}"; do
    for name in "$@"; do
      if [ "$(printf '%s' "${part%%=*}" | tr '[:upper:]' '[:lower:]' | tr -d ' ')" = "$name" ]; then
        printf '%s' "${part#*=}"
        return
      fi
    done
  done
}

# psql as the user of ADMIN_CONNECTION, reading SQL from standard input.
admin_psql() {
  local psql=${PG_BIN:+$PG_BIN/psql}
  psql=${psql:-psql}
  command -v "$psql" >/dev/null || install_packages "psql makes the databases and was not found." postgresql-client
  local ssl
  ssl=$(connection_part "$ADMIN_CONNECTION" sslmode | tr '[:upper:]' '[:lower:]')
  PGHOST=$(connection_part "$ADMIN_CONNECTION" host server) \
  PGPORT=$(connection_part "$ADMIN_CONNECTION" port) \
  PGUSER=$(connection_part "$ADMIN_CONNECTION" username userid user) \
  PGPASSWORD=$(connection_part "$ADMIN_CONNECTION" password) \
  PGSSLMODE=${ssl:-prefer} PGDATABASE=postgres PGCONNECT_TIMEOUT=10 "$psql" -X -q -v ON_ERROR_STOP=1
}

# A login role and a database of its own for each process; nobody else may connect to it.
databases_make() {
  local name secret
  for name in "${FUND_PROCESSES[@]}"; do
    secret=$FUND_STATE/secrets/database.$name
    [ -s "$secret" ] || (umask 077 && random_word >"$secret")
    if ! FUND_DATABASE=fund_$name FUND_DATABASE_PASSWORD=$(<"$secret") admin_psql <"$FUND_ROOT/deploy/lib/database.sql" \
      >"$FUND_STATE/log/databases.log" 2>&1; then
      cat "$FUND_STATE/log/databases.log" >&2
      fail "The database fund_$name could not be made."
    fi
  done
  say "  databases: fund_donations, fund_grantcalls, fund_projects, fund_beneficiaries, fund_gateway"
}
