package registration

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"time"

	"meguri/app/service/filter"
	"meguri/models"
)

// MaxSelected is how many people can be mailed their links at once: each has a transaction and a mail.
const MaxSelected = 1000

// selectionRest is the part of a request's time that is left for telling what was done.
const selectionRest = 10 * time.Second

// SelectionInput is whom staff selected in a list: people, or all whom the list has, with the query of its address.
type SelectionInput struct {
	IDs  []string `form:"id"`
	All  bool     `form:"all"`
	List string   `form:"list"`
	// Sure says that the question was answered.
	Sure bool `form:"sure"`
}

// Filter chooses those who were selected. What it cannot read it leaves out: the address is that of a list that was
// shown.
func (in *SelectionInput) Filter() *FilterInput {
	if !in.All {
		return &FilterInput{IDs: in.IDs}
	}
	query, _ := url.ParseQuery(in.List)
	return filter.Of(query)
}

// Selection reads those of the event's people who were selected. Staff who may edit people call it. Errors: Invalid for
// nobody and for more than MaxSelected.
func (s *Service) Selection(
	ctx context.Context, event *models.Event, in *SelectionInput,
) ([]models.Registration, error) {
	if !in.All && len(in.IDs) == 0 {
		return nil, models.NewError(models.CodeInvalid, "registration.selected_none")
	}
	q := s.db.Query(ctx)
	filter, err := in.Filter().Read(q, event)
	if err != nil {
		return nil, err
	}
	page, err := q.Registrations().Sorted(event, filter, 0, MaxSelected)
	switch {
	case err != nil:
		return nil, err
	case page.HasNext:
		return nil, models.NewError(models.CodeInvalid, "registration.selected_many", "max", MaxSelected)
	case len(page.List) == 0:
		return nil, models.NewError(models.CodeInvalid, "registration.selected_none")
	}
	return page.List, nil
}

// SelectionFilter is the filter that chooses those who were selected, however many. Staff who may edit people call it.
// Errors: Invalid for nobody.
func (s *Service) SelectionFilter(
	ctx context.Context, event *models.Event, in *SelectionInput,
) (models.RegistrationFilter, error) {
	if !in.All && len(in.IDs) == 0 {
		return models.RegistrationFilter{}, models.NewError(models.CodeInvalid, "registration.selected_none")
	}
	return in.Filter().Read(s.db.Query(ctx), event)
}

// SelectionOutcome is what became of something that was done to several people: each is done or refused, nobody half.
type SelectionOutcome struct {
	Done    int
	Refused []Refusal
}

// Refusal is why something could not be done to a person: a text key with its values.
type Refusal struct {
	models.Registration
	Key  string
	Args []any
}

// ResendSelected mails people their links one after another, as ResendLink does.
func (s *Service) ResendSelected(
	ctx context.Context, event *models.Event, people []models.Registration,
) *SelectionOutcome {
	return eachSelected(ctx, people, func(ctx context.Context, r *models.Registration) error {
		if r.Email == "" {
			return models.NewError(models.CodeConflict, "registration.has_no_email")
		}
		return s.ResendLink(ctx, event, r.ID)
	})
}

// eachSelected does something to each person, and has that recorded of each. Who has no place and waits for none is
// refused beforehand, and so is who is not reached in time.
func eachSelected(
	ctx context.Context, people []models.Registration, do func(ctx context.Context, r *models.Registration) error,
) *SelectionOutcome {
	outcome := &SelectionOutcome{}
	end, hasEnd := ctx.Deadline()
	for i := range people {
		r := &people[i]
		var err error
		switch {
		case hasEnd && time.Until(end) < selectionRest:
			err = models.NewError(models.CodeConflict, "registration.not_reached")
		case !r.Live():
			err = models.NewError(models.CodeConflict, "registration.not_live")
		default:
			err = do(models.WithAuditOf(ctx, models.SubjectRegistration, r.ID), r)
		}
		outcome.add(r, err)
	}
	return outcome
}

func (o *SelectionOutcome) add(r *models.Registration, err error) {
	if err == nil {
		o.Done++
		return
	}
	var known *models.Error
	if !errors.As(err, &known) || known.Key == "" {
		slog.Error("a selected registration was not changed", "registration", r.ID, "error", err)
		known = &models.Error{Key: "registration.not_done"}
	}
	o.Refused = append(o.Refused, Refusal{*r, known.Key, known.Args})
}
