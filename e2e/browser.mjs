// What browser tests share: a Chromium with a fresh profile, pages of a size,
// sign-in, pictures, and the checks every page must pass.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { root } from './programs.mjs'

const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync']
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const PICTURES = join(root, 'test-results', 'screens')

export const desktop = { width: 1280, height: 860 }
export const phone = { width: 390, height: 844 }
export const narrow = { width: 320, height: 640 }
export const languages = ['en', 'fr', 'es', 'ar']
/** Most bytes a first visit may cost on the wire, style and script included. */
export const PAGE_BUDGET = 35 * 1024

/** Launches Debian's Chromium. */
export function launch () {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ARGS })
}

/**
 * A new page in a context of its own. script: false switches scripts off.
 * axe: true lets checkAxe put its script into the page, against the content
 * policy; all else should be tested with the policy as it is.
 */
export async function open (browser, { size = desktop, script = true, axe = false, language = 'en' } = {}) {
  const context = await browser.newContext({ viewport: size, javaScriptEnabled: script, locale: language,
    isMobile: size.width < 500, hasTouch: size.width < 500, bypassCSP: axe })
  const page = await context.newPage()
  page.problems = []
  page.on('pageerror', e => page.problems.push(e.message))
  page.on('console', m => { if (m.type() === 'error' && !/status of (4|5)\d\d/.test(m.text())) page.problems.push(m.text()) })
  return page
}

/** Puts the language's prefix before a path; English is the first language. */
export function inLanguage (language, path) {
  return language === 'en' ? path : `/${language}${path}`
}

/** Signs in with an account of the demo, named by its role. */
export async function signIn (page, demo, role, language = 'en') {
  const account = demo.accounts.find(a => a.role === role)
  assert.ok(account, `the demo has no account for ${role}`)
  await page.goto(demo.address + inLanguage(language, '/sign-in'))
  await page.fill('input[name=login]', account.login)
  await page.fill('input[name=password]', account.password)
  await Promise.all([page.waitForNavigation(), page.click('main form button[type=submit]')])
  return account
}

/** Keeps a picture under test-results/screens for people to look at. */
export async function screenshot (page, name, options = {}) {
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, name + '.png'), fullPage: true, ...options })
}

/** No violation of WCAG 2.2 A and AA and of best practice that axe can see. */
export async function checkAxe (page, name = page.url()) {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(values => window.axe.run(document, { runOnly: { type: 'tag', values } }), RULES)
  const told = violations.map(v => `${v.id} (${v.impact}): ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')}`)
  assert.deepEqual(told, [], `axe on ${name}`)
}

/** No sideways scroll. (axe looks after the size of targets.) */
export async function checkNarrow (page, name = page.url()) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `${name} scrolls sideways by ${over} px at ${page.viewportSize().width} px`)
}

/** No error on the console: refused by the content policy, missing file, exception. */
export function checkQuiet (page, name = page.url()) {
  assert.deepEqual(page.problems, [], `console of ${name}`)
}

const sizes = new Map() // of files, which many pages share

async function smallest (address, file) {
  const url = new URL(file.replaceAll('&amp;', '&'), address).href
  if (!sizes.has(url)) {
    const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
    assert.equal(answer.status, 200, `${file} of ${address}`)
    sizes.set(url, brotliCompressSync(Buffer.from(await answer.arrayBuffer())).length)
  }
  return sizes.get(url)
}

/** Bytes of a first visit to a page, each file as small as brotli makes it. */
export async function weight (address, headers = {}) {
  const html = await (await fetch(address, { headers: { ...headers, 'accept-encoding': 'identity' } })).text()
  const files = [...html.matchAll(/<(?:link[^>]+rel="(?:stylesheet|icon)"[^>]*href|script[^>]+src|img[^>]+src)="([^"]+)"/g)].map(m => m[1])
  let total = brotliCompressSync(Buffer.from(html)).length
  for (const file of new Set(files)) total += await smallest(address, file)
  return total
}
