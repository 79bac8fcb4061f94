package cites

import (
	"slices"
	"sync"

	"github.com/opencites/opencites/internal/table"
)

// The sources of Res. Conf. 12.3.
const (
	Propagated         Source = "A"
	Bred               Source = "C"
	BredCommercially   Source = "D"
	BornInCaptivity    Source = "F"
	Confiscated        Source = "I"
	PreConventionStock Source = "O"
	Ranched            Source = "R"
	SourceUnknown      Source = "U"
	Wild               Source = "W"
	Marine             Source = "X"
	AssistedProduction Source = "Y"
)

// SourceInfo is one entry of the list of sources.
type SourceInfo struct {
	Code          Source
	Names         Names
	Kingdoms      []Kingdom  // the kingdoms whose specimens may have it
	Appendices    []Appendix // the appendices under which it may stand
	SecondAnimals []Source   // second codes that may stand beside it for animals
	SecondPlants  []Source   // second codes that may stand beside it for plants
	Since         int        // year that introduced it, 0 when older than 2002
}

// SecondExpected reports whether a second code is expected beside this one:
// "confiscated" and "pre-Convention" do not say how the specimen was obtained.
func (s SourceInfo) SecondExpected() bool { return len(s.SecondAnimals)+len(s.SecondPlants) > 0 }

var sources = sync.OnceValue(func() list[Source, SourceInfo] {
	return newList("sources", func(r table.Row) (Source, SourceInfo) {
		s := SourceInfo{
			Code: Source(r["code"]), Names: namesOf(r),
			Kingdoms: table.Codes[Kingdom](r, "kingdoms"), Appendices: table.Codes[Appendix](r, "appendices"),
			SecondAnimals: letters[Source](r, "second_animals"), SecondPlants: letters[Source](r, "second_plants"),
			Since: int(r.Number("since")),
		}
		return s.Code, s
	})
})

// Sources returns all sources in the order of their letters.
func Sources() []SourceInfo { return sources().copyAll() }

// ParseSource reads a one-letter source. It returns a *CodeError with reason
// Empty or Unknown otherwise.
func ParseSource(s string) (Source, error) {
	if i, ok := sources().find(Source(cleanCode(s))); ok {
		return i.Code, nil
	}
	return "", refuse("source", s)
}

// Info returns the entry of the source in the list.
func (s Source) Info() (SourceInfo, bool) { return sources().find(s) }

// Name is the source in words; the code itself when it is in no list.
func (s Source) Name(lang Lang) string {
	if i, ok := s.Info(); ok {
		return i.Names.In(lang)
	}
	return string(s)
}

// Suits reports whether specimens of kingdom k may have this source: A and Y
// are for plants, C, F and R for animals (Res. Conf. 12.3).
func (s Source) Suits(k Kingdom) bool {
	i, ok := s.Info()
	return ok && slices.Contains(i.Kingdoms, k)
}

// AllowedUnder reports whether the source may stand with appendix a: D exists
// for Appendix I only. National listings (N) take every other source.
func (s Source) AllowedUnder(a Appendix) bool {
	i, ok := s.Info()
	return ok && slices.Contains(i.Appendices, a)
}

// AllowsSecond reports whether second may stand beside s for kingdom k.
func (s Source) AllowsSecond(second Source, k Kingdom) bool {
	i, ok := s.Info()
	if !ok {
		return false
	}
	if k == Plantae {
		return slices.Contains(i.SecondPlants, second)
	}
	return slices.Contains(i.SecondAnimals, second)
}
