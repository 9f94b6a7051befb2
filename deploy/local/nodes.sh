# Several servers behind one address, for ./run --nodes N: the database, the nodes and the proxy are processes of their own, so that each of
# the nodes may die alone. Sourced by run, never run.
# shellcheck shell=bash

PROXY_DLL="$ROOT/src/Telehealth.Proxy/bin/Release/net10.0/Telehealth.Proxy.dll"
DATABASE_PID="" PROXY_PID="" REDIS_PID=""
NODE_PIDS=() NODE_PORTS=() NODE_STARTED=()

# Of the 200 that the embedded PostgreSQL takes; each node holds some more beside its pool.
POOLED_CONNECTIONS=150

ensure_proxy() {
  local stamp
  stamp=$(content_stamp src/Telehealth.Proxy Directory.Build.props Directory.Packages.props)
  is_fresh proxy "$stamp" "$PROXY_DLL" && return
  step proxy "Building the proxy" dotnet build "$ROOT/src/Telehealth.Proxy" "${BUILD_FLAGS[@]}" || exit 1
  mark_fresh proxy "$stamp"
}

# As many different free ports, one a line.
free_ports() { # COUNT
  node -e 'const net = require("net"); const servers = Array.from({ length: +process.argv[1] }, () => net.createServer().listen(0, "127.0.0.1"));
    for (const server of servers) server.on("listening", () => { console.log(server.address().port); setTimeout(() => server.close(), 200); })' "$1"
}

# Runs in the background with its output in the data folder's log of that name; the pid is then in STARTED_PID.
start_logged() { # NAME COMMAND…
  local log="$DATA/log/$1.log"
  shift
  [ ! -f "$log" ] || { mv "$log" "$log.1" && chmod 600 "$log.1"; }
  (umask 077 && : >"$log")
  if [ "$VERBOSE" = yes ]; then setsid "$@" & else setsid "$@" >>"$log" 2>&1 & fi
  STARTED_PID=$!
  [ "$VERBOSE" = yes ] || { keep_log_bounded "$log" "$LOG_BYTES" & BACKGROUND_PIDS+=($!); }
}

ended_too_soon() { # NAME PID
  local code
  wait "$2"
  code=$?
  [ "$VERBOSE" = yes ] || { printf '\nThe end of %s:\n\n' "$DATA/log/$1.log" >&2; tail -n 30 "$DATA/log/$1.log" >&2; }
  die "$1 ended by itself (exit code $code)."
}

# Sets NODE_DATABASE. A database of somebody else's is taken as it is.
start_database() {
  local file="$DATA/nodes.database"
  NODE_DATABASE=${Postgres__ConnectionString:-}
  [ -z "$NODE_DATABASE" ] || return 0
  rm -f "$file"
  say "Starting the database …"
  start_logged database dotnet "$SERVER_DLL" database "$file"
  DATABASE_PID=$STARTED_PID
  until [ -f "$file" ]; do
    kill -0 "$DATABASE_PID" 2>/dev/null || ended_too_soon database "$DATABASE_PID"
    sleep 0.1
  done
  NODE_DATABASE="$(cat "$file");Maximum Pool Size=$((POOLED_CONNECTIONS / NODES))"
}

# Sets NODE_REDIS, by which nodes tell each other what is kept nowhere; empty when they do so without. Nobody waits for Redis, and none is needed.
start_redis() {
  local file="$DATA/nodes.redis" port password
  NODE_REDIS=${Cluster__Redis:-}
  if [ -n "$NODE_REDIS" ]; then
    say "Nodes tell each other who is present by the Redis in Cluster__Redis."
    return
  fi
  if ! command -v redis-server >/dev/null; then
    say "Nodes tell each other who is present by themselves (redis-server is not installed, and not needed)."
    return
  fi
  port=$(free_ports 1)
  password=$(head -c 32 /dev/urandom | base64 -w 0 | tr -d '=+/')
  (umask 077 && printf 'bind 127.0.0.1\nport %s\nrequirepass %s\nsave ""\nappendonly no\ndir %s\n' "$port" "$password" "$DATA" >"$file")
  start_logged redis redis-server "$file"
  REDIS_PID=$STARTED_PID
  until port_is_taken "$port"; do
    kill -0 "$REDIS_PID" 2>/dev/null || ended_too_soon redis "$REDIS_PID"
    sleep 0.1
  done
  NODE_REDIS="127.0.0.1:$port,password=$password"
  say "Nodes tell each other who is present by a Redis of their own."
}

