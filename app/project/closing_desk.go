package project

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/models"
)

// fewestProjects is of how many projects figures are told at least.
const fewestProjects = 5

// mostReviews is how many are read for the desk at most.
const mostReviews = 20_000

// AskedPerson is somebody who is asked, for coordinators.
type AskedPerson struct {
	models.Review
	// Mail is what became of the mail with which they were asked, "" for none.
	Mail models.MailState
	// ThanksWait and PublishWait say that a coordinator has to decide.
	ThanksWait, PublishWait bool
}

// Unreached reports whether the mail did not come to them.
func (p *AskedPerson) Unreached() bool {
	return p.Mail == models.MailBounced || p.Mail == models.MailFailed
}

// CalledName and CalledEmail are who it is, "" once that is erased.
func (p *AskedPerson) CalledName() string { name, _, _ := p.Person(); return name }

// CalledEmail is their address.
func (p *AskedPerson) CalledEmail() string { _, email, _ := p.Person(); return email }

// ReviewDesk is what both sides say of a project, for coordinators.
type ReviewDesk struct {
	*models.Project
	AtEnd, Later []AskedPerson
	// NobodyAtEnd and NobodyLater say that nobody of the side that was helped could be reached.
	NobodyAtEnd, NobodyLater bool
	// LaterOn is when people are asked what changed, "" where they are not.
	LaterOn string
}

// Desk reads it. Who may edit needs there calls it. Errors: NotFound.
func (s *Closings) Desk(ctx context.Context, at models.NeedPlace, id string) (*ReviewDesk, error) {
	q := s.of.db.Query(ctx)
	p, err := q.Projects().At(at, id)
	if err != nil {
		return nil, err
	}
	list, err := q.Reviews().OfProject(p.ID)
	if err != nil {
		return nil, err
	}
	people, err := peopleOf(q, list)
	if err != nil {
		return nil, err
	}
	desk := &ReviewDesk{Project: p, NobodyAtEnd: true}
	for _, person := range people {
		isReached := person.Side == models.ReviewHelped && !person.Unreached()
		if person.Round == models.ReviewAtEnd {
			desk.AtEnd, desk.NobodyAtEnd = append(desk.AtEnd, person), desk.NobodyAtEnd && !isReached
		} else {
			desk.Later = append(desk.Later, person)
		}
	}
	desk.NobodyLater = len(desk.Later) > 0 && !slices.ContainsFunc(desk.Later, func(person AskedPerson) bool {
		return person.Side == models.ReviewHelped && !person.Unreached()
	})
	if p.State == models.ProjectEnded && !p.IsFormer() {
		desk.LaterOn = p.Today(laterAt(p.StateAt))
	}
	return desk, nil
}

func peopleOf(q *models.Query, list []models.Review) ([]AskedPerson, error) {
	states, err := q.Reviews().MailStates(list)
	people := make([]AskedPerson, len(list))
	for i := range list {
		people[i] = AskedPerson{
			list[i], states[list[i].ID], list[i].ThanksWaits(q.Now), list[i].PublishWaits(),
		}
	}
	return people, err
}

// AskInput is somebody of the side that was helped whom a coordinator lets ask.
type AskInput struct {
	Name  string             `form:"name"`
	Email string             `form:"email"`
	Round models.ReviewRound `form:"round"`
	// Locale is the language of the page.
	Locale string `form:"-"`
}

// Ask asks somebody of the side that was helped. Who may edit needs there calls it. Errors: NotFound; Invalid with the
// fields at fault; Conflict for a project that is not over, or who was asked already.
func (s *Closings) Ask(ctx context.Context, at models.NeedPlace, id string, in *AskInput) error {
	c := check.New()
	asks := models.Review{
		Side: models.ReviewHelped, Locale: in.Locale,
		Name:  c.NoURL("name", c.Line("name", in.Name, maxName, check.Optional)),
		Round: check.Choice(c, "round", in.Round, models.ReviewRounds),
	}
	asks.Email, asks.EmailKey = c.Email("email", in.Email, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, at, id, func(tx *models.Tx, p *models.Project) error {
		list, err := tx.Reviews().OfProject(p.ID)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].Round == asks.Round && list[i].EmailKey == asks.EmailKey {
				return models.NewError(models.CodeConflict, "closing.is_asked")
			}
		}
		r := asks
		r.ProjectID = p.ID
		return ask(tx, p, &r)
	})
}

func (s *Closings) change(
	ctx context.Context, at models.NeedPlace, id string, do func(*models.Tx, *models.Project) error,
) error {
	return s.of.db.InTx(ctx, func(tx *models.Tx) error {
		p, err := tx.Projects().At(at, id)
		if err != nil {
			return err
		}
		if p.State != models.ProjectEnded || p.IsFormer() {
			return models.NewError(models.CodeConflict, "closing.not_ended")
		}
		tx.About(models.AuditSubject{ID: p.ID})
		return do(tx, p)
	})
}

