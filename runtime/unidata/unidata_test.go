package unidata

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestUpToDate checks that the tables are what gen.py makes of CPython 3.13.
func TestUpToDate(t *testing.T) {
	python := os.Getenv("AIO2GO_PYTHON")
	if python == "" {
		var err error
		if python, err = exec.LookPath("python3.13"); err != nil {
			t.Skip("no CPython 3.13: AIO2GO_PYTHON names none and python3.13 is not in PATH")
		}
	}
	if out, err := exec.Command(python, "-c", "import unicodedata; print(unicodedata.unidata_version)").Output(); err != nil || string(bytes.TrimSpace(out)) != "15.1.0" {
		t.Skipf("%s has Unicode %s", python, out)
	}
	dir := t.TempDir()
	if out, err := exec.Command(python, "gen.py", dir).CombinedOutput(); err != nil {
		t.Fatalf("gen.py: %v\n%s", err, out)
	}
	for name, have := range map[string][]byte{"properties.bin": packedProperties, "names.bin": packedNames} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		// Releases of zlib compress to different bytes.
		if !bytes.Equal(unpack(want), unpack(have)) {
			t.Errorf("%s is stale; run go generate ./runtime/unidata", name)
		}
	}
}

// TestNames looks each character up by its name.
func TestNames(t *testing.T) {
	n := 0
	for c := rune(0); c <= 0x10FFFF; c++ {
		name := Name(c, false)
		if name == "" {
			continue
		}
		n++
		if got, ok := LookupChar(name); !ok || got != c {
			t.Errorf("%q is the name of %#x and finds %#x, %v", name, c, got, ok)
		}
	}
	if n < 140000 {
		t.Errorf("%d characters have names", n)
	}
}

// TestNormalForms compares the normal forms with those of golang.org/x/text, for the
// characters that its older Unicode has.
func TestNormalForms(t *testing.T) {
	theirs := map[Form]norm.Form{NFC: norm.NFC, NFD: norm.NFD, NFKC: norm.NFKC, NFKD: norm.NFKD}
	added := func(c rune) bool { return c >= 0x2FFC && c <= 0x2FFF || c == 0x31EF || c >= 0x2EBF0 && c <= 0x2EE5D }
	for c := rune(0); c <= 0x10FFFF; c++ {
		if c >= 0xD800 && c < 0xE000 || Of(c, false).Category == "Cn" || added(c) {
			continue
		}
		for _, text := range []string{string(c), "a\u0323" + string(c) + "\u0301\u0327"} {
			for form, f := range theirs {
				if got, want := NormalizeString(form, text), f.String(text); got != want {
					t.Fatalf("form %d of %+q: %+q, want %+q", form, text, got, want)
				}
			}
		}
	}
}
