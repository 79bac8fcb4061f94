package cites

// ParseAppendix reads "I", "II", "III" or "N", and the digits 1 to 3 that some
// systems send. It returns a *CodeError otherwise.
func ParseAppendix(s string) (Appendix, error) {
	switch c := cleanCode(s); c {
	case "I", "II", "III", "N":
		return Appendix(c), nil
	case "1":
		return AppendixI, nil
	case "2":
		return AppendixII, nil
	case "3":
		return AppendixIII, nil
	}
	return "", refuse("appendix", s)
}

// Number is 1, 2 or 3, as seals write the appendix, and 0 for NotListed.
func (a Appendix) Number() int {
	switch a {
	case AppendixI:
		return 1
	case AppendixII:
		return 2
	case AppendixIII:
		return 3
	}
	return 0
}

// Name is the appendix as screens write it, such as "Appendix II".
func (a Appendix) Name(lang Lang) string {
	if a == NotListed {
		return Names{EN: "Not listed", FR: "Non inscrit", ES: "No incluido", AR: "غير مدرج"}.In(lang)
	}
	word := Names{EN: "Appendix", FR: "Annexe", ES: "Apéndice", AR: "الملحق"}.In(lang)
	numeral := string(a)
	if lang == Arabic {
		numeral = map[Appendix]string{AppendixI: "الأول", AppendixII: "الثاني", AppendixIII: "الثالث"}[a]
	}
	return word + " " + numeral
}
