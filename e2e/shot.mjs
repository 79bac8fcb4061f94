// usage: node shot.mjs BASE OUTDIR role|- "path,path" [langs]
import { launch, open, signIn, desktop, phone, inLanguage } from './browser.mjs'
import { readFileSync } from 'node:fs'
const [,, base, out, role, paths, langs = 'en,ar'] = process.argv
const demo = JSON.parse(readFileSync(process.env.DEMO + '/demo.json'))
demo.address = base
const b = await launch()
let n = 0
for (const lang of langs.split(',')) for (const size of [desktop, phone]) {
  const page = await open(b, { size, language: lang })
  if (role !== '-') await signIn(page, demo, role, lang)
  let i = 0
  for (const p of paths.split(' ')) {
    await page.goto(base + inLanguage(lang, p))
    const f = `${out}/${role}-${i++}-${lang}-${size.width}.png`
    await page.screenshot({ path: f, fullPage: true })
    console.log(f, await page.title())
  }
  await page.context().close()
}
await b.close()
