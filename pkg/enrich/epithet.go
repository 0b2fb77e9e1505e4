package enrich

func (r *reader) epithets() {}
