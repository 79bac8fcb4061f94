// What may happen to a permit after it was issued, in a real browser: English with
// script on a desktop, Arabic without script on a phone; every page with axe and at
// 320 px.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, launch, narrow, open, phone, screenshot, signIn } from './browser.mjs'
import { startDemo } from './programs.mjs'

let demo, browser
before(async () => { demo = await startDemo({ own: true }); browser = await launch() })
after(async () => { await browser?.close(); await demo?.stop() })

const ways = [{ name: 'en', language: 'en', size: desktop, axe: true }, { name: 'ar', language: 'ar', size: phone, script: false }]

/** A page of somebody with a role who is signed in. */
async function as (role, way) {
  const page = await open(browser, way)
  await signIn(page, demo, role, way.language)
  page.way = way
  page.visit = path => page.goto(demo.address + inLanguage(way.language, path))
  page.follow = async selector => { await Promise.all([page.waitForNavigation(), page.click(selector)]) }
  page.send = () => page.follow('main form[method=post] button[type=submit]')
  return page
}

/** Keeps a picture of a page and holds it to what every page must be. */
async function look (page, name) {
  await screenshot(page, `lifecycle-${name}-${page.way.name}`)
  if (page.way.axe) await checkAxe(page, name)
  const size = page.viewportSize()
  await page.setViewportSize(narrow)
  await checkNarrow(page, name)
  await page.setViewportSize(size)
  checkQuiet(page, name)
}

