package v2

import "encoding/xml"

// The structs of this file are for writing only. Their tags carry the prefixes
// literally, since encoding/xml cannot choose prefixes and would repeat the
// namespace on every element; the order of fields is the order of the schema.

type permit struct {
	XMLName     xml.Name
	Message     string      `xml:"xmlns:rsm,attr"`
	Components  string      `xml:"xmlns:ram,attr"`
	Context     docContext  `xml:"rsm:SpecifiedExchangedDocumentContext"`
	Header      header      `xml:"rsm:HeaderExchangedDocument"`
	Consignment consignment `xml:"rsm:SpecifiedSupplyChainConsignment"`
}

type docContext struct {
	Process parameter `xml:"ram:BusinessProcessSpecifiedDocumentContextParameter"`
}

type parameter struct {
	Value   text    `xml:"ram:Value"`
	Version version `xml:"ram:SpecifiedDocumentVersion"`
}

type version struct {
	ID string `xml:"ram:ID"`
}

type text struct {
	Language string `xml:"languageID,attr,omitempty"`
	Value    string `xml:",chardata"`
}

type code1001 struct {
	List   string `xml:"listID,attr"`
	Agency string `xml:"listAgencyID,attr"`
	Value  string `xml:",chardata"`
}

type header struct {
	ID          string    `xml:"ram:ID"`
	Name        []text    `xml:"ram:Name"`
	TypeCode    *code1001 `xml:"ram:TypeCode"`
	Issued      string    `xml:"ram:IssueDateTime,omitempty"`
	Copy        bool      `xml:"ram:CopyIndicator"`
	Purpose     *text     `xml:"ram:Purpose"`
	PurposeCode string    `xml:"ram:PurposeCode,omitempty"`
	Information []text    `xml:"ram:Information"`
	References  []refDoc  `xml:"ram:ReferenceReferencedDocument"`
	Period      *period   `xml:"ram:EffectiveSpecifiedPeriod"`
	Place       *location `xml:"ram:IssueLogisticsLocation"`
	First       *auth     `xml:"ram:FirstSignatoryDocumentAuthentication"`
	Second      *auth     `xml:"ram:SecondSignatoryDocumentAuthentication"`
	Third       *auth     `xml:"ram:ThirdSignatoryDocumentAuthentication"`
	Fourth      *auth     `xml:"ram:FourthSignatoryDocumentAuthentication"`
}

type refDoc struct {
	Issued   string    `xml:"ram:IssueDateTime,omitempty"`
	TypeCode *code1001 `xml:"ram:TypeCode"`
	ID       string    `xml:"ram:ID,omitempty"`
	Name     *text     `xml:"ram:Name"`
}

type period struct {
	Start string `xml:"ram:StartDateTime,omitempty"`
	End   string `xml:"ram:EndDateTime,omitempty"`
}

type location struct {
	ID   string `xml:"ram:ID,omitempty"`
	Name *text  `xml:"ram:Name"`
}

type auth struct {
	TypeCode  string    `xml:"ram:TypeCode"`
	Actual    string    `xml:"ram:ActualDateTime,omitempty"`
	ID        string    `xml:"ram:ID,omitempty"`
	Statement *text     `xml:"ram:Statement"`
	Party     *party    `xml:"ram:ProviderTradeParty"`
	Place     *location `xml:"ram:IssueLogisticsLocation"`
}

type party struct {
	IDs            []string `xml:"ram:ID"`
	Name           *text    `xml:"ram:Name"`
	Address        *address `xml:"ram:PostalTradeAddress"`
	Representative *person  `xml:"ram:SpecifiedRepresentativePerson"`
	Signatory      *person  `xml:"ram:SpecifiedAuthoritativeSignatoryPerson"`
}

type person struct {
	Name *text `xml:"ram:Name"`
}

type address struct {
	Postcode     string `xml:"ram:PostcodeCode,omitempty"`
	PostBox      *text  `xml:"ram:PostOfficeBox"`
	Street       []text `xml:"ram:StreetName"`
	City         *text  `xml:"ram:CityName"`
	CountryID    string `xml:"ram:CountryID,omitempty"`
	CountryName  *text  `xml:"ram:CountryName"`
	Subdivisions []text `xml:"ram:CountrySubDivisionName"`
}

type country struct {
	ID   string `xml:"ram:ID,omitempty"`
	Name *text  `xml:"ram:Name"`
}

type consignment struct {
	Consignor *party  `xml:"ram:ConsignorTradeParty"`
	Consignee *party  `xml:"ram:ConsigneeTradeParty"`
	Transport *refDoc `xml:"ram:TransportContractReferencedDocument"`
	Event     *event  `xml:"ram:ExaminationTransportEvent"`
	Items     []item  `xml:"ram:IncludedSupplyChainConsignmentItem"`
}

type quantity struct {
	Unit  string `xml:"unitCode,attr"`
	Value string `xml:",chardata"`
}

type event struct {
	Occurred string    `xml:"ram:ActualOccurrenceDateTime,omitempty"`
	Quantity *quantity `xml:"ram:UnitQuantity"`
	Place    *location `xml:"ram:OccurrenceLogisticsLocation"`
	Parties  []*party  `xml:"ram:CertifyingTradeParty"`
}

type item struct {
	ID         string     `xml:"ram:ID"`
	Marks      *marks     `xml:"ram:PhysicalLogisticsShippingMarks"`
	Origin     *country   `xml:"ram:OriginTradeCountry"`
	Export     *country   `xml:"ram:ExportTradeCountry"`
	Documents  []refDoc   `xml:"ram:AssociatedReferencedDocument"`
	Package    *packaging `xml:"ram:TransportLogisticsPackage"`
	TradeLine  tradeLine  `xml:"ram:IncludedSupplyChainTradeLineItem"`
	Event      *event     `xml:"ram:ExaminationTransportEvent"`
	Regulatory *procedure `xml:"ram:ApplicableCrossBorderRegulatoryProcedure"`
}

type marks struct {
	Marking []text `xml:"ram:Marking"`
}

type packaging struct {
	Quantity *quantity `xml:"ram:ItemQuantity"`
}

type tradeLine struct {
	TypeCode      string  `xml:"ram:TypeCode"`
	ExtensionCode string  `xml:"ram:TypeExtensionCode"`
	Product       product `xml:"ram:SpecifiedTradeProduct"`
}

type product struct {
	Description []text `xml:"ram:Description"`
	TypeCode    string `xml:"ram:TypeCode,omitempty"`
	CommonName  []text `xml:"ram:CommonName"`
	Scientific  text   `xml:"ram:ScientificName"`
}

type procedure struct {
	Used     *quantity `xml:"ram:UsedToDateQuotaQuantity"`
	Annual   *quantity `xml:"ram:AnnualQuotaQuantity"`
	Acquired string    `xml:"ram:AcquisitionDateTime,omitempty"`
	Previous *refDoc   `xml:"ram:PreviousReferencedDocument"`
}
