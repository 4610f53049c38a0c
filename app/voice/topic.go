package voice

import (
	"slices"

	"meguri/models"
)

// Topic is a theme or a session, with the count of its published voices.
type Topic struct {
	Theme   *models.Theme
	Session *models.Session
	Count   int
	Chosen  bool
}

// Value is the topic as Input.Topic has it.
func (t *Topic) Value() string {
	if t.Theme != nil {
		return "theme:" + t.Theme.Slug
	}
	return "session:" + t.Session.ID
}

// topics are the themes and sessions of an event, with counts.
type topics struct {
	list      []Topic
	published int
	held      int
	reported  int
	record    Record
	reasons   []ReasonCount
}

func (s *Service) topics(q *models.Query, event *models.Event) (*topics, error) {
	themes, err := q.Themes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return nil, err
	}
	tallies, err := q.Posts().Tallies(event)
	if err != nil {
		return nil, err
	}
	about := &topics{}
	for i := range themes {
		about.list = append(about.list, Topic{Theme: &themes[i]})
	}
	for i := range sessions {
		if session := &sessions[i]; session.Kind != models.SessionBreak && session.CancelledAt == nil {
			about.list = append(about.list, Topic{Session: session})
		}
	}
	for _, t := range tallies {
		about.count(t)
	}
	return about, nil
}

func (a *topics) count(t models.PostTally) {
	a.record.Received += t.Count
	switch t.State {
	case models.PostHeld:
		a.held += t.Count
		a.record.Held += t.Count
	case models.PostMerged:
		a.record.Merged += t.Count
	case models.PostWithdrawn:
		a.record.Withdrawn += t.Count
	case models.PostHidden:
		a.record.Hidden += t.Count
		i := slices.IndexFunc(a.reasons, func(r ReasonCount) bool { return r.Reason == t.Reason })
		if i < 0 {
			i, a.reasons = len(a.reasons), append(a.reasons, ReasonCount{Reason: t.Reason})
		}
		a.reasons[i].Count += t.Count
	case models.PostPublished:
		a.published += t.Count
		a.record.Published += t.Count
		a.reported += t.Reported
		for i := range a.list {
			topic := &a.list[i]
			if (topic.Theme != nil && same(t.ThemeID, topic.Theme.ID)) ||
				(topic.Session != nil && same(t.SessionID, topic.Session.ID)) {
				topic.Count += t.Count
			}
		}
	}
}

func same(id *string, other string) bool { return id != nil && *id == other }

// of are the theme and the session of a voice, nil where it has none.
func (a *topics) of(p *models.Post) (theme *models.Theme, session *models.Session) {
	for _, t := range a.list {
		if t.Theme != nil && same(p.ThemeID, t.Theme.ID) {
			theme = t.Theme
		}
		if t.Session != nil && same(p.SessionID, t.Session.ID) {
			session = t.Session
		}
	}
	return theme, session
}

// filters are the topics that a list can be of: all themes, and the sessions that have voices.
func (a *topics) filters(in ListInput) (list []Topic) {
	for _, t := range a.list {
		t.Chosen = (t.Theme != nil && t.Theme.Slug == in.Theme) || (t.Session != nil && t.Session.ID == in.Session)
		if t.Theme != nil || t.Count > 0 || t.Chosen {
			list = append(list, t)
		}
	}
	return list
}

// nothing is an id that no row has.
const nothing = "-"

// filter is the published voices that the input chooses. A topic that there is not has none.
func (a *topics) filter(in ListInput) models.PostFilter {
	f := models.PostFilter{
		States: []models.PostState{models.PostPublished}, Order: in.Order, SessionID: in.Session,
		Limit: pageSize, Offset: (max(min(in.Page, maxPage), 1) - 1) * pageSize,
	}
	if in.Theme != "" {
		f.ThemeID = nothing
		for _, t := range a.list {
			if t.Theme != nil && t.Theme.Slug == in.Theme {
				f.ThemeID = t.Theme.ID
			}
		}
	}
	return f
}

const maxPage = 10000
