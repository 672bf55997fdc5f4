#!/usr/bin/env bash
# Holds the program against a strict emulator of Slack and Slack's own types. It needs Node 20 and the emulator's folder, with
# its packages installed, in SLACK_LAB; without them it says so and does nothing. No part of tests/run.sh.
#
#   tests/slack-lab.sh           every story
#   tests/slack-lab.sh replay    mutated real payloads, ten seeds of 5000 (or: replay SEEDS MUTATIONS FIRST)
#   tests/slack-lab.sh burst     kill -9 twice in a burst of 500 mentions (or: burst MENTIONS); Slack's last retry comes after six minutes
#   tests/slack-lab.sh views     twelve views as pictures in artifacts/slack-views, and all that was posted for them checked against Slack's types
#   tests/slack-lab.sh posted    the same check over what the integration tests' stories posted (artifacts/calls)
#   tests/slack-lab.sh bench     this program beside a minimal Bolt app, the same work (or: bench SECONDS RATE); BENCH_REGISTER is a PostgreSQL connection string
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."

if ! command -v node >/dev/null || [ ! -d "${SLACK_LAB:-}/node_modules" ]; then
  echo "SKIPPED: the Slack lab needs Node 20, and SLACK_LAB naming the emulator's folder after npm install there."
  exit 0
fi
SLACK_LAB=$(realpath "$SLACK_LAB")
export SLACK_LAB

what=${1:-stories}
case $what in bench | posted) ;; *) dotnet build src/CommitmentBot --verbosity quiet -nologo ;; esac
shift || true
case $what in
  stories) exec node --test --test-concurrency=1 --test-reporter=spec tests/slack-lab/*.test.mjs ;;
  replay | burst | views | posted | bench) exec node "tests/slack-lab/$what.mjs" "$@" ;;
  *) echo "No such thing: $what" >&2; exit 2 ;;
esac
