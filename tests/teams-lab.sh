#!/usr/bin/env bash
# Tells a story in the Microsoft 365 Agents Playground, Microsoft's own emulator of Teams: channel, group chat, personal chat, and clicks on cards.
# It needs Node 20, and TEAMS_LAB naming a folder with the Playground and the scripts that drive it, its packages installed; without them it says
# so and does nothing. No part of tests/run.sh.
#
#   tests/teams-lab.sh [--shots DIR] [--bot-port N] [--port N]
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."

if ! command -v node >/dev/null || [ ! -d "${TEAMS_LAB:-}/node_modules" ]; then
  echo "SKIPPED: the Teams lab needs Node 20, and TEAMS_LAB naming the Playground's folder after npm install there."
  exit 0
fi

dotnet build src/CommitmentBot --verbosity quiet -nologo
exec node tests/teams-lab/story.mjs --lab "$(realpath "$TEAMS_LAB")" --program artifacts/bin/CommitmentBot/debug/CommitmentBot.dll "$@"
