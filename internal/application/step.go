package application

import (
	"maps"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Step is one section of an application, with a page of its own.
type Step string

// The steps in the order in which they are asked.
const (
	StepExporter     Step = "exporter"
	StepImporter     Step = "importer"
	StepPurpose      Step = "purpose"
	StepSpecimens    Step = "specimens"   // the list of lines
	StepCertificate  Step = "certificate" // what only this document asks
	StepImportPermit Step = "import-permit"
	StepExportPermit Step = "export-permit"
	StepFacilities   Step = "facilities"
	StepShipment     Step = "shipment"
	StepDocuments    Step = "documents"
)

// Status is how far a step is.
type Status string

// The statuses of the task list.
const (
	NotStarted Status = "not_started"
	Incomplete Status = "incomplete"
	Complete   Status = "complete"
)

// StepsOf lists what this application has to answer: it depends on the type of
// the document and on the specimens.
func StepsOf(c *Content) []Step {
	info := c.Type.Facts()
	steps := []Step{StepExporter, StepImporter, StepPurpose, StepSpecimens}
	if !c.othersAsked() {
		steps = []Step{ownStep(info), StepPurpose, StepSpecimens}
	}
	if len(Asked(c)) > 0 {
		steps = append(steps, StepCertificate)
	}
	if info.Direction == cites.Importing {
		steps = append(steps, StepExportPermit)
		if slices.ContainsFunc(c.Lines, func(l Line) bool { return l.Appendix == cites.AppendixI && l.Live() }) {
			steps = append(steps, StepFacilities)
		}
	} else if !info.Exempt && slices.ContainsFunc(c.Lines, needsImportPermit) {
		steps = append(steps, StepImportPermit)
	}
	if c.ShipmentAsked() || c.CratesAsked() {
		steps = append(steps, StepShipment)
	}
	return append(steps, StepDocuments)
}

// ShipmentAsked reports whether port, day and means of transport matter: labels and
// references pass no port of ours, and neither a document for many crossings nor one
// that its holder completes has one shipment.
func (c *Content) ShipmentAsked() bool {
	info := c.Type.Facts()
	return info.Issued == cites.AsPermit && !c.Partial && !info.ManyCrossings
}

// CratesAsked reports whether the preparation of live specimens matters (rule G05).
func (c *Content) CratesAsked() bool {
	return c.Type.Facts().Issued == cites.AsPermit && !c.Partial && c.live()
}

// othersAsked reports whether the other side is asked: not where it is known by
// itself, nor where the holder fills it in for each use.
func (c *Content) othersAsked() bool { return c.Type.Facts().Other == cites.OtherAsked && !c.Partial }

// ownStep is the step about the applicant's own side.
func ownStep(i cites.DocumentTypeInfo) Step {
	if i.Direction.In() {
		return StepImporter
	}
	return StepExporter
}

// needsImportPermit: Appendix I goes with an import permit, except specimens
// bred or propagated in captivity or older than the listing (Art. III, VII; L01, L07).
func needsImportPermit(l Line) bool {
	return l.Appendix == cites.AppendixI && !slices.Contains([]cites.Source{"A", "C", "D", "O"}, l.Source)
}

// page is how a step with a form is read and written.
type page struct {
	read  func(o *Office, r *reader, c *Content)
	write func(c *Content, f Form)
}

// pages of the steps that are one form. The lines and the documents have their
// own verbs.
func pages() map[Step]page {
	return map[Step]page{
		StepExporter:     {readExporter, writeExporter},
		StepImporter:     {readImporter, writeImporter},
		StepPurpose:      {readPurpose, writePurpose},
		StepCertificate:  {readCertificate, writeCertificate},
		StepImportPermit: {readImportPermit, writeImportPermit},
		StepExportPermit: {readExportPermit, writeExportPermit},
		StepFacilities:   {readFacilities, writeFacilities},
		StepShipment:     {readShipment, writeShipment},
	}
}

// FormOf gives what the page of a step shows: what was typed last when that
// could not be read, else the stored answers.
func FormOf(c *Content, s Step) Form {
	if typed := c.Typed[string(s)]; len(typed) > 0 {
		return maps.Clone(typed)
	}
	f := Form{}
	if p, ok := pages()[s]; ok {
		p.write(c, f)
	}
	return f
}

// FaultsOf reads a step again and returns what is wrong with it, or nil.
func (o *Office) FaultsOf(c *Content, s Step) *fault.Error {
	if s == StepSpecimens {
		return o.lineFaults(c)
	}
	p, ok := pages()[s]
	if !ok {
		return nil
	}
	scratch := *c
	r := newReader(FormOf(c, s), o.today())
	p.read(o, r, &scratch)
	return orNil(r.wrong)
}

// StatusOf says how far a step is.
func (o *Office) StatusOf(c *Content, s Step) Status {
	begun := slices.Contains(c.Done, string(s)) || len(c.Typed[string(s)]) > 0
	switch {
	case s == StepSpecimens && len(c.Lines) > 0:
		begun = true
	case s == StepDocuments && begun:
		return Complete
	}
	switch {
	case !begun:
		return NotStarted
	case o.FaultsOf(c, s) != nil:
		return Incomplete
	}
	return Complete
}

// faults collects what is wrong in all steps; fields are named "step.field".
func (o *Office) faults(c *Content) *fault.Error {
	all := fault.Invalidf("apply.invalid")
	for _, s := range StepsOf(c) {
		if f := o.FaultsOf(c, s); f != nil {
			for _, x := range f.Fields {
				x.Name = string(s) + "." + x.Name
				all.Fields = append(all.Fields, x)
			}
		}
	}
	return orNil(all)
}

func orNil(f *fault.Error) *fault.Error {
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}

// settle stores the outcome of reading a page: the answers, and the typed form
// where something in it was wrong.
func (c *Content) settle(key string, r *reader) {
	if len(r.wrong.Fields) > 0 {
		if c.Typed == nil {
			c.Typed = map[string]Form{}
		}
		c.Typed[key] = r.kept
		return
	}
	delete(c.Typed, key)
	if !slices.Contains(c.Done, key) {
		c.Done = append(c.Done, key)
	}
}
