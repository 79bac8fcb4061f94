package measure

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Bounds of an expression: its length in characters, and what one evaluation
// may cost in the units of CEL.
const (
	MaxExpression = 2_000
	maxCost       = 100_000
)

// Language compiles expressions. Make one with NewLanguage.
type Language struct{ env *cel.Env }

// NewLanguage prepares the language of measures: the words of Input and the
// function amount, which reads "12.5" as a quantity.
func NewLanguage() (*Language, error) {
	types := map[string]*cel.Type{"text": cel.StringType, "day": cel.StringType, "list": cel.ListType(cel.StringType), "amount": cel.IntType, "yes_no": cel.BoolType}
	options := []cel.EnvOption{
		cel.Function("amount", cel.Overload("amount_string", []*cel.Type{cel.StringType}, cel.IntType, cel.UnaryBinding(amount))),
		cel.ParserRecursionLimit(50), cel.ParserExpressionSizeLimit(MaxExpression),
	}
	for _, w := range words {
		options = append(options, cel.Variable(w.name, types[w.kind]))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		return nil, fmt.Errorf("language of measures: %w", err)
	}
	return &Language{env}, nil
}

// amount reads a quantity as people write it, in thousandths.
func amount(v ref.Val) ref.Val {
	text, ok := v.Value().(string)
	if !ok {
		return types.NewErr("amount asks for a text")
	}
	q, err := cites.ParseQuantity(text)
	if err != nil {
		return types.NewErr("amount(%q) is not a quantity", text)
	}
	return types.Int(q)
}

// Program is a compiled expression; it may be run by many at once.
type Program struct{ p cel.Program }

// Compile checks an expression and makes it ready. The fault is Invalid and
// names kind, line and column of each thing wrong.
func (l *Language) Compile(expression string) (*Program, error) {
	bad := fault.Invalidf("measure.invalid")
	switch {
	case expression == "":
		return nil, bad.Add("expression", "measure.expression_missing")
	case utf8.RuneCountInString(expression) > MaxExpression:
		return nil, bad.Add("expression", "measure.expression_long", "max", MaxExpression)
	}
	ast, issues := l.env.Compile(expression)
	if issues != nil && issues.Err() != nil {
		for _, e := range issues.Errors() {
			addMistake(bad, expression, e)
		}
		return nil, bad
	}
	if ast.OutputType() != cel.BoolType {
		return nil, bad.Add("expression", notYesNo(ast.OutputType()))
	}
	p, err := l.env.Program(ast, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(maxCost))
	if err != nil {
		// Constant parts are computed here; a constant that cannot be, is wrong.
		return nil, bad.Add("expression", "measure.expression_fixed", "text", err.Error())
	}
	return &Program{p}, nil
}

// Applies reports whether the measure applies to a line. An error says that the
// expression could not be worked out: the case needs an officer.
func (p *Program) Applies(i *Input) (bool, error) {
	v, _, err := p.p.Eval(i.facts())
	if err != nil {
		return false, err
	}
	yes, ok := v.Value().(bool)
	if !ok {
		return false, fmt.Errorf("the answer is %s, not yes or no", strconv.Quote(fmt.Sprint(v.Value())))
	}
	return yes, nil
}
