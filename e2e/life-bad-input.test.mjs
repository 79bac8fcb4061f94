// What goes wrong between a person and the service: fields with too much or the
// wrong characters, pages that are out of date, forms sent twice, files that are
// not what they say. A clear message, what was typed kept, nothing half-done.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checkAxe, checkNarrow, inLanguage, launch, narrow, open, signIn } from './browser.mjs'
import { startDemo } from './programs.mjs'

let demo, browser
before(async () => { demo = await startDemo(); browser = await launch() })
after(async () => { await browser?.close(); await demo?.stop() })

async function press (page, selector = 'main form button.govuk-button:not(.govuk-button--secondary)') {
  const [answer] = await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()])
  return answer
}

/** A page of the trader with a fresh draft of an export: [page, address of the draft]. */
async function draft (options = {}) {
  const page = await open(browser, options)
  page.on('dialog', d => { page.problems.push('dialog ' + d.message()); d.dismiss() })
  await signIn(page, demo, 'trader', options.language)
  await page.goto(demo.address + inLanguage(options.language ?? 'en', '/applications/new'))
  await page.check('input[name=type][value=EXP]')
  await press(page)
  return [page, page.url().replace(/\/tasks$/, '')]
}

/** What is kept of a text: characters that steer the display are not part of a name. */
const plain = text => text.replace(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim()

const wrong = page => page.locator('.govuk-error-summary').count()

const typed = {
  'script in it': '<script>alert(1)</script><img src=x onerror=alert(2)>',
  'a template in it': '{{.Secret}} ${7*7} {{t "x"}}',
  'right-to-left marks': 'abc\u202Egpj.exe\u2069',
  emoji: 'Orchid 🌸 Trade 👩🏽‍🔬',
  quotes: `O'Brien "&" <Sons>; drop table application;--`,
  'a very long word': 'W'.repeat(180),
  'far too long': 'Company '.repeat(2_000),
  'control characters': 'A\u0007B\u001BC',
  'two scripts': 'شركة Orchid العربية Ltd',
  'only spaces': ' \u00a0 \u2003 '
}

for (const language of ['en', 'ar']) {
  test(`a name of any kind in ${language}: refused with a message and kept, or saved and shown as text`, async t => {
    const [page, home] = await draft({ language, size: narrow, axe: true })
    for (const [name, text] of Object.entries(typed)) {
      await t.test(name, async () => {
        await page.goto(home + '/step/importer')
        await page.fill('[name=name]', text)
        await page.fill('[name=address]', 'Hauptstr. 2\nBerlin')
        await page.selectOption('[name=country]', 'DE')
        const answer = await press(page)
        assert.ok(answer.status() < 500, `${answer.status()}`)
        if (await wrong(page)) {
          assert.equal(answer.status(), 422)
          assert.equal(await page.inputValue('[name=name]'), text.replace(/\r?\n/g, ' '), 'what was typed is kept')
          assert.ok(await page.locator('.govuk-error-summary a[href="#name"]').count(), 'the message leads to the field')
        } else {
          await page.goto(home + '/step/importer')
          assert.equal(await page.inputValue('[name=name]'), plain(text))
          await page.goto(home + '/check')
          assert.ok((await page.textContent('main')).includes(plain(text)), 'shown as it was typed')
        }
        assert.equal(await page.locator('main script, main img[src=x]').count(), 0)
        await checkNarrow(page, name)
        assert.deepEqual(page.problems, [])
      })
    }
    await checkAxe(page)
    await page.context().close()
  })
}

test('no number where a number belongs', async t => {
  const [page, home] = await draft()
  for (const quantity of ['', 'many', '-5', '1e9', '1,5,0', '999999999999999999999', '0', '1.23456', '∞', '<b>1</b>']) {
    await t.test(quantity || 'empty', async () => {
      await page.goto(home + '/lines/new')
      await page.fill('#taxon', 'Aloe ferox')
      await page.check('input[name=source][value=A]')
      await page.selectOption('[name=term]', 'EXT')
      await page.fill('[name=quantity]', quantity)
      const answer = await press(page)
      assert.equal(answer.status(), 422)
      assert.equal(await page.inputValue('[name=quantity]'), quantity)
      assert.ok(await page.locator('.govuk-error-summary a[href="#quantity"]').count())
    })
  }
  await page.context().close()
})

const tables = {
  'a header of other words': 'nom,origine,quantité\nAloe ferox,A,3\n',
  'another encoding': Buffer.from('scientific_name,source,term,quantity,unit\nCr\xe8me,A,EXT,3,KGM\n', 'latin1'),
  'UTF-16': Buffer.from('\ufeffscientific_name,source\nAloe ferox,A\n', 'utf16le'),
  'another separator': 'scientific_name|source|term|quantity|unit\nAloe ferox|A|EXT|3|KGM\n',
  'a column too many': 'scientific_name,source,term,quantity,unit\nAloe ferox,A,EXT,3,KGM,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18\n',
  'an open quote': 'scientific_name,source,term,quantity,unit\n"Aloe ferox,A,EXT,3,KGM\n',
  'no such species': 'scientific_name,source,term,quantity,unit\nDraco ignifer,A,EXT,3,KGM\n',
  'a hundred thousand lines': 'scientific_name,source,term,quantity,unit\n' + 'Aloe ferox,A,EXT,3,KGM\n'.repeat(80_000),
  nothing: '\n\n'
}

test('tables of lines that cannot be read: a message, and no line is added', async t => {
  const [page, home] = await draft({ script: false })
  for (const [name, content] of Object.entries(tables)) {
    await t.test(name, async () => {
      await page.goto(home + '/lines/table')
      await page.setInputFiles('[name=file]', { name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
      const answer = await press(page)
      assert.ok([413, 422].includes(answer.status()), `${answer.status()}`)
      assert.ok(await wrong(page) || answer.status() === 413)
      await page.goto(home + '/lines')
      assert.equal(await page.locator('main table tbody tr').count(), 0)
    })
  }
  await page.context().close()
})

const files = {
  'a program': ['x.pdf', Buffer.from('MZ\x90\x00 a program')],
  'a page': ['x.pdf', Buffer.from('<!doctype html><script>alert(1)</script>')],
  'a picture that is not one': ['x.jpg', Buffer.from('GIF89a not a JPEG')],
  'an archive': ['x.png', Buffer.from('PK\x03\x04')],
  nothing: ['x.pdf', Buffer.alloc(0)],
  'too much': ['x.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(11 << 20, 0x20)])]
}

test('files that are not what they say are refused, and nothing is kept of them', async t => {
  const [page, home] = await draft()
  for (const [name, [file, buffer]] of Object.entries(files)) {
    await t.test(name, async () => {
      await page.goto(home + '/documents')
      await page.selectOption('[name=kind]', { index: 1 })
      await page.setInputFiles('[name=file]', { name: file, mimeType: 'application/pdf', buffer })
      const answer = await press(page, 'main form[enctype] button')
      assert.ok([413, 422].includes(answer.status()), `${answer.status()}`)
      assert.ok((await page.innerText('main')).length > 20, 'there is a message')
      await page.goto(home + '/documents')
      assert.equal(await page.locator('main table tbody tr').count(), 0)
    })
  }
  await page.context().close()
})

test('a form sent twice at once does its work once', async () => {
  const [page, home] = await draft({ script: false })
  await page.goto(home + '/lines/new')
  const version = await page.inputValue('main form [name=version]')
  const send = () => page.request.post(home + '/lines/new', { maxRedirects: 0, headers: { origin: demo.address },
    form: { version, taxon: 'Aloe ferox', taxon_id: '', source: 'A', term: 'EXT', quantity: '3', unit: 'KGM' } })
  const statuses = (await Promise.all([send(), send(), send()])).map(a => a.status()).sort()
  assert.deepEqual(statuses, [303, 409, 409])
  await page.goto(home + '/lines')
  assert.equal(await page.locator('main table tbody tr').count(), 1)
  await page.context().close()
})

test('a form from another site is refused', async () => {
  const [page, home] = await draft({ script: false })
  const answer = await page.request.post(home + '/delete', { headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }, form: { version: '1' } })
  assert.equal(answer.status(), 403)
  await page.goto(home + '/tasks')
  assert.ok(await page.locator('h1').count(), 'the draft is still there')
  await page.context().close()
})

test('two officers on one case: the second is told what changed and keeps the text', async () => {
  const first = await open(browser)
  await signIn(first, demo, 'case_officer')
  await first.goto(demo.address + '/cases?tab=all&state=in_review')
  await first.locator('main table tbody a').first().click()
  await first.waitForSelector('main aside')
  const home = first.url().replace(/[?#].*/, '')
  const take = first.locator('main form[action$="/take"] button')
  if (await take.count()) await press(first, 'main form[action$="/take"] button')
  await first.goto(home + '/ask')
  const second = await first.context().newPage()
  await second.goto(home + '/ask')
  await second.fill('[name=body]', 'Please send the invoice.')
  await press(second)
  await first.fill('[name=body]', 'A long letter that must not be lost.')
  const answer = await press(first)
  assert.equal(answer.status(), 409)
  assert.ok(await first.locator('#changed').count(), 'what changed')
  assert.equal(await first.inputValue('[name=body]'), 'A long letter that must not be lost.')
  await first.context().close()
})
