// Partners in the demo: an administrator adds one, its token opens a permit for
// its Party at the exchange, the log shows it, and disabling closes the door.
// With script and without, in English and Arabic.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, launch, narrow, open, phone, screenshot, signIn } from './browser.mjs'
import { startDemo } from './programs.mjs'

let demo, browser
before(async () => { demo = await startDemo(); browser = await launch() })
after(async () => { await browser?.close(); await demo?.stop() })

const request = number => `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>
<v:GetNonFinalCitesCertificateRequest xmlns:v="urn:CitesDataExchange/v2/"><CertificateNumber>${number}</CertificateNumber></v:GetNonFinalCitesCertificateRequest></e:Body></e:Envelope>`

/** Asks the exchange as a partner; gives the fault, or '' and the permit. */
async function ask (number, token) {
  const answer = await fetch(demo.address + '/epix/v2', { method: 'POST', body: request(number), headers: { 'content-type': 'text/xml', authorization: `Bearer ${token}` } })
  const text = await answer.text()
  return text.match(/<faultstring>(.*?)</)?.[1] ?? (text.includes(`<ram:ID>${number}</ram:ID>`) ? '' : text)
}

/** The importing Party of a sample permit, as its own code lets anybody read it. */
async function importer (permit) {
  const answer = await fetch(`${demo.address}/api/v1/permits/${permit.number}?code=${permit.code}`)
  const { document } = await answer.json()
  return { type: document.type, country: document.destination.code }
}

const send = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)])

for (const [language, script] of [['en', true], ['ar', false]]) {
  test(`life of a partner, ${language}, ${script ? 'with' : 'without'} script`, async () => {
    const page = await open(browser, { language, script })
    await signIn(page, demo, 'administrator', language)
    const go = path => page.goto(demo.address + inLanguage(language, path))
    const permit = demo.permits.find(p => p.status === 'valid')
    const { type, country } = await importer(permit)
    assert.notEqual(type, 'I', 'the sample is for another Party to import')

    await go('/partners/new')
    await page.fill('input[name=name]', `Partner ${language}`)
    await page.fill('input[name=party]', country)
    await page.fill('input[name=endpoint]', 'gopher://x')
    await send(page, 'main form button[type=submit]')
    assert.equal(await page.inputValue('input[name=endpoint]'), 'gopher://x', 'what was typed is kept')
    assert.ok(await page.locator('.govuk-error-summary a[href="#endpoint"]').count())
    await page.fill('input[name=endpoint]', 'https://cites.example/epix/v2')
    await send(page, 'main form button[type=submit]')
    const token = (await page.textContent('main code')).trim()
    assert.match(token, /^[a-z2-7]{26}$/)
    assert.equal(await ask(permit.number, token), '')
    assert.equal(await ask(permit.number, 'x' + token), 'CallerNotAuthorised')

    await send(page, 'main a.govuk-button')
    assert.ok(!(await page.content()).includes(token), 'the token is shown once')
    if (script) checkQuiet(page)
    await go(`/partners/messages?q=${encodeURIComponent(permit.number)}`)
    assert.ok(await page.locator('tbody tr', { hasText: `Partner ${language}` }).count(), 'the log has the message')

    await go(`/partners?q=Partner+${language}`)
    await send(page, 'tbody a')
    await send(page, 'main a.govuk-button--warning')
    await send(page, 'main form button[type=submit]')
    assert.equal(await ask(permit.number, token), 'CallerNotAuthorised')
    await send(page, 'main form button[type=submit]') // enable
    assert.equal(await ask(permit.number, token), '')
    await page.context().close()
  })
}

for (const [language, size] of [['en', desktop], ['ar', phone]]) {
  test(`an officer fetches a permit, ${language}`, async () => {
    const admin = await open(browser, { language })
    await signIn(admin, demo, 'administrator', language)
    await admin.goto(demo.address + inLanguage(language, '/partners/new'))
    await admin.fill('input[name=name]', `Neighbour ${language}`)
    await admin.fill('input[name=party]', demo.party ?? 'QZ')
    await admin.fill('input[name=endpoint]', demo.address + '/epix/v2')
    await send(admin, 'main form button[type=submit]')
    await admin.context().close()

    const page = await open(browser, { language, size, axe: true })
    await signIn(page, demo, 'case_officer', language)
    await page.goto(demo.address + inLanguage(language, '/partners/ask'))
    const permit = demo.permits.find(p => p.status === 'endorsed')
    await page.selectOption('select[name=partner]', `Neighbour ${language}`)
    await page.fill('input[name=number]', permit.number)
    await page.fill('input[name=token]', 'wrong')
    await page.check('input[name=final][value=yes]')
    await send(page, 'main form button[type=submit]')
    assert.equal(await page.inputValue('input[name=number]'), permit.number, 'what was typed is kept')
    assert.ok(await page.locator('.govuk-error-summary').count(), 'the refusal is told')
    await checkAxe(page)
    await page.fill('input[name=token]', permit.token)
    await send(page, 'main form button[type=submit]')
    assert.ok((await page.textContent('main')).includes(permit.number))
    assert.ok(await page.locator('main tbody tr').count())
    await checkAxe(page)
    await screenshot(page, `fetched-${language}`)
    await page.context().close()
  })
}

test('partner pages on a narrow phone, accessible', async () => {
  const page = await open(browser, { size: narrow, axe: true })
  await signIn(page, demo, 'administrator')
  for (const path of ['/partners', '/partners/new', '/partners/messages']) {
    await page.goto(demo.address + path)
    await checkNarrow(page)
    await checkAxe(page)
  }
  await page.context().close()
})
