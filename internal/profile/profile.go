package profile

import (
	"time"

	"github.com/opencites/opencites/cites"
)

// Names is a text in the languages of the Party, by language code.
type Names map[cites.Lang]string

// In returns the text in a language, or in English, or in any.
func (n Names) In(l cites.Lang) string {
	for _, k := range []cites.Lang{l, cites.English, cites.French, cites.Spanish, cites.Arabic} {
		if s := n[k]; s != "" {
			return s
		}
	}
	return ""
}

// Profile is the whole file.
type Profile struct {
	// Party is the ISO 3166-1 alpha-2 code of the country that issues.
	Party cites.Country `json:"party"`
	// Country is the name of the country as it stands on its permits.
	Country Names `json:"country"`
	// Service is the name of the service, shown in the header.
	Service Names `json:"service"`
	// Authority and ScientificAuthority are the names notified to the Secretariat.
	Authority           Names `json:"authority"`
	ScientificAuthority Names `json:"scientific_authority"`
	// Address is the postal address of the Management Authority, box 6.
	Address []string `json:"address"`
	// Place is the town in box 13.
	Place   string  `json:"place"`
	Contact Contact `json:"contact"`
	// Languages of the interface, the first is the default: en, fr, es, ar.
	Languages []cites.Lang `json:"languages"`
	// ArabicDigits shows Arabic-Indic digits in Arabic text; permits never do.
	ArabicDigits bool `json:"arabic_digits"`
	// TimeZone is the IANA zone in which permits begin and end.
	TimeZone string `json:"time_zone"`
	// Address of the service as printed and encoded in seals: https://...
	BaseURL string  `json:"base_url"`
	Colours Colours `json:"colours"`
	// Crest is an SVG drawing, as a path beside the profile file or inline.
	Crest string `json:"crest"`
	// Number is how permits are numbered.
	Number Number `json:"number"`
	// References begin with these letters by document type, "EXP": "EX".
	References map[cites.DocumentType]string `json:"references"`
	// ValidMonths may shorten, never lengthen, what the Convention allows.
	ValidMonths map[cites.DocumentType]int `json:"valid_months"`
	// WorkingDays is the time to decide after which a case is overdue, in
	// calendar days from submission; FindingDays for the Scientific Authority.
	DecideDays  int `json:"decide_days"`
	FindingDays int `json:"finding_days"`
	// Currency is the ISO 4217 code of the fees.
	Currency string   `json:"currency"`
	Fees     []Fee    `json:"fees"`
	Offices  []Office `json:"offices"`
	Ports    []Port   `json:"ports"`
	// Conditions are put into box 5 of every document of a type.
	Conditions map[cites.DocumentType][]string `json:"conditions"`
	// Appeal is the note sent with a refusal (rule G10).
	Appeal Names `json:"appeal"`
	// AppealDays is how long an appeal may be lodged, in calendar days from the
	// decision; the last day is named on the refusal.
	AppealDays int `json:"appeal_days"`
	// Notify are the addresses of the Secretariat ("SEC") and of Management
	// Authorities by country code; what has none is sent by hand.
	Notify   map[cites.Country]Mailbox `json:"notify"`
	Evidence Evidence                  `json:"evidence"`
	Workflow Workflow                  `json:"workflow"`
	Mail     Mail                      `json:"mail"`
	// Sample marks everything issued as worthless: demo and training.
	Sample bool `json:"sample"`
}

// Contact is how the public reaches the Management Authority.
type Contact struct {
	Email string `json:"email"`
	Phone string `json:"phone"`
	Web   string `json:"web"`
}

// Mailbox is where an authority abroad takes notifications, and in which working
// language: en, fr or es.
type Mailbox struct {
	Email    string     `json:"email"`
	Language cites.Lang `json:"language"`
}

// Colours are CSS hex colours. Text on Brand is white and must be readable
// (contrast at least 4.5:1).
type Colours struct {
	Brand  string `json:"brand"`
	Accent string `json:"accent"`
}

// Number is the pattern of permit numbers: W year digits, x country, Y serial
// digits, z national characters (Res. Conf. 12.3).
type Number struct {
	Pattern string `json:"pattern"`
	Suffix  string `json:"suffix"`
}

// Fee is one rule: the first that fits a document type counts. Amounts are in
// minor units of the currency.
type Fee struct {
	Types   []cites.DocumentType `json:"types"`
	Base    int64                `json:"base"`
	PerLine int64                `json:"per_line"`
	// FreePurposes are waived, for example S for science.
	FreePurposes []cites.Purpose `json:"free_purposes"`
}

// Office is a unit of an authority.
type Office struct {
	Code string `json:"code"`
	Kind string `json:"kind"` // "management", "scientific", "customs", "finance"
	Name Names  `json:"name"`
}

// Port is a place of entry or exit designated for specimens (Art. VIII(3)).
type Port struct {
	Code   string `json:"code"` // UN/LOCODE or national code
	Name   Names  `json:"name"`
	Office string `json:"office"` // customs office that endorses there
	Live   bool   `json:"live"`   // may handle live specimens
}

// Evidence limits uploads.
type Evidence struct {
	MaxBytes int64 `json:"max_bytes"` // of one file
	MaxFiles int   `json:"max_files"` // of one application
}

// Workflow are the switches of the decision.
type Workflow struct {
	// FeeFirst keeps a case from being approved before the fee is settled.
	FeeFirst bool `json:"fee_first"`
	// PartialShipments allows several endorsements of one export permit; the
	// Convention asks for one permit per consignment (Art. VI(5)).
	PartialShipments bool `json:"partial_shipments"`
	// PublishUsed shows "used" on the public status list.
	PublishUsed bool `json:"publish_used"`
	// Phytosanitary tells that the Party lodged its phytosanitary form with the
	// Secretariat, which may then replace certificates of artificial propagation.
	Phytosanitary bool `json:"phytosanitary"`
}

// Mail is the outgoing mail server. Empty Host keeps mail in the log only.
type Mail struct {
	Host string `json:"host"`
	Port int    `json:"port"`
	From string `json:"from"`
	User string `json:"user"`
	// PasswordFile holds the password; it is never in the profile itself.
	PasswordFile string `json:"password_file"`
	// Insecure allows an unencrypted connection: loopback and tests only.
	Insecure bool `json:"insecure"`
}

// Zone returns the time zone; Validate has made sure that it exists.
func (p *Profile) Zone() *time.Location {
	loc, err := time.LoadLocation(p.TimeZone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Today is the date in the Party's zone at a moment.
func (p *Profile) Today(now time.Time) cites.Date { return cites.DateOf(now, p.Zone()) }

// Months is how long a document type is valid: the Party's choice, or what the
// Convention allows.
func (p *Profile) Months(t cites.DocumentType) int {
	if m := p.ValidMonths[t]; m > 0 {
		return m
	}
	return maxMonths(t)
}

// FeeFor returns what an application costs, in minor units.
func (p *Profile) FeeFor(t cites.DocumentType, purpose cites.Purpose, lines int) int64 {
	for _, f := range p.Fees {
		if !contains(f.Types, t) {
			continue
		}
		if contains(f.FreePurposes, purpose) {
			return 0
		}
		return f.Base + f.PerLine*int64(lines)
	}
	return 0
}

// PortName returns the name of a port, or its code.
func (p *Profile) PortName(code string, l cites.Lang) string {
	for _, x := range p.Ports {
		if x.Code == code {
			return x.Name.In(l)
		}
	}
	return code
}
