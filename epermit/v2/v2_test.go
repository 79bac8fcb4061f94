package v2_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	v2 "github.com/opencites/opencites/epermit/v2"
	"github.com/opencites/opencites/epermit/xmlin"
)

// sample is a document with every box filled.
func sample() epermit.Document {
	day := func(y, m, d int) cites.Date { return cites.Date{Year: y, Month: time.Month(m), Day: d} }
	at := func(code cites.Country, name string) epermit.Country { return epermit.Country{Code: code, Name: name} }
	return epermit.Document{
		Type: epermit.Reexport, Number: "26QX000017/01", Language: "en",
		Replaces:  []epermit.Reference{{Number: "26QX000016/01", Type: "R", IssuedOn: day(2026, 3, 1)}},
		ValidFrom: day(2026, 3, 29), ValidUntil: day(2026, 9, 28),
		Importer:    epermit.Party{IDs: []string{"CHE-1"}, Name: "Zoo & Söhne <AG>", Address: epermit.Address{Street: []string{"Weg 1", "Hof"}, City: "Bern", Postcode: "3000", Country: at("LI", "Liechtenstein")}},
		Destination: at("CH", "Switzerland"),
		Exporter:    epermit.Party{Name: "Orchid House", Address: epermit.Address{PostBox: "12", City: "Port", Subdivisions: []string{"North"}, Country: at("QX", "Demoland")}},
		Applicant:   epermit.Signature{Name: "A. Trader", Statement: "I declare", On: day(2026, 3, 2), Place: epermit.Place{Name: "Port"}},
		Conditions:  []string{"Live animals: IATA rules apply", "شرط ثان"}, Purpose: "Z", PurposeText: "zoo",
		Stamp: "QX 0001234", Authority: epermit.Party{Name: "Management Authority", Address: epermit.Address{City: "Port", Country: at("QX", "Demoland")}},
		AuthorityPerson: "B. Head", Official: "C. Signatory", IssuedAt: epermit.Place{ID: "QXPRT", Name: "Port"}, IssuedOn: day(2026, 3, 29),
		Lines: []epermit.Line{{
			ID: "A", ScientificName: "Psittacus erithacus", CommonNames: []string{"African grey parrot"}, Descriptions: []string{"live, 2 years"},
			Term: "LIV", Marks: []string{"ring 17", "ring 18"}, Appendix: "I", Source: "W", Qualifier: "O",
			Amount: epermit.AmountOf(2000, "NAR"), QuotaUsed: epermit.AmountOf(12_000, "NAR"), Quota: epermit.AmountOf(100_000, "NAR"),
			Origin: at("CM", "Cameroon"), OriginPermit: epermit.Reference{Number: "CM-77", IssuedOn: day(2025, 1, 9)},
			LastReexport: at("FR", "France"), LastPermit: epermit.Reference{Number: "FR-9", IssuedOn: day(2025, 6, 1)},
			Operation: "QX-B-001", Acquired: day(1974, 12, 31), Exported: epermit.AmountOf(1500, "NAR"),
		}, {
			ID: "B", ScientificName: "Aquilaria malaccensis", Term: "CHP", Appendix: "II", Source: "A",
			Amount: epermit.AmountOf(12_345, "KGM"), Origin: at("ID", "Indonesia"), Exported: epermit.AmountOf(0, "KGM"),
		}},
		Endorsement: epermit.Endorsement{On: day(2026, 4, 2), Port: epermit.Place{ID: "QXPRT"}, Authorities: []epermit.Party{{Name: "Customs"}}, Official: "D. Officer"},
		Transport:   epermit.Reference{Number: "020-11112222", Type: "740"},
	}
}

