package rule

// Setting is how the administrator lets a rule work.
type Setting string

// The settings. A rule that nobody switched is on.
const (
	On      Setting = "on"
	Warning Setting = "warn" // a block becomes a warning
	Off     Setting = "off"  // the rule is not asked
)

// Settings lists the settings in the order of their strength.
func Settings() []Setting { return []Setting{On, Warning, Off} }

// Switches are the rules that the administrator switched, by id. They are read
// in the transaction that asks the rules, so that all instances of the program
// do the same.
type Switches map[string]Setting

// Of is the setting of a rule. Only rules that were not checked against their
// original can be switched; for others a switch has no effect.
func (s Switches) Of(id string) Setting {
	set, switched := s[id]
	if !switched {
		return On
	}
	if e, ok := Law(id); set == "" || !ok || !e.Switchable() {
		return On
	}
	return set
}

// tone changes a finding to what the setting allows.
func (s Setting) tone(f Finding) Finding {
	if s == Warning && f.Severity == Block {
		f.Severity, f.Discretion = Warn, false
	}
	f.Switched = s != On
	return f
}
