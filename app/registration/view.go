package registration

import (
	"context"
	"net/url"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/filter"
	"meguri/models"
)

const (
	maxViewName = 60 // characters
	// maxViews is how many named lists an event has at most.
	maxViews = 30
)

// Views are the named lists of an event's people. All its staff have the same.
type Views struct{ s *Service }

// ViewsOf makes it.
func ViewsOf(s *Service) Views { return Views{s} }

// ViewInput is a name for a list, and the query of its address. A view that is changed keeps its list where List is "".
type ViewInput struct {
	Name string `form:"name"`
	List string `form:"list"`
	// Keep says that only the name is changed.
	Keep bool `form:"keep"`
}

// read puts the input into the view.
func (in *ViewInput) read(q *models.Query, event *models.Event, v *models.PeopleView, columns []string) error {
	c := check.New()
	v.Name = c.Name("name", in.Name, maxViewName, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	if in.Keep {
		return nil
	}
	query, err := url.ParseQuery(in.List)
	if err != nil {
		return models.NewError(models.CodeInvalid, "registration.list_unreadable")
	}
	list := filter.Of(query)
	if _, err := list.Read(q, event); err != nil {
		return models.NewError(models.CodeInvalid, "registration.list_unreadable")
	}
	list.View, list.IDs = "", nil
	v.Query, v.Columns = list.Query().Encode(), strings.Join(columns, ",")
	if v.Columns == "" {
		v.Columns = noColumns
	}
	return nil
}

var viewTaken = map[string]string{"name": "view.name_taken"}

// Add gives a list a name. columns are those that it is shown with. Staff who may edit people call it. Errors: Invalid
// with the field at fault.
func (vs Views) Add(
	ctx context.Context, by *models.Account, event *models.Event, in *ViewInput, columns []string,
) (id string, err error) {
	id = models.NewID()
	return id, vs.s.db.InTx(ctx, func(tx *models.Tx) error {
		v := &models.PeopleView{ID: id, EventID: event.ID, AccountID: &by.ID}
		if err := in.read(tx.Query, event, v, columns); err != nil {
			return err
		}
		views, err := tx.PeopleViews().OfEvent(event)
		if err != nil {
			return err
		}
		if len(views) >= maxViews {
			return models.InvalidFields(map[string]string{"name": "view.too_many"})
		}
		added, err := tx.PeopleViews().Add(v)
		if err == nil && !added {
			err = models.InvalidFields(viewTaken)
		}
		return err
	})
}

// Change gives a view another name, or also another list. Staff who may edit people call it. Errors: NotFound; Invalid
// with the field at fault.
func (vs Views) Change(
	ctx context.Context, event *models.Event, id string, in *ViewInput, columns []string,
) error {
	return vs.s.db.InTx(ctx, func(tx *models.Tx) error {
		v, err := tx.PeopleViews().InEvent(event, id)
		if err != nil {
			return err
		}
		if err := in.read(tx.Query, event, v, columns); err != nil {
			return err
		}
		saved, err := tx.PeopleViews().Save(v)
		if err == nil && !saved {
			err = models.InvalidFields(viewTaken)
		}
		return err
	})
}

// Delete removes a view. Staff who may edit people call it. Errors: NotFound.
func (vs Views) Delete(ctx context.Context, event *models.Event, id string) error {
	return vs.s.db.InTx(ctx, func(tx *models.Tx) error {
		v, err := tx.PeopleViews().InEvent(event, id)
		if err != nil {
			return err
		}
		return tx.PeopleViews().Delete(v)
	})
}