start_node() { # INDEX
  local number=$(($1 + 1)) url=${Telemetry__MetricsUrl:-} figures=()
  # Each node's figures are on a port of their own.
  [ -z "$url" ] || figures=("Telemetry__MetricsUrl=${url%:*}:$((${url##*:} + $1))")
  start_logged "node-$number" env \
    ASPNETCORE_URLS="http://127.0.0.1:${NODE_PORTS[$1]}" \
    Postgres__ConnectionString="$NODE_DATABASE" \
    Media__Port="$((MEDIA_PORT + $1 * MEDIA_PORTS))" \
    Cluster__Redis="$NODE_REDIS" \
    "${figures[@]}" \
    Access__TrustedProxies__99=127.0.0.1 \
    Access__FirstAdmin__PasswordFile="${Access__FirstAdmin__PasswordFile:-$DATA/first-admin-password}" \
    dotnet "$SERVER_DLL"
  NODE_PIDS[$1]=$STARTED_PID
  NODE_STARTED[$1]=$SECONDS
}

start_nodes() {
  local index urls=()
  MEDIA_PORT=${Media__Port:-40000}
  # A node has a UDP port for each media thread, and at most 16 of those unless it is told otherwise.
  MEDIA_PORTS=$((${Media__Threads:-16} > 16 ? Media__Threads : 16))
  cd "$ROOT" || exit 1
  start_database
  start_redis
  mapfile -t NODE_PORTS < <(free_ports "$NODES")
  # One after another: what is made at the very first start is made once.
  for ((index = 0; index < NODES; index++)); do
    say "Starting node $((index + 1)) …"
    start_node "$index"
    until http_get "${NODE_PORTS[$index]}" /health/ready >/dev/null; do
      kill -0 "${NODE_PIDS[$index]}" 2>/dev/null || ended_too_soon "node-$((index + 1))" "${NODE_PIDS[$index]}"
      sleep 0.1
    done
    urls+=("http://127.0.0.1:${NODE_PORTS[$index]}")
  done
  start_logged proxy env ASPNETCORE_URLS="$URLS" dotnet "$PROXY_DLL" "${urls[@]}"
  PROXY_PID=$STARTED_PID
  until http_get "$PORT" /health/ready >/dev/null && http_get "$PORT" / | grep -qi '<html'; do
    kill -0 "$PROXY_PID" 2>/dev/null || ended_too_soon proxy "$PROXY_PID"
    sleep 0.1
  done
  LOG="$DATA/log/node-$NODES.log"
}

# Starts a node anew that ended, be it because the others had put it out (3) or because it was killed; the others serve meanwhile.
watch_nodes() {
  local index code
  while sleep 0.5; do
    kill -0 "$PROXY_PID" 2>/dev/null || ended_too_soon proxy "$PROXY_PID"
    if [ -n "$DATABASE_PID" ] && ! kill -0 "$DATABASE_PID" 2>/dev/null; then
      # PostgreSQL runs on without whoever watched over it, and the next one takes it over.
      say "The database's watch ended and is started anew."
      sleep 1
      start_logged database dotnet "$SERVER_DLL" database "$DATA/nodes.database"
      DATABASE_PID=$STARTED_PID
    fi
    if [ -n "$REDIS_PID" ] && ! kill -0 "$REDIS_PID" 2>/dev/null; then
      say "Redis ended and is started anew."
      start_logged redis redis-server "$DATA/nodes.redis"
      REDIS_PID=$STARTED_PID
    fi
    for ((index = 0; index < NODES; index++)); do
      kill -0 "${NODE_PIDS[$index]}" 2>/dev/null && continue
      wait "${NODE_PIDS[$index]}"
      code=$?
      # One that cannot start is tried again without haste.
      [ $((SECONDS - NODE_STARTED[index])) -ge 10 ] || sleep 5
      say "Node $((index + 1)) ended (exit code $code) and is started anew."
      start_node "$index"
    done
  done
}

stop_nodes() {
  local pid pids=("${NODE_PIDS[@]}")
  [ -z "$PROXY_PID" ] || pids+=("$PROXY_PID")
  stop_together "${pids[@]}"
  NODE_PIDS=() PROXY_PID=""
  [ -z "$REDIS_PID" ] || stop_together "$REDIS_PID"
  REDIS_PID=""
  # Last: the nodes write until they have stopped.
  [ -z "$DATABASE_PID" ] || stop_together "$DATABASE_PID"
  DATABASE_PID=""
}

stop_together() { # PIDS…
  local pid deciseconds=0
  for pid in "$@"; do kill -TERM "$pid" 2>/dev/null; done
  for pid in "$@"; do
    while kill -0 "$pid" 2>/dev/null && [ $deciseconds -lt 400 ]; do
      sleep 0.1
      deciseconds=$((deciseconds + 1))
    done
    kill -KILL "$pid" 2>/dev/null
  done
  return 0
}
