package extract

// Join puts the further pages of an article behind its first, as the crawler
// fetched them from [Reading.NextPages]. All but the text and what lies in it is
// as the first page has it. A paragraph that a page repeats from the one before,
// such as a lead, is taken once.
func Join(r Reading, next ...Reading) Reading {
	a := &r.Article
	a.Paragraphs = append([]string(nil), a.Paragraphs...)
	seen := map[string]bool{}
	for _, p := range a.Paragraphs {
		seen[p] = true
	}
	for _, n := range next {
		place := make([]int, len(n.Article.Paragraphs)) // where each paragraph went
		for i, p := range n.Article.Paragraphs {
			if !seen[p] {
				seen[p] = true
				a.Paragraphs = append(a.Paragraphs, p)
				r.Words += words(p)
			}
			place[i] = len(a.Paragraphs) - 1
		}
		for _, l := range n.Article.Related {
			if l.After >= 0 && l.After < len(place) {
				l.After = place[l.After]
			} else {
				l.After = len(a.Paragraphs) - 1
			}
			a.Related = append(a.Related, l)
		}
		for _, img := range n.Article.Images {
			known := false
			for _, have := range a.Images {
				known = known || imageKey(have.URL) == imageKey(img.URL)
			}
			if !known && len(a.Images) < maxImages {
				a.Images = append(a.Images, img)
			}
		}
		if len(a.Byline) == 0 {
			a.Byline = n.Article.Byline
		}
		a.Truncated = a.Truncated && n.Article.Truncated
	}
	dropDoubles(a)
	r.NextPages = nil
	return r
}
