package gateway

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/opencites/opencites/epermit/xmlin"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
)

// Path is where the service is mounted.
const Path = "/epix/v2"

// maxRequest bounds a request: a few parameters.
const maxRequest = 64 << 10

// Answerer answers queries; the desk of package exchange is one.
type Answerer interface {
	Answer(ctx context.Context, q exchange.Query) ([]byte, error)
}

// Server is the exchange service of this Party. It is safe for concurrent use.
type Server struct {
	Desk Answerer
	// Address is the public base address of the program, for the WSDL.
	Address string
	// Client gives the network address of a caller; nil takes the connection's.
	Client func(*http.Request) string
	// Zone is where the Management Authority sits, in which days begin and end.
	Zone *time.Location
	Log  *slog.Logger
}

// ServeHTTP answers GET ?wsdl and POST.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case r.Method == http.MethodPost:
		s.post(w, r)
	case (r.Method == http.MethodGet || r.Method == http.MethodHead) && strings.EqualFold(r.URL.RawQuery, "wsdl"):
		s.wsdl(w, r)
	default:
		w.Header().Set("Allow", "POST")
		http.Error(w, "POST a SOAP envelope, or GET ?wsdl", http.StatusMethodNotAllowed)
	}
}

func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	if !soapType(r.Header.Get("Content-Type")) || r.Header.Get("Content-Encoding") != "" {
		w.Header().Set("Accept", soap11.contentType()+", "+soap12.contentType())
		http.Error(w, "the body must be text/xml or application/soap+xml in UTF-8", http.StatusUnsupportedMediaType)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		http.Error(w, "the request is too large", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		return // the caller has gone
	}
	e, err := open(body)
	if err != nil {
		s.refuse(w, r, e.version, err)
		return
	}
	response, why := s.dispatch(r, e, body)
	if why != nil {
		s.send(w, e.version, *why)
		return
	}
	reply(w, e.version, http.StatusOK, response)
}

// refuse answers a body that is no envelope.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, v version, err error) {
	if errors.Is(err, errVersion) {
		s.send(w, v, soapFault{Text: "Invalid SOAP request", Code: "VersionMismatch"})
		return
	}
	var where *xmlin.Error
	if errors.As(err, &where) {
		s.Log.InfoContext(r.Context(), "exchange request refused", "line", where.Line, "reason", where.What)
	}
	s.send(w, v, invalidRequest())
}

func (s *Server) send(w http.ResponseWriter, v version, f soapFault) {
	status, body := f.write(v)
	reply(w, v, status, body)
}

func reply(w http.ResponseWriter, v version, status int, body []byte) {
	w.Header().Set("Content-Type", v.contentType()+"; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller is gone: nobody to tell
}

// dispatch finds the operation and runs it.
func (s *Server) dispatch(r *http.Request, e envelope, body []byte) ([]byte, *soapFault) {
	if h := e.misunderstood(); h != nil {
		return nil, &soapFault{Text: "header " + h.Name.Local + " is not understood", Code: "MustUnderstand"}
	}
	if e.first == nil {
		f := noOperation()
		return nil, &f
	}
	switch name := operation(e.first.Name.Local); name {
	case string(exchange.GetNonFinal), string(exchange.GetFinal):
		return s.get(r, e, body, exchange.Operation(name))
	case "ServiceState":
		return e.version.seal("<v2:ServiceStateResponse>" + element("State", "UP") + element("Message", "") + "</v2:ServiceStateResponse>"), nil
	default:
		f := unknownOperation(name)
		return nil, &f
	}
}

// operation gives the name of an operation however partners write it: with
// Request behind it, or in lower case with underscores.
func operation(local string) string {
	local = strings.TrimSuffix(local, "Request")
	if !strings.Contains(local, "_") {
		return local
	}
	var b strings.Builder
	for _, word := range strings.Split(strings.TrimSuffix(local, "_request"), "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

func (s *Server) get(r *http.Request, e envelope, body []byte, op exchange.Operation) ([]byte, *soapFault) {
	q, why := parameters(e.first)
	if why != nil {
		return nil, why
	}
	q.Operation, q.Request, q.From = op, body, s.client(r)
	q.PartnerToken = partnerToken(r, e)
	q.Write = writer(e.version, op, s.Zone)
	response, err := s.Desk.Answer(r.Context(), q)
	if err == nil {
		return response, nil
	}
	if fault.KindOf(err) == fault.Internal || fault.KindOf(err) == fault.Unavailable {
		s.Log.ErrorContext(r.Context(), "exchange answer", "error", err.Error())
	}
	f := faultOf(err)
	return nil, &f
}

func soapType(v string) bool {
	t, params, err := mime.ParseMediaType(v)
	if err != nil {
		return v == ""
	}
	if c := params["charset"]; c != "" && !strings.EqualFold(c, "utf-8") && !strings.EqualFold(c, "us-ascii") {
		return false
	}
	return t == soap11.contentType() || t == soap12.contentType() || t == "application/xml"
}

// client names the caller's network for the limit on guessing; of an IPv6
// address the part that one subscriber holds.
func (s *Server) client(r *http.Request) string {
	host := r.RemoteAddr
	if s.Client != nil {
		host = s.Client(r)
	} else if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.Is6() && !ip.Is4In6() {
		if p, err := ip.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return host
}
