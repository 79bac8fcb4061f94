package need

import (
	"slices"

	"github.com/opencites/opencites/cites"
)

// Due is what stands before the issue of one document for one line.
type Due struct {
	Findings []FindingDue
	// ImportPermit tells that the State of import has to grant its permit
	// (Art. III(2)(d), III(4)(c)).
	ImportPermit bool
	// Refused are the rules by which no exemption serves: P07, P08, D12.
	Refused []string
}

// DueFor gives what is due before a document of a type is issued for line n of a
// case. The type is the one that was asked for, which need not be the one that
// Decide would name: a State may issue an export permit for captive-bred
// specimens (permit-rules 1.4, E2). Nothing is due where nothing is listed.
func DueFor(law Law, c *Case, n int, t cites.DocumentType) Due {
	j := newJudge(law, c, n)
	if !j.decidable || j.unlisted || j.exempted {
		return Due{}
	}
	if !j.scientificExchange() && !j.passport() && !j.exemption() {
		j.standard()
	}
	d := Document{j.from, t}
	if t == cites.ImportPermit || t == cites.FromTheSea {
		d.Country = j.to
	}
	var out Due
	for _, r := range j.out.Reasons {
		if slices.Contains([]string{"rule.P07", "rule.P08", "rule.D12"}, r.Key) {
			out.Refused = append(out.Refused, r.Rule)
		}
	}
	j.out = LineAnswer{Documents: []Document{d}}
	if t == cites.ExportPermit || t == cites.ReexportCertificate {
		out.ImportPermit = j.appendix == cites.AppendixI && !j.exempt
	}
	if out.ImportPermit {
		j.document(j.to, cites.ImportPermit)
	}
	j.before(d)
	out.Findings = j.out.Findings
	return out
}

// Has reports whether a finding is due.
func (d Due) Has(f Finding) bool {
	return slices.ContainsFunc(d.Findings, func(x FindingDue) bool { return x.Finding == f })
}
