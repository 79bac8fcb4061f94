package xmlin_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/epermit/xmlin"
)

func TestHostileMessagesAreRefused(t *testing.T) {
	manyAttrs := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, " a%d=\"x\"", i)
		}
		return "<l" + b.String() + "/>"
	}
	cases := map[string]string{
		"external entity":          `<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>`,
		"external entity over net": `<!DOCTYPE l [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]><l>&x;</l>`,
		"parameter entity":         `<!DOCTYPE l SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]><l>ok</l>`,
		"public identifier":        `<!DOCTYPE l PUBLIC "-//X//Y" "http://127.0.0.1:1/x.dtd"><l/>`,
		"harmless doctype":         `<!DOCTYPE l [<!ELEMENT l ANY>]><l>ok</l>`,
		"doctype after a comment":  `<!-- c --><!DOCTYPE l><l/>`,
		"doctype inside":           `<l><!DOCTYPE l></l>`,
		"nested entities":          `<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>`,
		"quadratic entity":         `<!DOCTYPE l [<!ENTITY a "` + strings.Repeat("a", 1000) + `">]><l>` + strings.Repeat("&a;", 1000) + `</l>`,
		"undefined entity":         `<l>&x;</l>`,
		"html entity":              `<l>&nbsp;</l>`,
		"null reference":           `<l>&#0;</l>`,
		"style sheet":              `<?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?><l/>`,
		"instruction inside":       `<l><?php x ?></l>`,
		"second declaration":       `<l/><?xml version="1.0"?>`,
		"late declaration":         `<!-- c --><?xml version="1.0"?><l/>`,
		"utf-16 declared":          `<?xml version="1.0" encoding="UTF-16"?><l>ok</l>`,
		"utf-7 declared":           `<?xml version="1.0" encoding="UTF-7"?><l>+ADw-</l>`,
		"latin-1 declared":         `<?xml version="1.0" encoding="ISO-8859-1"?><l>ok</l>`,
		"utf-16 bytes":             "\xff\xfe<\x00l\x00/\x00>\x00",
		"utf-16 big endian":        "\xfe\xff\x00<\x00l\x00/\x00>",
		"invalid utf-8":            "<l>\xff</l>",
		"control character":        "<l>\x01</l>",
		"null byte":                "<l>\x00</l>",
		"inclusion":                `<l xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></l>`,
		"inclusion by default":     `<include xmlns="http://www.w3.org/2001/XInclude" href="x"/>`,
		"duplicate attribute":      `<l a="1" a="2"/>`,
		"same name two prefixes":   `<l xmlns:p="u" xmlns:q="u" p:a="1" q:a="2"/>`,
		"prefix declared twice":    `<l xmlns:p="u" xmlns:p="v"/>`,
		"default declared twice":   `<l xmlns="u" xmlns="v"/>`,
		"undeclared prefix":        `<p:l/>`,
		"undeclared on attribute":  `<l p:a="1"/>`,
		"prefix of a sibling":      `<l><a xmlns:p="u"/><p:b/></l>`,
		"prefix taken back":        `<l xmlns:p="u"><a xmlns:p=""><p:b/></a></l>`,
		"colons":                   `<a:b:c xmlns:a="u"/>`,
		"65 attributes":            manyAttrs(65),
		"100,000 attributes":       manyAttrs(100_000),
		"huge attribute":           `<l a="` + strings.Repeat("x", xmlin.MaxBytes) + `"/>`,
		"depth 33":                 strings.Repeat("<a>", 33) + strings.Repeat("</a>", 33),
		"depth 100,000":            strings.Repeat("<a>", 100_000),
		"too many elements":        "<l>" + strings.Repeat("<a/>", xmlin.MaxElements) + "</l>",
		"too long":                 "<l>" + strings.Repeat("x", xmlin.MaxBytes) + "</l>",
		"comment in a value":       `<l>12<!-- -->5</l>`,
		"comment before a value":   `<l><!-- -->5</l>`,
		"comment after a value":    `<l>5<!-- --></l>`,
		"mixed, text first":        `<l>5<a/></l>`,
		"mixed, text last":         `<l><a/>5</l>`,
		"cdata between":            `<l><a/><![CDATA[5]]></l>`,
		"second root":              `<l/><l/>`,
		"trailing text":            `<l/>x`,
		"trailing instruction":     `<l/><?x?>`,
		"trailing doctype":         `<l/><!DOCTYPE l>`,
		"leading text":             `x<l/>`,
		"not closed":               `<l><a></a>`,
		"closed twice":             `<l></l></l>`,
		"wrong end":                `<l><a></l></a>`,
		"wrong prefix at the end":  `<p:l xmlns:p="u" xmlns:q="u"></q:l>`,
		"unquoted attribute":       `<l a=1/>`,
		"attribute without value":  `<l a/>`,
		"open cdata":               `<l><![CDATA[x</l>`,
		"open comment":             `<l/><!-- `,
		"double hyphen":            `<l><!-- a -- b --></l>`,
		"empty":                    ``,
		"only space":               "  \n ",
		"only a comment":           `<!-- c -->`,
		"json":                     `{"a":1}`,
	}
	for name, in := range cases {
		t.Run(name, func(t *testing.T) {
			n, err := xmlin.Parse([]byte(in))
			var refused *xmlin.Error
			if !errors.As(err, &refused) {
				t.Fatalf("accepted as %v, error %v", n, err)
			}
			if refused.Line < 1 || refused.What == "" {
				t.Errorf("says neither where nor what: %+v", refused)
			}
		})
	}
}

