package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCodeOf(t *testing.T) {
	fault := errors.New("fault")
	tests := []struct {
		err  error
		want int
	}{
		{nil, Done},
		{fault, Failed},
		{Exit(Locked, fault), Locked},
		{fmt.Errorf("open: %w", Hint(Exit(Nothing, nil), "try")), Nothing},
		{fmt.Errorf("read: %w", context.Canceled), Interrupted},
	}
	for _, tt := range tests {
		if got := CodeOf(tt.err); got != tt.want {
			t.Errorf("CodeOf(%v) = %d, want %d", tt.err, got, tt.want)
		}
	}
}

func TestTell(t *testing.T) {
	tests := []struct {
		err  error
		want string
	}{
		{nil, ""},
		{Exit(Nothing, nil), ""},
		{errors.New("open log: no space"), "jejak: open log: no space\n"},
		{Hint(errors.New("locked"), "stop process %d", 7), "jejak: locked\nhint: stop process 7\n"},
		{Exit(Usage, Hint(errors.New("unknown flag --foo"), "jejak --help")), "jejak: unknown flag --foo\nhint: jejak --help\n"},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		Tell(&b, "jejak", tt.err)
		if b.String() != tt.want {
			t.Errorf("Tell(%v) prints %q, want %q", tt.err, b.String(), tt.want)
		}
	}
}

func TestParseNamesTheBadFlag(t *testing.T) {
	var flags struct {
		Limit int `help:"A number."`
	}
	var out, talk bytes.Buffer
	sio := IO{Out: &out, Err: &talk}
	for _, args := range [][]string{{"--limitt=3"}, {"--limit=three"}} {
		_, err := Parse("jejak", "", &flags, args, sio)
		if CodeOf(err) != Usage || !strings.Contains(err.Error(), "--limit") {
			t.Errorf("Parse(%q) = %v (code %d), want a usage error that names the flag", args, err, CodeOf(err))
		}
	}
	if _, err := Parse("jejak", "", &flags, []string{"--help"}, sio); err == nil || CodeOf(err) != Done {
		t.Errorf("Parse(--help) = %v, want an error of code 0", err)
	}
	if !strings.Contains(out.String(), "--limit") {
		t.Errorf("--help prints %q to stdout, want the flags", out.String())
	}
}

func TestSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Secret("key", "", file); got != "s3cret" || err != nil {
		t.Errorf("Secret from a file = %q, %v", got, err)
	}
	if got, err := Secret("key", "direct", file); got != "direct" || err != nil {
		t.Errorf("Secret given directly = %q, %v", got, err)
	}
	if _, err := Secret("key", "", file+".missing"); err == nil || !strings.Contains(err.Error(), "key.missing") {
		t.Errorf("Secret from a missing file = %v, want an error that names it", err)
	}
	if err := os.WriteFile(file, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Secret("key", "", file); err == nil {
		t.Error("an empty secret file is no error")
	}
}

func TestHealth(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var fault error
	health := Health{Ready: func(context.Context) error { return fault }, Status: func(context.Context) any { return map[string]int{"lag": 3} }}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- ServeHTTP(ctx, l, health.Handler()) }()

	if err := Healthcheck(t.Context(), l.Addr().String()); err != nil {
		t.Errorf("Healthcheck of a ready process = %v", err)
	}
	fault = errors.New("the log is away")
	if err := Healthcheck(t.Context(), l.Addr().String()); err == nil {
		t.Error("Healthcheck of a process that is not ready = nil")
	}
	resp, err := http.Get("http://" + l.Addr().String() + "/healthz")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("/healthz of a process that is not ready = %v, %v, want 200: it lives", resp, err)
	}
	resp.Body.Close()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("ServeHTTP after its context ended = %v, want nil", err)
	}
}

func TestUnknownCommand(t *testing.T) {
	var flags struct {
		Serve struct{} `cmd:"" default:"1"`
		Read  struct {
			File string `arg:""`
		} `cmd:""`
	}
	for _, args := range [][]string{{"raed", "x"}, {"raed"}} {
		_, err := Parse("jejak", "", &flags, args, IO{Out: io.Discard, Err: io.Discard})
		if err == nil || CodeOf(err) != Usage || !strings.Contains(err.Error(), `"raed" is no command of jejak`) {
			t.Errorf("Parse(%q) = %v, want a usage error that names the word", args, err)
		}
	}
	if _, err := Parse("jejak", "", &flags, []string{"read", "a", "b"}, IO{Out: io.Discard, Err: io.Discard}); err == nil ||
		!strings.Contains(err.Error(), "unexpected argument b") {
		t.Errorf("Parse(read a b) = %v, want the argument too many named", err)
	}
}
