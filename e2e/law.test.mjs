// The law as its users meet it: the checker, the rule book and a switch, the
// quota ledger, a finding of the register, a national measure, the law on a day;
// on each page bad input keeps what was typed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { PAGE_BUDGET, checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, launch, narrow, open, phone, screenshot, signIn, weight } from './browser.mjs'
import { startDemo } from './programs.mjs'

let demo, browser
/** The country of the demonstration Party. */
const party = () => JSON.parse(readFileSync(join(demo.data, 'profile.json'))).party
before(async () => { demo = await startDemo({ own: true }); browser = await launch() })
after(async () => { await browser?.close(); await demo?.stop() })

/** A page of somebody with a role, or of a visitor. */
async function as (role, { language = 'en', ...options } = {}) {
  const page = await open(browser, { language, axe: true, ...options })
  if (role) await signIn(page, demo, role, language)
  page.visit = path => page.goto(demo.address + inLanguage(language, path))
  page.path = () => new URL(page.url()).pathname.replace(/^\/ar/, '')
  return page
}

/** Looks at the page as it stands, in every size. */
async function look (page, name) {
  const size = page.viewportSize()
  for (const [label, size] of Object.entries({ desktop, phone, narrow })) {
    await page.setViewportSize(size)
    if (label === 'narrow') await checkNarrow(page, name)
    else {
      await screenshot(page, `law-${name}-${label}`)
      await checkAxe(page, `${name} ${label}`)
    }
  }
  assert.equal(await page.getByText(/\[[a-z]+\.[a-z_.]+\]/).count(), 0, `${name} shows a key without words`)
  await page.setViewportSize(size)
}

async function send (page, selector = 'main form button.govuk-button:not(.govuk-button--secondary)') {
  const [answer] = await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()])
  return answer
}

/** The form came back, says what is wrong at these fields, and lost nothing. */
async function refused (page, answer, fields, kept = {}) {
  assert.ok([409, 422].includes(answer.status()), `${page.url()} answered ${answer.status()}`)
  for (const field of fields) assert.ok(await page.locator(`.govuk-error-summary a[href^="#${field}"]`).count(), `${field} is named: ${await page.innerText('main')}`)
  for (const [name, value] of Object.entries(kept)) assert.equal(await page.inputValue(`[name="${name}"]`), value, `${name} is kept`)
}

async function worked (page) {
  assert.equal(await page.locator('.govuk-error-summary').count(), 0, await page.innerText('main'))
  assert.equal(await page.locator('.govuk-notification-banner--success').count(), 1, page.url())
}

const radio = (page, name, value) => page.check(`input[name="${name}"][value="${value}"]`)
const day = async (page, name, [y, m, d]) => { for (const [part, v] of Object.entries({ year: y, month: m, day: d })) await page.fill(`[name="${name}.${part}"]`, String(v)) }

