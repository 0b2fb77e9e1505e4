//go:build ignore

// Testsum reads the output of `go test -json` and prints what a person wants of
// it: each failure with its output, each skipped test with its reason, and the
// totals. It exits 1 when a test failed or none ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

func main() {
	type key struct{ Package, Test string }
	output := map[key]*strings.Builder{}
	var passed, failed, skipped, packages int

	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		var e struct {
			Action, Package, Test, Output string
		}
		if json.Unmarshal(in.Bytes(), &e) != nil {
			fmt.Println(in.Text()) // what the tool chain itself says
			continue
		}
		k := key{e.Package, e.Test}
		switch e.Action {
		case "output", "build-output":
			if output[k] == nil {
				output[k] = new(strings.Builder)
			}
			output[k].WriteString(e.Output)
		case "pass":
			if e.Test != "" {
				passed++
			} else {
				packages++
			}
			delete(output, k)
		case "skip":
			if e.Test != "" {
				skipped++
				fmt.Printf("SKIPPED %s %s: %s\n", e.Package, e.Test, reason(output[k]))
			}
			delete(output, k)
		case "fail":
			if e.Test != "" {
				failed++
			} else if passed == 0 || output[k] != nil {
				failed++ // a package that does not build or that dies has no failing test to count
			}
			fmt.Printf("FAILED %s %s\n", e.Package, e.Test)
			if output[k] != nil {
				fmt.Println(output[k])
			}
			delete(output, k)
		case "build-fail":
			for k, o := range output {
				if k.Test == "" {
					fmt.Println(o)
				}
			}
		}
	}
	fmt.Printf("%d packages\n%d passed, %d failed, %d skipped\n", packages, passed, failed, skipped)
	if failed > 0 || passed == 0 {
		os.Exit(1)
	}
}

// reason returns what the test itself said, without the runner's lines.
func reason(o *strings.Builder) string {
	if o == nil {
		return "no reason given"
	}
	var lines []string
	for line := range strings.Lines(o.String()) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "===") || strings.HasPrefix(line, "---") {
			continue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, " ")
}
