package news

// Outlet is a publication in the catalogue: where its articles are found, how
// its pages are built and what it is.
type Outlet struct {
	ID       OutletID  `json:"id"`
	Name     string    `json:"name"`
	Hosts    []string  `json:"hosts"` // without "www."; the first is the main one
	Feeds    []string  `json:"feeds,omitempty"`
	Sitemaps []string  `json:"sitemaps,omitempty"` // news sitemaps and sitemap indexes
	Listings []string  `json:"listings,omitempty"` // "{page}" stands for a page number
	Zone     string    `json:"zone"`               // IANA name, such as "Asia/Jakarta"
	Articles string    `json:"articles,omitempty"` // regular expression that an article's path matches
	Family   string    `json:"family,omitempty"`   // markup family, a hint to the extractor
	Kind     string    `json:"kind"`               // press, government
	Place    PlaceCode `json:"place,omitempty"`
	Verbs    []string  `json:"verbs,omitempty"`    // house speech verbs, such as "seru"
	Verified string    `json:"verified,omitempty"` // Dewan Pers verification where known
	Terms    string    `json:"terms,omitempty"`    // what the outlet says about crawling
	Forbids  string    `json:"forbids,omitempty"`  // why it is never fetched; empty: it may be
	Delay    string    `json:"delay,omitempty"`    // least pause between two requests, such as "5s"
	Sources  []string  `json:"sources,omitempty"`  // where these facts come from
}
