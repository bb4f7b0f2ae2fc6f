package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// This file declares the command line.

// options are the values of the flags.
type options struct {
	path    []string // folders to search for modules
	stdlib  string   // folder of CPython's library, "none", or "" to search it
	include []string // modules to compile though nothing imports them
	python  string   // whose behaviour the program has; "" for any version
	noInfer bool

	// Of single commands.
	code           string // -c
	module         string // -m
	clock          string
	explore        int   // --explore
	exploreSeed    int64 // --explore-seed; -1 where it is not given
	output         string
	goos, goarch   string
	json           bool
	report         bool // build --report
	lineDirectives bool
	cpython        bool
	methods        []string
	verbose        bool
	timeout        time.Duration
	table          string
	noComments     bool
}

// pythons are the versions that --python takes.
var pythons = []string{"3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"}

// minor returns the minor number of the version that --python asks for, 0 for
// any.
func (o *options) minor() int {
	if i := slices.Index(pythons, o.python); i >= 0 {
		return i + 6
	}
	return 0
}

// command returns the root of the commands.
func (t *tool) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "aio2go",
		Short: "Compile Python programs to Go",
		Long: `aio2go compiles a Python program, a script with the modules that it imports, to
an ordinary Go module without dependencies, and that to one static executable.
The program prints what it prints under CPython, and exits as there.`,
		Example: `  aio2go run server.py --port 8080
  aio2go build -o server server.py
  aio2go check *.py`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			text := fmt.Sprintf("there is no command %q", args[0])
			cmd.SuggestionsMinimumDistance = 2
			if list := cmd.SuggestionsFor(args[0]); len(list) > 0 {
				text += "; did you mean " + strings.Join(list, " or ") + "?"
			} else if strings.HasSuffix(args[0], ".py") {
				text += "; did you mean 'aio2go run " + args[0] + "'?"
			}
			return errors.New(text)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
	}
	root.SetIn(t.stdin)
	root.SetOut(t.stdout)
	root.SetErr(t.stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w\nrun '%s --help' for usage", err, cmd.CommandPath())
	})
	root.AddCommand(t.runCommand(), t.buildCommand(), t.emitCommand(), t.annotateCommand(), t.checkCommand(), t.testCommand(), t.dumpCommand(), t.cleanCommand(), t.versionCommand())
	return root
}

// add makes c a command that runs f once the command line is accepted.
func (t *tool) add(c *cobra.Command, f func(args []string) error) *cobra.Command {
	c.DisableFlagsInUseLine = true
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if t.opts.python != "" && !slices.Contains(pythons, t.opts.python) {
			return fmt.Errorf("--python %s: the versions are %s", t.opts.python, strings.Join(pythons, ", "))
		}
		t.started = true
		return f(args)
	}
	return c
}

// programFlags adds the flags of the commands that read a program.
func (t *tool) programFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringArrayVar(&t.opts.path, "path", nil, "search `FOLDER` for modules as well; may be repeated")
	f.StringVar(&t.opts.stdlib, "stdlib", "", "compile the standard library's modules that the runtime has not from `FOLDER`, the Lib of a CPython 3.13, or \"none\" (default: $AIO2GO_STDLIB, or that of an installed one)")
	f.StringArrayVar(&t.opts.include, "include", nil, "compile `MODULE` as well, for importlib.import_module; may be repeated")
	f.StringVar(&t.opts.python, "python", "", "behave as Python `VERSION`, 3.6 to 3.13, where these differ (default: accept what any of them accepts)")
	f.BoolVar(&t.opts.noInfer, "no-infer", false, "do not infer types: slower programs with the same behaviour")
}