for (const [language, script] of [['en', true], ['ar', false]]) {
  test(`the checker in ${language}, ${script ? 'with' : 'without'} script, and on into an application`, async t => {
    const page = await as('trader', { language, script })
    const see = name => script ? look(page, `checker-${name}-${language}`) : checkNarrow(page, name)
    await t.test('nothing answered: every question that matters is named', async () => {
      await page.visit('/need')
      await see('form')
      const answer = await send(page)
      await refused(page, answer, ['taxon', 'term', 'from', 'to', 'way', 'source', 'purpose'])
      await see('wrong')
    })
    await t.test('what was typed stays', async () => {
      await page.fill('#taxon', 'Crocodylus niloticus')
      await page.selectOption('[name=from]', 'ZW')
      await page.selectOption('[name=to]', 'ZW')
      await day(page, 'date', [2026, 2, 31])
      const answer = await send(page)
      await refused(page, answer, ['to', 'date'], { taxon: 'Crocodylus niloticus', from: 'ZW', to: 'ZW', 'date.day': '31' })
    })
    await t.test('an answer with documents and reasons', async () => {
      await page.fill('#taxon', 'Python regius')
      await page.selectOption('[name=term]', 'LIV')
      await page.selectOption('[name=from]', party())
      await page.selectOption('[name=to]', 'DE')
      await radio(page, 'way', 'export'); await radio(page, 'source', 'C'); await radio(page, 'special', '')
      await page.selectOption('[name=purpose]', 'T')
      await day(page, 'date', [2026, 11, 20])
      await send(page)
      assert.equal(await page.locator('input[name=commerce]').count(), 2, 'source C asks whether it was bred for trade')
      await see('more')
      await radio(page, 'commerce', 'no')
      await send(page)
      assert.equal(await page.locator('.oc-steps > li').count() > 0, true, await page.innerText('main'))
      assert.ok(await page.locator('.oc-reasons > li').count(), 'reasons')
      await see('answer')
    })
    await t.test('the answer continues into an application with the fields filled', async () => {
      await send(page, 'main a.govuk-button[href*="/applications/new"]')
      assert.match(page.url(), /type=/)
      await send(page)
      assert.match(page.url(), /\/tasks$/, await page.innerText('main'))
      const home = page.path().replace(/\/tasks$/, '')
      await page.visit(home + '/lines')
      assert.match(await page.innerText('main'), /Python regius/)
    })
    await t.test('a name that nobody knows is unknown, never free', async () => {
      await page.visit(`/need?ask=1&taxon=Draco+ignifer&term=LIV&from=${party()}&to=DE&way=export&source=W&purpose=T&date.day=20&date.month=11&date.year=2026`)
      assert.equal(await page.locator('.oc-steps > li').count(), 0)
      assert.equal(await page.locator('main a[href*="/applications/new"]').count(), 0)
      await see('unknown')
    })
    checkQuiet(page)
    await page.context().close()
  })
}

test('the page budget of the checker', async () => {
  assert.ok(await weight(demo.address + '/need') <= PAGE_BUDGET, `${await weight(demo.address + '/need')} bytes`)
})

test('the rule book: read by anybody, switched by the administrator with a reason', async t => {
  const visitor = await as('')
  await visitor.visit('/rules')
  await look(visitor, 'rules')
  await visitor.visit('/rules?q=no-such-rule')
  assert.equal(await visitor.locator('.oc-empty').count(), 1)
  const page = await as('administrator')
  let rule
  await t.test('one rule after the other, until one may be switched', async () => {
    await page.visit('/rules?evidence=K&state=on&severity=block')
    const links = await page.locator('#results tbody th a').evaluateAll(all => all.map(a => a.pathname))
    for (const path of links) {
      await page.goto(demo.address + path)
      if (await page.locator('main a[href$="/switch"]').count()) { rule = path; break }
    }
    assert.ok(rule, 'a rule that may be switched')
    await look(page, 'rule')
  })
  await t.test('without a reason: refused, and the choice is kept', async () => {
    await page.visit(rule + '/switch')
    await look(page, 'rule-switch')
    await radio(page, 'setting', 'warn')
    await refused(page, await send(page), ['reason'])
    assert.ok(await page.isChecked('input[name=setting][value=warn]'))
    await page.fill('[name=reason]', 'x'.repeat(1001))
    await refused(page, await send(page), ['reason'], { reason: 'x'.repeat(1001) })
    assert.equal((await visitor.visit(rule + '/switch')).status() === 200 && visitor.path() === rule + '/switch', false, 'not for visitors')
  })
  await t.test('with a reason: confirmed, in force, in the history', async () => {
    await page.fill('[name=reason]', 'Being checked <b>with</b> the Secretariat')
    await send(page)
    await look(page, 'rule-confirm')
    await send(page)
    await worked(page)
    assert.match(await page.innerText('main'), /Being checked <b>with<\/b> the Secretariat/)
    await look(page, 'rule-switched')
  })
  await t.test('from a page that is out of date: told so', async () => {
    const answer = await page.request.post(demo.address + rule + '/switch/confirm', { headers: { origin: demo.address }, form: { version: '0', setting: 'off', reason: 'late' } })
    assert.equal(answer.status(), 409)
  })
  const arabic = await as('administrator', { language: 'ar' })
  await arabic.visit(rule)
  await look(arabic, 'rule-ar')
  for (const p of [visitor, page, arabic]) { checkQuiet(p); await p.context().close() }
})

