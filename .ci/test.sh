#!/usr/bin/env bash
# The whole test command: gets what is missing, builds, checks and runs every test. `npm test` calls this.
set -euo pipefail
cd "$(dirname "$0")/.."
# The tools by name: npx takes half a second to find each.
PATH="$PWD/node_modules/.bin:$PATH"

# End-to-end tests drive the system's own Chromium, and the Chinese pages need letters.
missing=''
[ -n "${CHROMIUM_PATH:-}" ] || command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
# The Redis store is tried against real servers. redis-tools has the program, under another name, and starts no service.
has_redis() { command -v redis-server >/dev/null 2>&1 || (exec -a redis-server redis-check-rdb --version) 2>/dev/null | grep -q '^Redis server'; }
has_redis || missing="$missing redis-tools"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
if [ -n "$missing" ]; then
  as_root=''
  [ "$(id -u)" = 0 ] || as_root='sudo -n'
  if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
    echo "Installing from Debian's packages:$missing"
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fontconfig $missing >/dev/null
  fi
  if ! has_redis; then
    echo "The tests of the Redis store need redis-server. Install it (Debian: sudo apt-get install redis-tools) and run this again." >&2
    exit 1
  fi
  if [ -z "${CHROMIUM_PATH:-}" ] && ! command -v chromium >/dev/null 2>&1; then
    echo "The end-to-end tests need Chromium. Install it (Debian: sudo apt-get install$missing)," >&2
    echo "or name another one: CHROMIUM_PATH=/path/to/chromium npm test" >&2
    exit 1
  fi
fi

step() { printf '\n== %s\n' "$1"; }

step 'Format';        oxfmt --check
step 'Build';         npm run --silent build
step 'Types of tests'; tsc -p tsconfig.tests.json
step 'Lint';          oxlint --type-aware
step 'Unit and contract tests'
vitest run --reporter=default --reporter=json --outputFile.json=test-results/unit.json
step 'End-to-end tests in Chromium'
PLAYWRIGHT_JSON_OUTPUT_FILE="$PWD/test-results/e2e.json" playwright test --config e2e/playwright.config.ts --reporter=list,json
node .ci/count.mjs test-results/unit.json test-results/e2e.json
