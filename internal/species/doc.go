// Package species holds what the Convention lists: taxa with their names,
// listings as intervals of time with their populations and annotations, range
// States, export quotas and suspensions of trade.
//
// A Catalogue is a read-only snapshot in memory: it answers which appendix
// holds for a taxon, a country and a day, and suggests taxa as people type. A
// Library keeps the current Catalogue and swaps it when the store has a newer
// edition. Quotas and suspensions change often and are read in transactions.
//
// It owns no use of a quota by a permit beyond the counter (see permit) and no
// rule of law about applications (see application). Called by application,
// permit, control, report, and the edges web, api and app.
package species