func (t *tool) runCommand() *cobra.Command {
	c := t.add(&cobra.Command{
		Use:   "run [flags] FILE.py [args]\n  aio2go run [flags] -m MODULE [args]\n  aio2go run [flags] -c CODE [args]\n  aio2go run [flags] - [args]",
		Short: "Compile a program and run it",
		Long: `Run compiles a program and runs it with the arguments that follow its name. With
-c the program is the text CODE, with - it is read from standard input, and with -m
it is the module MODULE, or the module __main__ of the package MODULE.

A program that is unchanged since it was last compiled is not compiled again; see
"aio2go clean". The exit status is the program's.`,
		Example: `  aio2go run hello.py
  aio2go run --clock virtual simulation.py --steps 10
  aio2go run -m mypackage --verbose
  aio2go run --explore 200 app.py
  aio2go run -c 'print(2 ** 100)'`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !cmd.Flags().Changed("code") && !cmd.Flags().Changed("module") {
				return fmt.Errorf("run: which program? Give a FILE.py, -m MODULE, -c CODE, or - for standard input")
			}
			return nil
		},
	}, t.run)
	c.Flags().SetInterspersed(false) // what follows FILE.py is the program's
	t.programFlags(c)
	c.Flags().StringVarP(&t.opts.code, "code", "c", "", "run the program text `CODE`")
	c.Flags().StringVarP(&t.opts.module, "module", "m", "", "run the module `MODULE`")
	c.Flags().StringVar(&t.opts.clock, "clock", "", "with \"virtual\", time stands still while the program computes and jumps ahead when it waits")
	c.Flags().IntVar(&t.opts.explore, "explore", 0, "run the program `N` times, with the orders that CPython leaves open drawn from a seed, until a run fails or prints something else")
	c.Flags().Int64Var(&t.opts.exploreSeed, "explore-seed", -1, "run the program once with the orders drawn from the seed `S`; with --explore, the first seed")
	c.PreRunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case cmd.Flags().Changed("explore") && t.opts.explore < 1:
			return fmt.Errorf("--explore %d: how many runs? At least 1", t.opts.explore)
		case cmd.Flags().Changed("explore-seed") && t.opts.exploreSeed < 0:
			return fmt.Errorf("--explore-seed %d: seeds are numbers from 0", t.opts.exploreSeed)
		}
		if t.opts.clock != "" && t.opts.clock != "virtual" && t.opts.clock != "real" {
			return fmt.Errorf("--clock %s: the clocks are real and virtual", t.opts.clock)
		}
		return nil
	}
	return c
}

// oneFile accepts exactly one file.
func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%s: one FILE.py is needed, not %d", cmd.Name(), len(args))
	}
	return nil
}

func (t *tool) buildCommand() *cobra.Command {
	c := t.add(&cobra.Command{
		Use:   "build [flags] FILE.py",
		Short: "Compile a program to an executable",
		Long: `Build compiles a program to one static executable. With --os and --arch it is one
for another system.`,
		Example: `  aio2go build -o bin/server server.py
  aio2go build --os windows --arch amd64 server.py`,
		Args: oneFile,
	}, t.build)
	t.programFlags(c)
	c.Flags().StringVarP(&t.opts.output, "output", "o", "", "write the executable to `FILE` (default: the script's name without .py)")
	c.Flags().BoolVar(&t.opts.report, "report", false, "print the functions that stayed dynamic and why, and the frames of coroutines")
	c.Flags().StringVar(&t.opts.goos, "os", "", "compile for the operating system `GOOS`")
	c.Flags().StringVar(&t.opts.goarch, "arch", "", "compile for the processor `GOARCH`")
	return c
}

func (t *tool) emitCommand() *cobra.Command {
	c := t.add(&cobra.Command{
		Use:   "emit [flags] FILE.py",
		Short: "Write the Go module that a program becomes",
		Long: `Emit writes the Go module that a program becomes. It builds with "go build", without
network, and without aio2go.`,
		Example: `  aio2go emit -o server-go server.py && cd server-go && go build`,
		Args:    oneFile,
	}, t.emit)
	t.programFlags(c)
	c.Flags().StringVarP(&t.opts.output, "output", "o", "", "write into `FOLDER` (default: the script's name with -go instead of .py)")
	c.Flags().BoolVar(&t.opts.lineDirectives, "line-directives", false, "let Go's tools show Python lines")
	c.Flags().BoolVar(&t.opts.noComments, "no-comments", false, "leave out the Python lines as comments")
	return c
}

func (t *tool) annotateCommand() *cobra.Command {
	c := t.add(&cobra.Command{
		Use:   "annotate [flags] FILE.py",
		Short: "Show what each line of a program costs",
		Long: `Annotate writes a page with the program's lines coloured by what they cost (Go's own
operations, checked fast paths, new objects, suspensions, decisions at run time), the
inferred types of the variables under the pointer, and the Go beside. With --json it
writes the same as JSON, to standard output unless -o names a file.`,
		Example: `  aio2go annotate -o page.html server.py`,
		Args:    oneFile,
	}, t.annotate)
	t.programFlags(c)
	c.Flags().StringVarP(&t.opts.output, "output", "o", "", "write to `FILE` (default: the script's name with .html instead of .py)")
	c.Flags().BoolVar(&t.opts.json, "json", false, "write JSON instead of a page")
	return c
}

