package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionLine says which aio2go this is.
func versionLine() string {
	version := "(devel)"
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" {
			version = v
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				revision = " " + s.Value[:12]
			}
		}
	}
	return fmt.Sprintf("aio2go %s%s, Python 3.13, %s %s/%s", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
