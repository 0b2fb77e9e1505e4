//go:build unix

package embedded

import "golang.org/x/sys/unix"

// freeBytes returns how much of the disk of dir this process could still use.
func freeBytes(dir string) (uint64, bool) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return uint64(st.Bavail) * uint64(st.Bsize), true
}
