package syntax

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// tokenizeLib is a program that prints the tokens of the files named on its
// stdin as DumpTokens does, without their places.
const tokenizeLib = `
import sys, token, tokenize
skip = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING}
for name in sys.stdin.read().splitlines():
    print("#", name)
    with open(name, "rb") as f:
        try:
            for t in tokenize.tokenize(f.readline):
                if t.type not in skip:
                    s = t.string.replace("\r\n", "\n")
                    if t.type == tokenize.NEWLINE: s = "\n"
                    if t.type == tokenize.INDENT or t.type == tokenize.DEDENT: s = ""
                    print(token.tok_name[t.exact_type], ascii(s))
        except Exception:
            print("error")
`

// TestDumpTokens compares the tokens of files of CPython's library with those
// of its tokenize module.
func TestDumpTokens(t *testing.T) {
	root, names := libFiles(t)
	var paths []string
	for i, name := range names {
		if i%10 == 0 || testing.Short() {
			paths = append(paths, filepath.Join(root, name))
		}
	}
	out := string(runPython(t, []byte(strings.Join(paths, "\n")), "-c", tokenizeLib))
	files := strings.Split(out, "# "+root)
	failed := 0
	for i, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Split(strings.TrimSpace(files[i+1]), "\n")[1:]
		f, err := source.New(path, data)
		if err != nil || !isASCII(f.Text) || want[len(want)-1] == "error" {
			continue
		}
		var b bytes.Buffer
		var list diag.List
		if err := DumpTokens(&b, f, &list); err != nil {
			t.Fatal(err)
		}
		got := strings.Split(strings.TrimSpace(b.String()), "\n")
		for j := range want {
			line := ""
			if j < len(got) {
				_, rest, _ := strings.Cut(got[j], ":")
				rest = strings.TrimSpace(rest)
				name := rest[:strings.IndexAny(rest, " '\"")]
				line = name + " " + strings.TrimSpace(rest[len(name):])
				if name == "INDENT" || name == "DEDENT" {
					line = name + " ''"
				}
			}
			if line != want[j] {
				t.Errorf("%s: token %d: got %s, want %s", path, j, line, want[j])
				if failed++; failed > 10 {
					t.Fatal("too many differences")
				}
				break
			}
		}
	}
}
