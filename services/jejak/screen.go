package main

import (
	"bytes"
	"fmt"
	"io"
	"sync"
)

// screen is a terminal with a few lines at its bottom that are drawn anew while
// text runs above them. Whoever writes to the terminal writes through it, so that
// a warning neither lands in those lines nor is wiped out with them. Its methods
// may be called by several goroutines.
type screen struct {
	mu     sync.Mutex
	w      io.Writer
	height func() int // rows
	bottom []string
	drawn  int // lines of bottom that are on the screen
}

// The few control sequences that every terminal knows.
const (
	upTo      = "\r\x1b[%dA" // to the first column, n lines up
	clearDown = "\x1b[J"     // from here to the end of the screen
	wrapOff   = "\x1b[?7l"   // a line that is too long is cut
	wrapOn    = "\x1b[?7h"
)

// Write puts text above the bottom lines. It should end with a line break.
func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b bytes.Buffer
	s.wipe(&b)
	b.Write(p)
	s.paint(&b)
	if _, err := s.w.Write(b.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Show replaces the bottom lines. What does not fit on the screen is counted.
func (s *screen) Show(lines []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if room := max(s.height()-2, 1); len(lines) > room {
		lines = append(lines[:room-1:room-1], fmt.Sprintf("… and %d more", len(lines)-room+1))
	}
	var b bytes.Buffer
	s.wipe(&b)
	s.bottom = lines
	s.paint(&b)
	s.w.Write(b.Bytes())
}

// Beside runs fn, which writes to the same terminal by another way.
func (s *screen) Beside(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b bytes.Buffer
	s.wipe(&b)
	s.w.Write(b.Bytes())
	b.Reset()
	fn()
	s.paint(&b)
	s.w.Write(b.Bytes())
}

func (s *screen) wipe(b *bytes.Buffer) {
	if s.drawn > 0 {
		fmt.Fprintf(b, upTo+clearDown, s.drawn)
	}
	s.drawn = 0
}

func (s *screen) paint(b *bytes.Buffer) {
	if len(s.bottom) == 0 {
		return
	}
	b.WriteString(wrapOff)
	for _, line := range s.bottom {
		b.WriteString(line + "\n")
	}
	b.WriteString(wrapOn)
	s.drawn = len(s.bottom)
}
