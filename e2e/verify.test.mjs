// The page behind the QR code in a real browser: every verdict, in every
// language, with nothing of the seal sent; and the server's answers without script.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PAGE_BUDGET, checkAxe, checkNarrow, checkQuiet, inLanguage, languages, launch, narrow, open, phone, screenshot, weight } from './browser.mjs'
import { startPreview } from './programs.mjs'

let preview, browser, seals
before(async () => {
  preview = await startPreview()
  browser = await launch()
  seals = await (await fetch(preview.address + '/_seals')).json()
})
after(async () => { await browser?.close(); await preview?.stop() })

const answered = (page, verdict) => page.waitForSelector(`[data-verdict=${verdict}] h1`, { timeout: 10_000 })

test('every verdict on the device, and nothing of the seal is sent', async t => {
  for (const [verdict, digits] of Object.entries(seals)) {
    for (const language of languages) {
      await t.test(`${verdict} ${language}`, async () => {
        const page = await open(browser, { language, size: phone, axe: true })
        const sent = []
        page.on('request', r => sent.push(r.url() + (r.postData() ?? '') + (r.headers().referer ?? '')))
        await page.goto(`${preview.address}${inLanguage(language, '/v')}#${digits}`)
        await answered(page, verdict)
        await screenshot(page, `scan-${verdict}-${language}`)
        const text = await page.innerText('main')
        const genuine = !['malformed', 'tampered', 'wrong_issuer'].includes(verdict)
        assert.equal(text.includes('Cattleya trianae'), genuine, 'content is shown when, and only when, the signature is good')
        assert.equal(/\{\w+\}|undefined|NaN/.test(text), false, text)
        assert.equal(text.includes('(X)'), false, 'a certificate of origin states no purpose')
        if (language === 'en') assert.equal(text.includes('Not stated'), verdict === 'used', text)
        for (const url of sent) assert.equal(url.replace(/#.*/, '').includes(digits.slice(0, 30)), false, url)
        assert.equal(sent.filter(u => u.includes('26XX000123')).length, 0)
        await checkAxe(page, `${verdict} ${language}`)
        await page.context().close()
      })
    }
  }
})

test('narrow, quiet, light', async () => {
  const page = await open(browser, { size: narrow })
  await page.goto(`${preview.address}/v#${seals.valid}`)
  await answered(page, 'valid')
  await checkNarrow(page, 'scan')
  checkQuiet(page, 'scan')
  const bytes = await weight(`${preview.address}/v`)
  assert.ok(bytes <= PAGE_BUDGET, `/v weighs ${bytes} bytes`)
  await page.context().close()
})

test('another code in the same page, and the switch of language keeps the code', async () => {
  const page = await open(browser)
  await page.goto(`${preview.address}/v#${seals.valid}`)
  await answered(page, 'valid')
  await page.evaluate(digits => { location.hash = digits }, seals.revoked)
  await answered(page, 'revoked')
  await page.click('a[hreflang=fr]')
  await answered(page, 'revoked')
  assert.match(page.url(), /\/fr\/v#\d+/)
  await page.context().close()
})

test('a browser without WebCrypto says so and shows the way to the server', async () => {
  const page = await open(browser)
  await page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }))
  await page.goto(`${preview.address}/v#${seals.valid}`)
  await page.waitForSelector('#seal-cannot:visible')
  assert.equal(await page.isVisible('#seal-answer'), false)
  await page.context().close()
})

test('an address without seal says so', async () => {
  const page = await open(browser)
  await page.goto(`${preview.address}/v`)
  await page.waitForSelector('#seal-empty:visible')
  await page.context().close()
})

test('without script: the way to the server, by text and by number', async () => {
  const page = await open(browser, { script: false })
  await page.goto(`${preview.address}/v#${seals.valid}`)
  await page.click('main a[href="/verify"]')
  await page.fill('#seal', `${preview.address}/v#${seals.valid}`)
  await page.click('form:has(#seal) button')
  await answered(page, 'valid')
  await page.goto(`${preview.address}/ar/verify`)
  await page.fill('#number', '26xx000123/ab')
  await page.fill('#code', 'ABCD-EFGH')
  await page.click('form:has(#number) button')
  await answered(page, 'valid')
  await page.goto(`${preview.address}/verify?number=26XX000123/AB`)
  await page.fill('#code', 'NO')
  await page.click('form:has(#number) button')
  await answered(page, 'not_found')
  await page.context().close()
})