/** What each share that this test made holds, as the page of a quota shows it. */
const shares = page => page.locator('main tr:has(th[scope=row])').evaluateAll(rows => Object.fromEntries(rows
  .map(row => [row.querySelector('th bdi')?.textContent, row.querySelector('td.oc-num')?.textContent.replace(/[^\d.]/g, '')])
  .filter(([name]) => /^(Western|Eastern)/.test(name || ''))))

test('the quota ledger: read, divided, moved; never more than there is', async t => {
  const page = await as('scientist')
  let home
  await t.test('the ledger', async () => {
    await page.visit('/quotas')
    await look(page, 'quotas')
    await page.visit('/quotas?q=no-such-quota')
    assert.equal(await page.locator('.oc-empty').count(), 1)
    await page.visit('/quotas?q=niloticus')
    await page.visit('/quotas')
    const links = await page.locator('#results tbody a').evaluateAll(all => all.map(a => a.pathname))
    for (const path of links) {
      await page.goto(demo.address + path)
      if (await page.locator('main a[href$="/split"]').count()) { home = path; break }
    }
    assert.ok(home, 'a quota that may be divided')
    await look(page, 'quota')
  })
  await t.test('too much, no number, no name: refused and kept', async () => {
    for (const amount of ['999999999999', 'many', '-1', '']) {
      await page.visit(home + '/split')
      await page.fill('[name=name]', 'Western Hills <i>'); await page.fill('[name=amount]', amount)
      const answer = await send(page)
      assert.ok([409, 422].includes(answer.status()), `${amount}: ${answer.status()}`)
      assert.equal(await page.locator('.govuk-error-summary').count(), 1)
      for (const [name, value] of [['name', 'Western Hills <i>'], ['amount', amount]]) assert.equal(await page.inputValue(`[name=${name}]`), value)
    }
    await look(page, 'quota-split-wrong')
  })
  await t.test('a share for a region', async () => {
    await page.fill('[name=amount]', '1')
    await send(page)
    await worked(page)
    assert.match(await page.innerText('main'), /Western Hills <i>/)
  })
  await t.test('a second share, and a quantity moved from the first', async t => {
    await page.visit(home + '/split')
    await page.fill('[name=name]', 'Eastern Plain'); await page.fill('[name=amount]', '2')
    await send(page)
    await worked(page)
    assert.deepEqual(await shares(page), { 'Western Hills <i>': '1', 'Eastern Plain': '2' })
    await page.visit(home + '/move')
    await look(page, 'quota-move')
    const [east, west] = await page.locator('select[name=from] option').evaluateAll(all => ['Eastern Plain', 'Western Hills'].map(name => all.find(o => o.label.startsWith(name)).value))
    const move = async (from, to, amount, reason) => {
      await page.visit(home + '/move')
      await page.selectOption('[name=from]', from); await page.selectOption('[name=to]', to)
      await page.fill('[name=amount]', amount); await page.fill('[name=reason]', reason)
      return send(page)
    }
    await t.test('more than it has, to itself, without a reason: refused and kept', async () => {
      for (const [from, to, amount, reason] of [[east, west, '3', 'Floods'], [east, east, '1', 'Floods'], [east, west, '1', '']]) {
        const answer = await move(from, to, amount, reason)
        assert.ok([409, 422].includes(answer.status()), `${amount} for “${reason}”: ${answer.status()}`)
        assert.equal(await page.locator('.govuk-error-summary').count(), 1)
        for (const [name, value] of Object.entries({ from, to, amount, reason })) assert.equal(await page.inputValue(`[name=${name}]`), value)
      }
      await look(page, 'quota-move-wrong')
    })
    await page.visit(home)
    assert.deepEqual(await shares(page), { 'Western Hills <i>': '1', 'Eastern Plain': '2' }, 'nothing was moved so far')
    await move(east, west, '1', 'Floods in the east')
    await worked(page)
    assert.deepEqual(await shares(page), { 'Western Hills <i>': '2', 'Eastern Plain': '1' })
    assert.match(await page.innerText('main'), /Floods in the east/, 'the ledger says why')
  })
  const arabic = await as('case_officer', { language: 'ar' })
  await arabic.visit(home)
  await look(arabic, 'quota-ar')
  const csv = await page.request.get(demo.address + '/quotas.csv')
  assert.match(csv.headers()['content-type'], /^text\/csv/)
  for (const p of [page, arabic]) { checkQuiet(p); await p.context().close() }
})

