// Package project lets coordinators start projects from needs, with a team and phases, and keeps the hours that people
// give to them.
package project

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/models"
)

// How long texts may be, in letters.
const (
	maxTitle, maxName, maxText, maxWords = 80, 120, 1000, 200
)

// Options come from other services and features.
type Options struct {
	Links  link.Maker
	Papers *pdf.Maker
	// BaseURL is the address of the site.
	BaseURL string
	// NeedMoved is called in the transaction that takes a need to another state; nil for nothing.
	NeedMoved func(tx *models.Tx, n *models.Need) error
}

// Service is the projects of one database.
type Service struct {
	Options
	db *models.DB
}

// New makes the service.
func New(db *models.DB, options Options) *Service { return &Service{options, db} }

// Input is what a coordinator types about a project.
type Input struct {
	Version   int    `form:"version"`
	Title     string `form:"title"`
	Aim       string `form:"aim"`
	Scope     string `form:"scope"`
	StartedOn string `form:"started_on"`
}

// InputOf is what a form shows of a project.
func InputOf(p *models.Project) *Input {
	return &Input{Version: p.Version, Title: p.Title, Aim: p.Aim, Scope: p.Scope, StartedOn: p.StartedOn}
}

func (in *Input) read(c *check.Checker) *models.Project {
	return &models.Project{
		Title:     c.NoURL("title", c.Line("title", in.Title, maxTitle, check.Required)),
		Aim:       c.Text("aim", in.Aim, maxText, check.Required),
		Scope:     c.Text("scope", in.Scope, maxText, check.Optional),
		StartedOn: day(c, "started_on", in.StartedOn, check.Required),
	}
}

// day reads a day as <input type=date> sends it.
func day(c *check.Checker, field, typed string, requirement check.Requirement) string {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		if requirement == check.Required {
			c.Fault(field, "field.required")
		}
		return ""
	}
	if at, err := time.Parse(time.DateOnly, typed); err != nil || at.Year() < 2000 || at.Year() > 2100 {
		c.Fault(field, "need.date_form")
		return ""
	}
	return typed
}

// StartInput is a project that begins with a need. Offers are those, accepted, of whom the team consists; Lead is one
// of them.
type StartInput struct {
	Input
	Offers []string `form:"offer"`
	Lead   string   `form:"lead"`
}

// Start lets a project begin with a need, which becomes taken; the people of the chosen offers are its team and get a
// link by mail. Who may edit needs there calls it. Errors: NotFound; Invalid with the fields at fault, or without an
// agreement that the need needs; Conflict where a project of the need goes on, or somebody else changed the need since.
func (s *Service) Start(
	ctx context.Context, at models.NeedPlace, needID string, in *StartInput,
) (started *models.Project, err error) {
	c := check.New()
	typed := in.read(c)
	if len(in.Offers) == 0 {
		c.Fault("offer", "project.choose_team")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		n, err := tx.Needs().At(at, needID)
		if err != nil {
			return err
		}
		if err := s.takeNeed(tx, n, in.Version); err != nil {
			return err
		}
		p := *typed
		p.OrganizationID, p.EventID, p.NeedID, p.TimeZone = n.OrganizationID, n.EventID, &n.ID, models.DefaultZone.String()
		if n.Event != nil && n.Event.TimeZone != "" {
			p.TimeZone = n.Event.TimeZone
		}
		if err := tx.Projects().Create(&p); err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: p.ID})
		for _, id := range in.Offers {
			if err := s.joinOffer(tx, at, &p, id, id == in.Lead); err != nil {
				return err
			}
		}
		started = &p
		return nil
	})
	return started, err
}

// takeNeed takes the need of a project that begins.
func (s *Service) takeNeed(tx *models.Tx, n *models.Need, version int) error {
	if n.NeedsAgreement() && n.AgreedAt == nil {
		return models.NewError(models.CodeInvalid, "need.agreement_missing")
	}
	steps := map[models.NeedState][]models.NeedState{
		models.NeedOpen: {models.NeedTalking, models.NeedTaken}, models.NeedTalking: {models.NeedTaken}, models.NeedTaken: {},
	}
	path, ok := steps[n.State]
	if !ok {
		return models.NewError(models.CodeConflict, "project.need_not_open")
	}
	for _, to := range path {
		if err := n.Move(to, tx.Now); err != nil {
			return err
		}
	}
	return s.needMoved(tx, n, version)
}

