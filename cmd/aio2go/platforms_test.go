package main

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// platforms are those that programs are built for beside the one that the tests run on;
// the processor decides over numbers only, which the other one has as well.
var platforms = []string{"linux/arm64", "darwin/arm64", "windows/amd64"}

// TestPlatforms type-checks the command and the runtime for every platform, without
// cgo. It takes the types of Go's library from source: to compile that for each platform
// would take minutes.
func TestPlatforms(t *testing.T) {
	if testing.Short() {
		t.Skip("short: reads Go's library three times")
	}
	for _, p := range platforms {
		t.Run(p, func(t *testing.T) {
			system, arch, _ := strings.Cut(p, "/")
			loaded, err := packages.Load(&packages.Config{
				Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo,
				Dir:  "../..",
				Env:  append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0", "GOFLAGS="),
			}, "./cmd/aio2go", "./runtime/...")
			if err != nil {
				t.Fatal(err)
			}
			for _, pkg := range loaded {
				for _, e := range pkg.Errors {
					t.Error(e)
				}
			}
		})
	}
}
