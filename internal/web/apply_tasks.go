package web

import (
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

// applyTasksView is the task list of an application.
type applyTasksView struct {
	Caption string
	Title   string
	For     string
	Groups  []TaskGroup
	Done    int
	Total   int
	Delete  string // address, for drafts
	Answer  string // address, while the authority waits for an answer
}

func (s *Server) showTasks(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openEditable(w, r)
	if err != nil || f == nil {
		return err
	}
	l := LocaleFrom(r.Context())
	view := applyTasksView{Caption: applyCaption(l, f.Application), Title: tasksTitle(l, f.Content.Type)}
	if f.Owner != ActorFrom(r.Context()).ID {
		view.For = f.OwnerName
	}
	lines, err := s.applyQuotas(r, f)
	if err != nil {
		return err
	}
	view.Groups, view.Done, view.Total = s.taskGroups(l, f, s.quotaTask(l, f, lines))
	if f.State == application.Draft {
		view.Delete = l.Href(applicationPath(f.ID, "/delete"))
	} else {
		view.Answer = l.Href(applicationPath(f.ID, ""))
	}
	return s.render(w, r, http.StatusOK, "apply_tasks", Page{Title: view.Title, Back: "/applications", Data: view})
}

// tasksTitle says what is applied for; the common documents have words of their own.
func tasksTitle(l *Locale, t cites.DocumentType) string {
	if key := "apply.tasks.title." + string(t); l.Has(key) {
		return l.T(key)
	}
	return l.T("apply.tasks.title", "type", t.Name(l.Lang))
}

// applyCaption is the line over the heading.
func applyCaption(l *Locale, a *application.Application) string {
	if a.Reference == "" {
		return l.T("apply.caption.draft", "type", a.Content.Type.Name(l.Lang))
	}
	return l.T("apply.caption", "reference", a.Reference)
}

// taskGroups puts the steps under their headings and counts the complete ones.
func (s *Server) taskGroups(l *Locale, f *application.File, more []Task) (groups []TaskGroup, done, total int) {
	group := func(key string) *TaskGroup {
		title := l.T("apply.group." + key)
		if n := len(groups); n > 0 && groups[n-1].Title == title {
			return &groups[n-1]
		}
		groups = append(groups, TaskGroup{Title: title})
		return &groups[len(groups)-1]
	}
	for _, st := range application.StepsOf(&f.Content) {
		status := s.cfg.Applications.StatusOf(&f.Content, st)
		if st == application.StepDocuments && len(f.Documents) > 0 {
			status = application.Complete
		}
		total++
		if status == application.Complete {
			done++
		}
		g := group(stepGroup(st))
		g.Tasks = append(g.Tasks, Task{ID: "task-" + string(st), Title: l.T(stepKey(f.Content.Type, st)), Href: l.Href(stepPath(f.ID, st)),
			Hint: taskHint(l, f, st), State: taskState(l, status)})
		if st == application.StepSpecimens {
			g.Tasks = append(g.Tasks, more...)
		}
	}
	g := group("finish")
	check := Task{ID: "task-check", Title: l.T("apply.task.check"), State: Tag{Text: l.T("apply.status.cannot")}}
	total++
	if done == total-1 && f.State == application.Draft {
		check.Href, check.State = l.Href(applicationPath(f.ID, "/check")), taskState(l, application.NotStarted)
	}
	if f.State == application.Draft {
		g.Tasks = append(g.Tasks, check)
	} else {
		groups, total = groups[:len(groups)-1], total-1
	}
	return groups, done, total
}

func taskState(l *Locale, st application.Status) Tag {
	switch st {
	case application.Complete:
		return Tag{Text: l.T("apply.status.complete")}
	case application.Incomplete:
		return Tag{Text: l.T("apply.status.incomplete"), Colour: "teal"}
	}
	return Tag{Text: l.T("apply.status.not_started"), Colour: "blue"}
}

// taskHint says in a few words what is there.
func taskHint(l *Locale, f *application.File, st application.Step) string {
	switch st {
	case application.StepSpecimens:
		if n := len(f.Content.Lines); n > 0 {
			return l.Plural("apply.lines.count", n)
		}
	case application.StepDocuments:
		if n := len(f.Documents); n > 0 {
			return l.Plural("apply.documents.count", n)
		}
	}
	return ""
}

func stepGroup(st application.Step) string {
	switch st {
	case application.StepExporter, application.StepImporter:
		return "parties"
	case application.StepPurpose, application.StepSpecimens, application.StepCertificate:
		return "specimens"
	}
	return "evidence"
}

// stepKey names a step; the applicant's own side is named differently for an
// import permit.
func stepKey(t cites.DocumentType, st application.Step) string {
	info := t.Facts()
	if st == application.StepPurpose && !info.PurposeRequired {
		return "apply.task.purpose.none"
	}
	if st == application.StepExporter && info.ManyCrossings {
		return "apply.task.holder"
	}
	if info.Direction.In() && (st == application.StepExporter || st == application.StepImporter) {
		return "apply.task." + string(st) + ".imp"
	}
	return "apply.task." + string(st)
}

// stepPath is the page of a step.
func stepPath(id string, st application.Step) string {
	switch st {
	case application.StepSpecimens:
		return applicationPath(id, "/lines")
	case application.StepDocuments:
		return applicationPath(id, "/documents")
	}
	return applicationPath(id, "/step/"+string(st))
}

// nextPath is where "save and continue" leads: back to the check page when one
// came from there, else to the next step that is not complete, else to the list.
func (s *Server) nextPath(f *application.Application, after application.Step, from string) string {
	if from == "check" {
		return applicationPath(f.ID, "/check")
	}
	passed := false
	for _, st := range application.StepsOf(&f.Content) {
		if passed && s.cfg.Applications.StatusOf(&f.Content, st) != application.Complete {
			return stepPath(f.ID, st)
		}
		passed = passed || st == after
	}
	return applicationPath(f.ID, "/tasks")
}
