package gateway_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencites/opencites/epermit/xmlin"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/gateway"
	"github.com/opencites/opencites/internal/permit"
)

// TestHostileRequests sends what must be refused before anything is looked up.
func TestHostileRequests(t *testing.T) {
	in := start(t, "QZ")
	in.hold("26QZ000017/01", permit.Valid)
	var calls atomic.Int64
	trap := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	defer trap.Close()
	good := call("GetNonFinalCitesCertificate", "26QZ000017/01", token, "QZ")
	if _, _, b := post(t, in.address, good); faultString(t, b) != "" {
		t.Fatalf("control: the good request was refused: %s", b)
	}
	with := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	entity := `<!DOCTYPE e [<!ENTITY x SYSTEM "` + trap.URL + `/x">]>`
	laughs := `<!DOCTYPE e [<!ENTITY a0 "lol">`
	for i := 1; i < 10; i++ {
		laughs += fmt.Sprintf(`<!ENTITY a%d "&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;">`, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1)
	}
	laughs += "]>"
	for name, c := range map[string]struct{ body, want string }{
		"external entity":     {entity + with("26QZ000017/01", "&x;"), "Invalid Request"},
		"parameter entity":    {`<!DOCTYPE e [<!ENTITY % p SYSTEM "` + trap.URL + `/p"> %p;]>` + good, "Invalid Request"},
		"external definition": {`<!DOCTYPE e SYSTEM "` + trap.URL + `/d.dtd">` + good, "Invalid Request"},
		"billion laughs":      {laughs + with("26QZ000017/01", "&a9;"), "Invalid Request"},
		"quadratic":           {`<!DOCTYPE e [<!ENTITY a "` + strings.Repeat("a", 5000) + `">]>` + with("26QZ000017/01", strings.Repeat("&a;", 5000)), "Invalid Request"},
		"inclusion":           {with("26QZ000017/01", `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="`+trap.URL+`"/>`), "Invalid Request"},
		"style sheet":         {`<?xml-stylesheet href="` + trap.URL + `"?>` + good, "Invalid Request"},
		"utf-7":               {`<?xml version="1.0" encoding="UTF-7"?>` + good, "Invalid Request"},
		"utf-16":              {"\xfe\xff" + good, "Invalid Request"},
		"deep":                {strings.Repeat("<a>", 10_000), "Invalid Request"},
		"comment in number":   {with("26QZ000017/01", "26QZ0000<!-- -->17/01"), "Invalid Request"},
		"two roots":           {good + good, "Invalid Request"},
		"trailing":            {good + "x", "Invalid Request"},
		"no envelope":         {"<a/>", "Invalid Request"},
		"empty":               {"", "Invalid Request"},
		"two bodies":          {with("</e:Body>", "</e:Body><e:Body/>"), "Invalid Request"},
		"empty body":          {`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>`, "Invalid SOAP request"},
		"other SOAP":          {strings.ReplaceAll(good, "http://schemas.xmlsoap.org/soap/envelope/", "urn:soap:9"), "Invalid SOAP request"},
		"unknown operation":   {strings.ReplaceAll(good, "GetNonFinalCitesCertificate", "DropTable"), "Cannot find SOAP action mapping for DropTable"},
		"parameter twice":     {with("<TokenId>", "<CertificateNumber>x</CertificateNumber><TokenId>"), "SOAP message structure is broken"},
		"parameter nested":    {with("26QZ000017/01", "<a/>"), "SOAP message structure is broken"},
		"no number":           {with("26QZ000017/01", ""), "Required SOAP parameter 'CertificateNumber' is missing"},
		"long number":         {with("26QZ000017/01", strings.Repeat("9", 71)), "Invalid SOAP parameter 'CertificateNumber' format"},
		"long token":          {with(token, strings.Repeat("9", 201)), "Invalid SOAP parameter 'TokenId' format"},
		"wrong country":       {with("<IsoCountryCode>QZ", "<IsoCountryCode>Q1"), "Invalid SOAP parameter 'IsoCountryCode' format"},
		"other country":       {with("<IsoCountryCode>QZ", "<IsoCountryCode>FR"), "CalleeNotFound"},
		"must understand":     {with("<e:Header/>", `<e:Header><x:Pay xmlns:x="urn:x" e:mustUnderstand="1"/></e:Header>`), "header Pay is not understood"},
		"injection":           {with("26QZ000017/01", "' or '1'='1"), "CertificateNotFound"},
	} {
		t.Run(name, func(t *testing.T) {
			status, header, b := post(t, in.address, c.body)
			if got := faultString(t, b); got != c.want || status != http.StatusInternalServerError {
				t.Errorf("%d %q, want %q", status, got, c.want)
			}
			if !strings.HasPrefix(header.Get("Content-Type"), "text/xml") {
				t.Errorf("type %s", header.Get("Content-Type"))
			}
		})
	}
	if n := calls.Load(); n != 0 {
		t.Errorf("%d requests went out", n)
	}
}

