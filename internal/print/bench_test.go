package print

import (
	"fmt"
	"testing"
)

// The limit for a page with every script is 35 ms (issue of the first life).
const pageLimit = 35e6 // ns

// BenchmarkPrint measures whole documents, seal read back included, with warm
// typefaces. It reports the share of the limit per page.
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
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(pages)/pageLimit, "of-limit/page")
		})
	}
}
