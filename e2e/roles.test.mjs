// The pages of each role of the demonstration Party with its real data, found
// by the links on them, in English on a desktop and in Arabic on a phone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, launch, narrow, open, phone, screenshot, signIn } from './browser.mjs'
import { startDemo } from './programs.mjs'

// Of the pages that differ only by their number (/permits/1, /permits/2) a role
// looks at as many; a queue links to hundreds. All roles together look at one
// kind of page as often: most of them share most pages.
const MOST_ALIKE = 2
const MOST_SHARED = 3
const MOST_PAGES = 40
const shared = new Map()
let demo, browser
before(async () => { demo = await startDemo(); browser = await launch() })
after(async () => { await browser?.close(); await demo?.stop() })

test('each role', async t => {
  const roles = [...new Set(demo.accounts.map(a => a.role))]
  assert.ok(roles.length >= 8, `the demo has ${roles}`)
  for (const role of roles) {
    for (const [language, size] of [['en', desktop], ['ar', phone]]) {
      await t.test(`${role} ${language}`, t => crawl(t, role, language, size))
    }
  }
})

async function crawl (t, role, language, size) {
  const page = await open(browser, { language, size, axe: true })
  await signIn(page, demo, role, language)
  const alike = new Map()
  const seen = new Set()
  const queue = [new URL(page.url()).pathname, inLanguage(language, '/')]
  while (queue.length && seen.size < MOST_PAGES) {
    const path = queue.shift()
    const shape = path.replace(/[^/]*\d[^/]*|\/species\/[^/]+/g, '#')
    if (seen.has(path) || (alike.get(shape) ?? 0) >= MOST_ALIKE || (shared.get(shape) ?? 0) >= MOST_SHARED) continue
    seen.add(path)
    for (const count of [alike, shared]) count.set(shape, (count.get(shape) ?? 0) + 1)
    await t.test(path, async () => { queue.push(...await visit(page, language, size, path, role)) })
  }
  await page.context().close()
}

/** Looks at one page and returns the addresses of pages it links to. */
async function visit (page, language, size, path, role) {
  page.problems.length = 0
  await page.setViewportSize(size)
  const answer = await page.goto(demo.address + path)
  assert.equal(answer.status(), 200, path)
  assert.equal(await page.locator('h1').count(), 1, `${path} has one h1`)
  assert.equal(await page.getByText(/\[[a-z]+\.[a-z_.]+\]/).count(), 0, `${path} shows a key without words`)
  await screenshot(page, `${role}${path.replaceAll('/', '_').slice(0, 60)}-${language}`)
  await checkAxe(page, `${path} as ${role}`)
  checkQuiet(page, path)
  await page.setViewportSize(narrow)
  await checkNarrow(page, path)
  return page.evaluate(start => [...document.querySelectorAll('a[href]')]
    .filter(a => a.origin === location.origin && !a.hreflang && !a.hasAttribute('download') && !/\.(pdf|csv|json|svg|xml)$|\/files?\/|sign-out/.test(a.pathname))
    .map(a => a.pathname).filter(p => p.startsWith(start)), inLanguage(language, '/'))
}
