package conform

import (
	"fmt"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// This file implements the comparison of results for people to read.

// Diff describes how got differs from want, line by line; "" means not at all.
func Diff(want, got Result) string {
	if want == got {
		return ""
	}
	var b strings.Builder
	if want.Exit != got.Exit {
		fmt.Fprintf(&b, "exit status: want %d, got %d\n", want.Exit, got.Exit)
	}
	text := func(name, want, got string) {
		if want != got {
			fmt.Fprintf(&b, "%s (-want +got):\n%s", name, cmp.Diff(lines(want), lines(got)))
			if strings.TrimSuffix(want, "\n") == strings.TrimSuffix(got, "\n") {
				fmt.Fprintf(&b, "only the final newline differs: want %q, got %q\n", tail(want), tail(got))
			}
		}
	}
	text("stdout", want.Stdout, got.Stdout)
	text("stderr", want.Stderr, got.Stderr)
	return b.String()
}

func tail(s string) string { return s[max(0, len(s)-20):] }
