package emit_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	aio2go "github.com/aio2go/aio2go"
)

// TestLibraries holds the libraries that the tool carries against the modules of the
// versions in go.mod: every file is theirs, and modules.txt says the same versions.
func TestLibraries(t *testing.T) {
	text, err := fs.ReadFile(aio2go.Libraries, "modules.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i := 0; i < len(lines); i += 2 {
		path, version, _ := strings.Cut(strings.TrimPrefix(lines[i], "# "), " ")
		out, err := exec.Command("go", "list", "-m", "-json", path).Output()
		if err != nil {
			t.Fatalf("go list -m %s: %v", path, err)
		}
		var m struct{ Dir, Version, GoVersion string }
		if err := json.Unmarshal(out, &m); err != nil {
			t.Fatal(err)
		}
		if m.Version != version || lines[i+1] != "## explicit; go "+m.GoVersion {
			t.Errorf("modules.txt has %q, %q; go.mod has %s, go %s", lines[i], lines[i+1], m.Version, m.GoVersion)
		}
		if m.Dir == "" {
			t.Skipf("%s is not in the module cache", path)
		}
		err = fs.WalkDir(aio2go.Libraries, path, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			got, err := fs.ReadFile(aio2go.Libraries, name)
			if err != nil {
				return err
			}
			want, err := os.ReadFile(filepath.Join(m.Dir, filepath.FromSlash(strings.TrimSuffix(strings.TrimPrefix(name, path+"/"), ".txt"))))
			if err != nil {
				return err
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s is not the file of %s %s", name, path, version)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
