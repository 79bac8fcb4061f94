// The registers a permit draws on, as their keepers and traders meet them: a
// facility from its proposal to its registration, source D without one, a lot
// from its opening over a conversion to the origin boxes of a re-export, marks.
// In English with script and in Arabic without; bad input keeps what was typed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, launch, narrow, open, phone, screenshot, signIn } from './browser.mjs'
import { startDemo } from './programs.mjs'

let demo, browser
before(async () => { demo = await startDemo({ own: true }); browser = await launch() })
after(async () => { await browser?.close(); await demo?.stop() })

const TRADER = 'trader@aurelia.example'
const YEAR = new Date().getUTCFullYear()
const radio = (page, name, value) => page.check(`input[name="${name}"][value="${value}"]`)

/** One person in one language, with script or without. */
async function as (role, { language = 'en', script = true } = {}) {
  const page = await open(browser, { language, script, axe: script })
  await signIn(page, demo, role, language)
  return Object.assign(page, {
    visit: path => page.goto(demo.address + inLanguage(language, path)),
    path: () => new URL(page.url()).pathname.replace(/^\/ar/, ''),
    main: () => page.innerText('main'),
    /** Presses the button of the form and waits for the answer. */
    send: async (selector = 'main form button.govuk-button:not(.govuk-button--secondary)') =>
      (await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]))[0],
    /** Looks at the page as it stands, in every size. */
    look: async name => {
      assert.equal(await page.getByText(/\[[a-z]+\.[a-z_.]+\]/).count(), 0, `${name} shows a key without words`)
      for (const [label, size] of Object.entries({ desktop, phone, narrow })) {
        await page.setViewportSize(size)
        if (label === 'narrow') await checkNarrow(page, name)
        else {
          await screenshot(page, `registers-${name}-${language}-${label}`)
          if (script) await checkAxe(page, `${name} ${label}`)
        }
      }
      await page.setViewportSize(desktop)
    }
  })
}

/** The form came back, says what is wrong at these fields, and lost nothing. */
async function refused (page, answer, fields, kept = {}) {
  assert.equal(answer.status(), 422, page.url())
  for (const field of fields) assert.ok(await page.locator(`.govuk-error-summary a[href^="#${field}"]`).count(), `${field} is named: ${await page.main()}`)
  for (const [name, value] of Object.entries(kept)) assert.equal(await page.inputValue(`[name="${name}"]`), value, `${name} is kept`)
}

async function worked (page) {
  assert.equal(await page.locator('.govuk-error-summary').count(), 0, await page.main())
}

