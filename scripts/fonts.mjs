// Puts the typefaces of the printed form, gzip-compressed, where the program
// embeds them: internal/print/fonts. They are not committed.
//
//   node scripts/fonts.mjs
//
// The list of faces is internal/print/faces.tsv; the packages and their exact
// versions are internal/print/package-lock.json. Same input, same bytes.
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

if (!rows.every(([, , pack]) => existsSync(join(modules, pack)))) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home, stdio: 'inherit' })
}

mkdirSync(out, { recursive: true })
for (const old of readdirSync(out)) {
  if (old !== '.gitkeep') rmSync(join(out, old))
}

let total = 0
const owners = new Set()
let terms = ''
for (const [name, , pack, file] of rows) {
  const packed = gzipSync(readFileSync(join(modules, pack, file)), { level: constants.Z_BEST_COMPRESSION })
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
