// The life of a permit in a real browser, each act by the person whose duty it
// is: application, findings, fee, proposal, approval, seal, verification, border,
// report and exchange. In English and Arabic, with script and without; every page
// on the way is looked at in every size.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, launch, narrow, open, phone, screenshot } from './browser.mjs'
import { root, startDemo } from './programs.mjs'

const PDF = Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const DEMO_ROLES = ['trader', 'agent', 'case_officer', 'signatory', 'supervisor', 'scientist', 'customs_officer', 'finance_officer', 'auditor', 'administrator']
const STEP_WITHIN_MS = 15_000
let demo, browser, folder
before(async () => {
  demo = await startDemo()
  browser = await launch()
  folder = mkdtempSync(join(tmpdir(), 'opencites-life-'))
})
after(async () => {
  await browser?.close()
  await demo?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

/** Runs the program and gives its exit code and output. */
function opencites (...args) {
  return new Promise(resolve => execFile(join(root, 'bin', 'opencites'), args, { maxBuffer: 64 << 20 },
    (error, out, err) => resolve({ code: error?.code ?? 0, out, err })))
}

/** Press a button or link of the page and wait for the next page. */
async function press (page, selector = 'main form button.govuk-button:not(.govuk-button--secondary)') {
  await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()])
}

/** One life: who acts, in which language, with script or without. */
class Life {
  constructor (language, script) { Object.assign(this, { language, script, pages: new Map(), seen: new Set() }) }

  /** The page of a person of the cast, signed in with one click. */
  async as (role) {
    if (!this.pages.has(role)) {
      const page = await open(browser, { language: this.language, script: this.script, axe: this.script })
      page.setDefaultTimeout(STEP_WITHIN_MS)
      await page.goto(demo.address + inLanguage(this.language, '/sign-in'))
      await press(page, `.oc-cast li:nth-child(${DEMO_ROLES.indexOf(role) + 1}) button`)
      this.pages.set(role, page)
    }
    return this.pages.get(role)
  }

  async go (page, path, status = 200) {
    const answer = await page.goto(demo.address + inLanguage(this.language, path))
    assert.equal(answer.status(), status, path)
  }

  /** Looks at a page as it stands, the first time that it is shown. */
  async look (page, name) {
    assert.equal(await page.locator('h1, .oc-verdict').count() > 0, true, `${name} has a heading`)
    assert.equal(await page.locator('main').getByText(/\[[a-z]+\.[a-z_.]+\]|%!|<no value>|^\s*[a-z]+\.(?!pdf)[a-z]+\s*$/).count(), 0, `${name} shows what is not for people`)
    checkQuiet(page, name)
    if (this.seen.has(name)) return
    this.seen.add(name)
    await page.setViewportSize(narrow)
    await checkNarrow(page, `${name} ${this.language}`)
    if (this.script) {
      for (const [label, size] of Object.entries({ phone, desktop })) {
        await page.setViewportSize(size)
        await screenshot(page, `life-${name}-${this.language}-${label}`)
        await checkAxe(page, `${name} ${this.language} ${label}`)
      }
    }
    await page.setViewportSize(desktop)
  }

  async end () { for (const page of this.pages.values()) await page.context().close() }
}

const steps = [
  ['the trader applies for an export with two lines', apply],
  ['an officer takes the case, makes the findings and asks the scientist', examine],
  ['the scientist answers, the fee is recorded, the officer proposes', propose],
  ['a second person approves, the permit is numbered and sealed', approve],
  ['the paper proves itself', paper],
  ['anybody verifies it', verify],
  ['customs endorses less than permitted, once', endorse],
  ['the trader sees it and the report counts it', report],
  ['a partner fetches it as endorsed', fetchIt],
  ['every promise still holds', check]
]

for (const [language, script] of [['en', true], ['ar', true], ['en', false], ['ar', false]]) {
  test(`life of a permit, ${language}, ${script ? 'with' : 'without'} script`, async t => {
    const life = new Life(language, script)
    let whole = true
    for (const [name, step] of steps) {
      if (whole) await t.test(name, async () => { whole = false; await step(life); whole = true })
    }
    await life.end()
  })
}