func TestEveryBoxSurvives(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		paris = time.FixedZone("CET", 3600)
	}
	for _, zone := range []*time.Location{nil, paris, time.FixedZone("west", -11*3600), time.FixedZone("east", 14*3600)} {
		for name, write := range map[string]func(epermit.Document, v2.Options) ([]byte, error){"file": v2.File, "element": v2.Element} {
			b, err := write(sample(), v2.Options{Zone: zone})
			if err != nil {
				t.Fatal(err)
			}
			got, problems, err := v2.Read(b)
			if err != nil || len(problems) > 0 {
				t.Fatalf("%s: %v %v\n%s", name, err, problems, b)
			}
			if diff := cmp.Diff(sample(), got); diff != "" {
				t.Errorf("%s in %v (-written +read):\n%s", name, zone, diff)
			}
		}
	}
}

// TestNamespacesAreExact reads what was written with namespaces, as a partner
// with a strict parser does.
func TestNamespacesAreExact(t *testing.T) {
	for _, c := range []struct {
		write func(epermit.Document, v2.Options) ([]byte, error)
		root  string
	}{{v2.File, v2.Message}, {v2.Element, ""}} {
		b, err := c.write(sample(), v2.Options{})
		if err != nil {
			t.Fatal(err)
		}
		n, err := xmlin.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		if n.Name.Space != c.root || n.Name.Local != "CITESEPermit" {
			t.Errorf("root is %v", n.Name)
		}
		for _, child := range n.Children {
			if child.Name.Space != "urn:un:unece:uncefact:data:standard:CITESEPermit:2" {
				t.Errorf("%s is in %q", child.Path(), child.Name.Space)
			}
			eachBelow(child, func(e *xmlin.Node) {
				if e.Name.Space != "urn:un:unece:uncefact:data:draft:ReusableAggregateBusinessInformationEntity:1" {
					t.Errorf("%s is in %q", e.Path(), e.Name.Space)
				}
				if len(e.Children) == 0 && e.Value() == "" {
					t.Errorf("%s is empty", e.Path())
				}
			})
		}
	}
}

func eachBelow(n *xmlin.Node, f func(*xmlin.Node)) {
	for _, c := range n.Children {
		f(c)
		eachBelow(c, f)
	}
}

// fixture reads one of the shared files of the exchange.
func fixture(t testing.TB, name string) []byte {
	root := os.Getenv("OPENCITES_DATA_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
		if _, err := os.Stat(root); err != nil {
			root = filepath.Join("..", "..", "..", "..", "shared", "data")
		}
	}
	b, err := os.ReadFile(filepath.Join(root, "epix", name))
	if err != nil {
		t.Skipf("shared data is absent: %v", err)
	}
	return b
}