for (const [language, script] of [['en', true], ['ar', false]]) {
  const number = `QZ-A-9${language === 'en' ? 1 : 2}`

  test(`a facility from its proposal to its registration, ${language}, ${script ? 'with' : 'without'} script`, async t => {
    const page = await as('case_officer', { language, script })
    await t.test('nothing filled in, and an account that nobody has: refused and kept', async () => {
      await page.visit('/facilities/new')
      await refused(page, await page.send(), ['kind', 'number', 'name'])
      await page.fill('[name=name]', 'Wadi Falcons <b>')
      await page.fill('[name=number]', number)
      await page.fill('[name=login]', 'nobody@nowhere.example')
      await radio(page, 'kind', 'breeding')
      await page.selectOption('[name=country]', 'QZ')
      await refused(page, await page.send(), ['login'], { name: 'Wadi Falcons <b>', number, login: 'nobody@nowhere.example' })
      await page.look('facility-wrong')
    })
    await t.test('proposed; without its species it cannot be registered', async () => {
      await page.fill('[name=login]', TRADER)
      await page.send()
      await worked(page)
      page.home = page.path()
      await page.look('facility-proposed')
      await page.visit(page.home + '/act/register')
      const answer = await page.send()
      assert.ok([409, 422].includes(answer.status()), `${answer.status()}`)
      await page.look('facility-without-species')
    })
    await t.test('an output that is no number is refused, a real one stands in the table', async () => {
      await page.visit(page.home + '/output')
      await page.fill('[name=taxon]', 'Falco peregrinus')
      await page.check('input[name=sources][value=C]')
      await page.fill('[name=output]', 'many')
      await refused(page, await page.send(), ['output'], { taxon: 'Falco peregrinus', output: 'many' })
      await page.fill('[name=output]', '3')
      await page.selectOption('[name=unit]', 'NAR')
      await page.send()
      await worked(page)
      assert.match(await page.main(), /Falco peregrinus/)
    })
    await t.test('registered from today', async () => {
      await page.visit(page.home + '/act/register')
      await page.send()
      await worked(page)
      assert.equal(page.path(), page.home)
      assert.ok(await page.locator('main a[href$="/act/suspend"]').count(), 'it is registered')
      await page.look('facility-registered')
    })
    checkQuiet(page)
    await page.context().close()
  })

  test(`a lot, a conversion and the re-export that draws on it, ${language}`, async t => {
    const officer = await as('case_officer', { language, script })
    const trader = await as('trader', { language, script })
    await t.test('an empty form is refused', async () => {
      await officer.visit('/stock/new')
      await refused(officer, await officer.send(), ['login', 'taxon', 'term', 'quantity', 'source', 'origin_country', 'evidence'])
      await officer.look('lot-wrong')
    })
    await t.test('the officer opens a lot of skins', async () => {
      await officer.fill('[name=login]', TRADER)
      await radio(officer, 'kind', 'foreign')
      await officer.fill('#taxon', 'Crocodylus porosus')
      await officer.selectOption('[name=term]', 'SKI')
      await officer.fill('[name=quantity]', '50')
      await officer.selectOption('[name=unit]', 'NAR')
      await officer.selectOption('[name=source]', 'C')
      await officer.selectOption('[name=origin_country]', 'AU')
      await officer.fill('[name=origin_number]', '25AU000077')
      await officer.fill('[name=proof_number]', 'IMP-77')
      for (const [name, y] of [['origin_date', YEAR - 1], ['proof_date', YEAR - 1]]) for (const [part, v] of [['day', 5], ['month', 6], ['year', y]]) await officer.fill(`[name="${name}.${part}"]`, String(v))
      await officer.fill('[name=evidence]', 'Counted by customs.')
      await officer.send()
      await worked(officer)
      assert.match(officer.path(), /\/stock\/lots\//)
      await officer.look('lot')
    })
    const lot = officer.path().split('/').pop()
    await t.test('more than there is cannot be converted; more than is plausible waits for an officer', async () => {
      const convert = async (from, to) => {
        await trader.visit('/stock/convert')
        await trader.fill(`[name="lot.${lot}"]`, String(from))
        await trader.selectOption('[name=term]', 'LPS')
        await trader.fill('[name=quantity]', String(to))
        await trader.selectOption('[name=unit]', 'NAR')
        return trader.send()
      }
      const answer = await convert(60, 10)
      assert.ok([409, 422].includes(answer.status()), `${answer.status()}`)
      await trader.look('conversion-wrong')
      await convert(10, 20) // two of each skin
      await worked(trader)
      await trader.look('conversion-done')
      await convert(10, 900)
      await worked(trader)
      await trader.look('conversion-waiting')
      const waiting = trader.path()
      await officer.visit(waiting)
      await officer.look('conversion-decide')
      assert.ok(await officer.locator('main form button').count() > 0, 'an officer decides')
    })
    await t.test('a line of a re-export draws on the lot, and its origin boxes are filled', async () => {
      await trader.visit('/applications/new')
      await radio(trader, 'type', 'REX')
      await trader.send()
      const home = trader.path().replace(/\/tasks$/, '')
      await trader.visit(home + '/lines/new')
      await trader.fill('#taxon', 'Crocodylus porosus')
      await radio(trader, 'source', 'C')
      await trader.selectOption('[name=term]', 'SKI')
      await trader.fill('[name=quantity]', '7')
      await trader.send()
      await trader.send() // nothing to say of marks
      await trader.fill(`[name="lot.${lot}"]`, '7')
      await trader.look('line-lots')
      await trader.send()
      await worked(trader)
      await trader.visit(home + '/check')
      await trader.look('reexport-check')
      const said = await trader.main()
      for (const part of ['25AU000077', 'IMP-77']) assert.ok(said.includes(part), `${part}: ${said}`)
    })
    await officer.visit(`/stock/lots/${lot}`)
    await officer.look('lot-drawn')
    for (const p of [officer, trader]) { checkQuiet(p); await p.context().close() }
  })

  test(`source D needs a registered operation and a mark, ${language}`, async () => {
    const page = await as('trader', { language, script })
    await page.visit('/applications/new')
    await radio(page, 'type', 'EXP')
    await page.send()
    const home = page.path().replace(/\/tasks$/, '')
    await page.visit(home + '/step/purpose')
    await radio(page, 'purpose', 'T')
    await page.send()
    await page.visit(home + '/lines/table')
    await page.fill('[name=table]', 'Falco peregrinus;D;LIV;2;NAR\n')
    assert.equal((await page.send()).status(), 422, 'without a number')
    await page.fill('[name=table]', 'scientific_name;source;term;quantity;unit;operation\nFalco peregrinus;D;LIV;2;NAR;QZ-X-000\n')
    await page.send()
    await worked(page)
    await page.visit(home + '/check')
    assert.ok((await page.main()).includes('P05'), await page.main())
    await page.look('source-d')
    checkQuiet(page)
    await page.context().close()
  })
}

test('marks are found however they are written', async () => {
  const page = await as('case_officer')
  await page.visit('/marks')
  await page.fill('[name=q]', 'no such mark')
  await page.send('main form button')
  assert.equal(await page.locator('.oc-empty').count(), 1)
  await page.look('marks-none')
  checkQuiet(page)
  await page.context().close()
})