async function apply (life) {
  const page = await life.as('trader')
  await life.go(page, '/applications')
  await life.look(page, 'applications')
  await life.go(page, '/applications/new')
  await page.check('input[name=type][value=EXP]')
  await press(page)
  const id = page.url().match(/applications\/([^/]+)\/tasks/)[1]
  life.id = id
  const home = `/applications/${id}`
  await life.go(page, home + '/step/exporter')
  await page.fill('[name=address]', '1 Quay Street\nPort Aurel')
  await press(page)
  await life.go(page, home + '/step/importer')
  await page.fill('[name=name]', 'Gärtnerei Grün GmbH')
  await page.fill('[name=address]', 'Hauptstr. 2\nBerlin')
  await page.selectOption('[name=country]', 'DE')
  await press(page)
  await life.go(page, home + '/step/purpose')
  await page.check('input[name=purpose][value=T]')
  await press(page)
  await life.go(page, home + '/lines/new')
  await species(life, page)
  await page.check('input[name=source][value=A]')
  await page.selectOption('[name=term]', 'LIV')
  await page.fill('[name=quantity]', '200')
  await life.look(page, 'line')
  await press(page)
  await press(page)
  await life.go(page, home + '/lines/table')
  await page.fill('[name=table]', 'Aloe ferox;A;EXT;50.5;KGM\n')
  await press(page)
  assert.equal(await page.locator('main table tbody tr').count(), 2)
  await life.look(page, 'lines')
  await life.go(page, home + '/step/shipment')
  await page.check('input[name=port][value=QZAUR]')
  await page.check('input[name=mode][value=air]')
  if (await page.locator('[name=crates]').count()) await page.fill('[name=crates]', 'Container note 44')
  await press(page)
  await life.go(page, home + '/documents')
  await page.selectOption('[name=kind]', { index: 1 })
  await page.setInputFiles('[name=file]', { name: 'nursery.pdf', mimeType: 'application/pdf', buffer: PDF })
  await press(page, 'main form[enctype] button')
  await life.look(page, 'documents')
  await press(page, 'main form[action$="/done"] button')
  await life.go(page, home + '/check')
  await life.look(page, 'check')
  await page.check('[name=accepted]')
  await page.check('[name=not_refused]')
  await page.fill('[name=name]', 'Lina Okoro')
  await press(page)
  assert.match(page.url(), /\/received$/)
  life.reference = (await page.textContent('.govuk-panel')).match(/EX-\d{4}-\d{6}/)[0]
}

/** Picks a species: from the suggestions, or by its whole name without script. */
async function species (life, page) {
  await page.fill('#taxon', life.script ? 'dendrobium nob' : 'Dendrobium nobile')
  if (!life.script) return
  await page.waitForSelector('[role=option]')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.equal(await page.inputValue('#taxon'), 'Dendrobium nobile')
}

/** Opens the page of a step by the panel of the case, as an officer does. */
async function step (life, page, name) {
  await life.go(page, `/cases/${life.id}`)
  const choice = page.locator(`main aside input[name=step][value=${name}]`)
  if (await choice.getAttribute('type') === 'radio') await choice.check() // a single step is a button
  await press(page, `main aside form:has(input[name=step][value=${name}]) button`)
  await life.look(page, `case-${name}`)
}

async function examine (life) {
  const page = await life.as('case_officer')
  await life.go(page, `/cases?tab=unassigned&q=${life.reference}`)
  await life.look(page, 'queue')
  await press(page, `main table a:has-text("${life.reference}")`)
  await life.look(page, 'case-submitted')
  await press(page, 'main form[action$="/take"] button')
  await step(life, page, 'finding')
  await press(page)
  assert.equal(await page.locator('.govuk-error-summary').count(), 1, 'a finding without outcome')
  for (const kind of ['laf', 'transport', 'bred_or_propagated']) {
    await life.go(page, `/cases/${life.id}/finding`)
    await page.check(`input[name=kind][value=${kind}]`)
    await page.check('input[name=outcome][value=positive]')
    await page.fill('[name=grounds]', 'Nursery registered, papers seen.')
    await press(page)
  }
  await step(life, page, 'request')
  await page.check('input[name=kind][value=ndf]')
  await page.fill('[name=question]', 'Does the plantation still meet the conditions?')
  await press(page)
  await life.look(page, 'case-asked')
}

