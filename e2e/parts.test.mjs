// The parts of pages that script improves, and that they work without it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checkAxe, checkQuiet, launch, open } from './browser.mjs'
import { startPreview } from './programs.mjs'

let preview, browser
before(async () => { preview = await startPreview(); browser = await launch() })
after(async () => { await browser?.close(); await preview?.stop() })

async function gallery (options) {
  const page = await open(browser, options)
  await page.goto(preview.address + '/_sample/gallery')
  return page
}

test('combobox: suggestions by keyboard', async () => {
  const page = await gallery({ axe: true })
  const input = page.locator('#species')
  await input.pressSequentially('eleph')
  await page.waitForSelector('#species-list [role=option]')
  assert.equal(await input.getAttribute('aria-expanded'), 'true')
  assert.equal(await page.textContent('.oc-cb [role=status]'), '2 results')
  await checkAxe(page, 'open combobox')
  await input.press('ArrowDown')
  await input.press('ArrowDown')
  assert.equal(await input.getAttribute('aria-activedescendant'), 'species-list-1')
  await input.press('Enter')
  assert.equal(await input.inputValue(), 'Elephas maximus')
  assert.equal(await input.getAttribute('aria-expanded'), 'false')
  await input.pressSequentially('x')
  await page.waitForSelector('#species-list [role=option]')
  await input.press('Escape')
  assert.equal(await page.isHidden('#species-list'), true)
  await page.context().close()
})

test('combobox: suggestions by pointer', async () => {
  const page = await gallery()
  await page.locator('#species').pressSequentially('lox')
  await page.click('#species-list [role=option] >> nth=0')
  assert.equal(await page.inputValue('#species'), 'Loxodonta africana')
  checkQuiet(page)
  await page.context().close()
})

test('error summary has the focus and leads to the field', async () => {
  const page = await gallery()
  assert.equal(await page.evaluate(() => document.activeElement.className), 'govuk-error-summary')
  assert.match(await page.title(), /^Error: /)
  await page.click('.govuk-error-summary a')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'arrival')
  await page.context().close()
})

test('a filter refreshes the list and the address', async () => {
  const page = await gallery()
  await page.evaluate(() => { document.getElementById('results').firstElementChild.dataset.old = 'yes' })
  await page.check('#status-2')
  await page.waitForFunction(() => !document.querySelector('#results [data-old]'))
  assert.match(page.url(), /status=a&status=b/)
  checkQuiet(page)
  await page.context().close()
})

test('skip link, password and character count', async () => {
  const page = await gallery()
  assert.equal(await page.getAttribute('#password', 'type'), 'password')
  await page.click('.govuk-password-input__toggle')
  assert.equal(await page.getAttribute('#password', 'type'), 'text')
  await page.fill('#note', 'x'.repeat(510))
  await page.waitForFunction(() => /10 characters too many/.test(document.querySelector('#note-info + div, .govuk-character-count__status')?.textContent))
  await page.context().close()
})

test('without script every field is there and the filter is a plain form', async () => {
  const page = await gallery({ script: false })
  for (const id of ['species', 'arrival', 'country', 'file', 'password', 'note']) assert.equal(await page.isVisible('#' + id), true, id)
  await page.fill('#search', 'orchid')
  await page.click('.oc-filter button')
  assert.match(page.url(), /search=orchid/)
  await page.context().close()
})
