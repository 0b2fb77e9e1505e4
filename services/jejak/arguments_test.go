package main

import (
	"strings"
	"testing"

	"github.com/jejak-id/jejak/services/internal/cli"
)

// TestBadArguments: what is wrong with a command line is told by its name, with what
// to give instead, before anything is opened.
func TestBadArguments(t *testing.T) {
	d := &desktop{t, t.TempDir()}
	none := d.dir + "/tidak-ada.yaml"
	for _, c := range []struct {
		args string
		code int
		say  []string
	}{
		{"registry|propose|--min=-1", cli.Usage, []string{"--min -1: want a number of articles from 1 up"}},
		{"registry|propose|--min|0", cli.Usage, []string{"--min 0: want"}},
		{"registry|lint|" + none, cli.Failed, []string{none + ": no such file", "hint: jejak registry lint takes"}},
		{"registry|record|" + none, cli.Usage, []string{none + ": no such file", "hint: jejak registry record takes"}},
		{"registry|record|" + d.dir, cli.Usage, []string{d.dir + ": is a directory", "hint: jejak registry record takes"}},
		{"read|" + none, cli.Failed, []string{none + ": no such file", "hint: jejak read takes saved pages"}},
		{"read|" + d.dir, cli.Failed, []string{d.dir + ": is a directory", "hint: jejak read takes saved pages"}},
		{"person|", cli.Usage, []string{"NAME is empty", "hint: "}},
		{"person| \t", cli.Usage, []string{"NAME is empty"}},
		{"person|siapa ?", cli.Usage, []string{"NAME is empty"}},
		{"quotes|", cli.Usage, []string{"PERSON is empty", "hint: "}},
		{"quotes|  ", cli.Usage, []string{"PERSON is empty"}},
	} {
		out, talk, code := d.jejak(strings.Split(c.args, "|")...)
		if code != c.code || out != "" {
			t.Errorf("%q = %d, want %d:\n%s%s", c.args, code, c.code, out, talk)
		}
		for _, say := range c.say {
			if !strings.Contains(talk, say) {
				t.Errorf("%q does not say %q:\n%s", c.args, say, talk)
			}
		}
		for _, call := range []string{"stat " + none, "open " + none, "read " + d.dir} {
			if strings.Contains(talk, call) {
				t.Errorf("%q tells the system call:\n%s", c.args, talk)
			}
		}
	}
}