async function propose (life) {
  const scientist = await life.as('scientist')
  await step(life, scientist, 'ndf')
  await scientist.check('input[name=outcome][value=conditional]')
  await scientist.fill('[name=grounds]', 'Artificially propagated, visited this year.')
  await scientist.fill('[name=conditions]', 'Nursery label on each plant.')
  await press(scientist)
  const finance = await life.as('finance_officer')
  await step(life, finance, 'fee')
  await finance.fill('[name=receipt]', `R-${life.reference}`)
  await press(finance)
  const officer = await life.as('case_officer')
  await step(life, officer, 'propose')
  await officer.check('input[name=what][value=approve]')
  assert.match(await officer.inputValue('[name=conditions]'), /Nursery label/, 'the condition of the finding is proposed')
  await press(officer)
  await life.look(officer, 'case-proposed')
}

async function approve (life) {
  const page = await life.as('signatory')
  await step(life, page, 'approve')
  await press(page, 'main form button.govuk-button')
  assert.equal(await page.locator('.govuk-error-summary').count(), 0, await page.innerText('main'))
  await life.look(page, 'case-issued')
  await life.go(page, '/permits?q=' + encodeURIComponent('Gärtnerei Grün'))
  await life.look(page, 'permits')
  life.permit = (await page.locator('main tbody a').first().getAttribute('href')).split('/').pop()
  for (let tries = 0; tries < 100; tries++) { // the seal is set by a job
    await life.go(page, `/permits/${life.permit}`)
    if (await page.locator('main a[href$="/permit.pdf"]').count()) break
    await page.waitForTimeout(200)
  }
  await life.look(page, 'permit')
  const text = await page.innerText('main')
  life.number = text.match(/\d\dQZ\d{6}\/\w\w/)[0]
  life.code = text.match(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/)[0]
}

async function paper (life) {
  const page = await life.as('trader')
  await life.go(page, `/permits/${life.permit}`)
  await life.look(page, 'permit-of-trader')
  const answer = await page.request.get(new URL(await page.getAttribute('main a[href$="/permit.pdf"]', 'href'), page.url()).href)
  assert.equal(answer.headers()['content-type'], 'application/pdf')
  const file = join(folder, `${life.language}-${life.script}.pdf`)
  writeFileSync(file, await answer.body())
  const told = await opencites('verify', file, '--trust', demo.address + '/trust', '--json')
  assert.equal(told.code, 0, told.out + told.err)
  const permit = JSON.parse(told.out).pages[0].permit
  assert.equal(permit.number, life.number)
  assert.deepEqual(permit.items.map(i => `${i.name} ${i.quantity} ${i.unit}`), ['Dendrobium nobile 200 NAR', 'Aloe ferox 50.5 KGM'])
  const seal = await page.request.get(`${demo.address}/api/v1/permits/${encodeURIComponent(life.number)}?code=${life.code}`)
  assert.equal((await seal.json()).state, 'valid')
}

async function verify (life) {
  const page = await open(browser, { language: life.language, script: life.script, axe: life.script })
  await life.go(page, '/verify')
  await page.fill('#number', life.number)
  await page.fill('#code', life.code.toLowerCase())
  await press(page, 'form:has(#number) button')
  await page.waitForSelector('[data-verdict=valid]')
  assert.match(await page.innerText('main'), /Aloe ferox/)
  await life.look(page, 'verified')
  const sample = demo.permits.find(p => p.status === 'valid')
  if (life.script) {
    await page.goto(sample.seal.replace('/v#', inLanguage(life.language, '/v#')))
    await page.waitForSelector('[data-verdict=valid] h1')
    assert.ok((await page.innerText('main')).includes(sample.number))
    await life.look(page, 'scanned')
  } else {
    await life.go(page, '/verify')
    await page.fill('#seal', sample.seal)
    await press(page, 'form:has(#seal) button')
    await page.waitForSelector('[data-verdict=valid]')
  }
  await page.context().close()
}

