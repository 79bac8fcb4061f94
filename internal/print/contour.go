package print

import (
	"strings"

	"rsc.io/qr/coding"
)

// The four directions along the grid, y down.
var steps = [4][2]int{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}

// contour gives the borders of the dark areas as closed paths in modules, to be
// filled; dark lies to the right of the way. Every border is walked once, in
// the order of the grid.
func contour(c *coding.Code) string {
	side := c.Size + 1
	ways := make([][4]bool, side*side)
	for y := range c.Size {
		for x := range c.Size {
			if !c.Black(x, y) {
				continue
			}
			if !c.Black(x, y-1) {
				ways[y*side+x][0] = true
			}
			if !c.Black(x+1, y) {
				ways[y*side+x+1][1] = true
			}
			if !c.Black(x, y+1) {
				ways[(y+1)*side+x+1][2] = true
			}
			if !c.Black(x-1, y) {
				ways[(y+1)*side+x][3] = true
			}
		}
	}
	var b strings.Builder
	for start := range ways {
		for d := range 4 {
			if ways[start][d] {
				walk(&b, ways, side, start, d)
			}
		}
	}
	return b.String()
}

func walk(b *strings.Builder, ways [][4]bool, side, start, d int) {
	writeOp(b, "m", 0, float64(start%side), float64(start/side))
	at := start
	for {
		ways[at][d] = false
		at += steps[d][0] + steps[d][1]*side
		if at == start {
			break
		}
		if ways[at][d] {
			continue
		}
		writeOp(b, "l", 0, float64(at%side), float64(at/side))
		for next := range 4 {
			if ways[at][next] {
				d = next
				break
			}
		}
	}
	b.WriteString("h\n")
}
