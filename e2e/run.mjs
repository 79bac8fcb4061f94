// Runs the browser tests one file after the other: node run.mjs [FILE ...]
// One demonstration Party serves them all; OPENCITES_DEMO=DIR uses one that runs
// already, from the folder it keeps its data in.
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDemo } from './programs.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const named = process.argv.slice(2)
const files = named.length ? named : readdirSync(here).filter(n => n.endsWith('.test.mjs')).sort().map(n => join(here, n))
const needed = files.some(f => /startDemo|startPublic/.test(readFileSync(f, 'utf8'))) && process.env.OPENCITES_E2E !== 'preview'
const demo = needed ? await startDemo() : null

const child = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files],
  { stdio: 'inherit', env: { ...process.env, ...(demo && { OPENCITES_DEMO: demo.data }) } })
const code = await new Promise(resolve => child.once('exit', resolve))
await demo?.stop()
process.exit(code ?? 2)
