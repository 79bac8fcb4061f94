// Puts the typefaces of the printed form, gzip-compressed, where the program
// embeds them: internal/print/fonts. They are not committed.
//
//   node scripts/fonts.mjs
//
// The list of faces is internal/print/faces.tsv; the packages and their exact
// versions are internal/print/package-lock.json. Same input, same bytes.
//
// A face marked "common" keeps the characters in daily use only, since all of
// them would be a seventh of the program: both levels of GB 2312, the first
// level of JIS X 0208 and of Big5, kana, bopomofo and punctuation. A document
// with a rarer character is refused with the character named; the whole face in
// the folder "font_dir" of the configuration cures it.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { constants, gzipSync } from 'node:zlib'

const home = join(dirname(fileURLToPath(import.meta.url)), '..', 'internal', 'print')
const modules = join(home, 'node_modules', '@expo-google-fonts')
const out = join(home, 'fonts')

const rows = readFileSync(join(home, 'faces.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split('\t'))

if (!existsSync(join(home, 'node_modules', 'harfbuzzjs')) || !rows.every(([, , pack]) => existsSync(join(modules, pack)))) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home, stdio: 'inherit' })
}

// codePoints lists what a double-byte code can write in a range of lead and trail bytes.
function codePoints (label, leads, trails) {
  const decode = new TextDecoder(label)
  const found = []
  for (let lead = leads[0]; lead <= leads[1]; lead++) {
    for (const [from, to] of trails) {
      for (let trail = from; trail <= to; trail++) {
        const text = decode.decode(Uint8Array.of(lead, trail))
        if (text.length === 1 && text !== '\ufffd') found.push(text.codePointAt(0))
      }
    }
  }
  return found
}

function common () {
  const set = new Set([
    ...codePoints('gbk', [0xa1, 0xf7], [[0xa1, 0xfe]]), // GB 2312
    ...codePoints('euc-jp', [0xb0, 0xcf], [[0xa1, 0xfe]]), // JIS X 0208, level 1
    ...codePoints('big5', [0xa4, 0xc6], [[0x40, 0x7e], [0xa1, 0xfe]]) // Big5, level 1
  ])
  for (const [from, to] of [[0x20, 0x7e], [0x3000, 0x312f], [0xff00, 0xffef]]) {
    for (let c = from; c <= to; c++) set.add(c)
  }
  return [...set].sort((a, b) => a - b)
}

// subset cuts a face down to some characters with HarfBuzz.
async function subset (face, points) {
  const wasm = readFileSync(join(home, 'node_modules', 'harfbuzzjs', 'dist', 'harfbuzz-subset.wasm'))
  const { instance: { exports: hb } } = await WebAssembly.instantiate(wasm)
  const at = hb.malloc(face.length)
  new Uint8Array(hb.memory.buffer).set(face, at)
  const whole = hb.hb_face_create(hb.hb_blob_create(at, face.length, 2, 0, 0), 0)
  const input = hb.hb_subset_input_create_or_fail()
  const set = hb.hb_subset_input_unicode_set(input)
  for (const c of points) hb.hb_set_add(set, c)
  const part = hb.hb_subset_or_fail(whole, input)
  if (!part) throw new Error('HarfBuzz could not cut the face')
  const blob = hb.hb_face_reference_blob(part)
  const start = hb.hb_blob_get_data(blob, 0)
  return Buffer.from(new Uint8Array(hb.memory.buffer, start, hb.hb_blob_get_length(blob)))
}

mkdirSync(out, { recursive: true })
for (const old of readdirSync(out)) {
  if (old !== '.gitkeep') rmSync(join(out, old))
}

let total = 0
const owners = new Set()
let terms = ''
for (const [name, , pack, file, part] of rows) {
  let face = readFileSync(join(modules, pack, file))
  if (part === 'common') face = await subset(face, common())
  const packed = gzipSync(face, { level: constants.Z_BEST_COMPRESSION })
  packed[9] = 255 // the operating system byte of the gzip header: same bytes everywhere
  writeFileSync(join(out, `${name}.ttf.gz`), packed)
  const licence = readFileSync(join(modules, pack, 'LICENSE_FONT'), 'utf8')
  const start = licence.indexOf('This Font Software is licensed')
  owners.add(licence.slice(0, start).trim())
  terms = licence.slice(start)
  total += packed.length
}
// The Open Font License asks that its text and every copyright line travel along.
writeFileSync(join(out, 'OFL.txt'), `${[...owners].join('\n')}\n\n${terms}`)
console.log(`${rows.length} faces, ${(total / 1e6).toFixed(1)} MB compressed, in ${out}`)