/** The path of a permit without the language before it. */
const plain = href => new URL(href, 'http://x').pathname.replace(/^\/(fr|es|ar)\//, '/')

/** Permits of the reader that are valid and of which nothing is reported. */
async function valid (page, n) {
  await page.visit('/permits?state=valid&type=EXP&type=REX')
  const hrefs = await page.$$eval('#results tbody tr', rows => rows.filter(r => r.querySelector('.govuk-tag--green')).map(r => r.querySelector('a').getAttribute('href')))
  const out = []
  for (const href of hrefs.map(plain)) {
    await page.visit(href)
    if (await page.locator('a[href$="/offer"]').count() && await page.locator('a[href$="/loss"]').count() && !await page.locator('a[href$="/complete"]').count()) out.push(href)
    if (out.length === n) return out
  }
  assert.fail(`only ${out.length} of ${n} valid permits`)
}

const tag = page => page.innerText('h1 + .govuk-tag, h1 .govuk-tag')
const errors = page => page.locator('.govuk-error-summary li').count()
const done = page => page.locator('.govuk-notification-banner--success').count()

/** Types today into the parts of a date. */
async function today (page, name) {
  const now = new Date()
  for (const [part, value] of [['day', now.getUTCDate()], ['month', now.getUTCMonth() + 1], ['year', now.getUTCFullYear()]]) await page.fill(`[name="${name}.${part}"]`, String(value))
}

for (const way of ways) {
  test(`a lost permit is reported and replaced (${way.name})`, async () => {
    const holder = await as('trader', way)
    const [at] = await valid(holder, 1)
    await holder.visit(at + '/loss')
    await holder.send()
    assert.ok(await errors(holder) >= 4, 'kind, day, story and confirmation are asked for')
    await holder.fill('[name=told]', 'The bag was taken on the train.')
    await holder.fill('[name="day.day"]', '31'); await holder.fill('[name="day.month"]', '2'); await holder.fill('[name="day.year"]', '2026')
    await holder.check('[name=kind][value=stolen]')
    await holder.send()
    assert.equal(await holder.inputValue('[name=told]'), 'The bag was taken on the train.')
    assert.equal(await holder.inputValue('[name="day.day"]'), '31')
    assert.ok(await holder.isChecked('[name=kind][value=stolen]'))
    await look(holder, 'loss-errors')
    await today(holder, 'day')
    await holder.check('[name=sure]')
    await holder.send()
    assert.equal(await done(holder), 1)
    await look(holder, 'lost')

    const customs = await as('customs_officer', way)
    await customs.visit('/border' + at)
    await look(customs, 'lost-at-the-border')
    const signatory = await as('signatory', way)
    await signatory.visit('/permits?waiting=lost')
    assert.ok(await signatory.locator(`#results a[href$="${at}"]`).count(), 'it waits among the lost')
    await signatory.visit(at + '/replace')
    assert.ok(await signatory.isChecked('[name=reason][value=stolen]'), 'what the holder said is proposed')
    await signatory.check('[name=how][value=copy]')
    await look(signatory, 'replace')
    await signatory.send()
    assert.equal(await done(signatory), 1)
    assert.notEqual(plain(signatory.url()), at)
    await holder.visit(at)
    assert.equal(await holder.locator('a[href$="/loss"]').count(), 0)
    await look(holder, 'replaced')
    for (const p of [holder, customs, signatory]) await p.context().close()
  })

  test(`two people amend a permit (${way.name})`, async () => {
    const holder = await as('trader', way)
    const [at] = await valid(holder, 1)
    const officer = await as('case_officer', way)
    await officer.visit(at + '/amend')
    await officer.fill('[name=reason]', 'The address was incomplete.')
    await officer.send()
    assert.ok(await errors(officer), 'nothing was changed')
    const address = await officer.inputValue('[name=importer]')
    await officer.fill('[name=importer]', 'Second floor\n' + address)
    await look(officer, 'amend')
    await officer.send()
    assert.equal(await done(officer), 1)
    assert.equal(await officer.locator('a[href*="/amendments/"]').count(), 0, 'who proposes does not decide')
    const signatory = await as('signatory', way)
    await signatory.visit(at)
    await signatory.follow('a[href*="/amendments/"]')
    await signatory.send()
    assert.ok(await errors(signatory))
    await signatory.check('[name=choice][value=approve]')
    await look(signatory, 'decide')
    await signatory.send()
    assert.equal(await done(signatory), 1)
    await look(signatory, 'amended')
    assert.match(await signatory.innerText('main ins'), /Second floor/)
    await holder.visit(at)
    assert.equal(await holder.locator('main a[href$="/amend"]').count(), 0)
    for (const p of [holder, officer, signatory]) await p.context().close()
  })

  test(`a holder returns an unused permit (${way.name})`, async () => {
    const holder = await as('trader', way)
    const [at] = await valid(holder, 1)
    await holder.visit(at)
    await holder.follow('a[href$="/offer"]')
    await holder.send()
    assert.equal(await errors(holder), 2)
    await holder.fill('[name=note]', 'By registered letter on Monday')
    await holder.send()
    assert.equal(await holder.inputValue('[name=note]'), 'By registered letter on Monday')
    await look(holder, 'offer')
    await holder.check('[name=sure]')
    await holder.send()
    assert.equal(await done(holder), 1)
    await look(holder, 'offered')
    const officer = await as('case_officer', way)
    await officer.visit('/permits?waiting=offered')
    await look(officer, 'waiting')
    await officer.follow(`#results a[href$="${at}"]`)
    await officer.follow('a[href$="/return"]')
    await officer.send()
    assert.equal(await done(officer), 1)
    await holder.visit(at)
    assert.equal(await holder.locator('a[href$="/offer"], a[href$="/keep"]').count(), 0)
    await look(holder, 'returned')
    for (const p of [holder, officer]) await p.context().close()
  })
}

for (const way of ways) {
  test(`every document has an application of its own (${way.name})`, async () => {
    const page = await as('trader', way)
    await page.visit('/applications/new')
    const types = await page.$$eval('[name=type] option, input[name=type]', all => all.map(o => o.value).filter(Boolean))
    assert.ok(types.length >= 15, types.join(' '))
    for (const [type, procedure] of [...types.map(t => [t, '']), ['EXP', 'retrospective'], ['EXP', 'partial']]) {
      await page.visit('/applications/new')
      const choice = page.locator(`input[name=type][value=${type}]`)
      if (await choice.count()) await choice.check(); else await page.selectOption('[name=type]', type)
      if (procedure) { await page.click('details:has(input[name=procedure]) > summary'); await page.check(`input[name=procedure][value=${procedure}]`) }
      await page.send()
      assert.match(page.url(), /\/tasks$/, type)
      const name = `${type}${procedure && '-' + procedure}`
      await look(page, 'tasks-' + name)
      const steps = await page.$$eval('main a[href*="/step/"]', all => [...new Set(all.map(a => a.href))])
      assert.ok(steps.length >= 2, `${name}: ${steps}`)
      const asked = steps.map(x => x.split('/').pop())
      assert.equal(asked.includes('shipment'), !['TEC', 'POC', 'MIC', 'SCC', 'SEL', 'PHY'].includes(type) && procedure !== 'partial', `${name} asks ${asked}`)
      const own = steps.find(x => x.endsWith('/certificate'))
      if (!own) continue
      assert.equal((await page.goto(own)).status(), 200)
      await look(page, 'asks-' + name)
      await page.send() // what must be answered is said, and nothing breaks
      assert.equal((await page.goto(own)).status(), 200)
    }
    await page.context().close()
  })
}

test('a refusal has reasons, and a letter with the way to appeal', async () => {
  const way = ways[0]
  const signatory = await as('signatory', way)
  await signatory.visit('/cases?tab=decide')
  const hrefs = await signatory.$$eval('#results tbody a[href*="/cases/"]', all => all.map(a => a.getAttribute('href')))
  let at
  for (const href of hrefs.map(plain)) {
    await signatory.visit(href + '/refuse')
    if (await signatory.locator('[name=reasons]').count()) { at = href; break }
  }
  assert.ok(at, 'a case waits for a decision')
  await signatory.fill('[name=reasons]', 'The register does not cover plants of this size.')
  await look(signatory, 'refuse')
  await signatory.send()
  assert.equal(await done(signatory), 1, await signatory.innerText('main'))
  await look(signatory, 'refused')
  const reference = (await signatory.innerText('main')).match(/[A-Z]{2,3}-\d{4}-\d{6}/)[0]
  const admin = await as('administrator', way)
  let letter
  for (let i = 0; i < 60 && !letter; i++) { // the letter is written by a job
    await admin.visit('/admin/letters')
    const text = await admin.innerText('main')
    letter = text.includes(reference + ': refused') && text
    if (!letter) await new Promise(resolve => setTimeout(resolve, 500))
  }
  assert.ok(letter, 'the letter was written')
  for (const words of ['The register does not cover plants of this size.', 'You may appeal until']) assert.ok(letter.includes(words), words)
  await look(admin, 'letter')

  const officer = await as('case_officer', way)
  await officer.visit('/notifications')
  assert.ok(await officer.locator('select[name=to] option').count() > 2, 'everybody who was told can be chosen')
  await officer.visit('/notifications?to=SEC&cause=replaced')
  assert.ok(await officer.locator('#results tbody tr').count(), 'the Secretariat hears of commercial replacements')
  await look(officer, 'notifications')
  for (const p of [signatory, admin, officer]) await p.context().close()
})