func (s *Service) needMoved(tx *models.Tx, n *models.Need, version int) error {
	if err := tx.Needs().Update(n, version); err != nil || s.NeedMoved == nil {
		return err
	}
	return s.NeedMoved(tx, n)
}

func (s *Service) joinOffer(tx *models.Tx, at models.NeedPlace, p *models.Project, id string, isLead bool) error {
	o, err := tx.Offers().At(at, *p.NeedID, id)
	if err != nil {
		return err
	}
	if o.State != models.OfferAccepted {
		return models.NewError(models.CodeConflict, "project.offer_not_accepted")
	}
	m := &models.TeamMember{
		ProjectID: p.ID, Role: models.ProjectMember, Name: o.Name, Email: o.Email, EmailKey: o.EmailKey, Locale: o.Locale,
	}
	if isLead {
		m.Role = models.ProjectLead
	}
	return s.join(tx, p, m)
}

func (s *Service) join(tx *models.Tx, p *models.Project, m *models.TeamMember) error {
	if err := tx.Projects().Join(m); err != nil {
		return err
	}
	return queueJoined(tx, p, m)
}

// change changes a project of a place in one transaction. Who may edit needs there calls what calls it.
func (s *Service) change(
	ctx context.Context, at models.NeedPlace, id string, do func(*models.Tx, *models.Project) error,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		p, err := tx.Projects().At(at, id)
		if err != nil {
			return err
		}
		if p.IsFormer() {
			return models.NewError(models.CodeConflict, "former.no_change")
		}
		tx.About(models.AuditSubject{ID: p.ID})
		return do(tx, p)
	})
}

// Save stores what a coordinator typed about a project. Who may edit needs there calls it. Errors: NotFound; Invalid
// with the fields at fault; Conflict where somebody else changed it since.
func (s *Service) Save(ctx context.Context, at models.NeedPlace, id string, in *Input) error {
	c := check.New()
	typed := in.read(c)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, at, id, func(tx *models.Tx, p *models.Project) error {
		p.Title, p.Aim, p.Scope, p.StartedOn = typed.Title, typed.Aim, typed.Scope, typed.StartedOn
		return tx.Projects().Update(p, in.Version)
	})
}

// PhasesInput is when the phases are planned, when they were done, and which are skipped: a value for each phase of the
// template, in its order.
type PhasesInput struct {
	Version int      `form:"version"`
	Planned []string `form:"planned_on"`
	Done    []string `form:"done_on"`
	Skipped []string `form:"skipped"`
}

// SavePhases stores the phases. Who may edit needs there calls it. Errors: NotFound; Invalid for what is no day;
// Conflict where somebody else changed the project since.
func (s *Service) SavePhases(ctx context.Context, at models.NeedPlace, id string, in *PhasesInput) error {
	phases, err := in.read()
	if err != nil {
		return err
	}
	return s.change(ctx, at, id, func(tx *models.Tx, p *models.Project) error {
		for i := range phases {
			if phases[i].DoneOn > p.Today(tx.Now) {
				return models.NewError(models.CodeInvalid, "project.done_later")
			}
		}
		if err := tx.Projects().Update(p, in.Version); err != nil {
			return err
		}
		for i := range phases {
			phases[i].ProjectID = p.ID
		}
		return tx.Projects().SavePhases(phases)
	})
}

func (in *PhasesInput) read() ([]models.ProjectPhase, error) {
	if len(in.Planned) != len(models.PhaseKinds) || len(in.Done) != len(models.PhaseKinds) {
		return nil, models.NewError(models.CodeInvalid, "project.phases_incomplete")
	}
	c := check.New()
	phases := make([]models.ProjectPhase, len(models.PhaseKinds))
	for i, kind := range models.PhaseKinds {
		phases[i] = models.ProjectPhase{
			Kind:      kind,
			PlannedOn: day(c, "planned_on_"+string(kind), in.Planned[i], check.Optional),
			DoneOn:    day(c, "done_on_"+string(kind), in.Done[i], check.Optional),
		}
		for _, skipped := range in.Skipped {
			phases[i].IsSkipped = phases[i].IsSkipped || skipped == string(kind)
		}
		if phases[i].IsSkipped && phases[i].DoneOn != "" {
			c.Fault("done_on_"+string(kind), "project.skipped_or_done")
		}
	}
	return phases, c.Err()
}

