#!/usr/bin/env bash
# Holds the program against Microsoft's own emulator of Teams and its SDKs. It needs Node 20, and TEAMS_LAB naming a folder with the Playground, the
# SDKs and the scripts that drive them, its packages installed; without them it says so and does nothing. No part of tests/run.sh.
#
#   tests/teams-lab.sh [story] [--shots DIR]   a story in the Microsoft 365 Agents Playground: channel, group chat, personal chat, and clicks on cards
#   tests/teams-lab.sh auth                    forty kinds of tokens in, and a round with the Playground with tokens both ways
#   tests/teams-lab.sh faults                  a Connector that refuses, breaks and comes late: nothing twice, nothing lost, within the limits (two minutes)
#   tests/teams-lab.sh cards                   every card that the integration tests' stories sent (artifacts/calls), checked and drawn in artifacts/teams-cards
#   tests/teams-lab.sh bench [--repeat N]      CPU time and memory a message, beside Microsoft's SDKs; wants wrk and a machine that does nothing else
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."

if ! command -v node >/dev/null || [ ! -d "${TEAMS_LAB:-}/node_modules" ]; then
  echo "SKIPPED: the Teams lab needs Node 20, and TEAMS_LAB naming the Playground's folder after npm install there."
  exit 0
fi

what=story
if [ $# -gt 0 ] && [ "${1#--}" = "$1" ]; then what=$1; shift; fi
case $what in
  story | faults | auth)
    dotnet build src/CommitmentBot --verbosity quiet -nologo
    program=artifacts/bin/CommitmentBot/debug/CommitmentBot.dll
    ;;
  bench)
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    dotnet publish src/CommitmentBot -c Release --output "$work/program" --verbosity quiet --nologo
    program=$work/program/CommitmentBot.dll
    ;;
  cards) exec node tests/teams-lab/cards.mjs --lab "$(realpath "$TEAMS_LAB")" ;;
  *) echo "No such thing: $what" >&2; exit 2 ;;
esac
node "tests/teams-lab/$what.mjs" --lab "$(realpath "$TEAMS_LAB")" --program "$program" "$@"
