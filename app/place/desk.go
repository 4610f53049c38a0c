package place

import (
	"context"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/place"
	"meguri/app/service/table"
	"meguri/models"
)

// Desk is what staff do with sessions that people sign up for.
type Desk struct{ *Service }

// DeskOf makes it.
func DeskOf(s *Service) Desk { return Desk{s} }

const maxPlaces = 100_000

// DeskPage lists the sessions of an event, those with places first in mind.
type DeskPage struct {
	*place.List
	// Others are the sessions for which nobody signs up.
	Others []models.Session
}

// Page reads it. Staff who may edit people call it.
func (d Desk) Page(ctx context.Context, e *models.Event) (*DeskPage, error) {
	q := d.db.Query(ctx)
	list, err := place.Read(q, e, nil)
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(sessions, func(s models.Session) bool {
		return list.Of(s.ID) != nil || !s.HasPage() || s.CancelledAt != nil
	})
	return &DeskPage{list, others}, nil
}

// RulesInput is what an event does with sessions at the same time: warn or refuse.
type RulesInput struct {
	Clash string `form:"clash" label:"session_place.clash_rule"`
}

// SaveRules stores it. Staff who may edit people call it. Errors: Invalid.
func (d Desk) SaveRules(ctx context.Context, e *models.Event, in *RulesInput) error {
	c := check.New()
	clash := check.Choice(c, "clash", in.Clash, []string{"warn", "refuse"})
	if clash == "" {
		c.Fault("clash", "field.required")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return d.db.InTx(ctx, func(tx *models.Tx) error {
		return tx.SessionPlaces().SaveRules(&models.SessionPlaceRules{EventID: e.ID, RefusesClashes: clash == "refuse"})
	})
}

// SessionPage is a session with who signed up for it.
type SessionPage struct {
	Session *models.Session
	// Places are nil while nobody signs up for it.
	Places *models.SessionPlaces
	Input  *PlacesInput
	// With have a place, in order of their names; Line waits.
	With, Line []models.SessionSignUp
	// Others are the other sessions with places, to move somebody to.
	Others []place.Offer
}

// PlacesInput is how many places a session has, as staff fill it in. An empty capacity is for no signing up.
type PlacesInput struct {
	Capacity string      `form:"capacity"  label:"session_place.capacity"`
	OpensAt  string      `form:"opens_at"  label:"session_place.opens_at"`
	ClosesAt string      `form:"closes_at" label:"session_place.closes_at"`
	Mode     models.Mode `form:"mode"      label:"session_place.mode"`
}

// SessionPage reads a session with who signed up for it. Staff who may edit people call it. Errors: NotFound.
func (d Desk) SessionPage(ctx context.Context, e *models.Event, id string) (*SessionPage, error) {
	q := d.db.Query(ctx)
	session, err := q.Sessions().ByID(e, id)
	if err != nil {
		return nil, err
	}
	page := &SessionPage{Session: session, Input: &PlacesInput{}}
	list, err := place.Read(q, e, nil)
	if err != nil {
		return nil, err
	}
	for _, o := range list.Offers {
		if o.ID != id {
			if !o.Places.ByLottery {
				page.Others = append(page.Others, o)
			}
			continue
		}
		page.Places, page.Input = o.Places, inputOf(e, o.Places)
	}
	people, err := q.SessionPlaces().People(id)
	for _, p := range people {
		if p.State == models.SignUpTaken {
			page.With = append(page.With, p)
		} else {
			page.Line = append(page.Line, p)
		}
	}
	return page, err
}

func inputOf(e *models.Event, p *models.SessionPlaces) *PlacesInput {
	in := &PlacesInput{Capacity: strconv.Itoa(p.Capacity), Mode: p.Mode}
	if p.OpensAt != nil {
		in.OpensAt = e.Local(*p.OpensAt).Format(check.LocalLayout)
	}
	if p.ClosesAt != nil {
		in.ClosesAt = e.Local(*p.ClosesAt).Format(check.LocalLayout)
	}
	return in
}

// NumberOf is the place in line of person i.
func (p *SessionPage) NumberOf(i int) int { return i + 1 }

func (in *PlacesInput) read(e *models.Event, id string) (*models.SessionPlaces, error) {
	c := check.New()
	p := &models.SessionPlaces{
		SessionID: id, EventID: e.ID,
		Capacity: c.Int("capacity", in.Capacity, 0, maxPlaces, check.Required),
		OpensAt:  timeOrNil(c.LocalTime("opens_at", in.OpensAt, e.Zone(), check.Optional)),
		ClosesAt: timeOrNil(c.LocalTime("closes_at", in.ClosesAt, e.Zone(), check.Optional)),
		Mode:     check.Choice(c, "mode", in.Mode, append([]models.Mode{""}, models.Modes...)),
	}
	if c.OK("opens_at", "closes_at") && p.OpensAt != nil && p.ClosesAt != nil && !p.OpensAt.Before(*p.ClosesAt) {
		c.Fault("closes_at", "session_place.closes_early")
	}
	return p, c.Err()
}

func timeOrNil(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// Save stores how many places a session has. New places go to who waits; fewer than are taken throw nobody out. Without
// a capacity nobody signs up any more. Staff who may edit people call it. Errors: NotFound; Invalid with the fields at
// fault; Conflict where somebody signed up for a session that is to have no places.
func (d Desk) Save(ctx context.Context, e *models.Event, id string, in *PlacesInput) error {
	if in.Capacity == "" {
		return d.db.InTx(ctx, func(tx *models.Tx) error {
			if _, err := tx.Sessions().ByID(e, id); err != nil {
				return err
			}
			return tx.SessionPlaces().Remove(e, id)
		})
	}
	p, err := in.read(e, id)
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(tx *models.Tx) error {
		session, err := tx.Sessions().ByID(e, id)
		if err != nil {
			return err
		}
		if !session.HasPage() {
			return models.NewError(models.CodeConflict, "session_place.is_break")
		}
		if err := tx.SessionPlaces().Save(p); err != nil {
			return err
		}
		if err := tx.SessionPlaces().Lock(id); err != nil {
			return err
		}
		return place.Fill(tx, e, id)
	})
}

// PersonInput is what staff do with who signed up: promote, remove, or move to another session.
type PersonInput struct {
	Act string `form:"act"`
	To  string `form:"to"` // a session's id
}

// Do does it. Staff who may edit people call it. Errors: NotFound; Conflict where the person is no longer there; Full
// where there is no free place to move to, or to give.
func (d Desk) Do(ctx context.Context, e *models.Event, sessionID, registrationID string, in *PersonInput) error {
	return d.db.InTx(ctx, func(tx *models.Tx) error {
		if _, err := tx.SessionPlaces().Of(e, sessionID); err != nil {
			return err
		}
		r, err := tx.Registrations().Lock(e, registrationID)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectRegistration, ID: r.ID})
		switch in.Act {
		case "promote":
			return place.Promote(tx, e, r.ID, sessionID)
		case "remove":
			return place.Leave(tx, e, r.ID, sessionID)
		case "move":
			return place.Move(tx, e, r, sessionID, in.To)
		}
		return models.InvalidFields(map[string]string{"act": "field.choice"})
	})
}

