#!/usr/bin/env bash
# Runs every test, on a machine that needs only the .NET 10 SDK. What else the tests use (PostgreSQL, Chromium) is
# installed from Debian's packages when it is missing; databases live in a cluster of our own that is gone afterwards.
# Ends with the line "N passed, N failed", and with status 0 only when nothing failed.
#
#   TEST_PG   an Npgsql connection string of a server to use in place of our own cluster (its role must be a superuser)
#   CI=true   restores locked, checks the formatting, and counts a skipped test as a failed one
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."

passed=0 failed=0 skipped=0
cluster= failures=

finish() {
  status=$?
  trap - EXIT
  [ -z "$cluster" ] || bash tests/postgres.sh stop "$cluster" || true
  if [ $status != 0 ] && [ $failed = 0 ]; then failed=1; fi
  echo "$passed passed, $failed failed"
  [ $failed = 0 ] || exit 1
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

say() { printf '%s\n' "$*"; }
ci() { [ "${CI:-}" = true ]; }

# A thing the tests want and the machine lacks: a word in development, the end in CI.
lacking() {
  say "$*" >&2
  if ci; then exit 1; fi
  say "Going on without; the tests that need it are skipped." >&2
}

have_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
have_chromium() { command -v chromium >/dev/null || [ -n "${CHROMIUM:-}" ]; }

install_missing() {
  local packages=()
  have_postgres || [ -n "${TEST_PG:-}" ] || packages+=(postgresql)
  have_chromium || packages+=(chromium fonts-dejavu-core)
  [ ${#packages[@]} != 0 ] || return 0

  if ! command -v apt-get >/dev/null; then
    lacking "Missing here: ${packages[*]}. Without apt-get this script cannot install them; please do, or set TEST_PG and CHROMIUM."
    return 0
  fi
  local root=()
  if [ "$(id -u)" != 0 ]; then
    if ! { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; then
      lacking "Missing here: ${packages[*]}, and only root may install: sudo apt-get install --no-install-recommends ${packages[*]}"
      return 0
    fi
    root=(sudo -n)
  fi

  say "Installing ${packages[*]}"
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    # Else Debian makes and starts a cluster of its own, which nobody asked for.
    ${root[@]+"${root[@]}"} mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | ${root[@]+"${root[@]}"} tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  local log
  log=$(mktemp)
  local apt=(${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120)
  if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    lacking "apt-get could not install ${packages[*]}."
  fi
  rm -f "$log"
}

# The counts of one project's report (xUnit's XML), as "passed failed skipped".
counts() {
  awk 'match($0, /<assembly [^>]*>/) {
         tag = substr($0, RSTART, RLENGTH)
         passed += number("passed"); failed += number("failed") + number("errors"); skipped += number("skipped")
       }
       function number(name) { return match(tag, " " name "=\"[0-9]+") ? substr(tag, RSTART + length(name) + 3, RLENGTH - length(name) - 3) + 0 : 0 }
       END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# What failed in one project's report, by name, each with its message and where it was.
what_failed() {
  awk '{ gsub(/<(test|error) /, "\n&"); gsub(/<\/failure>/, "\n&"); print }' "$1" | awk '
    /^<(test|error) / {
      on = /^<error / || / result="Fail"/
      name = match($0, / name="[^"]*"/) ? substr($0, RSTART + 7, RLENGTH - 8) : "?"
      if (on) { print plain("FAILED " name) }
      sub(/^.*<failure[^>]*>/, "")
    }
    /^<\/failure>/ { on = 0 }
    on { gsub(/<[^>]*>/, "\n"); print plain($0) }
    function plain(text) {
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#xA;/, "\n", text); gsub(/&amp;/, "\\&", text)
      return text
    }'
}

run_project() {
  local name=$1 report=$PWD/artifacts/test-results/$1.xml status=0 p f s
  say; say "== $name"
  rm -f "$report"
  timeout --foreground -k 10 "${TEST_TIMEOUT:-1500}" \
    dotnet "artifacts/bin/$name/debug/$name.dll" -noLogo -noColor -noAutoReporters -result-xml "$report" ${skips[@]+"${skips[@]}"} || status=$?

  p=0 f=0 s=0
  if [ -s "$report" ]; then
    read -r p f s < <(counts "$report")
    failures+=$(what_failed "$report")$'\n'
  fi
  if [ $((p + f + s)) = 0 ]; then
    say "$name: no test ran (status $status)"
    f=1
  elif [ $status != 0 ] && [ "$f" = 0 ]; then
    say "$name: the runner ended with status $status"
    f=1
  fi
  say "$name: $p passed, $f failed, $s skipped"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

command -v dotnet >/dev/null || { say "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download/dotnet/10.0" >&2; exit 1; }
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
install_missing

say "== build"
# Without libicu the SDK itself stops, unless told that it may do without.
dotnet --version >/dev/null 2>&1 || export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
dotnet restore CommitmentBot.sln --verbosity quiet
dotnet build CommitmentBot.sln --no-restore --configuration Debug --verbosity quiet -nologo
skips=()
if ci; then
  skips=(-failSkips)
  say "== format"
  dotnet format CommitmentBot.sln --verify-no-changes --no-restore
fi

if [ -z "${TEST_PG:-}" ] && have_postgres; then
  cluster=$(mktemp -d /tmp/commitmentbot-tests.XXXXXX)
  TEST_PG=$(bash tests/postgres.sh start "$cluster" $$)
  export TEST_PG
fi

mkdir -p artifacts/test-results
for project in tests/*Tests/*.csproj; do
  run_project "$(basename "$project" .csproj)"
done
say
# Once more, at the end, which is what one sees and what is kept of a long log.
if [ $failed != 0 ]; then say "$failures"; fi
if [ $skipped != 0 ]; then say "$skipped skipped"; fi
