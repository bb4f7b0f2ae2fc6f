package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aio2go/aio2go"
	"github.com/aio2go/aio2go/emit"
	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/internal/report"
	"github.com/aio2go/aio2go/lower"
)

const program = `import asyncio


def add(a, b):
    total = 0
    for i in range(a):
        total += i * b
    return total


def pair(x):
    return [x + "<&>", {"k": x}]


async def work(n):
    await asyncio.sleep(0)
    return add(n, 2)


async def main():
    print(await work(3), pair("a" if len("b") else 1))


asyncio.run(main())
`

func reportOn(t *testing.T) *report.Report {
	t.Helper()
	name := filepath.Join(t.TempDir(), "app.py")
	if err := os.WriteFile(name, []byte(program), 0o666); err != nil {
		t.Fatal(err)
	}
	modules := aio2go.Modules()
	prog, list := frontend.Load(frontend.Options{Runtime: func(name string) bool { return modules[name] != "" }}, name)
	if list.HasErrors() {
		t.Fatal(list.All())
	}
	lowered, err := lower.Lower(prog, lower.Options{}, list)
	if err != nil {
		t.Fatal(err)
	}
	files, err := emit.Files(lowered, emit.Options{Runtime: aio2go.Runtime, Compiler: aio2go.Compiler, Packages: modules})
	if err != nil {
		t.Fatal(err)
	}
	return report.New(lowered, files)
}

// TestCosts checks what is said of lines.
func TestCosts(t *testing.T) {
	lines := reportOn(t).Modules[0].Lines
	for _, c := range []struct {
		line  int
		worst report.Cost
		has   report.Cost
		goes  string // in its Go
		typed string // a variable and its Go type
	}{
		{7, report.Native, report.Native, "i * b", "total int64"},
		{12, report.Dynamic, report.Allocates, "py.DictBuild", "x py.Value"},
		{16, report.Suspends, report.Suspends, "AwaitSleep", ""},
		{17, report.Native, report.Native, "add(", "n int64"},
		{9, "", "", "", ""},
	} {
		l := lines[c.line-1]
		if l.Worst() != c.worst || c.has != "" && !slices.Contains(l.Costs, c.has) {
			t.Errorf("line %d %q costs %v, want %s at worst and %s", c.line, l.Text, l.Costs, c.worst, c.has)
		}
		if !strings.Contains(l.Go, c.goes) {
			t.Errorf("the Go of line %d is %q, without %q", c.line, l.Go, c.goes)
		}
		found := c.typed == ""
		for _, v := range l.Types {
			found = found || v.Name+" "+v.Go == c.typed
		}
		if !found {
			t.Errorf("line %d has the types %v, not %s", c.line, l.Types, c.typed)
		}
	}
}

// TestText checks the text of build --report.
func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := reportOn(t).Text(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"app.py:11: pair stays dynamic", `line 12: return [x + "<&>", {"k": x}]  [add]`, "x (", "of several classes",
		"coroutine work: 2 states, 8 bytes of variables (n int64)",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "add stays dynamic") {
		t.Errorf("add is native:\n%s", b.String())
	}
}

// TestJSON checks that the JSON has what the report has.
func TestJSON(t *testing.T) {
	var b bytes.Buffer
	r := reportOn(t)
	if err := r.JSON(&b); err != nil {
		t.Fatal(err)
	}
	var back report.Report
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if len(back.Modules) != 1 || len(back.Modules[0].Lines) != strings.Count(program, "\n") || len(back.Modules[0].Functions) != 4 {
		t.Errorf("%d modules: %s", len(back.Modules), b.String())
	}
}

func writePage(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := reportOn(t).HTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPage checks the structure of the page: a row for each line with its class, the types
// to point at, and the Go; nothing of the program is taken for markup.
func TestPage(t *testing.T) {
	text := writePage(t)
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	rows, titles, depth := map[string]string{}, 0, 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth++
			attrs := map[string]string{}
			for _, a := range tok.Attr {
				attrs[a.Name.Local] = a.Value
			}
			if tok.Name.Local == "tr" && strings.HasPrefix(attrs["id"], "L") {
				rows[attrs["id"]] = attrs["class"]
			}
			if attrs["class"] == "py" && attrs["title"] != "" {
				titles++
			}
		case xml.EndElement:
			depth--
		}
	}
	if n := strings.Count(program, "\n"); len(rows) != n || depth != 0 {
		t.Errorf("%d rows for %d lines, depth %d at the end", len(rows), n, depth)
	}
	for id, class := range map[string]string{"L7": "native folded", "L12": "dynamic folded", "L16": "suspends folded", "L9": ""} {
		if rows[id] != class {
			t.Errorf("row %s has class %q, want %q", id, rows[id], class)
		}
	}
	if titles < 8 {
		t.Errorf("only %d lines have types to point at", titles)
	}
	if strings.Contains(text, "<&>") {
		t.Error("text of the program is not escaped")
	}
}

// TestBrowser looks at the page in a real browser: colours, folding, and that it fits.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
		}
	}
	if browser == "" {
		t.Skip("there is no chromium, chromium-browser or google-chrome in PATH")
	}
	dir := t.TempDir()
	probe := `<script>
const row = id => document.getElementById(id), say = (k, v) => document.body.setAttribute('data-' + k, v);
const colour = id => getComputedStyle(row(id).querySelector('td.py')).backgroundColor;
say('differ', new Set([colour('L7'), colour('L12'), colour('L16'), colour('L9')]).size);
const pre = row('L7').querySelector('td.go pre'), height = () => pre.getBoundingClientRect().height;
const before = height(); pre.click(); say('unfolded', height() >= before && !row('L7').classList.contains('folded'));
say('fits', document.documentElement.scrollWidth <= innerWidth);
say('title', row('L7').querySelector('td.py').title.includes('total: int'));
</script></body>`
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(strings.Replace(writePage(t), "</body>", probe, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1200,900",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--dump-dom", "file://"+file)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	for _, want := range []string{`data-differ="4"`, `data-unfolded="true"`, `data-fits="true"`, `data-title="true"`} {
		if !strings.Contains(string(out), want) {
			body := string(out)
			if i := strings.Index(body, "<body"); i >= 0 {
				body = body[i:min(len(body), i+300)]
			}
			t.Errorf("no %s in %s", want, body)
		}
	}
}
