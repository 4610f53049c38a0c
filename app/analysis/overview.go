package analysis

import (
	"cmp"
	"context"
	"slices"

	"meguri/models"
)

// Overview has the events whose results an account may see, those with surveys first, and the organizations that host
// them side by side.
type Overview struct {
	Editions []Edition
	Hosts    []Host
}

// Host is an organization with the sums of its own events that are over.
type Host struct {
	models.Organization
	Events  int
	Turnout models.EventTurnout
	// Invited and Responses are of all surveys that are released.
	Invited, Responses int
	// Score is the Net Promoter Score of all who answered such a question, of each event the one that most answered;
	// ScoreN is how many these are. A satisfaction is not added up: each event asks in its own words.
	Score    float64
	ScoreN   int
	promoted int
}

// AttendedPercent is how many in a hundred of those who had a place attended.
func (h *Host) AttendedPercent() int { return percent(h.Turnout.Attended(), h.Turnout.Confirmed) }

// Rate is how many in a hundred of those invited answered.
func (h *Host) Rate() int { return percent(h.Responses, h.Invited) }

// Overview reads it. Who is signed in calls it.
func (s *Service) Overview(ctx context.Context, by *models.Account) (*Overview, error) {
	q := s.db.Query(ctx)
	events, err := q.Events().WithPermission(by.ID, models.SeeResults, mostEvents)
	if err != nil {
		return nil, err
	}
	page := &Overview{}
	if page.Editions, err = s.editions(ctx, q, events); err != nil {
		return nil, err
	}
	page.Hosts = hosts(page.Editions)
	slices.SortStableFunc(page.Editions, func(a, b Edition) int { return cmp.Compare(rank(&a), rank(&b)) })
	return page, nil
}

// rank is 0 for an event whose surveys were opened, 1 for others.
func rank(e *Edition) int {
	if slices.ContainsFunc(e.Surveys, func(a Asked) bool { return a.WasOpened }) {
		return 0
	}
	return 1
}

// hosts add up events that are over by organization, in the order of their names.
func hosts(editions []Edition) []Host {
	var list []Host
	for i := range editions {
		e := &editions[i]
		if !e.IsOver {
			continue
		}
		at := slices.IndexFunc(list, func(h Host) bool { return h.ID == e.OrganizationID })
		if at < 0 {
			at = len(list)
			list = append(list, Host{Organization: e.Organization})
		}
		list[at].add(e)
	}
	for i := range list {
		if h := &list[i]; h.ScoreN > 0 {
			h.Score = 100 * float64(h.promoted) / float64(h.ScoreN)
		}
	}
	slices.SortFunc(list, func(a, b Host) int { return cmp.Compare(a.NameJa, b.NameJa) })
	return list
}

func (h *Host) add(e *Edition) {
	h.Events++
	h.Turnout.Registered += e.Turnout.Registered
	h.Turnout.Confirmed += e.Turnout.Confirmed
	h.Turnout.Venue += e.Turnout.Venue
	h.Turnout.Online += e.Turnout.Online
	h.Turnout.Twice += e.Turnout.Twice
	invited, responses := e.asked()
	h.Invited, h.Responses = h.Invited+invited, h.Responses+responses
	if f := e.score(); f != nil {
		h.ScoreN, h.promoted = h.ScoreN+f.N, h.promoted+f.Promoters-f.Detractors
	}
}

// score is the Net Promoter Score of the event that most people answered, so that nobody is counted twice; nil for
// none.
func (e *Edition) score() (most *Figure) {
	for i := range e.Surveys {
		for k := range e.Surveys[i].Figures {
			if f := &e.Surveys[i].Figures[k]; f.HasScore && (most == nil || f.N > most.N) {
				most = f
			}
		}
	}
	return most
}
