package syntax

func (p *parser) recover() []Stmt {
	if p.failure != nil {
		p.report(p.failure)
		return nil
	}
	p.report(p.diagnose("file", 0))
	return nil
}
func (p *parser) recoverStatement() {}
