package application

import "slices"

// Rules is the rule book of applications and of issue, family by family
// (permit-rules 5). An id is never used again for another rule.
func Rules() lawRules {
	return slices.Concat(formRules(), dateRules(), taxonRules(), sourceRules(), quantityRules(), chainRules(), findingRules(), restrictionRules(), documentRules(),
		populationRules(), paperRules())
}
