// The pages that need no account, crawled from the home page in each language:
// accessible, light, nothing sideways at 320 px, also without script.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PAGE_BUDGET, checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, languages, launch, narrow, open, phone, screenshot, weight } from './browser.mjs'
import { startPublic } from './programs.mjs'

const MOST_PAGES = 40
let site, browser
before(async () => { site = await startPublic(); browser = await launch() })
after(async () => { await browser?.close(); await site?.stop() })

for (const language of languages) {
  test(`public pages in ${language}`, async t => {
    const page = await open(browser, { language, axe: true })
    const seen = new Set()
    const queue = [inLanguage(language, '/')]
    while (queue.length && seen.size < MOST_PAGES) {
      const path = queue.shift()
      if (seen.has(path)) continue
      seen.add(path)
      await t.test(path, async () => { queue.push(...await visit(page, language, path)) })
    }
    await page.context().close()
    assert.ok(seen.size >= 4, `only ${[...seen]} found`)
  })
}

/**
 * Looks at one page in every way and returns the links of this site on it. axe
 * and pictures in the two writing directions only: they take the most time.
 */
async function visit (page, language, path) {
  const address = site.address + path
  for (const [label, size] of Object.entries({ desktop, phone, narrow })) {
    await page.setViewportSize(size)
    const answer = await page.goto(address)
    assert.equal(answer.status(), 200, path)
    assert.equal(await page.getAttribute('html', 'lang'), language)
    if (label === 'narrow') await checkNarrow(page, path)
    else if (['en', 'ar'].includes(language)) {
      await screenshot(page, `public${path.replaceAll('/', '_')}-${label}`)
      await checkAxe(page, `${path} ${label}`)
    }
  }
  const links = await page.evaluate(() => [...document.querySelectorAll('main a[href], footer a[href], nav a[href]')]
    .filter(a => a.origin === location.origin && !a.hreflang).map(a => a.pathname))
  await asIs(language, address)
  const bytes = await weight(address)
  assert.ok(bytes <= PAGE_BUDGET, `${path} weighs ${bytes} bytes`)
  return links.filter(link => !link.includes('/_') && link.startsWith(inLanguage(language, '/')))
}

/** With the content policy in force, and without script. */
async function asIs (language, address) {
  for (const script of [true, false]) {
    const page = await open(browser, { language, script })
    await page.goto(address)
    checkQuiet(page)
    assert.ok(await page.locator('h1').count() === 1, `${address} has one h1`)
    await page.context().close()
  }
}

test('the language switch keeps the page and the query', async () => {
  const page = await open(browser)
  await page.goto(site.address + '/help?from=start')
  await page.click('a[hreflang=ar]')
  assert.equal(page.url(), site.address + '/ar/help?from=start')
  await page.goto(site.address + '/')
  assert.equal(page.url(), site.address + '/ar/', 'the home page remembers')
  await page.click('a[hreflang=en]')
  assert.equal(page.url(), site.address + '/')
  await page.context().close()
})
