// The outline of the world for the route maps: Natural Earth 1:110m (public
// domain) in the Equal Earth projection. The projection's size and offset are
// repeated in chart_map.go, which places the arcs on top of this picture.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { geoEqualEarth, geoPath } from 'd3-geo'
import { merge, mesh } from 'topojson-client'

const here = dirname(fileURLToPath(import.meta.url))
const WIDTH = 960
const HEIGHT = 467
const ANTARCTICA = '010'

/** Returns the outline as an SVG picture of WIDTH by HEIGHT. */
export function worldOutline () {
  const world = JSON.parse(readFileSync(join(here, 'node_modules/world-atlas/countries-110m.json')))
  const projection = geoEqualEarth().fitSize([WIDTH, HEIGHT], { type: 'Sphere' })
  const path = geoPath(projection).digits(1)
  const shown = world.objects.countries.geometries.filter(g => g.id !== ANTARCTICA)
  const land = path(merge(world, shown))
  const borders = path(mesh(world, world.objects.countries, (a, b) => a !== b))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" ` +
    `data-scale="${projection.scale()}" data-offset="${projection.translate().join(' ')}">` +
    `<path d="${land}" fill="#dfe4dd"/><path d="${borders}" fill="none" stroke="#fff" stroke-width=".6"/></svg>\n`
}