async function endorse (life) {
  const page = await life.as('customs_officer')
  await life.go(page, '/border')
  await life.look(page, 'border')
  await page.fill('[name=text]', 'no such permit')
  await press(page)
  assert.equal(await page.locator('.govuk-error-summary').count(), 1)
  await page.fill('[name=text]', life.number)
  await press(page)
  const late = await page.context().newPage() // the same page in a second window
  await late.goto(page.url())
  await page.fill('[name="lines.A"]', '201')
  await page.fill('[name=transport]', 'AWB 176-1')
  await press(page)
  assert.equal(await page.locator('.govuk-error-summary a[href="#lines-A"]').count(), 1, 'more than permitted is refused at its line')
  assert.equal(await page.inputValue('[name="lines.A"]'), '201')
  await life.look(page, 'endorse-too-much')
  await page.fill('[name="lines.A"]', '180')
  await page.fill('[name="lines.B"]', '50.5')
  await press(page)
  await life.look(page, 'endorsed')
  assert.equal(await page.locator('main form [name="lines.A"]').count(), 0, 'there is no second endorsement')
  await late.fill('[name="lines.A"]', '20')
  const [answer] = await Promise.all([late.waitForNavigation(), late.locator('main form button').first().click()])
  assert.equal(answer.status(), 409, 'the second endorsement is refused')
  await late.close()
}

async function report (life) {
  const trader = await life.as('trader')
  await life.go(trader, `/permits/${life.permit}`)
  assert.match(await trader.innerText('main'), /AWB 176-1/)
  await life.look(trader, 'permit-endorsed')
  const auditor = await life.as('auditor')
  await life.go(auditor, '/reports/annual')
  await life.look(auditor, 'annual')
  const csv = await (await auditor.request.get(demo.address + '/reports/annual.csv')).text()
  const quantities = text => text.split('\r\n').flatMap(r => r.split('\n')).map(r => r.split(',')).filter(r => r[7] === life.number)
    .map(r => [r[0], r[1], r[2], r[3], r[4], r[5], r[10], r[11]].join(' ')).sort()
  const rows = ['II Aloe ferox EXT 50.5 KGM DE T A', 'II Dendrobium nobile LIV 180 NAR DE T A']
  assert.deepEqual(quantities(csv), rows)
  const told = await opencites('report', 'annual', '--data', demo.data)
  assert.deepEqual(quantities(told.out), rows, told.err)
}

async function fetchIt (life) {
  const name = `Berlin ${life.language} ${life.script} ${life.number}`
  const added = await opencites('exchange', 'partners', 'add', name, '--party', 'DE', '--data', demo.data, '--json')
  assert.equal(added.code, 0, added.err)
  const token = JSON.parse(added.out).token
  const ask = operation => fetch(demo.address + '/epix/v2', { method: 'POST', headers: { 'content-type': 'text/xml', authorization: `Bearer ${token}` },
    body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><v:${operation}Request xmlns:v="urn:CitesDataExchange/v2/"><CertificateNumber>${life.number}</CertificateNumber></v:${operation}Request></e:Body></e:Envelope>` })
  const final = await ask('GetFinalCitesCertificate')
  const text = await final.text()
  assert.equal(final.status, 200, text)
  assert.match(text, /Dendrobium nobile/)
  assert.match(text, />180</)
}

async function check (life) {
  const told = await opencites('check', '--data', demo.data)
  assert.equal(told.code, 0, told.out)
  const auditor = await life.as('auditor')
  await life.go(auditor, '/audit?subject=' + encodeURIComponent(life.number))
  assert.ok(await auditor.locator('main tbody tr').count() >= 3, 'prepared, sealed and endorsed stand in the trail')
  await life.look(auditor, 'audit')
}