test('a finding of the register: made, put in force, used by a case, withdrawn', async t => {
  const page = await as('scientist')
  let home
  await t.test('a form with mistakes keeps what was typed', async () => {
    await page.visit('/findings')
    await look(page, 'findings')
    await page.visit('/findings/new')
    await page.fill('[name=taxon]', 'Draco ignifer'); await page.fill('[name=quantity]', 'many'); await page.fill('[name=grounds]', 'Counted twice.')
    await day(page, 'from', [2026, 2, 31])
    await refused(page, await send(page), ['taxon', 'quantity', 'from'], { taxon: 'Draco ignifer', quantity: 'many', grounds: 'Counted twice.', 'from.day': '31' })
    await look(page, 'finding-wrong')
  })
  await t.test('made and in force', async () => {
    await page.fill('[name=taxon]', 'Python regius'); await page.fill('[name=quantity]', '900')
    await page.check('input[name=sources][value=R]'); await page.fill('[name=terms]', 'LIV, SKI'); await page.selectOption('[name=unit]', 'NAR')
    const now = new Date()
    await day(page, 'from', [now.getUTCFullYear() - 1, 1, 1]); await day(page, 'until', [now.getUTCFullYear() + 1, 12, 31])
    await send(page)
    await worked(page)
    home = page.path()
    await look(page, 'finding-draft')
    await page.visit(home + '/force')
    await look(page, 'finding-force')
    await send(page)
    await worked(page)
  })
  await t.test('a line of a case rests on it', async () => {
    const number = (await page.innerText('h1')).match(/\S+/)[0]
    const officer = await as('case_officer')
    await officer.visit('/cases?tab=unassigned&q=Python+regius')
    const take = officer.locator('#results tbody form button')
    if (await take.count()) await Promise.all([officer.waitForNavigation(), take.first().click()])
    await officer.visit('/cases?tab=all&q=Python+regius&state=in_review')
    const paths = await officer.locator('#results tbody a[href*="/cases/"]').evaluateAll(all => all.map(a => a.pathname))
    let at
    for (const path of paths) {
      await officer.goto(demo.address + path + '/point')
      if (await officer.locator('main label').filter({ hasText: number }).count()) { at = path; break }
    }
    assert.ok(at, `${number} is offered in none of ${paths}`)
    await look(officer, 'finding-point')
    await officer.locator('main label').filter({ hasText: number }).first().click()
    await send(officer)
    await worked(officer)
    await officer.goto(demo.address + at)
    assert.ok(await officer.getByText(number).count(), 'the case names the finding')
    await officer.context().close()
  })
  await t.test('withdrawn with a reason, not without', async () => {
    await page.visit(home + '/withdraw')
    await refused(page, await send(page, 'main form button[type=submit]'), ['reason'])
    await page.fill('[name=reason]', 'The count was wrong.')
    await send(page, 'main form button[type=submit]')
    await worked(page)
    assert.match(await page.innerText('main'), /The count was wrong\./)
    await look(page, 'finding-withdrawn')
  })
  checkQuiet(page)
  await page.context().close()
})

const measure = {
  name: 'Live parrots by air <b>', citation: 'Wildlife Order 7', text_en: 'Only with a keeper.', text_fr: 'Seulement avec un gardien.',
  text_es: 'Solo con un cuidador.', text_ar: 'مع حارس فقط.'
}