func (t *tool) checkCommand() *cobra.Command {
	c := t.add(&cobra.Command{
		Use:   "check [flags] FILE.py ...",
		Short: "Report what is wrong with programs",
		Long: `Check reports everything that is wrong with the programs and the modules that they
import, without compiling them. The exit status is 1 if there are errors. The
codes in brackets are explained in docs/diagnostics.md.`,
		Args: cobra.MinimumNArgs(1),
	}, t.check)
	t.programFlags(c)
	c.Flags().BoolVar(&t.opts.json, "json", false, "print a JSON array of findings")
	return c
}

func (t *tool) testCommand() *cobra.Command {
	c := t.add(&cobra.Command{
		Use:   "test --cpython [flags] FILE ...",
		Short: "Run CPython's own tests as compiled programs",
		Long: `Test compiles test files of an installed CPython 3.13 and runs their methods. A FILE is
a path, a name below Lib/test such as test_patma or test_asyncio/test_tasks, or a folder
of test files such as test_asyncio; stdlib means a list of tests of the standard library.
A FILE.json that a run with --json has written stands for the results in it.
What the tests import as test.support is this tool's own. Modules that are not
supported fail the methods that use them, not the file.

The exit status is 1 if a method fails.`,
		Example: `  aio2go test --cpython test_patma test_with
  aio2go test --cpython --methods '*.test_athrow*' --verbose test_asyncgen`,
		Args: func(cmd *cobra.Command, args []string) error {
			if !t.opts.cpython {
				return fmt.Errorf("test: whose tests? --cpython is the only kind")
			}
			if len(args) == 0 && t.opts.table == "" {
				return fmt.Errorf("test: which files?")
			}
			return nil
		},
	}, t.test)
	t.programFlags(c)
	f := c.Flags()
	f.BoolVar(&t.opts.cpython, "cpython", false, "the tests of CPython")
	f.StringSliceVar(&t.opts.methods, "methods", nil, "run the methods that match `PATTERN`, of the form Class.method, only; may be repeated")
	f.DurationVar(&t.opts.timeout, "timeout", time.Minute, "stop a method after `TIME`")
	f.BoolVarP(&t.opts.verbose, "verbose", "v", false, "show tracebacks")
	f.BoolVar(&t.opts.json, "json", false, "print a JSON array of results")
	f.StringVar(&t.opts.table, "table", "", "write a table of the results to `FILE`; without other arguments, of the files of the language")
	return c
}

// forms are the flags of dump.
var forms = []struct{ name, usage string }{
	{"tokens", "the tokens, in the form of python -m tokenize -e"},
	{"ast", "the syntax tree, as ast.dump(..., include_attributes=True, indent=1) shows it"},
	{"scopes", "the scopes and what the names in them are"},
	{"types", "the types that were inferred"},
	{"ir", "the intermediate representation, before types are inferred"},
	{"states", "the state machines of coroutines and generators"},
}

func (t *tool) dumpCommand() *cobra.Command {
	set := make([]bool, len(forms))
	c := t.add(&cobra.Command{
		Use:   "dump --tokens|--ast|--scopes|--types|--ir|--states FILE.py",
		Short: "Show what the compiler makes of a program",
		Args:  oneFile,
	}, func(args []string) error { return t.dump(forms[slices.Index(set, true)].name, args[0]) })
	t.programFlags(c)
	var names []string
	for i, f := range forms {
		c.Flags().BoolVar(&set[i], f.name, false, "show "+f.usage)
		names = append(names, f.name)
	}
	c.MarkFlagsMutuallyExclusive(names...)
	c.MarkFlagsOneRequired(names...)
	return c
}

func (t *tool) cleanCommand() *cobra.Command {
	return t.add(&cobra.Command{
		Use:   "clean",
		Short: "Empty the cache of compiled programs",
		Long: `Clean removes the programs that run has compiled. They are kept in the folder
aio2go of the user's cache folder, or in the folder that the environment variable
AIO2GO_CACHE names.`,
		Args: cobra.NoArgs,
	}, func([]string) error {
		c, err := openCache()
		if err != nil {
			return err
		}
		return c.clean()
	})
}

func (t *tool) versionCommand() *cobra.Command {
	return t.add(&cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
	}, func([]string) error {
		fmt.Fprintln(t.stdout, versionLine())
		return nil
	})
}

// isTerminal reports whether w is a terminal that may be written to in colour.
// See https://no-color.org.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
