//go:build unix

package print

import (
	"fmt"
	"syscall"
	"testing"
)

// The limit for a page with every script is 35 ms (issue of the first life).
const pageLimit = 35e6 // ns

// BenchmarkPrint measures whole documents, seal read back included, with warm
// typefaces. It reports the share of the limit per
// page, by the clock and by processor time.
func BenchmarkPrint(b *testing.B) {
	p := printer(b)
	for name, f := range map[string]Form{"scripts": scripts(), "latin": sample(4), "nine": sample(9)} {
		b.Run(name, func(b *testing.B) {
			pages, err := p.Pages(f)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := p.Print(f); err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			before := cpu(b)
			for i := range b.N {
				// Other words each time: a shaped text is remembered.
				g := f.copied()
				g.Importer.Name += fmt.Sprint(" ", i)
				for k := range g.Conditions {
					g.Conditions[k] += fmt.Sprint(" ", i)
				}
				if _, err := p.Print(g); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(cpu(b)-before)/float64(b.N)/float64(pages)/pageLimit, "cpu-of-limit/page")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(pages)/pageLimit, "of-limit/page")
		})
	}
}

// cpu is the processor time used so far, in nanoseconds: a busy machine makes
// the clock useless.
func cpu(b *testing.B) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
