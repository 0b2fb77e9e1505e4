// Package cli is what every command of Jejak has in common: signals, exit
// codes, how an error is told to a person, secrets, and logging.
//
// The rules are: stdout is data, stderr is talk. An error is one line that says
// what was being done and to what, and, if there is one thing to try, a second
// line "hint: …". Nothing else is printed on failure.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes. They are part of the interface and never change.
const (
	Done        = 0
	Failed      = 1
	Usage       = 2
	Partly      = 3  // some of the work could not be done; each fault was told
	Nothing     = 4  // asked for something, found nothing
	NoData      = 10 // there is no data directory yet
	Locked      = 11 // another process holds the data directory
	Interrupted = 130
)

// IO is where a command reads and writes, so that tests can run it.
type IO struct {
	In     io.Reader
	Out    io.Writer // data
	Err    io.Writer // talk
	Getenv func(string) string
}

// Main runs a command as a process: it ends at SIGINT or SIGTERM, at once at the
// second one, and exits with the code of the error that run returned.
func Main(name string, run func(context.Context, []string, IO) error) {
	// colly lets COLLY_* variables override what the program set.
	for _, kv := range os.Environ() {
		if key, _, _ := strings.Cut(kv, "="); strings.HasPrefix(key, "COLLY_") {
			os.Unsetenv(key)
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	err := run(ctx, os.Args[1:], IO{os.Stdin, os.Stdout, os.Stderr, os.Getenv})
	interrupted := ctx.Err() != nil
	Tell(os.Stderr, name, err)
	code := CodeOf(err)
	if code == Failed && interrupted {
		code = Interrupted
	}
	os.Exit(code)
}

// Tell prints err for a person: one line a fault, and its hint.
func Tell(w io.Writer, name string, err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	var coded *exitError
	if errors.As(err, &coded) && coded.err == nil {
		return
	}
	fmt.Fprintf(w, "%s: %v\n", name, err)
	var h *hintError
	if errors.As(err, &h) {
		fmt.Fprintf(w, "hint: %s\n", h.hint)
	}
}

// Exit makes an error that ends the process with a code. A nil err ends it
// without a message.
func Exit(code int, err error) error { return &exitError{code, err} }

type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}
func (e *exitError) Unwrap() error { return e.err }

// Hint adds one thing to try to an error. A nil err stays nil.
func Hint(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &hintError{err, fmt.Sprintf(format, args...)}
}

type hintError struct {
	error
	hint string
}

func (e *hintError) Unwrap() error { return e.error }

// CodeOf returns the exit code of an error.
func CodeOf(err error) int {
	var coded *exitError
	var usage *kong.ParseError
	switch {
	case err == nil:
		return Done
	case errors.As(err, &coded):
		return coded.code
	case errors.As(err, &usage):
		return Usage
	case errors.Is(err, context.Canceled):
		return Interrupted
	}
	return Failed
}

// Parse reads arguments into the flags of a command. Help goes to stdout and
// ends the command with ErrHelp; a bad flag is an error of code [Usage] that
// names the flag.
func Parse(name, description string, flags any, args []string, sio IO, options ...kong.Option) (*kong.Context, error) {
	helped := false
	options = append([]kong.Option{
		kong.Name(name), kong.Description(description), kong.Writers(sio.Out, sio.Err),
		kong.Exit(func(int) { helped = true }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	}, options...)
	parser, err := kong.New(flags, options...)
	if err != nil {
		return nil, fmt.Errorf("flags of %s: %w", name, err) // unreachable: the struct is the program's own
	}
	kctx, err := parser.Parse(args)
	if helped {
		return nil, Exit(Done, nil)
	}
	if err != nil {
		if i := slices.IndexFunc(args, func(a string) bool { return !strings.HasPrefix(a, "-") }); i >= 0 &&
			len(parser.Model.Children) > 0 {
			// kong reads a mistyped command as an argument of the default one
			if guess, ok := strings.CutPrefix(err.Error(), "unexpected argument "+args[i]); ok {
				err = fmt.Errorf("%q is no command of %s%s", args[i], name, guess)
			}
		}
		return nil, Hint(Exit(Usage, err), "%s --help", command(name, err))
	}
	return kctx, nil
}

// command is the name of the command that a bad flag or argument was given to.
func command(name string, err error) string {
	var usage *kong.ParseError
	if errors.As(err, &usage) {
		if node := usage.Context.Selected(); node != nil {
			return node.FullPath()
		}
	}
	return name
}

// Logger returns the logger of a process: text on a terminal, JSON elsewhere.
func Logger(w io.Writer, level slog.Level, asJSON bool) *slog.Logger {
	opts := &slog.HandlerOptions{Level: level}
	if asJSON {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// Terminal reports whether w is a terminal that a person looks at.
func Terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Secret returns a value given directly or, when that is empty, the content of a
// file without its trailing line break.
func Secret(what, value, file string) (string, error) {
	if value != "" || file == "" {
		return value, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", Hint(fmt.Errorf("read the %s: %w", what, err), "the file must exist and be readable by this user")
	}
	s := strings.TrimRight(string(b), "\r\n")
	if s == "" {
		return "", fmt.Errorf("read the %s: %s is empty", what, file)
	}
	return s, nil
}
