// The page behind the QR code: reads the seal from the fragment, checks it on
// this device and fills in the answer. Only the status list is fetched, whole.
import { judge } from '../seal/seal.mjs'

const by = (id) => document.getElementById(id)
const data = JSON.parse(by('seal-data').textContent)
const clone = (id) => by(id).content.cloneNode(true)
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all)

const zone = data.zone === 'Local' ? 'UTC' : data.zone
const day = new Intl.DateTimeFormat(data.lang, { dateStyle: 'long', timeZone: zone })
const moment = new Intl.DateTimeFormat(data.lang, { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: zone, timeZoneName: 'short' })
const number = new Intl.NumberFormat(data.lang, { maximumFractionDigits: 3 })
const countries = new Intl.DisplayNames(data.lang, { type: 'region', fallback: 'code' })

const country = (code) => {
  if (code === data.party) return data.country
  try { return countries.of(code) } catch { return code }
}
const coded = (list, code) => data.names[list][code] ? `${data.names[list][code]} (${code})` : code
const named = (list, code) => data.names[list][code] ?? code

/** The status list token of our own Party; of other Parties none is known here. */
async function status (issuer, list) {
  if (issuer !== data.party) return null
  try {
    const answer = await fetch(data.status + list, { credentials: 'omit', referrerPolicy: 'no-referrer' })
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null
  } catch { return null }
}

/** Puts values into the places of a fragment; a place without value goes with its row. */
function put (fragment, values) {
  for (const place of fragment.querySelectorAll('[data-fact]')) {
    const value = values[place.dataset.fact]
    if (value) place.textContent = value
    else (place.closest('dl > div') ?? place).remove()
  }
  return fragment
}

function items (permit) {
  return permit.items.map((i) => put(clone('seal-item'), {
    name: i.name, quantity: number.format(i.quantity / 1000), unit: `(${named('unit', i.unit)})`, term: coded('term', i.term),
    appendix: ['', 'I', 'II', 'III'][i.appendix], source: coded('source', i.source), origin: country(i.origin), originPermit: i.originPermit, marks: i.marks
  }))
}

function notes (verdict) {
  const { permit } = verdict, has = (flag) => permit.flags.includes(flag), [page, pages] = permit.annex
  return [
    has('sample') && 'note.sample', verdict.newer && 'note.newer', has('annex') && !page && 'note.has_annex', has('retrospective') && 'note.retrospective',
    has('partial') && 'note.partial', page && 'note.annex', permit.linked && 'note.linked'
  ].filter(Boolean).map((key) => {
    const note = clone('seal-note')
    note.firstElementChild.textContent = fill(data.words[key], { page: number.format(page), pages: number.format(pages), number: permit.linked })
    return note
  })
}

function facts (verdict, now) {
  const values = { checked: fill(data.words.checked, { when: moment.format(now) }) }
  if (verdict.statusAsOf) values.asOf = fill(data.words.as_of, { when: moment.format(verdict.statusAsOf) })
  const out = clone('seal-facts'), p = verdict.permit
  if (!p) {
    out.querySelector('[data-shown=permit]').remove()
    return put(out, values)
  }
  Object.assign(values, {
    number: p.number, type: named('type', p.type), issuer: p.issuer === data.party ? data.issuer : country(p.issuer),
    issued: day.format(p.issued * 1000), until: day.format(p.expires * 1000), exporter: p.consignor.name, importer: p.consignee.name,
    exporterCountry: country(p.consignor.country), importerCountry: country(p.consignee.country),
    purpose: p.purpose === 'X' ? named('purpose', 'X') : coded('purpose', p.purpose) // X: a certificate of origin states none
  })
  put(out, values)
  out.querySelector('[data-list=items]').append(...items(p))
  out.querySelector('[data-list=notes]').append(...notes(verdict))
  return out
}

/** Undoes what a program on the way may have escaped. */
function plain (text) {
  try { return decodeURIComponent(text) } catch { return text }
}

/** Reads the fragment and shows the answer; the switch of language keeps the fragment. */
async function check () {
  const text = location.hash
  for (const link of document.querySelectorAll('a[hreflang]')) link.hash = text
  by('seal-help').hidden = true
  by('seal-empty').hidden = text.length > 1
  by('seal-start').hidden = text.length > 1
  by('seal-answer').hidden = text.length < 2
  if (text.length < 2) return
  const now = Date.now()
  let verdict
  try {
    verdict = await judge(plain(text), data.trust, status, now)
  } catch { // no WebCrypto: an old browser, or an address without https
    by('seal-start').hidden = by('seal-cannot').hidden = false
    by('seal-answer').hidden = true
    return
  }
  if (text !== location.hash) return
  const answer = by('seal-answer')
  answer.dataset.verdict = verdict.code
  answer.replaceChildren(document.querySelector(`template[data-code=${verdict.code}]`).content.cloneNode(true), facts(verdict, now))
  document.title = answer.querySelector('h1').textContent
}

addEventListener('hashchange', check)
check()
