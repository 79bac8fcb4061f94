package gateway

import (
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	v2 "github.com/opencites/opencites/epermit/v2"
	"github.com/opencites/opencites/epermit/xmlin"
	"github.com/opencites/opencites/internal/exchange"
)

// authHeader is the SOAP header in which some partners send a password.
const authHeader = "AuthenticationSoapHeader"

// The longest values that are taken: a permit number in the older messages had
// 70 characters.
const (
	maxNumber = 70
	maxToken  = 200
)

// parameters reads CertificateNumber, TokenId and IsoCountryCode. Namespaces are
// ignored; an element that stands twice is not.
func parameters(n *xmlin.Node) (exchange.Query, *soapFault) {
	var q exchange.Query
	values := map[string]string{}
	for _, c := range n.Children {
		if _, twice := values[c.Name.Local]; twice || len(c.Children) > 0 {
			f := broken()
			return q, &f
		}
		values[c.Name.Local] = c.Value()
	}
	number, token, country := values["CertificateNumber"], values["TokenId"], strings.ToUpper(values["IsoCountryCode"])
	var f soapFault
	switch {
	case number == "":
		f = missing("CertificateNumber")
	case utf8.RuneCountInString(number) > maxNumber || strings.ContainsFunc(number, func(r rune) bool { return r < ' ' }):
		f = malformed("CertificateNumber")
	case len(token) > maxToken:
		f = malformed("TokenId")
	case country != "" && (len(country) != 2 || strings.Trim(country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != ""):
		f = malformed("IsoCountryCode")
	default:
		q.Number, q.Token, q.Country = cites.PermitNumber(number), token, cites.Country(country)
		return q, nil
	}
	return q, &f
}

// partnerToken is what the caller presents as partner: a bearer token, or the
// password of the SOAP header.
func partnerToken(r *http.Request, e envelope) string {
	if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	return e.header.First(authHeader).First("Password").Value()
}

// writer makes the response of an operation. Composite is always false: nobody
// has written down what it means.
func writer(v version, op exchange.Operation, zone *time.Location) func(epermit.Document) ([]byte, error) {
	return func(d epermit.Document) ([]byte, error) {
		b, err := v2.Element(d, v2.Options{Zone: zone})
		if err != nil {
			return nil, err
		}
		name := "v2:" + string(op) + "Response"
		return v.seal("<" + name + ">" + string(b) + element("Composite", "false") + "</" + name + ">"), nil
	}
}
