package actor

// Verb is an act on a noun, "noun.verb". The same word names the audit event.
type Verb string

// The verbs, in the order of the life of a permit.
const (
	ImportSpecies     Verb = "species.import"
	SetLimits         Verb = "species.limits"
	ReadFindings      Verb = "finding.read"
	MakeFinding       Verb = "finding.make"
	WithdrawFinding   Verb = "finding.withdraw"
	WriteChain        Verb = "chain.write"
	StartChain        Verb = "chain.start"
	ReadChains        Verb = "chain.read"
	AskChain          Verb = "chain.ask"
	ReadQuotas        Verb = "quota.read"
	DivideQuota       Verb = "quota.divide"
	MoveQuota         Verb = "quota.move"
	AmendLaw          Verb = "species.amend"
	ReadLaw           Verb = "species.read_amendments"
	ReadFacilities    Verb = "facility.read"
	KeepFacilities    Verb = "facility.keep"
	ReadStock         Verb = "stock.read"
	KeepStock         Verb = "stock.keep"
	ConvertStock      Verb = "stock.convert"
	WriteApplication  Verb = "application.write"
	SubmitApplication Verb = "application.submit"
	WithdrawApp       Verb = "application.withdraw"
	AnswerRequest     Verb = "application.answer"
	WriteMessage      Verb = "application.message"
	GiveMandate       Verb = "application.mandate"
	ReadQueue         Verb = "application.queue"
	AssignCase        Verb = "application.assign"
	AskApplicant      Verb = "application.ask"
	RequestFinding    Verb = "application.request_finding"
	PointFinding      Verb = "application.point_finding"
	GiveNDF           Verb = "application.give_ndf"
	GiveLAF           Verb = "application.give_laf"
	RecordFee         Verb = "application.record_fee"
	Propose           Verb = "application.propose"
	ReturnCase        Verb = "application.return"
	Approve           Verb = "application.approve"
	Refuse            Verb = "application.refuse"
	LiftFinding       Verb = "application.lift_finding"
	PreparePermit     Verb = "permit.prepare"
	SealPermit        Verb = "permit.seal"
	ReadPermits       Verb = "permit.read"
	ReplacePermit     Verb = "permit.replace"
	RevokePermit      Verb = "permit.revoke"
	ReportLoss        Verb = "permit.report_loss"
	OfferReturn       Verb = "permit.offer_return"
	AmendPermit       Verb = "permit.amend"
	DecideAmendment   Verb = "permit.decide_amendment"
	ReturnPermit      Verb = "permit.return"
	ReadNotifications Verb = "notification.read"
	SendNotification  Verb = "notification.send"
	ReceivePermit     Verb = "permit.receive"
	FindPermit        Verb = "control.find"
	EndorsePermit     Verb = "control.endorse"
	RecordTransit     Verb = "control.transit"
	ConfirmImport     Verb = "control.confirm"
	MakeReport        Verb = "report.make"
	ReadDashboard     Verb = "report.dashboard"
	QueryPartner      Verb = "exchange.query"
	ManagePartners    Verb = "exchange.partners"
	ManageMeasures    Verb = "measure.manage"
	ReadMeasures      Verb = "measure.read"
	ManageAccounts    Verb = "account.manage"
	ManageProfile     Verb = "profile.manage"
	ManageKeys        Verb = "key.manage"
	ReadAudit         Verb = "audit.read"
	ReadRules         Verb = "rule.read"
	SwitchRule        Verb = "rule.switch"
)

