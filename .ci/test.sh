#!/usr/bin/env bash
# The whole test command: gets what is missing, builds, checks and runs every test. `npm test` calls this.
set -euo pipefail
cd "$(dirname "$0")/.."

# End-to-end tests drive the system's own Chromium.
if ! command -v chromium >/dev/null 2>&1 && [ -z "${CHROMIUM_PATH:-}" ]; then
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium from Debian's packages ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
  elif command -v apt-get >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    echo "Installing Chromium from Debian's packages ..."
    sudo apt-get update -qq
    sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
  else
    echo "The end-to-end tests need Chromium. Install it (Debian: sudo apt-get install chromium fonts-noto-cjk)," >&2
    echo "or name another one: CHROMIUM_PATH=/path/to/chromium npm test" >&2
    exit 1
  fi
fi

step() { printf '\n== %s\n' "$1"; }

step 'Format';        npx oxfmt --check
step 'Build';         npm run --silent build
step 'Types of tests'; npx tsc -p tsconfig.tests.json
step 'Lint';          npx oxlint --type-aware
step 'Unit and contract tests'
npx vitest run --reporter=default --reporter=json --outputFile.json=test-results/unit.json
step 'End-to-end tests in Chromium'
PLAYWRIGHT_JSON_OUTPUT_NAME=test-results/e2e.json npx playwright test --config e2e/playwright.config.ts --reporter=list,json
node .ci/count.mjs test-results/unit.json test-results/e2e.json
