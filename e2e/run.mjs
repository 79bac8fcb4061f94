// Runs the browser tests one file after the other: node run.mjs [FILE ...]
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const named = process.argv.slice(2)
const files = named.length ? named : readdirSync(here).filter(n => n.endsWith('.test.mjs')).sort().map(n => join(here, n))
const done = spawnSync(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], { stdio: 'inherit' })
process.exit(done.status ?? 2)
