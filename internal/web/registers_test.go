package web

func registerSamples() []sample {
	return []sample{
		{"registers", Page{Title: "Registers", Data: []door{{Title: "Rule book", Text: "Every rule with its source.", Href: "/rules"}}}},
		{"registers", Page{Title: "Registers", Data: []door(nil)}},
	}
}
