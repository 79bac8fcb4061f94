package store

import "strings"

// unaudited lists the tables whose rows may change without an audit event, each
// with the reason. Anything that decides, proves or counts is not here.
func unaudited(table string) bool {
	switch table {
	case "session": // who is signed in now; sign-in and sign-out are events
		return true
	case "login_attempt": // counters against guessing; the lockout is an event
		return true
	case "mail_outbox": // what would have been mailed; the act behind a letter is an event
		return true
	case "species_upload": // progress of an import; the upload and the import are events
		return true
	case "rehearsal": // what a rehearsal found; it changes no case and no law
		return true
	case "taxon_stage", "listing_stage", "species_quota_stage": // an import that has not taken effect; when it does, that is an event
		return true
	case "river_job", "river_queue", "river_leader", "river_client", "river_client_queue", "river_notification": // the queue; what a job does is audited where it does it
		return true
	}
	return strings.HasPrefix(table, "audit_") || strings.HasPrefix(table, "log_") // the log itself
}

// changes returns the table that a statement changes, or "" if it only reads.
func changes(query string) string {
	words := newWords(query)
	for w := words.next(); w != ""; w = words.next() {
		switch w {
		case "select", "pragma", "savepoint", "release", "rollback", "values", "explain":
			return ""
		case "insert", "replace":
			for w != "into" && w != "" {
				w = words.next()
			}
			return words.next()
		case "delete":
			words.next() // from
			return words.next()
		case "update":
			return words.next()
		case "with":
			return afterWith(&words)
		default:
			return w // create, alter, vacuum and the like: never without an event
		}
	}
	return ""
}

// afterWith looks for a changing statement anywhere behind common table
// expressions; a read that only mentions the words counts as a change, which
// errs on the safe side.
func afterWith(words *words) string {
	for w := words.next(); w != ""; w = words.next() {
		switch w {
		case "into", "update":
			return words.next()
		case "delete":
			words.next()
			return words.next()
		}
	}
	return ""
}

// words reads the lower-case words of a statement, without comments.
type words struct{ rest string }

func newWords(query string) words { return words{query} }

func (w *words) next() string {
	for {
		w.rest = strings.TrimLeft(w.rest, " \t\r\n(;,\"")
		if after, ok := strings.CutPrefix(w.rest, "--"); ok {
			_, w.rest, _ = strings.Cut(after, "\n")
			continue
		}
		if after, ok := strings.CutPrefix(w.rest, "/*"); ok {
			_, w.rest, _ = strings.Cut(after, "*/")
			continue
		}
		break
	}
	end := strings.IndexAny(w.rest, " \t\r\n();,\"")
	if end < 0 {
		end = len(w.rest)
	}
	word := strings.ToLower(w.rest[:end])
	w.rest = w.rest[end:]
	if _, name, ok := strings.Cut(word, "."); ok && name != "" {
		return name
	}
	if word == "" && w.rest != "" {
		w.rest = w.rest[1:]
		return w.next()
	}
	return word
}
