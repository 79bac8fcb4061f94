// Package speciesplus asks the Species+ API (v1) of UNEP-WCMC for taxa,
// listings, quotas, suspensions and distributions, and writes the answers as the
// tables that package species imports.
//
// A sync keeps every answer in a folder until all are there. Whatever ends it
// half-way, the next one goes on where it stopped; the catalogue is changed only
// at the end, all at once. The service is asked slowly, answers that were cut
// short or refused for the moment are asked for again.
//
// It owns no reading of the law: what an answer means is decided by the importer.
// Package app builds it; nobody else imports it.
package speciesplus