// JoinInput is somebody who joins a team.
type JoinInput struct {
	Name  string             `form:"name"`
	Email string             `form:"email"`
	Role  models.ProjectRole `form:"role"`
	// Locale is the language of the page.
	Locale string `form:"-"`
}

// Join adds somebody to a team, and mails them their link. Who may edit needs there calls it. Errors: NotFound; Invalid
// with the fields at fault; Conflict where the address is in the team, or the project is over.
func (s *Service) Join(ctx context.Context, at models.NeedPlace, id string, in *JoinInput) error {
	c := check.New()
	m := models.TeamMember{
		Name: c.NoURL("name", c.Line("name", in.Name, maxName, check.Required)),
		Role: check.Choice(c, "role", in.Role, models.ProjectRoles), Locale: in.Locale,
	}
	m.Email, m.EmailKey = c.Email("email", in.Email, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, at, id, func(tx *models.Tx, p *models.Project) error {
		if !p.IsRunning() {
			return models.NewError(models.CodeConflict, "project.is_over")
		}
		joins := m
		joins.ProjectID = p.ID
		return s.join(tx, p, &joins)
	})
}

// What a coordinator does with a person of a team.
const (
	doLead   = "lead"
	doMember = "member"
	doLeave  = "leave"
	doBack   = "back"
	doLink   = "link"
)

// MemberInput is what a coordinator does with a person of a team.
type MemberInput struct {
	Version int    `form:"version"`
	Do      string `form:"do"`
}

// ChangeMember gives a person of a team another role, lets them leave or come back, or mails a new link, by which the
// old one ends. Who may edit needs there calls it. Errors: NotFound; Invalid for what is none of it; Conflict where
// somebody else changed it since.
func (s *Service) ChangeMember(
	ctx context.Context, at models.NeedPlace, id, memberID string, in *MemberInput,
) error {
	return s.change(ctx, at, id, func(tx *models.Tx, p *models.Project) error {
		m, err := tx.Projects().MemberOf(p.ID, memberID)
		if err != nil {
			return err
		}
		if m.ErasedAt != nil {
			return models.NewError(models.CodeConflict, "project.is_erased")
		}
		switch in.Do {
		case doLead, doMember:
			m.Role = models.ProjectRole(in.Do)
		case doLeave:
			m.LeftAt = &tx.Now
		case doBack:
			m.LeftAt = nil
		case doLink:
			m.Link++
		default:
			return models.NewError(models.CodeInvalid, "error.invalid")
		}
		if err := tx.Projects().UpdateMember(m, in.Version); err != nil || in.Do != doLink {
			return err
		}
		return queueJoined(tx, p, m)
	})
}

// MoveInput is where a coordinator takes a project.
type MoveInput struct {
	Version int                 `form:"version"`
	To      models.ProjectState `form:"to"`
}

// Move ends or stops a project, or lets it go on. With its end the need is done. Who may edit needs there calls it.
// Errors: NotFound; Invalid for what is no state; Conflict where it is there already, somebody else changed it since,
// or another project of the need goes on.
func (s *Service) Move(ctx context.Context, at models.NeedPlace, id string, in *MoveInput) error {
	c := check.New()
	check.Choice(c, "to", in.To, models.ProjectStates)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, at, id, func(tx *models.Tx, p *models.Project) error {
		if p.State == in.To {
			return models.NewError(models.CodeConflict, "project.changed_meanwhile")
		}
		if in.To == models.ProjectRunning && p.Need != nil && p.Need.State != models.NeedTaken {
			return models.NewError(models.CodeConflict, "project.need_not_taken")
		}
		p.State, p.StateAt, p.EndedOn = in.To, tx.Now, ""
		if !p.IsRunning() {
			p.EndedOn = p.Today(tx.Now)
		}
		if err := tx.Projects().Update(p, in.Version); err != nil {
			return err
		}
		if err := moved(tx, p); err != nil {
			return err
		}
		if in.To != models.ProjectEnded || p.Need == nil || p.Need.State != models.NeedTaken {
			return nil
		}
		if err := p.Need.Move(models.NeedDone, tx.Now); err != nil {
			return err
		}
		return s.needMoved(tx, p.Need, p.Need.Version)
	})
}
