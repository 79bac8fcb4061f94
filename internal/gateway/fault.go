package gateway

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
)

// errVersion is an envelope of a version that nobody has published.
var errVersion = errors.New("unknown SOAP version")

// soapFault is what a caller is told when it gets no permit. Text is one word
// where partners compare it. Caller says that the caller can mend it.
type soapFault struct {
	Text   string
	Caller bool
	Code   string // of the specification itself: "VersionMismatch", "MustUnderstand"
	Detail string // markup
}

// The faults of the wire, in the words of the hub.
func invalidRequest() soapFault { return soapFault{Text: "Invalid Request", Caller: true} }
func noOperation() soapFault    { return soapFault{Text: "Invalid SOAP request", Caller: true} }
func unavailable() soapFault    { return soapFault{Text: "ServiceUnavailable"} }

func unknownOperation(name string) soapFault {
	return soapFault{Text: "Cannot find SOAP action mapping for " + name, Caller: true}
}

func missing(parameter string) soapFault {
	return soapFault{Text: fmt.Sprintf("Required SOAP parameter '%s' is missing", parameter), Caller: true}
}

func malformed(parameter string) soapFault {
	return soapFault{Text: fmt.Sprintf("Invalid SOAP parameter '%s' format", parameter), Caller: true}
}

func broken() soapFault { return soapFault{Text: "SOAP message structure is broken", Caller: true} }

// words is the one table from keys of the exchange to faults of the wire.
func words() map[string]string {
	return map[string]string{
		exchange.NotAuthorised: "CallerNotAuthorised",
		exchange.NotHere:       "CalleeNotFound",
		exchange.NotFound:      "CertificateNotFound",
		exchange.NotFinal:      "CertificateNotFinal",
		exchange.Cancelled:     "CertificateCancelled",
		exchange.Replaced:      "CertificateReplaced",
	}
}

// faultOf turns an error of the exchange into a fault of the wire. What is not
// in the table is our failure and says nothing.
func faultOf(err error) soapFault {
	f := fault.Of(err)
	if f == nil {
		return unavailable()
	}
	text, ok := words()[f.Key]
	if !ok {
		return unavailable()
	}
	out := soapFault{Text: text, Caller: true}
	if f.Key == exchange.Replaced && f.Args["number"] != "" {
		out.Detail = element("v2:ReplacedBy", f.Args["number"])
	}
	return out
}

// write gives the fault in a version of SOAP. In SOAP 1.1 its code is Server, as
// the hub answers whatever was wrong, and the status 500; SOAP 1.2 says whose
// fault it was.
func (f soapFault) write(v version) (status int, body []byte) {
	if v == soap12 {
		code, status := "Receiver", http.StatusInternalServerError
		if f.Caller {
			code, status = "Sender", http.StatusBadRequest
		}
		if f.Code != "" {
			code, status = f.Code, http.StatusInternalServerError
		}
		content := "<soapenv:Fault><soapenv:Code><soapenv:Value>soapenv:" + code + `</soapenv:Value></soapenv:Code><soapenv:Reason><soapenv:Text xml:lang="en">` +
			escaped(f.Text) + "</soapenv:Text></soapenv:Reason>" + f.detail("soapenv:Detail") + "</soapenv:Fault>"
		return status, v.seal(content)
	}
	code := "Server"
	if f.Code != "" {
		code = f.Code
	}
	return http.StatusInternalServerError, v.seal("<soapenv:Fault>" + element("faultcode", "soapenv:"+code) +
		element("faultstring", f.Text) + f.detail("detail") + "</soapenv:Fault>")
}

func (f soapFault) detail(name string) string {
	if f.Detail == "" {
		return ""
	}
	return "<" + name + ">" + f.Detail + "</" + name + ">"
}

func escaped(s string) string {
	full := element("x", s)
	return full[len("<x>") : len(full)-len("</x>")]
}
