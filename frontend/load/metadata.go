package load

import (
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the search for the metadata of installed distributions, which a
// program that imports importlib.metadata carries: of those that have modules in the
// program, and of those whose names it has in calls as version("name").

// Distribution is an installed distribution.
type Distribution struct {
	Dir   string              // the path of its folder or file of metadata
	Files []DistributionEntry // sorted by name
}

// DistributionEntry is a file with metadata; the name is "" where the metadata are one file.
type DistributionEntry struct{ Name, Text string }

// distributionFiles are the files that importlib.metadata reads.
var distributionFiles = []string{"METADATA", "PKG-INFO", "RECORD", "entry_points.txt", "installed-files.txt", "requires.txt", "top_level.txt", "INSTALLER", "direct_url.json"}

// distributions finds the distributions whose metadata are part of the program.
func (l *loader) distributions() {
	if !slices.ContainsFunc(l.prog.Modules, func(m *Module) bool { return m.Name == "importlib.metadata" }) {
		return
	}
	tops, named := map[string]bool{}, map[string]bool{}
	for _, m := range l.prog.Modules {
		top, _, _ := strings.Cut(m.Name, ".")
		if m.Library {
			tops[top] = true
		}
		for _, name := range distributionNames(m) {
			named[name] = true
		}
	}
	seen := map[string]bool{}
	for _, dir := range slices.Concat(l.opts.Path, l.opts.Site) {
		var found []string
		for _, pattern := range []string{"*.dist-info", "*.egg-info"} {
			paths, err := filepath.Glob(filepath.Join(dir, pattern))
			if err == nil {
				found = append(found, paths...)
			}
		}
		sort.Strings(found)
		for _, path := range found {
			if seen[path] {
				continue
			}
			seen[path] = true
			d := readDistribution(path)
			if named[distributionKey(path)] || slices.ContainsFunc(d.tops(), func(t string) bool { return tops[t] }) {
				l.prog.Distributions = append(l.prog.Distributions, d)
			}
		}
	}
}

// distributionNames returns the normal forms of the names in calls of the functions of
// importlib.metadata in m.
func distributionNames(m *Module) []string {
	var list []string
	syntax.Inspect(m.AST, func(n syntax.Node) bool {
		call, ok := n.(*syntax.Call)
		if !ok || len(call.Args) == 0 {
			return true
		}
		switch lastName(call.Func) {
		case "version", "distribution", "metadata", "requires", "files", "from_name", "get_distribution":
			if c, ok := call.Args[0].(*syntax.Constant); ok && c.Kind == syntax.ConstStr {
				list = append(list, normalName(c.Str))
			}
		}
		return true
	})
	return list
}

// normalName is the form of a distribution's name in which names are compared (PEP 503,
// with underscores).
func normalName(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return c == '-' || c == '_' || c == '.' }), "_")
}

// distributionKey is the normal form of the name in the path of a distribution's metadata.
func distributionKey(path string) string {
	stem := filepath.Base(path)
	stem = strings.TrimSuffix(stem, filepath.Ext(stem))
	name, _, _ := strings.Cut(stem, "-")
	return normalName(name)
}

func readDistribution(path string) Distribution {
	d := Distribution{Dir: path}
	if isFile(path) {
		if text, err := os.ReadFile(path); err == nil {
			d.Files = append(d.Files, DistributionEntry{"", string(text)})
		}
		return d
	}
	for _, name := range distributionFiles {
		if text, err := os.ReadFile(filepath.Join(path, name)); err == nil {
			d.Files = append(d.Files, DistributionEntry{name, string(text)})
		}
	}
	sort.Slice(d.Files, func(i, j int) bool { return d.Files[i].Name < d.Files[j].Name })
	return d
}

// tops returns the names of the top-level modules that the distribution installs.
func (d *Distribution) tops() []string {
	list := []string{distributionKey(d.Dir)}
	for _, f := range d.Files {
		for _, line := range strings.Split(f.Text, "\n") {
			switch f.Name {
			case "top_level.txt":
				list = append(list, strings.TrimSpace(line))
			case "RECORD":
				file, _, _ := strings.Cut(line, ",")
				if top, _, ok := strings.Cut(file, "/"); ok && strings.HasSuffix(file, ".py") {
					list = append(list, top)
				} else if strings.HasSuffix(file, ".py") {
					list = append(list, strings.TrimSuffix(file, ".py"))
				}
			}
		}
	}
	return list
}
