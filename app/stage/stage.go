// Package stage is the screens of an event: what projectors and streams show, opened by a link and driven from a phone.
//
// Each kind of page is a View. Other features bring theirs; app/program lists them.
package stage

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

// View is one kind of page that a stage shows. Its words are stage.view_ and its name, its template is stage_ and its
// name in templates/partials/stage.html.
type View struct {
	Name string
	// Read reads what the page shows of the subject that was chosen, "" for what is most useful now. nil reads nothing.
	Read func(ctx context.Context, event *models.Event, subject string) (any, error)
	// Choices lists the subjects to choose from. nil has none.
	Choices func(ctx context.Context, event *models.Event) ([]Choice, error)
}

// Choice is a subject of a view.
type Choice struct {
	Subject, TextJa, TextEn string
}

// Service is the stages of one database.
type Service struct {
	db    *models.DB
	links link.Maker
	views []View
}

// The views of this package.
const (
	ViewJoin = models.FirstView
	ViewWord = "word"
)

// New makes the service. links makes the links that open stages; views are those of other features, in the order in
// which they are offered.
func New(db *models.DB, links link.Maker, views ...View) *Service {
	all := slices.Concat([]View{{Name: ViewJoin}}, views, []View{{Name: ViewWord}})
	return &Service{db, links, all}
}

// view is the view with a name, the first one where there is none.
func (s *Service) view(name string) *View {
	i := slices.IndexFunc(s.views, func(v View) bool { return v.Name == name })
	return &s.views[max(i, 0)]
}

// ShowInput is what the stage is to show.
type ShowInput struct {
	View    string `form:"view"`
	Subject string `form:"subject"`
}

// maxSubject is how long the name of a subject may be.
const maxSubject = 100

// Show lets the stage show something. Staff who run the room call it. Errors: Invalid for a view that there is not.
func (s *Service) Show(ctx context.Context, event *models.Event, in *ShowInput) error {
	c := check.New()
	subject := c.Name("subject", in.Subject, maxSubject, check.Optional)
	if !slices.ContainsFunc(s.views, func(v View) bool { return v.Name == in.View }) {
		c.Fault("view", "field.choice")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, event, map[string]any{"view_name": in.View, "subject": subject})
}

// RenewLink makes a new link; the one before opens nothing any more. Staff who run the room call it.
func (s *Service) RenewLink(ctx context.Context, event *models.Event) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		stage, err := tx.Stages().Make(event)
		if err != nil {
			return err
		}
		return tx.Stages().Change(stage, map[string]any{"link_number": stage.LinkNumber + 1})
	})
}

func (s *Service) change(ctx context.Context, event *models.Event, fields map[string]any) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		stage, err := tx.Stages().Make(event)
		if err != nil {
			return err
		}
		return tx.Stages().Change(stage, fields)
	})
}

// EventByCode finds the event whose stage shows a code. Anybody calls it. Errors: NotFound.
func (s *Service) EventByCode(ctx context.Context, code string) (*models.Event, error) {
	event, err := s.db.Query(ctx).Stages().EventByCode(code)
	if err == nil && !event.Public() {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return event, err
}

// ShowKeepingSubject lets the stage show a view, of the subject that it shows already where it is the same view. Staff
// who run the room call it.
func (s *Service) ShowKeepingSubject(ctx context.Context, event *models.Event, view string) error {
	stage, err := s.db.Query(ctx).Stages().OfEvent(event)
	if err != nil || stage.Code != "" && stage.ViewName == view {
		return err
	}
	return s.Show(ctx, event, &ShowInput{View: view})
}