// allowed ties roles to verbs. No role holds both Approve and ManageAccounts.
var allowed = map[Verb][]Role{
	ImportSpecies:     {Administrator, Scientist, System},
	SetLimits:         {Scientist, Administrator, System},
	ReadFindings:      {Scientist, CaseOfficer, Supervisor, Signatory, Auditor},
	MakeFinding:       {Scientist},
	WithdrawFinding:   {Scientist},
	WriteChain:        {Trader, Agent},
	StartChain:        {Trader},
	ReadChains:        {CaseOfficer, Supervisor, Signatory, Auditor},
	AskChain:          {CaseOfficer, Supervisor},
	ReadQuotas:        {CaseOfficer, Signatory, Supervisor, Scientist, Auditor, Administrator},
	DivideQuota:       {Supervisor, Scientist},
	MoveQuota:         {CaseOfficer, Supervisor, Scientist},
	AmendLaw:          {Administrator, Supervisor, System},
	ReadLaw:           {CaseOfficer, Signatory, Supervisor, Scientist, Auditor, Administrator, System},
	ReadFacilities:    {CaseOfficer, Signatory, Supervisor, Scientist, Customs, Auditor},
	KeepFacilities:    {CaseOfficer, Supervisor},
	ReadStock:         {CaseOfficer, Signatory, Supervisor, Customs, Auditor},
	KeepStock:         {CaseOfficer, Supervisor},
	ConvertStock:      {Trader},
	WriteApplication:  {Trader, Agent},
	SubmitApplication: {Trader, Agent},
	WithdrawApp:       {Trader, Agent},
	AnswerRequest:     {Trader, Agent},
	WriteMessage:      {Trader, Agent, CaseOfficer, Supervisor, Scientist},
	GiveMandate:       {Trader},
	ReadQueue:         {CaseOfficer, Signatory, Supervisor, Scientist, Finance, Auditor},
	AssignCase:        {CaseOfficer, Supervisor},
	AskApplicant:      {CaseOfficer, Supervisor},
	RequestFinding:    {CaseOfficer, Supervisor},
	PointFinding:      {CaseOfficer, Supervisor},
	GiveNDF:           {Scientist},
	GiveLAF:           {CaseOfficer, Supervisor},
	RecordFee:         {Finance},
	Propose:           {CaseOfficer},
	ReturnCase:        {Signatory, Supervisor},
	Approve:           {Signatory},
	Refuse:            {Signatory},
	LiftFinding:       {Supervisor},
	PreparePermit:     {Signatory, System},
	SealPermit:        {System},
	ReadPermits:       {CaseOfficer, Signatory, Supervisor, Scientist, Customs, Auditor},
	ReplacePermit:     {Signatory},
	RevokePermit:      {Signatory, Supervisor},
	ReportLoss:        {Trader, Agent},
	OfferReturn:       {Trader, Agent},
	AmendPermit:       {CaseOfficer, Supervisor},
	DecideAmendment:   {Signatory},
	ReturnPermit:      {CaseOfficer, Supervisor},
	ReadNotifications: {CaseOfficer, Signatory, Supervisor, Auditor},
	SendNotification:  {CaseOfficer, Supervisor, System},
	ReceivePermit:     {CaseOfficer, Supervisor, System, Partner},
	FindPermit:        {Customs, CaseOfficer, Supervisor},
	EndorsePermit:     {Customs},
	RecordTransit:     {Customs},
	ConfirmImport:     {CaseOfficer, Supervisor, Partner},
	MakeReport:        {CaseOfficer, Supervisor, Auditor},
	ReadDashboard:     {CaseOfficer, Signatory, Supervisor, Scientist, Finance, Auditor, Administrator},
	QueryPartner:      {CaseOfficer, Supervisor},
	ManagePartners:    {Administrator},
	ManageMeasures:    {Administrator},
	ReadMeasures:      {Administrator, CaseOfficer, Signatory, Supervisor, Scientist, Auditor},
	ManageAccounts:    {Administrator},
	ManageProfile:     {Administrator},
	ManageKeys:        {Administrator},
	ReadAudit:         {Auditor, Supervisor},
	ReadRules:         {CaseOfficer, Signatory, Supervisor, Scientist, Finance, Customs, Auditor, Administrator},
	SwitchRule:        {Administrator},
}
