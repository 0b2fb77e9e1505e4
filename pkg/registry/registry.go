// Package registry holds what people have reviewed and written down: officials,
// offices with their terms, organisations, places, topics and outlets.
//
// The data are files with sources ([Embedded] has the project's own). They are
// loaded strictly: an overlap of two terms, an unknown office or a bad date is an
// error with file and line. A loaded Registry never changes and may be used by
// many goroutines at once; its [Registry.Version] is a hash of what was loaded,
// and every tag says which version decided.
package registry
