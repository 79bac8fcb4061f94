package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/seal"
)

// maxSeal bounds the body: a seal has at most some 3,000 digits.
const maxSeal = 16 << 10

type verifyInput struct {
	Body struct {
		Seal string `json:"seal" minLength:"1" maxLength:"8000" doc:"What the QR code of the permit holds: the whole address, or its digits."`
	}
}

type verifyOutput struct {
	Body struct {
		Verdict    string      `json:"verdict" doc:"One word: valid, revoked, expired, tampered, ..."`
		Colour     string      `json:"colour" enum:"green,amber,red" doc:"Only green may be accepted as it is."`
		StatusAsOf *time.Time  `json:"statusAsOf,omitempty" doc:"When the status list was made that was used."`
		Newer      bool        `json:"newer,omitempty" doc:"The seal has parts that this version does not know."`
		Permit     *sealPermit `json:"permit,omitempty" doc:"What the seal says; only when its signature is good."`
	}
}

// sealPermit is the permit as its seal tells it.
type sealPermit struct {
	Number    string     `json:"number"`
	Issuer    string     `json:"issuer"`
	Type      string     `json:"type"`
	Issued    time.Time  `json:"issued"`
	Expires   time.Time  `json:"expires"`
	Consignee sealParty  `json:"consignee"`
	Consignor sealParty  `json:"consignor"`
	Purpose   string     `json:"purpose,omitempty"`
	Items     []sealItem `json:"items"`
}

type sealParty struct {
	Name    string `json:"name"`
	Country string `json:"country"`
}

type sealItem struct {
	Name     string         `json:"name"`
	Term     string         `json:"term"`
	Quantity string         `json:"quantity" doc:"Decimal, exact."`
	Unit     string         `json:"unit"`
	Appendix cites.Appendix `json:"appendix"`
	Source   string         `json:"source"`
	Origin   string         `json:"origin"`
	Marks    string         `json:"marks,omitempty"`
}

func (h *Handler) verify() {
	huma.Register(h.api, huma.Operation{OperationID: "verify-seal", Method: http.MethodPost, Path: Prefix + "v1/verify",
		Summary: "Judge the seal of a permit", Tags: []string{"Permits"}, MaxBodyBytes: maxSeal,
		Errors: []int{http.StatusTooManyRequests}}, h.judge)
}

func (h *Handler) judge(ctx context.Context, in *verifyInput) (*verifyOutput, error) {
	out := &verifyOutput{}
	b, err := seal.FromText(in.Body.Seal)
	if err != nil {
		out.Body.Verdict, out.Body.Colour = string(seal.Malformed), string(seal.Malformed.Colour())
		return out, nil
	}
	v, err := h.cfg.Verifier.Judge(ctx, b)
	if err != nil {
		return nil, h.fail(ctx, "verify-seal", err)
	}
	out.Body.Verdict, out.Body.Colour, out.Body.Newer = string(v.Code), string(v.Code.Colour()), v.Newer
	if !v.StatusAsOf.IsZero() {
		out.Body.StatusAsOf = &v.StatusAsOf
	}
	if v.Permit != nil {
		out.Body.Permit = told(v.Permit)
	}
	return out, nil
}

func told(p *seal.Permit) *sealPermit {
	out := &sealPermit{Number: string(p.Number), Issuer: string(p.Issuer), Type: string(p.Type.Document()), Issued: p.Issued, Expires: p.Expires,
		Consignee: sealParty{p.Consignee.Name, string(p.Consignee.Country)}, Consignor: sealParty{p.Consignor.Name, string(p.Consignor.Country)},
		Purpose: string(p.Purpose)}
	for _, i := range p.Items {
		out.Items = append(out.Items, sealItem{Name: i.Name, Term: string(i.Term), Quantity: i.Quantity.String(), Unit: string(i.Unit),
			Appendix: i.Appendix, Source: string(i.Source), Origin: string(i.Origin), Marks: i.Marks})
	}
	return out
}
