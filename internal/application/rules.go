package application

import (
	"slices"

	"github.com/opencites/opencites/internal/rule"
)

// Rules is the rule book of applications and of issue, family by family
// (permit-rules 5). An id is never used again for another rule.
func Rules() []rule.Rule[*Dossier] {
	return slices.Concat[[]rule.Rule[*Dossier]]()
}
