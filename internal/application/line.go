package application

import (
	"context"
	"slices"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// MaxLines bounds one application: as many as a person can still check.
const MaxLines = 500

// AddLine adds a line from its first page and returns its id. The line is kept
// even when something is wrong with it; the Invalid fault then names the fields.
func (o *Office) AddLine(ctx context.Context, who actor.Actor, id string, version int64, f Form) (*Application, string, error) {
	var wrong *fault.Error
	line := o.NewID()
	a, err := o.edit(ctx, who, id, version, func(a *Application) (map[string]any, error) {
		if len(a.Content.Lines) >= MaxLines {
			return nil, fault.Invalidf("apply.lines.many", "max", MaxLines)
		}
		a.Content.Lines = append(a.Content.Lines, Line{ID: line})
		wrong = o.writeLine(&a.Content, len(a.Content.Lines)-1, LineWhat, f)
		return map[string]any{"act": "add_line", "line": line}, nil
	})
	if err != nil {
		return a, "", err
	}
	return a, line, asError(wrong)
}

// EditLine saves one page about a line, as AddLine does.
func (o *Office) EditLine(ctx context.Context, who actor.Actor, id string, version int64, line string, p Part, f Form) (*Application, error) {
	var wrong *fault.Error
	a, err := o.editWith(ctx, who, id, version, func(ctx context.Context, tx Tx, a *Application) (map[string]any, error) {
		i := a.Content.lineAt(line)
		if i < 0 || !slices.Contains(Parts(a.Content.Type), p) {
			return nil, fault.New(fault.NotFound, "apply.line_unknown")
		}
		wrong = o.writeLine(&a.Content, i, p, f)
		if p == LineOrigin && wrong == nil {
			var err error
			if wrong, err = o.fillFromLots(ctx, tx, a, &a.Content.Lines[i]); err != nil {
				return nil, err
			}
			o.deduce(&a.Content, &a.Content.Lines[i])
		}
		return map[string]any{"act": "edit_line", "line": line, "part": string(p)}, nil
	})
	if err != nil {
		return a, err
	}
	return a, asError(wrong)
}

// writeLine reads a page into a line and keeps what was typed where it is wrong.
func (o *Office) writeLine(c *Content, i int, p Part, f Form) *fault.Error {
	r := newReader(f, o.today())
	o.readLine(r, c, &c.Lines[i], p)
	c.settle(typedKey(c.Lines[i].ID, p), r)
	return orNil(r.wrong)
}

// CopyLine adds a copy of a line without its marks, which belong to one
// specimen, and returns the copy's id.
func (o *Office) CopyLine(ctx context.Context, who actor.Actor, id string, version int64, line string) (*Application, string, error) {
	fresh := o.NewID()
	a, err := o.edit(ctx, who, id, version, func(a *Application) (map[string]any, error) {
		i := a.Content.lineAt(line)
		switch {
		case i < 0:
			return nil, fault.New(fault.NotFound, "apply.line_unknown")
		case len(a.Content.Lines) >= MaxLines:
			return nil, fault.Invalidf("apply.lines.many", "max", MaxLines)
		}
		l := a.Content.Lines[i]
		l.ID, l.Marks = fresh, nil
		a.Content.Lines = slices.Insert(a.Content.Lines, i+1, l)
		return map[string]any{"act": "copy_line", "line": line, "copy": fresh}, nil
	})
	if err != nil {
		return a, "", err
	}
	return a, fresh, nil
}

// RemoveLine takes a line out.
func (o *Office) RemoveLine(ctx context.Context, who actor.Actor, id string, version int64, line string) (*Application, error) {
	return o.edit(ctx, who, id, version, func(a *Application) (map[string]any, error) {
		i := a.Content.lineAt(line)
		if i < 0 {
			return nil, fault.New(fault.NotFound, "apply.line_unknown")
		}
		a.Content.Lines = slices.Delete(a.Content.Lines, i, i+1)
		for _, p := range []Part{LineWhat, LineDetails, LineOrigin} {
			delete(a.Content.Typed, typedKey(line, p))
			a.Content.Done = slices.DeleteFunc(a.Content.Done, func(s string) bool { return s == typedKey(line, p) })
		}
		return map[string]any{"act": "remove_line", "line": line}, nil
	})
}

// lineAt is the index of a line, or -1.
func (c *Content) lineAt(id string) int {
	return slices.IndexFunc(c.Lines, func(l Line) bool { return l.ID == id })
}

// Line returns a line of the content by id.
func (c *Content) Line(id string) (Line, bool) {
	if i := c.lineAt(id); i >= 0 {
		return c.Lines[i], true
	}
	return Line{}, false
}
