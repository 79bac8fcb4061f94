package cites

import (
	"slices"
	"sync"

	"github.com/opencites/opencites/internal/table"
)

// The purposes of Res. Conf. 12.3.
const (
	Breeding        Purpose = "B"
	Educational     Purpose = "E"
	BotanicalGarden Purpose = "G"
	HuntingTrophy   Purpose = "H"
	LawEnforcement  Purpose = "L"
	Medical         Purpose = "M"
	Reintroduction  Purpose = "N"
	Personal        Purpose = "P"
	Exhibition      Purpose = "Q"
	Scientific      Purpose = "S"
	Commercial      Purpose = "T"
	Zoo             Purpose = "Z"
)

// PurposeInfo is one entry of the list of purposes.
type PurposeInfo struct {
	Code     Purpose
	Names    Names
	Kingdoms []Kingdom // the kingdoms for which the purpose makes sense
	Since    int       // year of the edition that introduced it, 0 when older than 2002
}

var purposes = sync.OnceValue(func() list[Purpose, PurposeInfo] {
	return newList("purposes", func(r table.Row) (Purpose, PurposeInfo) {
		p := PurposeInfo{
			Code: Purpose(r["code"]), Names: namesOf(r),
			Kingdoms: table.Codes[Kingdom](r, "kingdoms"), Since: int(r.Number("since")),
		}
		return p.Code, p
	})
})

// Purposes returns all purposes in the order of their letters.
func Purposes() []PurposeInfo { return purposes().copyAll() }

// ParsePurpose reads a one-letter purpose. It returns a *CodeError with reason
// Empty or Unknown otherwise.
func ParsePurpose(s string) (Purpose, error) {
	if i, ok := purposes().find(Purpose(cleanCode(s))); ok {
		return i.Code, nil
	}
	return "", refuse("purpose", s)
}

// Info returns the entry of the purpose in the list.
func (p Purpose) Info() (PurposeInfo, bool) { return purposes().find(p) }

// Name is the purpose in words; the code itself when it is in no list.
func (p Purpose) Name(lang Lang) string {
	if i, ok := p.Info(); ok {
		return i.Names.In(lang)
	}
	return string(p)
}

// Suits reports whether the purpose makes sense for specimens of kingdom k: a
// botanical garden takes plants, zoos and hunters take animals.
func (p Purpose) Suits(k Kingdom) bool {
	i, ok := p.Info()
	return ok && slices.Contains(i.Kingdoms, k)
}
