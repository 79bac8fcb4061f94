package v2

// The namespaces of the second generation, exactly as deployed. The message is
// "standard", its components are "draft".
const (
	Message    = "urn:un:unece:uncefact:data:standard:CITESEPermit:2"
	Components = "urn:un:unece:uncefact:data:draft:ReusableAggregateBusinessInformationEntity:1"
	Service    = "urn:CitesDataExchange/v2/"
)

// Wrapper is the element of a permit: unqualified inside SOAP, in the message
// namespace in a file of its own.
const Wrapper = "CITESEPermit"

// Codes of UN/EDIFACT list 1001 by which deployed systems tell the documents of
// box 12 and box 12a apart (their meanings there are certificate of origin and
// export licence).
const (
	originDocument   = "861"
	reexportDocument = "811"
	originName       = "Country of origin permit"
	reexportName     = "Last re-export certificate"
)

// Sentences that carry what the message has no element for. They are read back
// word for word.
const (
	sourcesPrefix   = "Source codes: "
	residencePrefix = "Country of residence of the importer: "
)
