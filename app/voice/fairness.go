package voice

import (
	"context"
	"time"

	"meguri/app/service/anonymity"
	"meguri/app/service/check"
	"meguri/models"
)

const (
	// fewestAnswers is how many answers there must be before one can speak of their share, and unfair by how many points
	// that may differ from the share of those present.
	fewestAnswers = 5
	unfair        = 20
	// heartbeatTimeout is how long after its last heartbeat a tab of the online room counts.
	heartbeatTimeout = 75 * time.Second
)

// Fairness is how the room and those online share an event.
type Fairness struct {
	Rows []FairnessRow
	// Share is the percentage of those at the venue among all who are present, or were.
	Share int
	// Next is the side whose turn it is, "" where the answers are as the people.
	Next models.Mode
	// Speaking is the side that speaks now, "" for none.
	Speaking models.Mode
	// Few says that a side has too few people to be told apart: there are no rows.
	Few bool
}

// FairnessRow is one measure. Minutes says that it is of time.
type FairnessRow struct {
	Name string
	models.Sides
}

// Share is the percentage of the venue.
func (r FairnessRow) Share() int { return share(r.Sides) }

func share(s models.Sides) int {
	if s.Sum() <= 0 {
		return 0
	}
	return (s.Venue*100 + s.Sum()/2) / s.Sum()
}

// Fairness reads how the room and those online share an event, also for its report. Staff who run the room, or see its
// results, call it.
func (s *Service) Fairness(ctx context.Context, event *models.Event) (*Fairness, error) {
	return s.fairness(s.db.Query(ctx), event)
}

func (s *Service) fairness(q *models.Query, event *models.Event) (*Fairness, error) {
	present, err := presence(q, event)
	if err != nil {
		return nil, err
	}
	voices, answered, err := q.Posts().VoiceSides(event)
	if err != nil {
		return nil, err
	}
	votes, err := q.Posts().VoteSides(event)
	if err != nil {
		return nil, err
	}
	speeches, err := q.Posts().Speeches(event)
	if err != nil {
		return nil, err
	}
	f := &Fairness{Share: share(present)}
	spoken := minutesOf(speeches, q.Now)
	if n := len(speeches); n > 0 && speeches[n-1].EndedAt == nil {
		f.Speaking = speeches[n-1].Mode
	}
	if min(present.Venue, present.Online) < anonymity.K {
		f.Few = true
		return f, nil
	}
	f.Rows = []FairnessRow{
		{"present", present}, {"voices", voices}, {"votes", votes}, {"answered", answered}, {"spoken", spoken},
	}
	f.Next = next(present, answered)
	return f, nil
}

// presence is who is there now, or who was once the event is over.
func presence(q *models.Query, event *models.Event) (models.Sides, error) {
	if event.Ended(q.Now) {
		return q.Posts().AttendedSides(event)
	}
	return q.Posts().PresentSides(event, heartbeatTimeout)
}

// next is the one rule: where the share of the answers differs from that of the people by more than 20 points, and at
// least five were given, it is the turn of the other side.
func next(present, answered models.Sides) models.Mode {
	if answered.Sum() < fewestAnswers {
		return ""
	}
	switch difference := share(answered) - share(present); {
	case difference > unfair:
		return models.ModeOnline
	case difference < -unfair:
		return models.ModeVenue
	}
	return ""
}

// minutesOf are the minutes that each side spoke.
func minutesOf(speeches []models.Speech, now time.Time) models.Sides {
	var venue, online time.Duration
	for _, s := range speeches {
		until := now
		if s.EndedAt != nil {
			until = *s.EndedAt
		}
		if s.Mode == models.ModeVenue {
			venue += until.Sub(s.StartedAt)
		} else {
			online += until.Sub(s.StartedAt)
		}
	}
	return models.Sides{Venue: int(venue.Round(time.Minute).Minutes()), Online: int(online.Round(time.Minute).Minutes())}
}

// SpeakInput is the side that begins to speak, "" where nobody speaks any more.
type SpeakInput struct {
	Mode models.Mode `form:"mode"`
}

// Speak records that somebody of a side begins to speak, or that nobody does. Staff who run the room call it.
func (s *Service) Speak(ctx context.Context, event *models.Event, in SpeakInput) error {
	c := check.New()
	if in.Mode != "" {
		check.Choice(c, "mode", in.Mode, []models.Mode{models.ModeVenue, models.ModeOnline})
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.WriteTogether(ctx, func(w *models.SingleWrite) error { return w.Posts().Speak(event, in.Mode) })
}
