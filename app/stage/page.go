package stage

import (
	"context"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/link"
	"meguri/models"
)

// here is how long somebody counts as being online after their last sign of life; see live.HeartbeatTimeout.
const here = 75 * time.Second

// Screen is what a stage shows now.
type Screen struct {
	Stage *models.Stage
	View  *View
	// Content is what View.Read returned.
	Content any
	// Band is what the view of captions shows, below another one, where HasBand.
	Band    any
	HasBand bool
	// Announcements are shown over all views.
	Announcements []models.Announcement
	Moment
}

// Moment is where the day is.
type Moment struct {
	// Now is the session at this time, nil between sessions; Next the one after it, nil at the end.
	Now, Next *models.Session
	// Venue and Online are how many people are in the room and online.
	Venue, Online int
}

// Until is when the session at this time ends, in seconds since 1970, 0 without one.
func (m *Moment) Until() int64 {
	if m.Now == nil {
		return 0
	}
	return m.Now.EndsAt.Unix()
}

// Left is how long the session at this time goes on.
func (m *Moment) Left(now time.Time) time.Duration {
	if m.Now == nil {
		return 0
	}
	return max(m.Now.EndsAt.Sub(now), 0)
}

// LeftPercent is how much of the session at this time is left.
func (m *Moment) LeftPercent(now time.Time) int {
	if m.Now == nil {
		return 0
	}
	return int(100 * m.Left(now) / max(m.Now.EndsAt.Sub(m.Now.StartsAt), 1))
}

// nearly is when a session is nearly over.
const nearly = 3 * time.Minute

// IsNearlyOver reports whether the session at this time ends soon.
func (m *Moment) IsNearlyOver(now time.Time) bool { return m.Now != nil && m.Left(now) <= nearly }

// Screen reads what the stage of an event shows. secret is that of its link. pinned is a view that this screen always
// shows, "" for what staff choose. Errors: NotFound for a link that opens nothing.
func (s *Service) Screen(ctx context.Context, slug, secret, pinned string) (*models.Event, *Screen, error) {
	q := s.db.Query(ctx)
	event, stage, err := s.opened(q, slug, secret)
	if err != nil {
		return nil, nil, err
	}
	name, subject := stage.ViewName, stage.Subject
	if pinned != "" && pinned != name {
		name, subject = pinned, ""
	}
	screen := &Screen{Stage: stage, View: s.view(name)}
	if screen.Moment, err = moment(q, event); err != nil {
		return nil, nil, err
	}
	if screen.Announcements, err = announcements(q, event); err != nil {
		return nil, nil, err
	}
	if screen.View.Read != nil {
		if screen.Content, err = screen.View.Read(ctx, event, subject); err != nil {
			return nil, nil, err
		}
	}
	if band := s.view(ViewCaptions); stage.Captions && band.Name == ViewCaptions && screen.View != band {
		screen.HasBand = true
		screen.Band, err = band.Read(ctx, event, "")
	}
	return event, screen, err
}

// announcements are those that staff want on the stage.
func announcements(q *models.Query, event *models.Event) ([]models.Announcement, error) {
	list, err := q.Announcements().Current(event)
	return slices.DeleteFunc(list, func(a models.Announcement) bool { return !a.OnStage }), err
}

// opened is the stage that a link opens, with its event.
func (s *Service) opened(q *models.Query, slug, secret string) (*models.Event, *models.Stage, error) {
	event, err := q.Events().BySlug(slug)
	if err != nil {
		return nil, nil, err
	}
	stage, err := q.Stages().OfEvent(event)
	if err != nil {
		return nil, nil, err
	}
	if stage.Code == "" || !link.Equal(secret, s.links.Stage(event.ID, stage.LinkNumber)) {
		return nil, nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return event, stage, nil
}

// Opens finds the event whose stage a link opens. Anybody calls it. Errors: NotFound for a link that opens nothing.
func (s *Service) Opens(ctx context.Context, slug, secret string) (*models.Event, error) {
	event, _, err := s.opened(s.db.Query(ctx), slug, secret)
	return event, err
}

// Version changes with what the stage of an event shows.
func (s *Service) Version(ctx context.Context, eventID string) (string, error) {
	stage, err := s.db.Query(ctx).Stages().OfEvent(&models.Event{ID: eventID})
	return strconv.Itoa(stage.Version), err
}

func moment(q *models.Query, event *models.Event) (m Moment, err error) {
	sessions, err := q.Sessions().Outline(event, maxSessions)
	if err != nil {
		return m, err
	}
	for i := range sessions {
		session := &sessions[i]
		switch {
		case session.IsOn(q.Now):
			m.Now = session
		case session.CancelledAt == nil && session.StartsAt.After(q.Now) && m.Next == nil:
			m.Next = session
		}
	}
	if m.Online, err = q.Presences().CountNow(event, here); err != nil {
		return m, err
	}
	arrivals, err := q.Admissions().Arrivals(event)
	for _, a := range arrivals {
		m.Venue += a.Inside
	}
	return m, err
}

const maxSessions = 1000

// Remote is the remote control of a stage.
type Remote struct {
	Stage *models.Stage
	// Secret is that of the link that opens the stage.
	Secret string
	Views  []ViewChoice
	// Word is the word of attendance that may be given now, nil for none.
	Word *models.ShownWord
	Moment
}

// ViewChoice is a view with its subjects.
type ViewChoice struct {
	*View
	Choices []Choice
	// Shown says that the stage shows it.
	Shown bool
}

// Shown is the view that the stage shows.
func (r *Remote) Shown() ViewChoice {
	for _, v := range r.Views {
		if v.Shown {
			return v
		}
	}
	return r.Views[0]
}

// Remote reads the remote control. Staff who run the room call it.
func (s *Service) Remote(ctx context.Context, event *models.Event) (*Remote, error) {
	r, q := &Remote{}, s.db.Query(ctx)
	var err error
	if r.Stage, err = q.Stages().OfEvent(event); err == nil && r.Stage.Code == "" {
		err = s.db.InTx(ctx, func(tx *models.Tx) (err error) {
			r.Stage, err = tx.Stages().Make(event)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	r.Secret = s.links.Stage(event.ID, r.Stage.LinkNumber)
	if r.Moment, err = moment(q, event); err != nil {
		return nil, err
	}
	if r.Word, err = shownWord(q, event); err != nil {
		return nil, err
	}
	shown := s.view(r.Stage.ViewName)
	for i := range s.views {
		v := ViewChoice{View: &s.views[i], Shown: &s.views[i] == shown}
		if v.View.Choices != nil {
			if v.Choices, err = v.View.Choices(ctx, event); err != nil {
				return nil, err
			}
		}
		r.Views = append(r.Views, v)
	}
	return r, nil
}
