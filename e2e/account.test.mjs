// Accounts in the browser: sign in and out in English and Arabic, without
// script, one-click sign-in of the demo, and every page of administrators and
// auditors as people see it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checkAxe, checkNarrow, checkQuiet, desktop, inLanguage, launch, narrow, open, phone, screenshot, signIn } from './browser.mjs'
import { startDemo } from './programs.mjs'

let demo, browser
before(async () => { demo = await startDemo(); browser = await launch() })
after(async () => { await browser?.close(); await demo?.stop() })

/** Looks at a page on desktop, phone and the narrowest screen. */
async function look (page, address, name) {
  for (const [label, size] of Object.entries({ desktop, phone, narrow })) {
    await page.setViewportSize(size)
    const answer = await page.goto(address)
    assert.ok(answer.status() < 400, `${name} answers ${answer.status()}`)
    await checkNarrow(page, name)
    if (label !== 'narrow') await screenshot(page, `account-${name}-${label}`)
  }
  await page.setViewportSize(desktop)
  await checkAxe(page, name)
}

for (const language of ['en', 'ar']) {
  for (const script of [true, false]) {
    test(`sign in and out in ${language}${script ? '' : ', without script'}`, async () => {
      const page = await open(browser, { language, script })
      const wrong = demo.accounts.find(a => a.role === 'auditor')
      await page.goto(demo.address + inLanguage(language, '/sign-in'))
      await page.fill('input[name=login]', wrong.login)
      await page.fill('input[name=password]', 'not the password')
      await Promise.all([page.waitForNavigation(), page.click('main form button[type=submit]')])
      assert.equal(await page.locator('.govuk-error-summary').count(), 1)
      assert.equal(await page.inputValue('input[name=login]'), wrong.login, 'what was typed is kept')
      const account = await signIn(page, demo, 'auditor', language)
      await page.goto(demo.address + inLanguage(language, '/account'))
      assert.equal(await page.getAttribute('html', 'dir'), language === 'ar' ? 'rtl' : 'ltr')
      assert.ok((await page.textContent('main')).includes(account.login))
      await Promise.all([page.waitForNavigation(), page.click('.oc-account button')])
      await page.goto(demo.address + inLanguage(language, '/account'))
      assert.match(page.url(), /\/sign-in\?next=/)
      checkQuiet(page)
      await page.context().close()
    })
  }

  test(`pages of accounts in ${language}`, async t => {
    const page = await open(browser, { language, axe: true })
    for (const [name, path] of Object.entries({ 'sign-in': '/sign-in', register: '/register', forgot: '/forgot' })) {
      await t.test(name, () => look(page, demo.address + inLanguage(language, path), `${name}-${language}`))
    }
    await page.context().close()
  })

  for (const [role, paths] of Object.entries({
    trader: { own: '/account', edit: '/account/edit', password: '/account/password' },
    administrator: { users: '/admin/users', 'new-user': '/admin/users/new', profile: '/admin/profile', keys: '/admin/keys', rotate: '/admin/keys/PS/rotate', letters: '/admin/letters' },
    auditor: { audit: '/audit', event: '/audit/events/7' },
  })) {
    test(`pages of the ${role} in ${language}`, async t => {
      const page = await open(browser, { language, axe: true })
      await signIn(page, demo, role, language)
      for (const [name, path] of Object.entries(paths)) {
        await t.test(name, () => look(page, demo.address + inLanguage(language, path), `${name}-${language}`))
      }
      if (role === 'administrator') {
        await page.goto(demo.address + inLanguage(language, '/admin/users'))
        await page.click('#results tbody a')
        await look(page, page.url(), `user-${language}`)
      }
      await page.context().close()
    })
  }
}

test('one click signs in as one of the cast, without script', async () => {
  const page = await open(browser, { script: false })
  await page.goto(demo.address + '/sign-in?next=/account')
  assert.ok(await page.locator('.oc-cast__button').count() >= 10)
  await Promise.all([page.waitForNavigation(), page.locator('.oc-cast__button').nth(2).click()])
  assert.match(page.url(), /\/account$/)
  await page.context().close()
})

test('a mailed link is found in the outbox and sets a password once', async () => {
  const admin = await open(browser)
  await signIn(admin, demo, 'administrator')
  const visitor = await open(browser)
  await visitor.goto(demo.address + '/register')
  await visitor.check('input[name=role][value=trader]')
  await visitor.fill('input[name=name]', 'Nora Example')
  await visitor.fill('input[name=login]', 'nora@example.org')
  await Promise.all([visitor.waitForNavigation(), visitor.click('main form button[type=submit]')])
  let link
  for (let i = 0; i < 100 && !link; i++) {
    await admin.goto(demo.address + '/admin/letters')
    link = (await admin.textContent('main')).match(/http\S+\/password\/\S+/)?.[0]
    if (!link) await admin.waitForTimeout(100)
  }
  assert.ok(link, 'no letter with a link')
  const path = new URL(link).pathname
  await visitor.goto(demo.address + path)
  await visitor.fill('input[name=password]', 'seven grey parrots whistle')
  await Promise.all([visitor.waitForNavigation(), visitor.click('main form button[type=submit]')])
  assert.equal((await visitor.goto(demo.address + path)).status(), 404, 'the link works twice')
  await visitor.goto(demo.address + '/sign-in')
  await visitor.fill('input[name=login]', 'nora@example.org')
  await visitor.fill('input[name=password]', 'seven grey parrots whistle')
  await Promise.all([visitor.waitForNavigation(), visitor.click('main form button[type=submit]')])
  assert.doesNotMatch(visitor.url(), /sign-in/)
  for (const p of [admin, visitor]) await p.context().close()
})
