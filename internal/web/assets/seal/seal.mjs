// Verifier of CITES Permit Seal v1 for browsers: text in, verdict out. It runs
// where the permit is shown and sends nothing. Order, limits and verdict words
// are those of the Go package seal; a test runs both over the same seals.

const MAX = Number.MAX_SAFE_INTEGER
const SKEW = 300e3, DAY = 86400e3, WEEK = 7 * DAY
const SEAL = { size: 2048, array: 64, pairs: 32, depth: 8 }
const TOKEN = { ...SEAL, size: 1 << 20, textKeys: true }
const MIN_ENTRIES = 1 << 17, MAX_ENTRIES = 1 << 22
const LAST_UNIX = 253402300799, LAST_DAY = 2932896
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const bytesOf = (text) => new TextEncoder().encode(text)
const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (h) => parseInt(h, 16))

/** A refusal of bytes: the verdict they get. */
export class Refusal extends Error {
  constructor (code, detail) {
    super(detail)
    this.code = code
  }
}
const refuse = (code, detail) => { throw new Refusal(code, detail) }
const bad = (detail) => refuse('malformed', detail)

// ---- text and digits -------------------------------------------------------

/** Reads a seal from a scanned or pasted URL or its digits. The host is ignored. */
export function fromText (text) {
  if (bytesOf(text).length > 8192) bad('too long')
  const digits = text.replace(/[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, '').replace(/^.*#/s, '')
  if (!/^[0-9]+$/.test(digits)) bad('not digits')
  const out = []
  for (let at = 0; at < digits.length; at += 17) {
    const block = digits.slice(at, at + 17)
    const size = block.length === 17 ? 7 : [0, 3, 5, 8, 10, 13, 15].indexOf(block.length)
    if (size < 1) bad('length')
    let value = BigInt(block)
    if (value >> BigInt(8 * size)) bad('block too large')
    const bytes = []
    for (let i = 0; i < size; i++, value >>= 8n) bytes.unshift(Number(value & 255n))
    out.push(...bytes)
  }
  return Uint8Array.from(out)
}

// ---- CBOR: only what deterministic encoding can write ----------------------

/** Reads one document. canonical tells whether its encoding is the deterministic one. */
export function decode (b, limits) {
  if (b.length > limits.size) bad('size')
  let at = 0, canonical = true

  const argument = (info) => {
    if (info < 24) return info
    if (info > 27) bad('length')
    const size = 1 << (info - 24)
    if (at + size > b.length) bad('end')
    let n = 0
    for (let i = 0; i < size; i++) n = n * 256 + b[at++]
    if (n > MAX) bad('integer')
    if (n < [24, 256, 65536, 4294967296][info - 24]) canonical = false
    return n
  }
  const slice = (n) => {
    if (n > b.length - at) bad('end')
    return b.slice(at, at += n)
  }
  const array = (n, depth) => {
    if (depth === limits.depth || n > limits.array) bad('array')
    const out = []
    while (out.length < n) out.push(item(depth + 1))
    return out
  }
  const map = (n, depth) => {
    if (depth === limits.depth || n > limits.pairs) bad('map')
    const out = new Map()
    let last = ''
    for (let i = 0; i < n; i++) {
      const start = at, key = item(depth + 1)
      if (typeof key !== 'number' && !(limits.textKeys && typeof key === 'string') || out.has(key)) bad('map key')
      const code = hex(b.subarray(start, at))
      if (code < last) canonical = false
      last = code
      out.set(key, item(depth + 1))
    }
    return out
  }
  function item (depth) {
    if (at >= b.length) bad('end')
    const major = b[at] >> 5, info = b[at++] & 31
    if (major > 5) { // tags are not ours; of the simple values only these
      if (major === 6 || info < 20 || info > 23) bad('value')
      if (info === 23) canonical = false
      return [false, true, null, null][info - 20]
    }
    const n = argument(info)
    switch (major) {
      case 0: return n
      case 1: return n === MAX ? bad('integer') : -1 - n
      case 2: return slice(n)
      case 3: try { return utf8.decode(slice(n)) } catch { return bad('text') }
      case 4: return array(n, depth)
      default: return map(n, depth)
    }
  }
  const value = item(0)
  if (at !== b.length) bad('bytes left over')
  return { value, canonical }
}

const isBytes = (v) => v instanceof Uint8Array
const isUint = (v) => typeof v === 'number' && v >= 0

/** A map from which known keys are taken one by one; the first mismatch is kept. */
class Fields {
  constructor (tree) {
    this.error = tree instanceof Map ? '' : 'not a map'
    this.map = new Map(tree instanceof Map ? tree : [])
    for (const k of this.map.keys()) if (typeof k !== 'number') this.fail('key')
  }

  fail (what) { this.error ||= what }
  has (key) { return this.map.has(key) }
  take (key, ok, otherwise) {
    const v = this.map.get(key)
    this.map.delete(key)
    if (ok(v)) return v
    this.fail('key ' + key)
    return otherwise
  }

  text (key) { return this.take(key, (v) => typeof v === 'string', '') }
  filled (key) { return this.take(key, (v) => typeof v === 'string' && v !== '', '') }
  uint (key) { return this.take(key, isUint, 0) }
  bytes (key, n) { return this.take(key, (v) => isBytes(v) && v.length === n, null) }
  array (key, least, most) { return this.take(key, (v) => Array.isArray(v) && v.length >= least && v.length <= most, []) }
  pair (key) { return this.take(key, (v) => Array.isArray(v) && v.length === 2 && v.every(isUint), [0, 0]) }
  party (key) {
    const [name, country] = this.take(key, (v) => Array.isArray(v) && v.length === 2 && v.every((e) => typeof e === 'string'), ['', ''])
    return { name, country }
  }

  /** Keys nobody took: below 64 a newer version, from 64 critical, negative never given out. */
  rest () {
    if (this.error) bad(this.error)
    const keys = [...this.map.keys()]
    if (keys.some((k) => k < 0)) bad('negative key')
    if (keys.some((k) => k >= 64)) refuse('unsupported', 'critical key')
    return keys.length > 0
  }
}

// ---- COSE_Sign1 ------------------------------------------------------------

const PERMIT = { context: 'cites-permit-seal-v1', use: ['PS', 'LS'], limits: SEAL }
const STATUS = { context: '', use: ['ST'], limits: TOKEN, typ: 'application/statuslist+cwt' }

function split (kind, b) {
  if (b.length > kind.limits.size || b[0] !== 0xd2) bad('no COSE_Sign1')
  const outer = decode(b.slice(1), kind.limits), parts = outer.value
  if (!Array.isArray(parts) || parts.length !== 4) bad('no array of four')
  const [head, unprotected, payload, signature] = parts
  if (!isBytes(head) || !(unprotected instanceof Map) || unprotected.size || !isBytes(payload) ||
    !isBytes(signature) || signature.length !== 64) bad('no COSE_Sign1 of ours')
  const claims = decode(payload, kind.limits), header = decode(head, SEAL)
  const f = new Fields(header.value)
  const alg = f.take(1, (v) => v === -7 || v === -9), kid = f.bytes(4, 8)
  if (kind.typ && f.text(16) !== kind.typ) f.fail('type')
  if (f.error || !alg || f.map.size) bad('protected header')
  return { head, payload, signature, kid: hex(kid), claims: claims.value, canonical: outer.canonical && claims.canonical && header.canonical }
}

/** CBOR of a byte or text string, for what was signed. */
function string (major, bytes) {
  const n = bytes.length
  const lead = n < 24 ? [major | n] : n < 256 ? [major | 24, n] : n < 65536 ? [major | 25, n >> 8, n & 255] : [major | 26, n >>> 24, n >> 16 & 255, n >> 8 & 255, n & 255]
  return [Uint8Array.from(lead), bytes]
}

async function open (kind, b, trust) {
  const m = split(kind, b)
  const found = (trust?.keys ?? []).filter((k) => k.kid === m.kid)
  if (!found.length) refuse('unknown_key', m.kid)
  const usable = found.filter((k) => kind.use.includes(k.use))
  if (!usable.length) refuse('wrong_usage', m.kid)
  const signed = new Uint8Array(await new Blob([Uint8Array.of(0x84), ...string(0x60, bytesOf('Signature1')), ...string(0x40, m.head),
    ...string(0x40, bytesOf(kind.context)), ...string(0x40, m.payload)]).arrayBuffer())
  for (const key of usable) {
    if (await check(key, signed, m.signature)) {
      if (!m.canonical) bad('not in deterministic encoding')
      return { claims: m.claims, key: { ...key, party: key.party ?? trust.party } }
    }
  }
  return refuse('tampered', m.kid)
}

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn

function power (base, exponent) {
  let out = 1n
  for (; exponent; exponent >>= 1n, base = base * base % P) if (exponent & 1n) out = out * base % P
  return out
}

/** The compressed point of P-256 as WebCrypto wants it. */
function point (public_) {
  const x = BigInt('0x' + public_.slice(2)), odd = BigInt(public_.slice(0, 2)) - 2n
  const square = (x * x * x - 3n * x + B) % P
  let y = power((square + P) % P, (P + 1n) / 4n)
  if ((y & 1n) !== odd) y = P - y
  return unhex('04' + public_.slice(2) + y.toString(16).padStart(64, '0'))
}

async function check (key, signed, signature) {
  if (!/^0[23][0-9a-f]{64}$/.test(key.public)) return false
  const name = new Uint8Array(await crypto.subtle.digest('SHA-256', unhex(key.public)))
  if (hex(name.slice(0, 8)) !== key.kid) return false
  try {
    const k = await crypto.subtle.importKey('raw', point(key.public), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, k, signature, signed)
  } catch { return false }
}

// ---- claims ----------------------------------------------------------------

const KNOWN_FLAGS = 127
const FLAGS = ['live', 'partial', 'retrospective', 'replacement', 'stamp', 'sample', 'annex']

function permitOf (tree) {
  const f = new Fields(tree)
  const p = { issuer: f.text(1), expires: f.uint(4), issued: f.uint(6) }
  const body = f.map.get(-65537)
  f.map.delete(-65537)
  let newer = f.rest()
  const g = new Fields(body)
  Object.assign(p, { number: g.text(1), type: g.uint(2), consignee: g.party(3), consignor: g.party(4), purpose: g.text(5), status: g.pair(6), record: g.bytes(7, 32) })
  const flags = g.uint(8)
  p.flags = FLAGS.filter((_, i) => flags >> i & 1)
  p.stamp = g.has(9) ? g.filled(9) : ''
  p.items = g.array(10, 1, 4).map((a) => itemOf(g, a))
  p.logIndex = g.uint(11)
  p.annex = [0, 0]
  if (g.has(12) && !(p.annex = g.pair(12))[0]) g.fail('annex page')
  p.linked = g.has(13) ? g.filled(13) : ''
  newer = g.rest() || newer || flags > KNOWN_FLAGS
  if (!sound(p)) bad('claims')
  return { permit: p, newer }
}

function itemOf (g, a) {
  if (!Array.isArray(a) || a.length !== 11) return g.fail('item')
  const text = (i) => typeof a[i] === 'string' ? a[i] : g.fail('item')
  const textOrNull = (i) => a[i] === null ? '' : text(i) || g.fail('item')
  const uint = (i) => isUint(a[i]) ? a[i] : g.fail('item')
  const originDate = a[9] === null ? null : uint(9)
  if (originDate > LAST_DAY) g.fail('origin date')
  return { name: text(0), taxon: a[1] === null ? 0 : uint(1) || g.fail('taxon'), term: text(2), quantity: uint(3), unit: text(4),
    appendix: uint(5), source: text(6), origin: text(7), originPermit: textOrNull(8), originDate, marks: textOrNull(10) }
}

const within = (s, least, most) => s.normalize('NFC') === s && [...s].length >= least && [...s].length <= most
const capitals = (s, n) => s.length === n && /^[A-Z]+$/.test(s)
const party = (p) => within(p.name, 1, 60) && capitals(p.country, 2)
const line = (i) => within(i.name, 1, 48) && capitals(i.term, 3) && i.quantity <= 1e12 && within(i.unit, 0, 3) && i.appendix >= 1 && i.appendix <= 3 &&
  capitals(i.source, 1) && capitals(i.origin, 2) && within(i.originPermit, 0, 24) && within(i.marks, 0, 48)

function sound (p) {
  return capitals(p.issuer, 2) && p.expires >= p.issued && p.expires <= LAST_UNIX && within(p.number, 1, 20) &&
    (p.type >= 1 && p.type <= 12 || p.type === 15) && party(p.consignee) && party(p.consignor) && capitals(p.purpose, 1) &&
    p.status[1] < MAX_ENTRIES && within(p.stamp, 0, 16) && p.items.every(line) && p.annex[0] <= p.annex[1] && p.annex[1] < 1000 && within(p.linked, 0, 20)
}

// ---- status list -----------------------------------------------------------

/** Verifies a status list token and gives the list, or null when it cannot be used. */
export async function readStatus (token, trust, issuer, list) {
  try {
    const { claims, key } = await open(STATUS, token, trust)
    const f = new Fields(claims)
    const iss = f.text(1), sub = f.text(2), issued = f.uint(6) * 1000, expires = f.uint(4) * 1000
    f.uint(65534)
    const body = f.map.get(65533)
    f.map.delete(65533)
    f.rest()
    const from = Date.parse(key.from), until = Date.parse(key.sign_until)
    if (iss !== issuer || key.party !== issuer || sub !== `${issuer}/${list}` || key.state === 'revoked' || issued < from || issued > until) return null
    if (!(body instanceof Map) || body.get('bits') !== 2 || !isBytes(body.get('lst'))) return null
    const bits = await inflate(body.get('lst'))
    return bits && { issued, expires, bits }
  } catch { return null }
}

async function inflate (packed) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
  const parts = []
  let size = 0
  for (let r = await reader.read(); !r.done; r = await reader.read()) {
    parts.push(r.value)
    if ((size += r.value.length) > MAX_ENTRIES / 4) return null
  }
  return size < MIN_ENTRIES / 4 ? null : new Uint8Array(await new Blob(parts).arrayBuffer())
}

const entry = (list, i) => i < list.bits.length * 4 ? list.bits[i >> 2] >> (i % 4 * 2) & 3 : -1

// ---- verdict ---------------------------------------------------------------

/** The colour of a verdict: only "valid" is green. */
export function colour (code) {
  if (code === 'valid') return 'green'
  return ['status_old', 'status_unknown', 'trust_old', 'clock_wrong', 'not_yet_valid'].includes(code) ? 'amber' : 'red'
}

/**
 * Judges a seal given as text. trust is the JSON of /trust; status(issuer, list)
 * gives the bytes of a status list token or null; now is in milliseconds.
 */
export async function judge (text, trust, status, now) {
  let s
  try {
    const { claims, key } = await open(PERMIT, fromText(text), trust)
    s = { key, ...permitOf(claims) }
    if (s.permit.issuer !== key.party) refuse('wrong_issuer', key.party)
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
    return { code: e.code, detail: e.message }
  }
  let list = null
  const p = s.permit
  const early = judgeKey(s)
  const token = await status(p.issuer, p.status[0])
  if (token) list = await readStatus(token, trust, p.issuer, p.status[0])
  const code = early ?? judgeDays(s, trust, list, now)
  return { code, permit: p, key: s.key, newer: s.newer, statusAsOf: list?.issued ?? null }
}

/** Codes that ISO 3166-1 leaves to its users: no Party ever has one, all its permits are samples. */
const imaginary = (country) => /^(AA|ZZ|X.|Q[M-Z])$/.test(country)

function judgeKey ({ key, permit }) {
  const issued = permit.issued * 1000
  if (key.state === 'test' || permit.flags.includes('sample') && !imaginary(permit.issuer)) return 'test'
  if (key.state === 'revoked' && !(permit.logIndex < (key.revoked_from ?? 0))) return 'key_revoked'
  if (!(issued >= Date.parse(key.from) && issued <= Date.parse(key.sign_until))) return 'key_period'
}

function judgeDays ({ key, permit }, trust, list, now) {
  if (now < Math.max(Date.parse(trust.issued), list?.issued ?? 0) - SKEW) return 'clock_wrong'
  let fresh = 'status_unknown'
  if (list) {
    const state = entry(list, permit.status[1])
    if (state > 0) return ['', 'revoked', 'suspended', 'used'][state]
    const age = now - list.issued
    if (state === 0 && now <= list.expires && age <= WEEK) fresh = age > DAY ? 'status_old' : 'valid'
  }
  if (now > permit.expires * 1000) return 'expired'
  if (!(now <= Date.parse(key.verify_until))) return 'key_expired'
  if (now < permit.issued * 1000 - SKEW) return 'not_yet_valid'
  if (!(now <= Date.parse(trust.next_update))) return 'trust_old'
  return fresh
}
