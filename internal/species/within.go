package species

// Within returns the subspecies and varieties of a species.
func (c *Catalogue) Within(id ID) []ID { return c.within()[id] }

// children works out once which taxa stand below each species.
func children(taxa []Taxon) map[ID][]ID {
	out := map[ID][]ID{}
	for i := range taxa {
		if t := &taxa[i]; t.Rank == Subspecies || t.Rank == Variety {
			out[t.Parent] = append(out[t.Parent], t.ID)
		}
	}
	return out
}
