//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// rows is how many lines a terminal has, or what most have when it does not say.
func rows(f *os.File) int {
	if size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ); err == nil && size.Row > 0 {
		return int(size.Row)
	}
	return 24
}
