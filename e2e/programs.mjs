// Starts and stops the programs under test. Each listens on a port of its own
// choice and is ended by its own process id.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const STARTED_WITHIN_MS = 300_000 // two years of trade on a busy machine

/** Waits until check gives a value; the process ending first is an error. */
async function until (child, what, check) {
  const deadline = Date.now() + STARTED_WITHIN_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${what} ended with ${child.exitCode}:\n${child.said}`)
    const value = await check()
    if (value) return value
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`${what} did not start:\n${child.said}`)
}

function start (file, args, env = {}, cwd = root) {
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  child.said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => { child.said = (child.said + text).slice(-20_000) })
  return child
}

async function stop (child) {
  if (child.exitCode !== null) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(force)
}

/** Serves every template with its sample data: {address, samples, stop}. */
export async function startPreview () {
  const binary = join(mkdtempSync(join(tmpdir(), 'opencites-preview-')), 'web.test')
  execFileSync('go', ['test', '-c', '-o', binary, './internal/web'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' }, stdio: 'inherit' })
  const child = start(binary, [], { OPENCITES_PREVIEW: '127.0.0.1:0', TMPDIR: dirname(binary) }, join(root, 'internal', 'web'))
  const address = await until(child, 'preview', () => child.said.match(/http:\/\/\S+/)?.[0])
  const list = await (await fetch(address + '/_samples')).text()
  const samples = list.trim().split('\n').map(line => { const [n, name] = line.split(' '); return { path: `/_sample/${n}`, name: `${name}-${n}` } })
  return { address, samples, stop: async () => { await stop(child); rmSync(dirname(binary), { recursive: true, force: true }) } }
}

/** The site to test public pages on: the demo where the program has one, else the preview. */
export function startPublic () {
  return existsSync(join(root, 'bin', 'opencites')) && process.env.OPENCITES_E2E !== 'preview' ? startDemo() : startPreview()
}

/**
 * The built program with a demo Party: {address, accounts, permits, data, stop}.
 * The one that run.mjs started, or one of its own for a test that changes what
 * others count on.
 */
export async function startDemo ({ own = false } = {}) {
  const running = process.env.OPENCITES_DEMO
  if (running && !own) {
    const found = JSON.parse(readFileSync(join(running, 'demo.json')))
    return { ...found, address: base(found.address), data: running, stop: async () => {} }
  }
  const program = join(root, 'bin', 'opencites')
  if (!existsSync(program)) throw new Error('bin/opencites is missing: run make build first')
  const data = join(mkdtempSync(join(tmpdir(), 'opencites-demo-')), 'data')
  const child = start(program, ['demo', '--listen', '127.0.0.1:0', '--data', data])
  const file = join(data, 'demo.json')
  const demo = await until(child, 'demo', async () => {
    if (!existsSync(file)) return null
    try {
      const found = JSON.parse(readFileSync(file))
      return (await fetch(new URL('/readyz', base(found.address)))).ok ? found : null
    } catch { return null } // still being written, or not listening yet
  })
  return { ...demo, address: base(demo.address), data, stop: async () => { await stop(child); rmSync(dirname(data), { recursive: true, force: true }) } }
}

function base (address) {
  return (address.startsWith('http') ? address : 'http://' + address).replace(/\/$/, '')
}