// TestHonestMessagesAreRead is the control: the guard must not refuse all.
func TestHonestMessagesAreRead(t *testing.T) {
	cases := map[string]string{
		"declaration": `<?xml version="1.0" encoding="UTF-8"?><l>v</l>`,
		"byte order":  "\xef\xbb\xbf<l>v</l>",
		"comments":    `<!-- c --><l> <!-- c --> <a>v</a><!-- d --></l><!-- e -->`,
		"cdata":       `<l><![CDATA[v]]></l>`,
		"references":  `<l>&amp;&#118;</l>`,
		"32 deep":     strings.Repeat("<a>", 32) + strings.Repeat("</a>", 32),
		"prefixes":    `<p:l xmlns:p="u"><p:a p:x="1" x="2"/></p:l>`,
	}
	for name, in := range cases {
		if _, err := xmlin.Parse([]byte(in)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNamesLinesAndValues(t *testing.T) {
	n, err := xmlin.Parse([]byte("<e:Env xmlns:e=\"urn:e\" xmlns=\"urn:d\">\n <Body>\n  <ID x=\"?\" y=\"1\"> A&amp;B </ID>\n  <None xmlns=\"\"/></Body></e:Env>"))
	if err != nil {
		t.Fatal(err)
	}
	id := n.First("Body").First("ID")
	if n.Name.Space != "urn:e" || id.Name.Space != "urn:d" || n.First("Body").First("None").Name.Space != "" {
		t.Errorf("namespaces: %v %v", n.Name, id.Name)
	}
	if id.Value() != "A&B" || id.Attr("x") != "" || id.Attr("y") != "1" {
		t.Errorf("value %q, attributes %v", id.Value(), id.Attrs)
	}
	if id.Path() != "/Env/Body/ID" || id.Line != 3 {
		t.Errorf("path %s line %d", id.Path(), id.Line)
	}
}

// TestCostIsBounded holds the memory of the worst messages below the 64 MiB of
// the intake rules; time is not asserted, only that growth is not quadratic.
func TestCostIsBounded(t *testing.T) {
	cases := map[string]string{
		"elements": "<l>" + strings.Repeat("<a/>", xmlin.MaxElements-2) + "</l>",
		"cdata":    "<l>" + strings.Repeat("<![CDATA[a]]>", 80_000) + "</l>",
		"comments": "<l>" + strings.Repeat("<!----> ", 120_000) + "</l>",
		"prefixes": strings.Repeat("<a"+strings.Repeat(` xmlns:p="u"`, 1)+">", 32) + strings.Repeat("</a>", 32),
		"attrs":    "<l>" + strings.Repeat(`<a b="`+strings.Repeat("x", 100)+`"/>`, 9_000) + "</l>",
	}
	for name, in := range cases {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		if _, err := xmlin.Parse([]byte(in)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		runtime.ReadMemStats(&after)
		mib := (after.TotalAlloc - before.TotalAlloc) >> 20
		t.Logf("%s: %d bytes, %d MiB, %v", name, len(in), mib, time.Since(start))
		if mib > 64 {
			t.Errorf("%s: %d MiB for one message", name, mib)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`<p:l xmlns:p="u"><a b="1">v</a><!-- c --></p:l>`))
	f.Add([]byte(`<!DOCTYPE l [<!ENTITY a "lol">]><l>&a;</l>`))
	f.Fuzz(func(t *testing.T, in []byte) {
		n, err := xmlin.Parse(in)
		if (n == nil) == (err == nil) {
			t.Fatalf("node %v and error %v", n, err)
		}
	})
}
