package project

import (
	"context"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/models"
)

// How long the title of a task may be, in letters, and how many tasks a project has at most.
const (
	maxTask   = 120
	mostTasks = 500
)

// TaskInput is a task as it is typed.
type TaskInput struct {
	Version int              `form:"version"`
	Task    string           `form:"task"`
	Member  string           `form:"member"`
	DueOn   string           `form:"due_on"`
	Phase   models.PhaseKind `form:"phase"`
}

// TaskInputOf is what the form shows of a task.
func TaskInputOf(t *models.ProjectTask) *TaskInput {
	in := &TaskInput{Version: t.Version, Task: t.Title, DueOn: t.DueOn, Phase: t.Phase}
	if t.MemberID != nil {
		in.Member = *t.MemberID
	}
	return in
}

func (in *TaskInput) read() (*models.ProjectTask, error) {
	c := check.New()
	t := &models.ProjectTask{
		Title: c.Line("task", in.Task, maxTask, check.Required), DueOn: day(c, "due_on", in.DueOn, check.Optional),
		Phase: in.Phase,
	}
	if in.Phase != "" {
		check.Choice(c, "phase", in.Phase, models.PhaseKinds)
	}
	return t, c.Err()
}

// PhaseTasks are the open tasks of a phase, "" for none.
type PhaseTasks struct {
	Kind  models.PhaseKind
	Tasks []models.ProjectTask
}

// HasTasks reports whether there are any.
func (p *WorkPage) HasTasks() bool { return len(p.Phases)+len(p.Closed) > 0 }

func (p *WorkPage) readTasks(q *models.Query) error {
	list, err := q.ProjectTasks().OfProject(p.ID)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, kind := range append([]models.PhaseKind{""}, models.PhaseKinds...) {
		phase := PhaseTasks{Kind: kind}
		for i := range list {
			if list[i].Phase == kind && list[i].IsOpen() {
				phase.Tasks = append(phase.Tasks, list[i])
			}
		}
		if phase.Tasks != nil {
			p.Phases = append(p.Phases, phase)
		}
	}
	for i := range list {
		known[list[i].Template] = true
		if !list[i].IsOpen() {
			p.Closed = append(p.Closed, list[i])
		}
	}
	for _, one := range taskTemplate {
		p.MayAddTemplate = p.MayAddTemplate || !known[one.name]
	}
	return nil
}

// AddTask stores a new task. Errors: NotFound; Invalid with the fields at fault; Conflict where the project is over, or
// for who has left the team.
func (s *Work) AddTask(ctx context.Context, by By, in *TaskInput) error {
	typed, err := in.read()
	if err != nil {
		return err
	}
	return s.plan(ctx, by, func(tx *models.Tx, w *worker) error {
		list, err := tx.ProjectTasks().OfProject(w.ID)
		if err != nil {
			return err
		}
		if len(list) >= mostTasks {
			return models.NewError(models.CodeConflict, "work.too_many")
		}
		t := *typed
		t.ProjectID = w.ID
		if t.MemberID, err = active(tx.Query, w.ID, "member", in.Member); err != nil {
			return err
		}
		if err := tx.ProjectTasks().Create(&t); err != nil {
			return err
		}
		return awaitTask(tx, w.Project, &t)
	})
}

// taskTemplate are the tasks that projects commonly have, by their phase.
var taskTemplate = []struct {
	phase models.PhaseKind
	name  string
}{
	{"briefing", "briefing_1"}, {"briefing", "briefing_2"}, {"team", "team_1"}, {"kickoff", "kickoff_1"},
	{"kickoff", "kickoff_2"}, {"work", "work_1"}, {"work", "work_2"}, {"report", "report_1"}, {"report", "report_2"},
}

