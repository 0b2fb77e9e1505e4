//go:build !unix

package embedded

// freeBytes is not known on this system; the server's own limit has to do.
func freeBytes(string) (uint64, bool) { return 0, false }
