// Builds everything the browser gets into ../dist: one style sheet per writing
// direction, one script, the map outline, each under a name that carries the
// hash of its content, with .br and .gz siblings and a manifest. The output is
// deterministic, so the same sources give the same names.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build as bundle } from 'esbuild'
import rtlcss from 'rtlcss'
import { compile } from 'sass'
import { worldOutline } from './map.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, '..', 'dist')

/** Style sheets: the left-to-right one and its mirror image. */
function styles () {
  const { css } = compile(join(here, 'scss', 'app.scss'), {
    style: 'compressed', loadPaths: [join(here, 'node_modules')], quietDeps: true
  })
  return { 'app.css': css, 'app.rtl.css': rtlcss.process(css) }
}

/** Each file directly under js/ becomes one script of that name. */
async function scripts () {
  const out = {}
  for (const name of readdirSync(join(here, 'js')).filter(n => n.endsWith('.mjs')).sort()) {
    const result = await bundle({
      entryPoints: [join(here, 'js', name)], bundle: true, minify: true, write: false,
      format: 'esm', target: 'es2020', legalComments: 'none', logLevel: 'warning'
    })
    out[name.replace('.mjs', '.js')] = result.outputFiles[0].text
  }
  return out
}

/** Writes one file with its compressed siblings and returns its hashed name. */
function emit (name, text) {
  const body = Buffer.from(text)
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 10)
  const hashed = name.replace(/(\.[a-z]+)$/, `.${hash}$1`)
  writeFileSync(join(dist, hashed), body)
  const br = brotliCompressSync(body, { params: {
    [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } })
  writeFileSync(join(dist, hashed + '.br'), br)
  writeFileSync(join(dist, hashed + '.gz'), gzipSync(body, { level: 9 }))
  console.log(`${hashed.padEnd(32)} raw ${String(body.length).padStart(7)}  br ${String(br.length).padStart(6)}`)
  return hashed
}

mkdirSync(dist, { recursive: true })
for (const old of readdirSync(dist)) if (old !== '.gitkeep') rmSync(join(dist, old))
const manifest = {}
const files = { ...styles(), ...(await scripts()), 'world.svg': worldOutline() }
for (const [name, text] of Object.entries(files)) manifest[name] = emit(name, text)
writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n')
