package gateway

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/retrypolicy"

	v2 "github.com/opencites/opencites/epermit/v2"
	"github.com/opencites/opencites/epermit/xmlin"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
)

// Client asks partners for permits. The zero value works: three tries, twenty
// seconds each, no redirects.
type Client struct {
	HTTP  *http.Client  // nil makes one that follows no redirect
	Try   time.Duration // for one try; 0 is 20 seconds
	Pause time.Duration // before the second try, then doubled; 0 is a second
}

// attempts is how often a partner that does not answer is asked.
const attempts = 3

// errBusy is an answer that may be another one later.
var errBusy = errors.New("partner is not available")

// GetPermit asks a partner for one permit. A fault of the partner is NotFound,
// Denied or Conflict with its words; no answer is Unavailable; an answer that
// cannot be read is Invalid with the element and line.
func (c Client) GetPermit(ctx context.Context, p exchange.Partner, q exchange.Ask) (exchange.Reply, error) {
	reply := exchange.Reply{Request: request(p, q)}
	raw, err := c.post(ctx, p, q, reply.Request)
	if err != nil {
		return reply, &fault.Error{Kind: fault.Unavailable, Key: "exchange.unavailable", Args: fault.Args{"partner": p.Name}, Cause: err}
	}
	reply.Raw = raw
	e, err := open(raw)
	if err != nil {
		return reply, unreadable(p, err)
	}
	switch {
	case e.first == nil:
		return reply, unreadable(p, errors.New("the body is empty"))
	case e.first.Name.Local == "Fault":
		return reply, partnerFault(p, e.first)
	}
	wrapper := e.first.First(v2.Wrapper)
	if wrapper == nil {
		return reply, unreadable(p, e.first.Refuse("there is no %s", v2.Wrapper))
	}
	if reply.Document, reply.Problems, err = v2.ReadNode(wrapper); err != nil {
		return reply, unreadable(p, err)
	}
	return reply, nil
}

// request writes the envelope: SOAP 1.1 with unqualified parameters, as
// deployed providers expect.
func request(p exchange.Partner, q exchange.Ask) []byte {
	name := "v2:" + string(q.Operation) + "Request"
	return soap11.seal("<" + name + ">" + element("CertificateNumber", string(q.Number)) + element("TokenId", q.Token) +
		element("IsoCountryCode", string(p.Party)) + "</" + name + ">")
}

// post sends the request until an answer comes that will not change: network
// errors and the statuses of a busy or broken way are tried again. A fault of
// the partner comes with status 500 or 200 and is an answer.
func (c Client) post(ctx context.Context, p exchange.Partner, q exchange.Ask, body []byte) ([]byte, error) {
	policy := retrypolicy.NewBuilder[[]byte]().HandleErrors(errBusy).ReturnLastFailure().
		WithMaxAttempts(attempts).WithBackoff(c.pause(), 8*c.pause()).WithJitterFactor(0.2).Build()
	return failsafe.With(policy).WithContext(ctx).GetWithExecution(func(run failsafe.Execution[[]byte]) ([]byte, error) {
		return c.once(run.Context(), p, q, body)
	})
}

func (c Client) once(ctx context.Context, p exchange.Partner, q exchange.Ask, body []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.try())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", soap11.contentType()+"; charset=utf-8")
	r.Header.Set("SOAPAction", `"urn:`+string(q.Operation)+`"`)
	if p.Credential != "" {
		r.Header.Set("Authorization", "Bearer "+p.Credential)
	}
	res, err := c.client().Do(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBusy, err)
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return nil, fmt.Errorf("%w: status %d", errBusy, res.StatusCode)
	case http.StatusOK, http.StatusInternalServerError, http.StatusBadRequest:
	default:
		return nil, fmt.Errorf("status %d", res.StatusCode)
	}
	b, err := io.ReadAll(io.LimitReader(res.Body, xmlin.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBusy, err)
	}
	return b, nil
}

func (c Client) client() *http.Client {
	if c.HTTP != nil {
		return c.HTTP
	}
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (c Client) try() time.Duration {
	if c.Try > 0 {
		return c.Try
	}
	return 20 * time.Second
}

func (c Client) pause() time.Duration {
	if c.Pause > 0 {
		return c.Pause
	}
	return time.Second
}

func unreadable(p exchange.Partner, err error) error {
	f := &fault.Error{Kind: fault.Invalid, Key: "exchange.unreadable", Args: fault.Args{"partner": p.Name}, Cause: err}
	var where *xmlin.Error
	if errors.As(err, &where) {
		f.Add(where.Path, "exchange.element", "path", where.Path, "line", where.Line)
	}
	return f
}

// partnerFault turns a fault of either version into one of ours. Words we know
// keep their meaning; others are shown as the partner wrote them.
func partnerFault(p exchange.Partner, n *xmlin.Node) error {
	text := n.First("faultstring").Value()
	if text == "" {
		text = n.First("Reason").First("Text").Value()
	}
	for key, word := range words() {
		if word != text {
			continue
		}
		detail := n.First("detail")
		if detail == nil {
			detail = n.First("Detail")
		}
		return fault.New(kindOf(key), key, "partner", p.Name, "country", p.Party, "number", detail.First("ReplacedBy").Value())
	}
	if r := []rune(text); len(r) > 200 {
		text = string(r[:200])
	}
	return fault.New(fault.Unavailable, "exchange.partner_fault", "partner", p.Name, "text", text)
}

func kindOf(key string) fault.Kind {
	switch key {
	case exchange.NotAuthorised:
		return fault.Denied
	case exchange.NotFound, exchange.NotHere:
		return fault.NotFound
	}
	return fault.Conflict
}
