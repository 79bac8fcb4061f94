// Every template with its sample data, in each language, on a desktop and on
// phones: accessible, nothing sideways, nothing refused by the content policy.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PAGE_BUDGET, checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, languages, launch, narrow, open, phone, screenshot, weight } from './browser.mjs'
import { startPreview } from './programs.mjs'

let preview, browser
before(async () => { preview = await startPreview(); browser = await launch() })
after(async () => { await browser?.close(); await preview?.stop() })

test('templates in every language', async t => {
  for (const language of languages) {
    for (const { path, name } of preview.samples) {
      await t.test(`${name} ${language}`, async () => {
        const address = preview.address + inLanguage(language, path)
        await looked(language, name, address)
        await squeezed(language, name, address)
        const bytes = await weight(address)
        assert.ok(bytes <= PAGE_BUDGET, `${name} weighs ${bytes} bytes`)
      })
    }
  }
})

/** Both sizes: axe, and a picture for people. */
async function looked (language, name, address) {
  const page = await open(browser, { language, axe: true })
  for (const [label, size] of Object.entries({ desktop, phone })) {
    await page.setViewportSize(size)
    await page.goto(address)
    await screenshot(page, `${name}-${language}-${label}`)
    await checkAxe(page, `${name} ${language} ${label}`)
  }
  await page.context().close()
}

/** 320 px, with the content policy in force. */
async function squeezed (language, name, address) {
  const page = await open(browser, { language, size: narrow })
  await page.goto(address)
  await checkNarrow(page, `${name} ${language}`)
  checkQuiet(page, `${name} ${language}`)
  await page.context().close()
}
