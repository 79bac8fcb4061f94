package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
)

// Decider answers what a consignment needs, by the law of its day.
type Decider interface {
	Decide(ctx context.Context, c *need.Case) (need.Answer, error)
}

type needInput struct {
	Lang     string `query:"lang" enum:"en,fr,es,ar" doc:"Language of the reasons; else Accept-Language decides."`
	Accepted string `header:"Accept-Language"`
	RawBody  []byte `contentType:"application/json" doc:"The case: date, purpose, export_country, import_country, direction and lines."`
}

type needOutput struct {
	Body struct {
		Verdict   string           `json:"verdict" enum:"ok,blocked,officer,none,unknown" doc:"The worst of all lines."`
		Documents []neededDocument `json:"documents" doc:"In the order in which they are usually applied for."`
		Findings  []neededFinding  `json:"findings"`
		Reasons   []neededReason   `json:"reasons"`
	}
}

type neededDocument struct {
	Country cites.Country      `json:"country" doc:"State whose authority issues it."`
	Type    cites.DocumentType `json:"type"`
}

type neededFinding struct {
	Finding   need.Finding   `json:"finding"`
	Authority need.Authority `json:"authority" enum:"MA,SA"`
	Country   cites.Country  `json:"country" doc:"State whose authority finds it."`
}

type neededReason struct {
	Rule     string `json:"rule" doc:"Rule, or row of a table of decisions."`
	Severity string `json:"severity" enum:"E,E*,W,N"`
	Citation string `json:"citation"`
	Text     string `json:"text"`
}

func (h *Handler) need() {
	huma.Register(h.api, huma.Operation{OperationID: "decide-need", Method: http.MethodPost, Path: Prefix + "v1/need",
		Summary: "Tell which documents and findings a consignment needs", Tags: []string{"Decision"}, MaxBodyBytes: need.MaxBytes,
		SkipValidateBody: true, RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {
			Schema: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Required: []string{"date", "purpose", "export_country", "import_country", "direction", "lines"},
				Description: "One consignment. Every element that is wrong is named in the answer."}}}},
		Errors: []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests}}, h.decide)
}

// decide reads the case itself, as the command line does, so that both name the
// same element in the same way. The values that were sent are not repeated.
func (h *Handler) decide(ctx context.Context, in *needInput) (*needOutput, error) {
	c, err := need.Read(bytes.NewReader(in.RawBody))
	if err != nil {
		return nil, h.fail(ctx, "decide-need", err)
	}
	a, err := h.cfg.Decider.Decide(ctx, c)
	if err != nil {
		return nil, h.fail(ctx, "decide-need", err)
	}
	lang := cites.Lang(in.Lang)
	if lang == "" {
		lang = preferred(in.Accepted)
	}
	a.Explain(lang, h.cfg.Sentence)
	return answered(&a), nil
}

func answered(a *need.Answer) *needOutput {
	out := &needOutput{}
	out.Body.Verdict = string(a.Verdict)
	out.Body.Documents, out.Body.Findings, out.Body.Reasons = []neededDocument{}, []neededFinding{}, []neededReason{}
	for _, d := range a.Documents {
		out.Body.Documents = append(out.Body.Documents, neededDocument(d))
	}
	for _, f := range a.Findings {
		out.Body.Findings = append(out.Body.Findings, neededFinding(f))
	}
	for _, r := range a.Reasons {
		out.Body.Reasons = append(out.Body.Reasons, neededReason{r.Rule, r.Severity, r.Citation, r.Text})
	}
	return out
}
