// Every template with its sample data: in English and Arabic on a desktop and a
// phone, accessible to axe, with a picture for people to look at; in each
// language at 320 px, nothing sideways, nothing refused by the content policy.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PAGE_BUDGET, checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, languages, launch, narrow, open, phone, screenshot, weight } from './browser.mjs'
import { startPreview } from './programs.mjs'

let preview, browser
before(async () => { preview = await startPreview(); browser = await launch() })
after(async () => { await browser?.close(); await preview?.stop() })

// A page of each size is kept open: making a new one costs more than the checks.
for (const language of ['en', 'ar']) {
  test(`axe and pictures, ${language}`, async t => {
    const pages = {}
    for (const [label, size] of Object.entries({ desktop, phone })) pages[label] = await open(browser, { language, size, axe: true })
    for (const { path, name } of preview.samples) {
      await t.test(name, async () => {
        for (const [label, page] of Object.entries(pages)) {
          await page.goto(preview.address + inLanguage(language, path))
          await screenshot(page, `${name}-${language}-${label}`)
          await checkAxe(page, `${name} ${language} ${label}`)
        }
      })
    }
    for (const page of Object.values(pages)) await page.context().close()
  })
}

for (const language of languages) {
  test(`320 px and content policy, ${language}`, async t => {
    const page = await open(browser, { language, size: narrow })
    for (const { path, name } of preview.samples) {
      await t.test(name, async () => {
        page.problems.length = 0
        await page.goto(preview.address + inLanguage(language, path))
        await checkNarrow(page, `${name} ${language}`)
        checkQuiet(page, `${name} ${language}`)
      })
    }
    await page.context().close()
  })
}

test('weight of a first visit', async t => {
  for (const { path, name } of preview.samples) {
    await t.test(name, async () => {
      const bytes = await weight(preview.address + path)
      assert.ok(bytes <= PAGE_BUDGET, `${name} weighs ${bytes} bytes`)
    })
  }
})
