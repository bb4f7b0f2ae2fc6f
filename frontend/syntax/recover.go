package syntax

func (p *parser) recover() []Stmt            { p.report(&syntaxError{msg: "x"}); return nil }
func (p *parser) recoverStatement()          {}
func (p *parser) diagnoseExpr() *syntaxError { return &syntaxError{msg: "x"} }
