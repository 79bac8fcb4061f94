// Package application owns what a trader asks for and what the authorities find
// and decide: the draft, its lines and evidence, messages, findings, the fee,
// the proposal and the decision.
//
// It does not own the permit that may follow (see permit), accounts (see web
// and store) or species data (see species). Pages and the JSON interface call
// its verbs; jobs call none of them. Recaller hears from the register that a
// finding has ended.
//
// Everything is done through the verbs of Office, one file for each: the
// applicant's side (StartDraft, SaveDraft, AddLine, ImportLines, AttachDocument,
// Submit, AnswerInfo, Withdraw, CopyAsNew, GiveMandate), the authority's side
// (Assign, AskApplicant, RequestFinding, GiveNDF, GiveLAF, RecordFee, Propose,
// ReturnToReview, Approve, Refuse, LiftFinding), and reading (Mine, Queue, Read,
// Document, Review, Examine). A page that was wrong is saved all the same: the
// draft keeps what was typed, and the Invalid fault names the fields.
//
// States and who moves them:
//
//	draft ──submit──▶ submitted ──take──▶ in_review ──propose──▶ proposed ──approve──▶ approved ──prepare──▶ issued
//	                     ▲                │  ▲   │                  │  │
//	                     │              ask  answer                 │  └─refuse──▶ refused
//	                     │                ▼  │   └─────return◀──────┘
//	                     │              info_requested
//	                     └ withdraw from every state before approved ──▶ withdrawn
//
// The proposer, the approver, the finance officer and the applicant are
// different people: a constraint of the database (trust sheet, section 6),
// checked again here so that the message is a kind one.
package application
