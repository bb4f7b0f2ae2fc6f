package lower

import (
	"fmt"
	"io"
	"strings"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/lower/infer"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/opt"
	"github.com/aio2go/aio2go/lower/types"
)

// DumpTypes writes what is inferred of each module's globals and of each function's
// parameters, local variables and result. What is held in another form than a boxed
// object has that after "in".
//
//	def fib (n: int in int64) -> int, line 1
//	  total: int
func DumpTypes(w io.Writer, prog *frontend.Program, list *diag.List) error {
	p := Build(prog, list)
	info := infer.Program(p)
	opt.Run(p, info)
	var b strings.Builder
	for _, m := range p.Modules {
		fmt.Fprintf(&b, "module %s\n", m.Name)
		dumpVars(&b, info, m.Globals)
		for _, fn := range append(m.Funcs[:len(m.Funcs):len(m.Funcs)], m.Body) {
			dumpFunc(&b, info, fn)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func dumpFunc(b *strings.Builder, info *infer.Info, fn *ir.Func) {
	if fn.Kind == ir.ModuleBody {
		dumpVars(b, info, fn.Locals)
		return
	}
	var params []string
	for _, v := range fn.Params {
		params = append(params, typed(info, v))
	}
	line, _ := fn.Module.File.Position(fn.Span.Start)
	fmt.Fprintf(b, "def %s (%s) -> %s%s, line %d", fn.Qualname, strings.Join(params, ", "), info.Result(fn), in(fn.Result), line)
	if info.Known[fn] {
		b.WriteString(", all calls known")
	}
	b.WriteByte('\n')
	dumpVars(b, info, fn.Locals)
}

// dumpVars writes the variables that are in the source.
func dumpVars(b *strings.Builder, info *infer.Info, list []*ir.Var) {
	for _, v := range list {
		if v.Kind != ir.Temp && !v.Hidden {
			fmt.Fprintf(b, "  %s\n", typed(info, v))
		}
	}
}

func typed(info *infer.Info, v *ir.Var) string {
	return fmt.Sprintf("%s: %s%s", v.Name, info.Var(v), in(v.Rep))
}

// in says how a value is held.
func in(r types.Rep) string {
	if r == types.Boxed {
		return ""
	}
	return " in " + r.String()
}
