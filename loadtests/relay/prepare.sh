# Installs what loadtests/run relay needs, and builds both sides. Sourced by loadtests/run, after deploy/local/steps.sh.
# shellcheck shell=bash

RELAY_PACKAGES=(janus golang-go golang-github-pion-webrtc.v3-dev iproute2 util-linux)
RELAY_HOST_DLL="$ROOT/loadtests/Telehealth.RelayHost/bin/Release/net10.0/Telehealth.RelayHost.dll"
RELAY_LOAD="$STATE/relay/relayload"

ensure_relay_packages() {
  local missing=() package
  for package in "${RELAY_PACKAGES[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  is_root || die "Missing: ${missing[*]}. Install with:" "sudo apt-get install -y ${missing[*]}"
  step relay-packages "Installing ${missing[*]}" apt_install "${missing[@]}" || exit 1
}

# Without analyzers: whoever tunes the relay measures many states of it that are not finished.
ensure_relay_host() {
  local stamp
  stamp=$(content_stamp "${SERVER_INPUTS[@]}" loadtests/Telehealth.RelayHost)
  is_fresh relay-host "$stamp" "$RELAY_HOST_DLL" && return
  step relay-host "Building the relay alone" dotnet build "$ROOT/loadtests/Telehealth.RelayHost" "${BUILD_FLAGS[@]}" -p:RunAnalyzers=false || exit 1
  mark_fresh relay-host "$stamp"
}

# Debian ships Pion's sources for the old way of building: below one folder, without a module cache or a network.
ensure_relay_load() {
  local stamp
  stamp=$(content_stamp loadtests/relay)
  is_fresh relay-load "$stamp" "$RELAY_LOAD" && return
  step relay-load "Building the load generator" build_relay_load || exit 1
  mark_fresh relay-load "$stamp"
}

build_relay_load() {
  local sources="$STATE/relay/src/relayload"
  rm -rf "$sources"
  mkdir -p "$sources"
  cp "$ROOT/loadtests/relay/"{*.go,go.mod} "$sources/"
  (cd "$sources" && GO111MODULE=off GOFLAGS="" GOPATH="$STATE/relay:/usr/share/gocode" go build -o "$RELAY_LOAD" .)
}