// TestTheRealMessage reads the one real message of the second generation and
// compares it with what its boxes say.
func TestTheRealMessage(t *testing.T) {
	d, problems, err := v2.Read(fixture(t, "v2/get_non_final_cites_certificate.xml"))
	if err != nil {
		t.Fatal(err)
	}
	t.Log(problems)
	if d.Number != "XA000000" || d.Type != epermit.Reexport || d.Purpose != "T" || d.Copy || d.Final() {
		t.Errorf("header: %+v", d)
	}
	if d.ValidFrom.String() != "2014-01-06" || d.ValidUntil.String() != "2014-07-05" || d.IssuedOn.String() != "2014-01-06" {
		t.Errorf("dates %v %v %v", d.ValidFrom, d.ValidUntil, d.IssuedOn)
	}
	if len(d.Conditions) != 1 || !strings.HasPrefix(d.Conditions[0], "For live animals") || len(d.Replaces) != 0 {
		t.Errorf("box 5 %q, replaces %v", d.Conditions, d.Replaces)
	}
	if d.Authority.Name != "Authority name" || d.Authority.Address.Country != (epermit.Country{Code: "XA", Name: "Neverland"}) {
		t.Errorf("box 6 %+v", d.Authority)
	}
	if len(d.Lines) != 2 {
		t.Fatalf("%d lines", len(d.Lines))
	}
	// XXX is what the real message writes in the place of a mark.
	want := epermit.Line{ID: "B", ScientificName: "Crocodylus siamensis", CommonNames: []string{"Siamese Crocodile"}, Descriptions: []string{"watchstraps"},
		Term: "LPS", Marks: []string{"XXX"}, Appendix: "I", Source: "D", Amount: epermit.AmountOf(10_000, "PCS"),
		Origin: epermit.Country{Code: "TH", Name: "Thailand"}, OriginPermit: epermit.Reference{IssuedOn: cites.Date{Year: 2007, Month: 7, Day: 9}},
		LastReexport: epermit.Country{Code: "FR", Name: "France"},
		LastPermit:   epermit.Reference{Number: "FR1202501030-R", IssuedOn: cites.Date{Year: 2012, Month: 2, Day: 23}}}
	if diff := cmp.Diff(want, d.Lines[1]); diff != "" {
		t.Error(diff)
	}
	// What an older system left out makes it no permit that we would write.
	if _, err := v2.File(d, v2.Options{AnyUnit: true}); err == nil {
		t.Error("a permit without issuing official was written")
	}
	d.Official = "N. N."
	b, err := v2.File(d, v2.Options{AnyUnit: true})
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := v2.Read(b)
	if diff := cmp.Diff(d, again); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// TestElementsFollowTheSchema compares the order and names of what we write
// with the outline of the real message.
func TestElementsFollowTheSchema(t *testing.T) {
	real, err := xmlin.Parse(fixture(t, "v2/get_non_final_cites_certificate.xml"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := v2.Element(sample(), v2.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ours, err := xmlin.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	sameOrder(t, real.First("Body").Children[0].First("CITESEPermit"), ours)
}

func sameOrder(t *testing.T, real, ours *xmlin.Node) {
	if real.Name != ours.Name {
		t.Errorf("%s: %v is %v in the real message", ours.Path(), ours.Name, real.Name)
	}
	at := 0
	for _, c := range ours.Children {
		for at < len(real.Children) && real.Children[at].Name != c.Name {
			at++
		}
		if at == len(real.Children) {
			t.Errorf("%s is unknown or out of order", c.Path())
			return
		}
		sameOrder(t, real.Children[at], c)
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	cases := map[string]func(*epermit.Document){
		"number":                 func(d *epermit.Document) { d.Number = "" },
		"validUntil":             func(d *epermit.Document) { d.ValidUntil = cites.Date{} },
		"type":                   func(d *epermit.Document) { d.Type = "X" },
		"typeText":               func(d *epermit.Document) { d.Type = "O" },
		"purpose":                func(d *epermit.Document) { d.Purpose = "X" },
		"destination":            func(d *epermit.Document) { d.Destination = epermit.Country{} },
		"lines.0.appendix":       func(d *epermit.Document) { d.Lines[0].Appendix = "IV" },
		"lines.0.amount":         func(d *epermit.Document) { d.Lines[0].Amount.Unit = "PCS" },
		"lines.1.id":             func(d *epermit.Document) { d.Lines[1].ID = "A" },
		"lines.1.source":         func(d *epermit.Document) { d.Lines[1].Source = "" },
		"lines.0.origin":         func(d *epermit.Document) { d.Lines[0].Origin.Code = "" },
		"lines":                  func(d *epermit.Document) { d.Lines = nil },
		"text":                   func(d *epermit.Document) { d.Official = "a\x00b" },
		"authority.name":         func(d *epermit.Document) { d.Authority.Name = " " },
		"lines.0.exported":       func(d *epermit.Document) { d.Lines[0].Exported.Unit = "KIL" },
		"lines.0.qualifier":      func(d *epermit.Document) { d.Lines[0].Qualifier = "W" },
		"lines.0.scientificName": func(d *epermit.Document) { d.Lines[0].ScientificName = "" },
	}
	for path, spoil := range cases {
		d := sample()
		spoil(&d)
		_, err := v2.File(d, v2.Options{})
		var invalid *epermit.InvalidError
		if !errors.As(err, &invalid) || invalid.Problems[0].Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// Box 3 stays open where the holder completes it or crosses many borders, and
// a certificate of origin has no purpose; the ordinary export permit needs both.
func TestOpenBoxesOfCertificates(t *testing.T) {
	open := map[string]func(*epermit.Document){
		"importer.name": func(d *epermit.Document) { d.Importer = epermit.Party{} },
		"purpose":       func(d *epermit.Document) { d.Purpose, d.PurposeText = "", "" },
	}
	for path, spoil := range open {
		d := sample()
		spoil(&d)
		_, err := v2.File(d, v2.Options{})
		var invalid *epermit.InvalidError
		if !errors.As(err, &invalid) || invalid.Problems[0].Path != path {
			t.Errorf("%s of a re-export certificate: %v", path, err)
		}
		d.Type, d.TypeText = epermit.Other, "Certificate"
		b, err := v2.File(d, v2.Options{})
		if err != nil {
			t.Fatalf("%s of another certificate: %v", path, err)
		}
		if got, notes, err := v2.Read(b); err != nil || len(notes) > 0 || got.Purpose != d.Purpose || got.Importer.Name != "" && path == "importer.name" {
			t.Errorf("%s read back: %+v, %v, %v", path, got.Importer, notes, err)
		}
	}
	d := sample()
	d.Importer, d.Destination = epermit.Party{}, epermit.Country{Code: cites.CountryVarious, Name: "Various"}
	if _, err := v2.File(d, v2.Options{}); err != nil {
		t.Errorf("a document that the holder completes: %v", err)
	}
}

func TestWhatIsTolerated(t *testing.T) {
	b, err := v2.Element(sample(), v2.Options{})
	if err != nil {
		t.Fatal(err)
	}
	message := string(b)
	change := func(old, new string) string {
		if !strings.Contains(message, old) {
			t.Fatalf("%s is not in the message", old)
		}
		return strings.Replace(message, old, new, 1)
	}
	cases := map[string]struct {
		in   string
		get  func(epermit.Document) any
		want any
	}{
		"other namespace":    {strings.ReplaceAll(message, "standard:CITESEPermit:2", "standard:CITESEPermit:9"), func(d epermit.Document) any { return d.Number }, cites.PermitNumber("26QX000017/01")},
		"older unit":         {change(`unitCode="KGM">12.345`, `unitCode="TON">0.002`), func(d epermit.Document) any { return d.Lines[1].Amount.Quantity }, cites.Quantity(2000)},
		"placeholder unit":   {change(`unitCode="KGM">12.345`, `unitCode="?">7.000`), func(d epermit.Document) any { return d.Lines[1].Amount }, epermit.AmountOf(7000, "NAR")},
		"unknown unit":       {change(`unitCode="KGM">12.345`, `unitCode="SKI">7`), func(d epermit.Document) any { return d.Lines[1].Amount }, epermit.AmountOf(7000, "SKI")},
		"date only":          {change("<ram:AcquisitionDateTime>1974-12-31T00:00:00+00:00", "<ram:AcquisitionDateTime>1974-12-30"), func(d epermit.Document) any { return d.Lines[0].Acquired.String() }, "1974-12-30"},
		"nine decimals":      {change("1974-12-31T00:00:00+00:00", "1974-12-31T23:59:59.123456789+14:00"), func(d epermit.Document) any { return d.Lines[0].Acquired.String() }, "1974-12-31"},
		"no offset":          {change("1974-12-31T00:00:00+00:00", "1974-12-31T00:00:00"), func(d epermit.Document) any { return d.Lines[0].Acquired.String() }, "1974-12-31"},
		"empty date":         {change("1974-12-31T00:00:00+00:00", ""), func(d epermit.Document) any { return d.Lines[0].Acquired }, cites.Date{}},
		"codes of the form":  {strings.NewReplacer(">861<", ">E<", ">811<", ">R<").Replace(message), func(d epermit.Document) any { return d.Lines[0].LastPermit.Number }, "FR-9"},
		"country tells":      {strings.NewReplacer(">861<", ">?<", ">811<", "><", "CM-77", "FR-77", "FR-9", "CM-9").Replace(message), func(d epermit.Document) any { return d.Lines[0].LastPermit.Number }, "FR-77"},
		"combined source":    {change("<ram:TypeExtensionCode>A", "<ram:TypeExtensionCode>I/W"), func(d epermit.Document) any { return d.Lines[1].Source + d.Lines[1].Qualifier }, cites.Source("WI")},
		"operation category": {change("<ram:PreviousReferencedDocument><ram:ID>QX-B-001</ram:ID></ram:PreviousReferencedDocument>", "<ram:CategoryCode>QX-C</ram:CategoryCode>"), func(d epermit.Document) any { return d.Lines[0].Operation }, "QX-C"},
		"appendix category":  {change("<ram:PreviousReferencedDocument><ram:ID>QX-B-001</ram:ID></ram:PreviousReferencedDocument>", "<ram:CategoryCode>II</ram:CategoryCode>"), func(d epermit.Document) any { return d.Lines[0].Operation }, ""},
		"unknown element":    {change("<ram:CopyIndicator>", "<ram:New><ram:Deep/></ram:New><ram:CopyIndicator>"), func(d epermit.Document) any { return d.Number }, cites.PermitNumber("26QX000017/01")},
		"stamp of the third": {change("<ram:TypeCode>A</ram:TypeCode><ram:ID>QX 0001234</ram:ID>", "<ram:TypeCode>A</ram:TypeCode>"), func(d epermit.Document) any { return d.Stamp }, "QX 0001234"},
		"two packages":       {change("</ram:TransportLogisticsPackage>", `</ram:TransportLogisticsPackage><ram:TransportLogisticsPackage><ram:ItemQuantity unitCode="NAR">0.5</ram:ItemQuantity></ram:TransportLogisticsPackage>`), func(d epermit.Document) any { return d.Lines[0].Amount.Quantity }, cites.Quantity(2500)},
	}
	for name, c := range cases {
		d, _, err := v2.Read([]byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := c.get(d); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestWhatIsRefusedSaysWhere(t *testing.T) {
	b, err := v2.Element(sample(), v2.Options{})
	if err != nil {
		t.Fatal(err)
	}
	message := strings.ReplaceAll(string(b), "><", ">\n<")
	cases := map[string][3]string{
		"grouped quantity": {">12.345<", ">12,345<", "ItemQuantity"},
		"four decimals":    {">12.345<", ">12.3456<", "ItemQuantity"},
		"negative":         {">12.345<", ">-12<", "ItemQuantity"},
		"exponent":         {">12.345<", ">1e3<", "ItemQuantity"},
		"too large":        {">12.345<", ">99999999999<", "ItemQuantity"},
		"no such day":      {"1974-12-31T", "1974-02-30T", "AcquisitionDateTime"},
		"no such hour":     {"1974-12-31T00", "1974-12-31T27", "AcquisitionDateTime"},
		"copy":             {">false<", ">perhaps<", "CopyIndicator"},
		"number twice":     {"<ram:ID>26QX000017/01</ram:ID>", "<ram:ID>26QX000017/01</ram:ID><ram:ID>2</ram:ID>", "ID"},
		"value with child": {">26QX000017/01<", "><x>26QX000017/01</x><", "ID"},
		"two lines in one": {"</ram:IncludedSupplyChainTradeLineItem>", "</ram:IncludedSupplyChainTradeLineItem><ram:IncludedSupplyChainTradeLineItem/>", "IncludedSupplyChainTradeLineItem"},
		"text for header":  {"<rsm:SpecifiedExchangedDocumentContext>", "<rsm:HeaderExchangedDocument>x</rsm:HeaderExchangedDocument><rsm:SpecifiedExchangedDocumentContext>", "HeaderExchangedDocument"},
	}
	for name, c := range cases {
		_, _, err := v2.Read([]byte(strings.Replace(message, c[0], c[1], 1)))
		var refused *xmlin.Error
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.HasSuffix(refused.Path, c[2]) || refused.Line < 2 {
			t.Errorf("%s: at %s line %d", name, refused.Path, refused.Line)
		}
	}
	for _, in := range []string{"<a/>", "<CBFShip/>", "<CITESEPermit/>", "<Envelope><Body/></Envelope>", "<Envelope><Body><X/></Body></Envelope>"} {
		if _, _, err := v2.Read([]byte(in)); err == nil {
			t.Errorf("%s was read", in)
		}
	}
}