// What a coordinator decides of what somebody answered.
const (
	doShow      = "show"
	doHold      = "hold"
	doPublish   = "publish"
	doUnpublish = "unpublish"
	doAskAgain  = "ask"
)

// DecideReviewInput is what a coordinator decides of it, and which version they read.
type DecideReviewInput struct {
	Version int    `form:"version"`
	Do      string `form:"do"`
}

// Decide lets thanks be read or holds them, lets be published what changed or not, or asks somebody again. Who may edit
// needs there calls it. Errors: NotFound; Invalid for what is none of it; Conflict where it was changed since.
func (s *Closings) Decide(
	ctx context.Context, at models.NeedPlace, id, reviewID string, in *DecideReviewInput,
) error {
	return s.change(ctx, at, id, func(tx *models.Tx, p *models.Project) error {
		r, err := tx.Reviews().ByID(reviewID)
		if err != nil {
			return err
		}
		if r.ProjectID != p.ID {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		if r.Version != in.Version {
			return models.NewError(models.CodeConflict, "project.changed_meanwhile")
		}
		switch in.Do {
		case doShow:
			r.ThanksState = models.HeldShown
		case doHold:
			r.ThanksState = models.HeldBack
		case doPublish:
			if !r.MayPublish {
				return models.NewError(models.CodeConflict, "closing.not_agreed")
			}
			r.PublishState = models.HeldShown
		case doUnpublish:
			r.PublishState = models.HeldBack
		case doAskAgain:
			if _, email, _ := r.Person(); email == "" || r.State == models.ReviewAnswered {
				return models.NewError(models.CodeConflict, "closing.cannot_ask")
			}
			return ask(tx, p, r)
		default:
			return models.NewError(models.CodeInvalid, "error.invalid")
		}
		return tx.Reviews().Update(r, in.Version)
	})
}

// ClosingList is the projects of a place of which something is asked, with figures over them.
type ClosingList struct {
	Projects []ClosedProject
	// Figures are nil where too few projects have answers.
	Figures []ReviewFigure
}

// ClosedProject is a project with how many were asked and answered, and how much waits for a coordinator.
type ClosedProject struct {
	models.Project
	Asked, Answered, Waiting, Unreached int
}

// ReviewFigure is how many projects of N with answers were seen well by those who answered, in the middle.
type ReviewFigure struct {
	// Name is delivered, used, again or later.
	Name     string
	Good, Of int
}

// Percent is the share of good ones.
func (f ReviewFigure) Percent() int { return (200*f.Good + f.Of) / (2 * f.Of) }

// List reads it. Who may edit needs there calls it.
func (s *Closings) List(ctx context.Context, at models.NeedPlace) (*ClosingList, error) {
	q := s.of.db.Query(ctx)
	list, err := q.Reviews().At(at, mostReviews)
	if err != nil {
		return nil, err
	}
	people, err := peopleOf(q, list)
	if err != nil {
		return nil, err
	}
	page, places := &ClosingList{}, map[string]int{}
	for i := range people {
		person := &people[i]
		place, known := places[person.ProjectID]
		if !known {
			place = len(page.Projects)
			places[person.ProjectID] = place
			page.Projects = append(page.Projects, ClosedProject{Project: person.Project})
		}
		page.Projects[place].add(person)
	}
	slices.SortStableFunc(page.Projects, func(a, b ClosedProject) int { return b.Waiting - a.Waiting })
	page.Figures = figuresOf(list)
	return page, nil
}

func (p *ClosedProject) add(person *AskedPerson) {
	p.Asked++
	if person.AnsweredAt != nil {
		p.Answered++
	}
	if person.ThanksWait {
		p.Waiting++
	}
	if person.PublishWait {
		p.Waiting++
	}
	if person.Unreached() {
		p.Unreached++
	}
}

// figuresOf counts projects, not people: those of which the answers are good in the middle. A question that fewer than
// fewestProjects have answers to is left out.
func figuresOf(list []models.Review) (figures []ReviewFigure) {
	for _, of := range []struct {
		name  string
		round models.ReviewRound
		scale func(*models.Review) int
	}{
		{"delivered", models.ReviewAtEnd, func(r *models.Review) int { return r.Delivered }},
		{"used", models.ReviewAtEnd, func(r *models.Review) int { return r.Used }},
		{"again", models.ReviewAtEnd, func(r *models.Review) int { return r.Again }},
		{"later", models.ReviewLater, func(r *models.Review) int { return r.Used }},
	} {
		sums, counts := map[string]int{}, map[string]int{}
		for i := range list {
			if n := of.scale(&list[i]); n > 0 && list[i].Round == of.round {
				sums[list[i].ProjectID] += n
				counts[list[i].ProjectID]++
			}
		}
		f := ReviewFigure{Name: of.name, Of: len(counts)}
		for id, n := range counts {
			if sums[id] >= 3*n { // the two better ones of the four
				f.Good++
			}
		}
		if f.Of >= fewestProjects {
			figures = append(figures, f)
		}
	}
	return figures
}