test('a national measure: drafted, tried, enacted, withdrawn', async t => {
  const page = await as('administrator')
  let home
  await t.test('a bad expression is refused with its place; all else is kept', async () => {
    await page.visit('/measures')
    await look(page, 'measures')
    await page.visit('/measures/new')
    for (const [name, value] of Object.entries(measure)) await page.fill(`[name=${name}]`, value)
    for (const expression of ["'Aves' in taxa &&", 'quantity', 'nonsense == 1', '']) {
      await page.fill('[name=expression]', expression)
      await refused(page, await send(page), ['expression'], { ...measure, expression })
    }
    await page.fill('[name=expression]', "live &&\n  'Aves' inn taxa")
    await refused(page, await send(page), ['expression'])
    assert.match(await page.innerText('.govuk-error-summary'), /2/, 'the line')
    await look(page, 'measure-wrong')
  })
  await t.test('tried on past applications, then saved', async () => {
    await page.fill('[name=expression]', "'Aves' in taxa && live")
    await send(page, 'main form button[name=act]')
    assert.equal(await page.locator('#trial').count(), 1, 'what it would have done')
    for (const [name, value] of Object.entries(measure)) assert.equal(await page.inputValue(`[name=${name}]`), value)
    await look(page, 'measure-tried')
    await send(page)
    await worked(page)
    home = page.path()
    assert.equal(await page.locator('main h1 b').count(), 0)
  })
  await t.test('enacted', async () => {
    await page.visit(home + '/try')
    await look(page, 'measure')
    await page.visit(home + '/enact')
    await look(page, 'measure-enact')
    await send(page)
    await worked(page)
    assert.equal((await page.request.get(demo.address + home + '/edit', { maxRedirects: 0 })).ok() && await page.locator('main a[href$="/edit"]').count() > 0, false, 'a measure in force is not edited')
  })
  await t.test('withdrawn with a reason, not without', async () => {
    await page.visit(home + '/withdraw')
    await refused(page, await send(page), ['reason'])
    await page.fill('[name=reason]', 'The order was repealed.')
    await send(page)
    await worked(page)
    assert.match(await page.innerText('main'), /The order was repealed\./)
  })
  const arabic = await as('administrator', { language: 'ar' })
  await arabic.visit(home)
  await look(arabic, 'measure-ar')
  for (const p of [page, arabic]) { checkQuiet(p); await p.context().close() }
})

for (const [language, script] of [['en', true], ['ar', false]]) {
  test(`the law on a day in ${language}`, async () => {
    const page = await as('', { language, script })
    await page.visit('/species?q=Crocodylus+niloticus')
    await page.goto(new URL(await page.getAttribute('#results a[href*="/species/"]', 'href'), page.url()).href)
    await day(page, 'on', [2010, 2, 31])
    const ask = () => send(page, '#law form button')
    await ask()
    assert.equal(await page.inputValue('[name="on.day"]'), '31', 'the wrong day stays')
    assert.ok(await page.locator('.govuk-error-summary, .govuk-error-message').count())
    await day(page, 'on', [2010, 6, 1])
    await ask()
    assert.equal(await page.locator('#law .oc-card').count(), 1)
    assert.ok(await page.locator('#law .oc-card .oc-tags').first().locator('*').count(), 'the appendix')
    assert.ok(await page.locator('#law .oc-card table').count(), 'the listing and the time line')
    if (script) await look(page, `on-day-${language}`)
    else await checkNarrow(page)
    const law = await as('administrator', { language })
    await law.visit('/law')
    await look(law, `amendments-${language}`)
    await send(law, 'main form[method=post][action$="/law"] button')
    assert.ok(await law.locator('.govuk-error-summary, .govuk-inset-text').count(), 'no file is said so')
    await law.visit('/law?q=no-such-amendments')
    assert.equal(await law.locator('.oc-empty').count(), 1)
    await law.visit('/law')
    const set = await law.locator('#results tbody a').first().evaluate(a => a.pathname)
    await law.goto(demo.address + set)
    const now = new Date()
    await day(law, 'on', [now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()])
    await send(law, 'main form[action$="/rehearse"] button')
    for (const end = Date.now() + 60_000; await law.locator('main [role=status]').count() && Date.now() < end;) { // the page refreshes itself
      await new Promise(resolve => setTimeout(resolve, 500))
      await law.goto(law.url())
    }
    assert.equal(await law.locator('.govuk-inset-text').count(), 1, 'nothing of the file is in force on that day')
    const reader = await as('case_officer', { language })
    for (const path of ['/law', '/rehearsals', new URL(law.url()).pathname.replace(/^\/ar/, '')]) {
      assert.equal((await reader.visit(path)).status(), 200, path)
      assert.equal(await reader.locator('main input[type=file]').count(), 0, `${path} is for reading`)
      await look(reader, `read${path.replaceAll('/', '-').slice(0, 12)}-${language}`)
    }
    for (const p of [page, law, reader]) { checkQuiet(p); await p.context().close() }
  })
}
