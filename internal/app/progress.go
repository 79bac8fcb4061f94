package app

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/opencites/opencites/internal/species"
)

// bar shows on a terminal how far an import is, by the bytes of its files;
// elsewhere it writes a line when the phase changes.
type bar struct {
	out      io.Writer
	terminal bool
	total    int64
	done     int64
	phase    species.Phase
}

func newBar(out io.Writer, files []species.File) *bar {
	b := &bar{out: out}
	if f, ok := out.(*os.File); ok {
		if info, err := f.Stat(); err == nil {
			b.terminal = info.Mode()&os.ModeCharDevice != 0
		}
	}
	for i := range files {
		if again := files[i].Again; again != nil {
			if body, err := again(); err == nil {
				if f, ok := body.(*os.File); ok {
					if info, err := f.Stat(); err == nil {
						b.total += info.Size()
					}
				}
				_ = body.Close() // only its size was asked
			}
		}
		files[i].Body = &counted{files[i].Body, b}
	}
	return b
}

// counted counts what is read.
type counted struct {
	io.Reader
	bar *bar
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.bar.done += int64(n)
	return n, err
}

func (b *bar) show(phase species.Phase, rows int) {
	if !b.terminal {
		if phase != b.phase && phase != species.Comparing {
			fmt.Fprintf(b.out, "%s\n", phase)
			b.phase = phase
		}
		return
	}
	const width = 30
	full := width
	if b.total > 0 && phase != species.Writing {
		full = int(min(width, b.done*width/b.total))
	}
	fmt.Fprintf(b.out, "\r[%s%s] %-9s %9d rows", strings.Repeat("#", full), strings.Repeat(".", width-full), phase, rows)
}

func (b *bar) end() {
	if b.terminal {
		fmt.Fprintln(b.out)
	}
}