// AddTemplate adds those tasks of the template that are not there yet, in the words of a language, due when their phase
// is planned. Phases that are done or left out bring none. Errors: as of AddTask.
func (s *Work) AddTemplate(ctx context.Context, by By, texts *i18n.Localizer) error {
	return s.plan(ctx, by, func(tx *models.Tx, w *worker) error {
		phases, err := tx.Projects().Phases(w.ID)
		if err != nil {
			return err
		}
		list, err := tx.ProjectTasks().OfProject(w.ID)
		if err != nil {
			return err
		}
		known := map[string]bool{}
		for i := range list {
			known[list[i].Template] = true
		}
		for _, phase := range phases {
			if phase.IsSkipped || phase.DoneOn != "" {
				continue
			}
			for _, one := range taskTemplate {
				if one.phase != phase.Kind || known[one.name] {
					continue
				}
				err := tx.ProjectTasks().Create(&models.ProjectTask{
					ProjectID: w.ID, Phase: one.phase, Title: texts.T("work.template_" + one.name), DueOn: phase.PlannedOn,
					Template: one.name,
				})
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// TaskPage is a task that is changed.
type TaskPage struct {
	*WorkPage
	Task *models.ProjectTask
}

// TaskPage reads it. Errors: NotFound, also for who has left the team.
func (s *Work) TaskPage(ctx context.Context, by By, id string) (*TaskPage, error) {
	page, err := s.Page(ctx, by)
	if err != nil {
		return nil, err
	}
	if !page.IsIn() {
		return nil, errGone
	}
	t, err := s.db.Query(ctx).ProjectTasks().Of(page.ID, id)
	return &TaskPage{page, t}, err
}

// SaveTask stores a changed task. Errors: NotFound; Invalid with the fields at fault; Conflict where somebody else
// changed it since, where the project is over, or for who has left the team.
func (s *Work) SaveTask(ctx context.Context, by By, id string, in *TaskInput) error {
	typed, err := in.read()
	if err != nil {
		return err
	}
	return s.plan(ctx, by, func(tx *models.Tx, w *worker) error {
		t, err := tx.ProjectTasks().Of(w.ID, id)
		if err != nil {
			return err
		}
		before := TaskInputOf(t).Member
		t.Title, t.DueOn, t.Phase = typed.Title, typed.DueOn, typed.Phase
		if in.Member != before { // who has left may stay whose it was
			if t.MemberID, err = active(tx.Query, w.ID, "member", in.Member); err != nil {
				return err
			}
		}
		return storeTask(tx, w.Project, t, in.Version)
	})
}

// TickTaskInput says what became of a task.
type TickTaskInput struct {
	Version int                `form:"version"`
	State   models.ActionState `form:"state"`
}

// TickTask says that a task is done, given up, or open again. Errors: NotFound; Invalid for what is no state; Conflict
// where somebody else changed it since, where the project is over, or for who has left the team.
func (s *Work) TickTask(ctx context.Context, by By, id string, in *TickTaskInput) error {
	c := check.New()
	check.Choice(c, "state", in.State, models.ActionStates)
	if err := c.Err(); err != nil {
		return err
	}
	return s.plan(ctx, by, func(tx *models.Tx, w *worker) error {
		t, err := tx.ProjectTasks().Of(w.ID, id)
		if err != nil {
			return err
		}
		t.State, t.StateAt = in.State, tx.Now
		return storeTask(tx, w.Project, t, in.Version)
	})
}

func storeTask(tx *models.Tx, p *models.Project, t *models.ProjectTask, version int) error {
	if err := tx.ProjectTasks().Update(t, version); err != nil {
		return err
	}
	return awaitTask(tx, p, t)
}

// JobTask is the kind of job that tells whose a task is that it is overdue; its payload is its id.
const JobTask = "project_task"

// awaitTask has whose a task is told on the morning after its day.
func awaitTask(tx *models.Tx, p *models.Project, t *models.ProjectTask) error {
	at := t.Overdue(p.Zone())
	if at == nil || t.MemberID == nil || !t.IsOpen() {
		return nil
	}
	if at.Before(tx.Now) {
		return nil // it was overdue when it was given: they know
	}
	return tx.Jobs().Add(JobTask, JobTask+":"+t.ID+":"+*t.MemberID+":"+t.DueOn, t.ID, *at)
}

// Remind does one job of kind JobTask. What is done meanwhile, or another person's, or due on another day by now, is
// told to nobody; nor is anything twice.
func (s *Work) Remind(ctx context.Context, job *models.Job) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		t, err := tx.ProjectTasks().ByID(job.Payload)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		if err != nil || t.Member == nil || !t.Member.IsActive() || !t.Project.IsRunning() ||
			!t.IsLate(t.Project.Today(tx.Now)) {
			return err
		}
		m := letter(t.Member, MailTask, t.ID+":"+t.DueOn, &t.Project)
		m.Data[factTask], m.Data[factDay] = t.Title, t.DueOn
		return tx.Mails().Queue(m)
	})
}
