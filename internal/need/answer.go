package need

import (
	"github.com/opencites/opencites/cites"
)

// Verdict is the answer in one word.
type Verdict string

// The verdicts, worst first.
const (
	Unknown Verdict = "unknown" // name or population cannot be resolved, so there is no appendix
	Blocked Verdict = "blocked" // a rule of severity E or E* refuses the case as it stands
	Officer Verdict = "officer" // no bar, but the authority has to decide
	OK      Verdict = "ok"      // the documents can be issued once the findings are made
	None    Verdict = "none"    // no CITES document needed from anyone
)

// Verdicts lists them, worst first.
func Verdicts() []Verdict { return []Verdict{Unknown, Blocked, Officer, OK, None} }

// Authority is who makes a finding: MA or SA. For a State not party it is the
// competent authority in that role.
type Authority string

// The authorities (Art. IX).
const (
	Management Authority = "MA"
	Scientific Authority = "SA"
)

// Finding is a judgement that an authority makes before a document is issued.
type Finding string

// The findings. What a register or a form shows is a rule, not a finding.
const (
	NonDetriment           Finding = "ndf"                      // export or introduction is not detrimental
	LegalAcquisition       Finding = "laf"                      // not obtained in contravention of the law
	LiveTransport          Finding = "live_transport"           // prepared and shipped with least risk
	ImportPermitConfirmed  Finding = "import_permit_confirmed"  // import permit granted, or confirmed that it will be
	NotForCommerce         Finding = "not_for_commerce"         // Appendix I animals, seen by the exporter
	ImportNotDetrimental   Finding = "import_not_detrimental"   // purpose of import is not detrimental
	SuitablyEquipped       Finding = "suitably_equipped"        // recipient can house and care
	NotPrimarilyCommercial Finding = "not_primarily_commercial" // Appendix I, seen by the importer
	OriginConfirmed        Finding = "origin_confirmed"         // specimens originate in the State
	PreConventionFinding   Finding = "pre_convention"           // acquired before the first listing
	BredInCaptivity        Finding = "bred_in_captivity"        // Res. Conf. 10.16
	ArtificialPropagation  Finding = "artificially_propagated"  // Res. Conf. 11.11
	ImportAgreed           Finding = "import_agreed"            // State of import agrees to a certificate of ownership
	TreatyMet              Finding = "treaty_met"               // taken under the treaty of Art. XIV(4)
)

// Document is a document that a State's authority issues.
type Document struct {
	Country cites.Country      `json:"country"`
	Type    cites.DocumentType `json:"type"`
}

// FindingDue is a finding that an authority of a State has to make.
type FindingDue struct {
	Finding   Finding       `json:"finding"`
	Authority Authority     `json:"authority"`
	Country   cites.Country `json:"country"`
}

// Reason is the row of a table or the rule that led to the answer. Text is its
// sentence, which the edges fill in from Key and Args.
type Reason struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"` // E, E*, W or N, as the sheet marks it
	Citation string `json:"citation"`
	Text     string `json:"text"`

	// Line counts from zero, or is Whole.
	Line int               `json:"-"`
	Key  string            `json:"-"`
	Args map[string]string `json:"-"`
	// Evidence is V, K or inf: how well the law behind it is known.
	Evidence string `json:"-"`
}

// Whole is the line of a reason that concerns the consignment.
const Whole = -1

// LineAnswer is what holds for one line.
type LineAnswer struct {
	Verdict   Verdict
	Appendix  cites.Appendix // NotListed when none holds, "" when not known
	Documents []Document
	Findings  []FindingDue
	Reasons   []Reason
}

// Answer is what holds for the consignment: the worst verdict of its lines, and
// the union of what they need. Documents stand in the order in which they are
// usually applied for.
type Answer struct {
	Verdict   Verdict      `json:"verdict"`
	Documents []Document   `json:"documents"`
	Findings  []FindingDue `json:"findings"`
	Reasons   []Reason     `json:"reasons"`

	// National is the Party whose stricter measure made the verdict what it is;
	// empty where the Convention did.
	National cites.Country `json:"-"`

	Lines []LineAnswer `json:"-"`
	Steps []Step       `json:"-"`
}

// Step is one step in the usual order.
type Step struct {
	Key     string        // catalogue entry "need.step.KEY"
	Country cites.Country // whose authority or applicant acts
	// Document is the one that the step is about, "" for none.
	Document cites.DocumentType
}
