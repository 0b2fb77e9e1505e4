package pkg_test

// deps is the table of who may import whom. A row that is not here is a package
// that may not be.
var deps = map[string]layer{
	"pkg/news":                   {nil, "the domain: everything imports it, it imports the standard library alone"},
	"pkg/canonical":              {nil, "an address has a canonical form before there is an article"},
	"pkg/lang":                   {nil, "Indonesian words and sentences are the same for tags and for search"},
	"pkg/event":                  {[]string{"pkg/news"}, "facts are about the domain"},
	"pkg/registry":               {[]string{"pkg/news", "pkg/event", "pkg/lang"}, "reviewed facts, and changes of them"},
	"pkg/eventlog":               {[]string{"pkg/news", "pkg/event"}, "the contract of the log"},
	"pkg/search":                 {[]string{"pkg/news", "pkg/lang"}, "the contract of the index"},
	"pkg/search/bleve":           {[]string{"pkg/news", "pkg/search"}, "the embedded index: an adapter, chosen by services alone"},
	"pkg/search/meili":           {[]string{"pkg/news", "pkg/search"}, "the index on a server: an adapter, chosen by services alone"},
	"pkg/search/meili/meilitest": {[]string{"pkg/search"}, "a stand-in for the server: it forgives the typos that we forgive"},
	"pkg/search/searchtest":      {[]string{"pkg/news", "pkg/search"}, "one suite for all indexes"},
	"pkg/crawl":                  {[]string{"pkg/news", "pkg/canonical", "pkg/event", "pkg/eventlog", "pkg/history", "pkg/extract", "pkg/crawl/discover", "pkg/crawl/fetch"}, "a stage: the web in, facts out"},
	"pkg/crawl/crawltest":        {[]string{"pkg/news"}, "a small internet for tests and benchmarks"},
	"pkg/crawl/discover":         {[]string{"pkg/canonical"}, "pure: feeds, sitemaps and links in, addresses out"},
	"pkg/crawl/fetch":            {[]string{"pkg/canonical"}, "requests that keep our promises to a host; nothing of news"},
	"pkg/sample":                 {[]string{"pkg/news", "pkg/canonical", "pkg/registry"}, "a site to crawl, and what must come of it"},
	"pkg/history":                {[]string{"pkg/news", "pkg/event", "pkg/eventlog"}, "a fold over the log"},
	"pkg/indexing":               {[]string{"pkg/news", "pkg/event", "pkg/eventlog", "pkg/history", "pkg/search"}, "a stage: the log in, an index out"},
	"pkg/journey":                {[]string{"pkg/news", "pkg/canonical", "pkg/event", "pkg/eventlog", "pkg/history", "pkg/search", "pkg/desk/locale"}, "what became of one address: a fold over the log and a look into the index"},
	"pkg/desk/locale":            {[]string{"pkg/news"}, "days and numbers as readers write them"},
	"pkg/enrich/quote":           {[]string{"pkg/news", "pkg/lang"}, "a pure analyser: who said what"},
	"pkg/desk/worddiff":          {nil, "two texts, and nothing else"},
	"pkg/extract":                {[]string{"pkg/news", "pkg/canonical", "pkg/extract/dom"}, "pure: a page in, an article out"},
	"pkg/extract/reread":         {[]string{"pkg/news", "pkg/event", "pkg/eventlog", "pkg/history", "pkg/extract"}, "a stage: the archive in, better readings of it out"},
	"pkg/extract/dom":            {nil, "a tree of a page, and nothing of its meaning"},
	"pkg/enrich/date":            {[]string{"pkg/news", "pkg/lang"}, "a pure analyser: the days a text speaks of"},
	"pkg/enrich/amount":          {[]string{"pkg/news", "pkg/lang"}, "a pure analyser: money, counts, regulations"},
	"pkg/desk":                   {[]string{"pkg/news", "pkg/canonical", "pkg/event", "pkg/eventlog", "pkg/history", "pkg/search", "pkg/registry", "pkg/journey", "pkg/desk/..."}, "what people open: reads the log and asks the index, writes neither"},
}