func TestWire(t *testing.T) {
	in := start(t, "QZ")
	in.hold("26QZ000017/01", permit.Valid)
	good := call("GetNonFinalCitesCertificate", "26QZ000017/01", token, "QZ")
	for name, c := range map[string]struct {
		headers []string
		body    string
		want    int
	}{
		"form":         {[]string{"Content-Type", "application/x-www-form-urlencoded"}, good, http.StatusUnsupportedMediaType},
		"multipart":    {[]string{"Content-Type", "multipart/related; boundary=x"}, good, http.StatusUnsupportedMediaType},
		"other set":    {[]string{"Content-Type", "text/xml; charset=utf-16"}, good, http.StatusUnsupportedMediaType},
		"compressed":   {[]string{"Content-Encoding", "gzip"}, good, http.StatusUnsupportedMediaType},
		"too large":    {nil, good + strings.Repeat(" ", 70_000), http.StatusRequestEntityTooLarge},
		"control":      {nil, good, http.StatusOK},
		"empty action": {[]string{"SOAPAction", `""`}, good, http.StatusOK},
	} {
		if status, _, b := post(t, in.address, c.body, c.headers...); status != c.want {
			t.Errorf("%s: %d %s", name, status, b)
		}
	}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		r, err := http.NewRequest(method, in.address, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") == "" {
			t.Errorf("%s: %d", method, res.StatusCode)
		}
	}
}