// Table is who signed up for a session as a file. Staff who may edit people call it. Errors: NotFound.
func (d Desk) Table(ctx context.Context, texts *i18n.Localizer, e *models.Event, id string) (table.Table, error) {
	page, err := d.SessionPage(ctx, e, id)
	if err != nil {
		return table.Table{}, err
	}
	header := []string{}
	for _, key := range []string{
		"session_place.state", "session_place.line_number", "registration.name", "registration.organization",
		"registration.email", "registration.code", "session_place.reply_until",
	} {
		header = append(header, texts.T(key))
	}
	return table.Table{
		Name: texts.Pick(page.Session.TitleJa, page.Session.TitleEn), Header: header,
		ReplacedTitle: texts.T("table.replaced"),
		Rows: func(yield func([]any, error) bool) {
			for _, s := range slices.Concat(page.With, page.Line) {
				number := any("")
				if s.State == models.SignUpWaiting {
					number = slices.IndexFunc(page.Line, func(l models.SessionSignUp) bool {
						return l.RegistrationID == s.RegistrationID
					}) + 1
				}
				by := any("")
				if s.ReplyBy != nil {
					by = e.Local(*s.ReplyBy)
				}
				r := s.Registration
				row := []any{
					texts.T("session_place.state_" + string(s.State)), number, r.Full(texts.Lang), r.Organization, r.Email, r.Code, by,
				}
				if !yield(row, nil) {
					return
				}
			}
		},
	}, nil
}
