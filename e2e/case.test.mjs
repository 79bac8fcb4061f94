// The officers' side in a real browser: from the queue to the permit, in English
// with script and in Arabic without; every page with axe and at 320 px.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PAGE_BUDGET, checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, launch, narrow, open, phone, screenshot, signIn, weight } from './browser.mjs'
import { startDemo } from './programs.mjs'

let demo, browser
before(async () => { demo = await startDemo({ own: true }); browser = await launch() })
after(async () => { await browser?.close(); await demo?.stop() })

/** A page of somebody with a role who is signed in. */
async function as (role, options = {}) {
  const page = await open(browser, options)
  await signIn(page, demo, role, options.language)
  page.language = options.language ?? 'en'
  page.visit = path => page.goto(demo.address + inLanguage(page.language, path))
  return page
}

/** The path of the first case of a view of the queue. */
async function first (page, query) {
  await page.visit('/cases?' + query)
  const href = await page.getAttribute('#results tbody a[href*="/cases/"]', 'href')
  return href.replace(/^\/(fr|es|ar)\//, '/')
}

const send = page => Promise.all([page.waitForNavigation(), page.click('main form[method=post] button[type=submit]:not(.oc-link-button)')])

/** Sends the form of a step and wants it to have worked. */
async function step (page, at, name, fill) {
  await page.visit(`${at}/${name}`)
  await fill(page)
  await send(page)
  assert.equal(await page.locator('.govuk-error-summary').count(), 0, `${name}: ${await page.innerText('main')}`)
  assert.equal(await page.locator('.govuk-notification-banner--success').count(), 1, name)
}

const radio = (page, name, value) => page.check(`input[name="${name}"][value="${value}"]`)

/** Takes a case from the queue to its permit. */
async function life (species, findings, options) {
  const officer = await as('case_officer', options)
  const at = await first(officer, 'tab=unassigned&q=' + species)
  await Promise.all([officer.waitForNavigation(), officer.click('#results tbody form button')])
  await step(officer, at, 'request', async p => { await radio(p, 'kind', 'ndf'); await p.fill('#question', 'Is it within the plan?') })
  const scientist = await as('scientist', options)
  await scientist.visit('/cases')
  assert.match(await scientist.innerText('#results'), /EX-/)
  await step(scientist, at, 'ndf', async p => {
    await p.check('input[name=finding]'); await radio(p, 'outcome', 'conditional')
    await p.fill('#grounds', 'Below a tenth of the plan'); await p.fill('#conditions', 'Only of this season')
  })
  for (const kind of findings) {
    await step(officer, at, 'finding', async p => { await radio(p, 'kind', kind); await radio(p, 'outcome', 'positive'); await p.fill('#grounds', 'Seen') })
  }
  await officer.visit(at + '/propose')
  assert.equal(await officer.inputValue('#conditions'), 'Only of this season', 'conditions of the finding are offered')
  await step(officer, at, 'propose', p => radio(p, 'what', 'approve'))
  const finance = await as('finance_officer', options)
  await step(finance, at, 'fee', async p => { await radio(p, 'how', 'receipt'); await p.fill('#receipt', 'R-1') })
  const signatory = await as('signatory', options)
  await signatory.visit(at)
  await radio(signatory, 'step', 'approve')
  await Promise.all([signatory.waitForNavigation(), signatory.click('aside form[method=get] button')])
  assert.match(signatory.url(), /\/approve$/)
  await send(signatory)
  assert.equal(await signatory.locator('.oc-facts a[href*="/permits/"]').count(), 1, await signatory.innerText('main'))
  await signatory.visit(at + '?tab=history')
  assert.ok(await signatory.locator('.oc-timeline li').count() >= 8)
  for (const page of [officer, scientist, finance, signatory]) { checkQuiet(page); await page.context().close() }
}

test('from the queue to the permit, in English', () => life('Pericopsis', ['laf'], {}))
test('from the queue to the permit, in Arabic and without script', () => life('Python regius', ['laf', 'transport'], { language: 'ar', script: false }))

test('the second person is told what the first did, and the text stays', async () => {
  const a = await as('case_officer'); const b = await as('case_officer')
  const at = await first(a, 'tab=mine&state=in_review')
  await a.visit(at + '/ask'); await b.visit(at + '/ask')
  await b.fill('#body', 'Which vessel?'); await send(b)
  await a.fill('#body', 'Which port?'); await send(a)
  const text = await a.innerText('main')
  assert.match(text, /changed this case while you had it open/)
  assert.match(text, /Information requested from the applicant/)
  assert.equal(await a.inputValue('#body'), 'Which port?')
  assert.equal(await a.locator('main form button[type=submit]').count(), 0, 'the step is not offered any more')
  await a.context().close(); await b.context().close()
})

test('a view is saved and comes back', async () => {
  const page = await as('case_officer')
  await page.visit('/cases?tab=closed&q=Crocodylus&type=EXP')
  await page.fill('#name', 'Crocodiles'); await Promise.all([page.waitForNavigation(), page.click('form[action$="/cases/views"] button')])
  await page.visit('/cases')
  await Promise.all([page.waitForNavigation(), page.click('.oc-saved a')])
  assert.match(page.url(), /q=Crocodylus/)
  assert.equal(await page.inputValue('#q'), 'Crocodylus')
  await page.context().close()
})

for (const [language, size] of [['en', desktop], ['ar', desktop], ['en', phone], ['ar', phone], ['fr', narrow], ['es', narrow], ['ar', narrow]]) {
  test(`looks: ${language} ${size.width}`, async () => {
    const page = await as('case_officer', { language, size, axe: true })
    const at = await first(page, 'tab=closed&state=issued'); const mine = await first(page, 'tab=decide')
    const pages = { queue: '/cases?tab=closed', case: mine, content: at + '?tab=content', documents: at + '?tab=documents', messages: at + '?tab=messages', history: at + '?tab=history' }
    for (const [name, path] of Object.entries(pages)) {
      await page.visit(path)
      await screenshot(page, `case-${name}-${language}-${size.width}`)
      assert.equal(/\[[a-z]+\.[a-z_.]+\]/.test(await page.innerText('body')), false, `${name} shows a key`)
      await checkAxe(page, `${name} ${language} ${size.width}`)
      await checkNarrow(page, `${name} ${language}`)
      checkQuiet(page, name)
    }
    await page.context().close()
  })
}

test('the filter is folded on a phone, and the queue is light', async () => {
  const page = await as('case_officer', { size: phone })
  await page.visit('/cases?tab=closed&per=25')
  assert.equal(await page.locator('.oc-filter[open]').count(), 0)
  const cookie = (await page.context().cookies()).map(c => `${c.name}=${c.value}`).join('; ')
  const bytes = await weight(page.url(), { cookie })
  assert.ok(bytes <= PAGE_BUDGET, `25 cases weigh ${bytes} bytes`)
  await page.context().close()
})
