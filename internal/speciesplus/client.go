package speciesplus

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/retrypolicy"

	"github.com/opencites/opencites/internal/fault"
)

// Base is the address of the service.
const Base = "https://api.speciesplus.net/api/v1"

// Bounds of a request: how often it is tried, how long one try may take, and how
// many bytes an answer may have.
const (
	attempts  = 6
	tryFor    = 60 * time.Second
	maxAnswer = 64 << 20
)

// Client asks the service, one request after the other.
type Client struct {
	Base  string // "" means Base
	Token string
	// Wait is the pause between two requests: bursts were answered with 404.
	Wait time.Duration
	// Pause is the first pause before a request is tried again; it doubles.
	Pause time.Duration
	// Try is how long one try may take; 0 means a minute.
	Try  time.Duration
	HTTP *http.Client
}

// busy is an answer that may be another next time.
type busy struct {
	why   string
	after time.Duration // how long the service asks us to wait
}

func (b *busy) Error() string { return b.why }

// errAbsent says that the service does not know what was asked for.
var errAbsent = errors.New("not known to Species+")

// get asks for a path and returns the body, which is whole and valid JSON.
func (c *Client) get(ctx context.Context, path string, query url.Values) ([]byte, error) {
	policy := retrypolicy.NewBuilder[[]byte]().
		HandleIf(func(_ []byte, err error) bool { var b *busy; return errors.As(err, &b) }).
		WithDelayFunc(c.delay).WithMaxAttempts(attempts).ReturnLastFailure().Build()
	body, err := failsafe.With(policy).WithContext(ctx).GetWithExecution(func(run failsafe.Execution[[]byte]) ([]byte, error) {
		return c.once(run.Context(), path, query)
	})
	var b *busy
	if errors.As(err, &b) {
		return nil, fmt.Errorf("species+ %s: %w", path, fault.New(fault.Unavailable, "species.sync.unavailable", "why", b.why))
	}
	if err != nil {
		return nil, fmt.Errorf("species+ %s: %w", path, err)
	}
	return body, nil
}

// delay doubles the pause with each try, and waits at least as long as the
// service asked for.
func (c *Client) delay(run failsafe.ExecutionAttempt[[]byte]) time.Duration {
	pause := c.Pause << min(max(run.Attempts()-1, 0), 6)
	var b *busy
	if errors.As(run.LastError(), &b) {
		pause = max(pause, b.after)
	}
	return min(pause, 5*time.Minute)
}

func (c *Client) once(ctx context.Context, path string, query url.Values) ([]byte, error) {
	if err := sleep(ctx, c.Wait); err != nil {
		return nil, err
	}
	try, cancel := context.WithTimeout(ctx, cmp.Or(c.Try, tryFor))
	defer cancel()
	r, err := http.NewRequestWithContext(try, http.MethodGet, strings.TrimSuffix(cmp.Or(c.Base, Base), "/")+path+"?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-Authentication-Token", c.Token)
	r.Header.Set("Accept", "application/json")
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	res, err := client.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &busy{why: "no answer"}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, &busy{why: "the answer was cut short"}
	case len(body) > maxAnswer:
		return nil, fault.New(fault.Invalid, "species.sync.too_large", "path", path)
	}
	return judge(res, body)
}

// judge tells an answer from a refusal, and one that is for good from one that
// may pass.
func judge(res *http.Response, body []byte) ([]byte, error) {
	switch s := res.StatusCode; {
	case s == http.StatusOK && json.Valid(body):
		return body, nil
	case s == http.StatusOK:
		return nil, &busy{why: "the answer was cut short"}
	case s == http.StatusUnauthorized, s == http.StatusForbidden:
		return nil, fault.New(fault.Denied, "species.sync.token")
	case s == http.StatusNotFound:
		return nil, errAbsent
	case s == http.StatusTooManyRequests, s >= 500:
		return nil, &busy{why: "status " + strconv.Itoa(s), after: retryAfter(res.Header.Get("Retry-After"))}
	}
	var refusal struct {
		Error struct{ Message string }
	}
	_ = json.Unmarshal(body, &refusal) // without a message the status has to do
	return nil, fault.New(fault.Invalid, "species.sync.refused", "status", res.StatusCode, "text", refusal.Error.Message)
}

// retryAfter reads the seconds of the header; anything else is no wish.
func retryAfter(s string) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return 0
	}
	return min(time.Duration(n)*time.Second, 5*time.Minute)
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
