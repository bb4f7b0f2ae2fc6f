package main

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/aio2go/aio2go/frontend/load"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if os.Getenv("AIO2GO_STDLIB") == "" {
		// Tests do not depend on what is installed.
		if err := os.Setenv("AIO2GO_STDLIB", "none"); err != nil {
			panic(err)
		}
	}
	testscript.Main(m, map[string]func(){
		"aio2go": main,
	})
}

// TestScript runs the scripts in testdata/script, which use the tool as a user
// does. See testdata/README for the format.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Condition: func(cond string) (bool, error) {
			if cond != "stdlib" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			return load.FindStdlib() != "", nil
		},
		Setup: func(env *testscript.Env) error {
			// Go's own caches are used so that tests need not compile the runtime
			// again; the tool's is the test's.
			for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOROOT", "HOME"} {
				if v := goEnv(name); v != "" {
					env.Setenv(name, v)
				}
			}
			env.Setenv("AIO2GO_CACHE", env.WorkDir+"/.cache")
			env.Setenv("NO_COLOR", "1")
			env.Setenv("AIO2GO_STDLIB", "none")
			env.Setenv("STDLIB", load.FindStdlib())
			// For scripts that change PATH.
			tool, err := exec.LookPath("aio2go")
			if err != nil {
				return err
			}
			env.Setenv("AIO2GO", tool)
			return nil
		},
	})
}
