#!/usr/bin/env bash
# Holds the program against a strict emulator of Slack and Slack's own types. It needs Node 20 and the emulator's folder, with
# its packages installed, in SLACK_LAB; without them it says so and does nothing. No part of tests/run.sh.
#
#   tests/slack-lab.sh           every story
#   tests/slack-lab.sh replay    mutated real payloads, ten seeds of 5000 (or: replay SEEDS MUTATIONS FIRST)
#   tests/slack-lab.sh burst     kill -9 twice in a burst of 500 mentions (or: burst MENTIONS)
#   tests/slack-lab.sh views     everything the stories posted, checked against Slack's types, and six views as pictures in artifacts/slack-views
#   tests/slack-lab.sh bench     this program beside a minimal Bolt app, the same work
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."

if ! command -v node >/dev/null || [ ! -d "${SLACK_LAB:-}/node_modules" ]; then
  echo "SKIPPED: the Slack lab needs Node 20, and SLACK_LAB naming the emulator's folder after npm install there."
  exit 0
fi
SLACK_LAB=$(realpath "$SLACK_LAB")
export SLACK_LAB

dotnet build src/CommitmentBot --verbosity quiet -nologo
what=${1:-stories}
shift || true
case $what in
  stories) exec node --test --test-concurrency=1 --test-reporter=spec tests/slack-lab/*.test.mjs ;;
  replay | burst | views | bench) exec node "tests/slack-lab/$what.mjs" "$@" ;;
  *) echo "No such thing: $what" >&2; exit 2 ;;
esac