func TestSOAP12(t *testing.T) {
	in := start(t, "QZ")
	in.hold("26QZ000017/01", permit.Valid)
	newer := func(op string) string {
		return strings.ReplaceAll(call(op, "26QZ000017/01", token, "QZ"), "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
	}
	status, header, b := post(t, in.address, newer("GetNonFinalCitesCertificate"), "Content-Type", "application/soap+xml")
	n, err := xmlin.Parse(b)
	if err != nil || status != http.StatusOK || n.Name.Space != "http://www.w3.org/2003/05/soap-envelope" || !strings.HasPrefix(header.Get("Content-Type"), "application/soap+xml") {
		t.Errorf("%d %v %v", status, header, err)
	}
	status, _, b = post(t, in.address, newer("GetFinalCitesCertificate"), "Content-Type", "application/soap+xml")
	if faultString(t, b) != "CertificateNotFinal" || status != http.StatusBadRequest || !strings.Contains(string(b), "soapenv:Sender") {
		t.Errorf("%d %s", status, b)
	}
	_, _, b = post(t, in.address, newer("ServiceState"), "Content-Type", "application/soap+xml")
	if !strings.Contains(string(b), "<State>UP</State>") {
		t.Errorf("%s", b)
	}
}

func TestWSDL(t *testing.T) {
	in := start(t, "QZ")
	for _, query := range []string{"?wsdl", "?WSDL"} {
		res, err := http.Get(in.address + query)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b := make([]byte, 64<<10)
		n, _ := res.Body.Read(b)
		doc, err := xmlin.Parse(b[:n])
		if err != nil {
			t.Fatal(err)
		}
		at := doc.First("service").First("port").First("address")
		if doc.Name.Local != "definitions" || at.Attr("location") != in.address || len(doc.First("portType").All("operation")) != 3 {
			t.Errorf("location %s", at.Attr("location"))
		}
	}
}

// TestBadPartners asks partners that misbehave.
func TestBadPartners(t *testing.T) {
	other := start(t, "QZ")
	other.hold("26QZ000017/01", permit.Valid)
	_, _, goodAnswer := post(t, other.address, call("GetNonFinalCitesCertificate", "26QZ000017/01", token, "QZ"))
	envelope := func(body string) string {
		return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>` + body + `</s:Body></s:Envelope>`
	}
	for name, c := range map[string]struct {
		status int
		body   string
		number string
		key    string
		tries  int64
	}{
		"control":           {200, string(goodAnswer), "26QZ000017/01", "", 1},
		"page":              {200, "<html><body>Welcome</body></html>", "x", "exchange.unreadable", 1},
		"entity":            {200, "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + envelope("&x;"), "x", "exchange.unreadable", 1},
		"too large":         {200, envelope(strings.Repeat(" ", 1<<20)), "x", "exchange.unreadable", 1},
		"other number":      {200, string(goodAnswer), "26QZ000018/01", "exchange.other_number", 1},
		"other Party":       {200, strings.ReplaceAll(string(goodAnswer), ">QZ<", ">FR<"), "26QZ000017/01", "exchange.other_party", 1},
		"fault with 200":    {200, envelope("<s:Fault><faultcode>Server</faultcode><faultstring>CertificateNotFound</faultstring></s:Fault>"), "x", exchange.NotFound, 1},
		"fault of a hub":    {500, envelope("<s:Fault><faultcode>Server</faultcode><faultstring>This request took too long to process...</faultstring></s:Fault>"), "x", "exchange.partner_fault", 1},
		"busy":              {503, "busy", "x", "exchange.unavailable", 3},
		"redirect":          {302, "", "x", "exchange.unavailable", 1},
		"broken quantities": {200, strings.Replace(string(goodAnswer), ">2.5<", ">2,5<", 1), "26QZ000017/01", "exchange.unreadable", 1},
		"empty":             {200, "", "x", "exchange.unreadable", 1},
	} {
		t.Run(name, func(t *testing.T) {
			var tries atomic.Int64
			bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				tries.Add(1)
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			}))
			defer bad.Close()
			in := start(t, "CH")
			if _, _, err := in.Add(t.Context(), administrator, exchange.PartnerForm{Name: "Bad", Party: "QZ", Endpoint: bad.URL}); err != nil {
				t.Fatal(err)
			}
			_, err := in.Fetch(t.Context(), officer, "Bad", exchange.Ask{Operation: exchange.GetNonFinal, Number: "26QZ000017/01"})
			if c.number != "26QZ000017/01" && c.number != "x" {
				_, err = in.Fetch(t.Context(), officer, "Bad", exchange.Ask{Operation: exchange.GetNonFinal, Number: "26QZ000018/01"})
				tries.Add(-1)
			}
			if f := fault.Of(err); (f == nil) != (c.key == "") || f != nil && f.Key != c.key {
				t.Errorf("%v, want %s", err, c.key)
			}
			if tries.Load() != c.tries {
				t.Errorf("asked %d times, want %d", tries.Load(), c.tries)
			}
			if c.key != "" && c.number == "x" && len(in.shelf.kept) != 0 {
				t.Error("something was kept")
			}
		})
	}
}

func TestSlowPartner(t *testing.T) {
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer slow.Close()
	defer close(release)
	c := gateway.Client{Try: 20 * time.Millisecond, Pause: time.Millisecond}
	_, err := c.GetPermit(t.Context(), exchange.Partner{Name: "Slow", Endpoint: slow.URL}, exchange.Ask{Operation: exchange.GetFinal, Number: "1"})
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("%v", err)
	}
}
