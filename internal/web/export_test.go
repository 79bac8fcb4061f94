package web

// SampleIdentity is the Party of the tests, for tests outside of the package.
func SampleIdentity() Identity { return testIdentity() }

// Verbs lists the verbs that a policy asks for.
func (p Policy) Verbs() []string {
	var out []string
	for _, v := range p.verbs {
		out = append(out, string(v))
	}
	return out
}
