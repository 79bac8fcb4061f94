// Package rehearsal plays amendments of the law over what is open: which
// applications, permits and quotas would come out differently on a day, and how.
//
// The rules are those of packages application and need, run against the
// catalogue as it is and as it would be; nothing is written but the result of a
// rehearsal that was asked for on a page. It owns no rule and no amendment (see
// species). Called by the edges web and app.
package rehearsal
