package poll

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"meguri/app/service/anonymity"
	"meguri/app/service/question"
	"meguri/models"
)

// Shown is a poll as somebody sees it.
type Shown struct {
	models.Poll
	// Now is its state at this time.
	Now models.PollState
	// Question is what it asks.
	Question question.Question
	Session  *models.Session
	// ShowsResult says that who reads may see Result; else they see only how many answered.
	ShowsResult bool
	Result      Result
	// Own is what who reads answered, Answered whether they did. Asks says that they may answer now.
	Own            []string
	Answered, Asks bool
}

// Until is when the poll closes by itself, in seconds since 1970, 0 for never.
func (s Shown) Until() int64 {
	if s.Now != models.PollOpen || s.ClosesAt == nil {
		return 0
	}
	return s.ClosesAt.Unix()
}

// SecondsLeft is how long it is still open, 0 for no end.
func (s Shown) SecondsLeft(now time.Time) int {
	if s.Until() == 0 {
		return 0
	}
	return int(s.ClosesAt.Sub(now).Round(time.Second) / time.Second)
}

// IsScale reports whether it is drawn as columns over numbers.
func (s Shown) IsScale() bool { return s.Result.HasMean || len(s.Question.Show().Scale) > 0 }

// Place is the option at a place of one's own ranking, from 0.
func (s Shown) Place(i int) string {
	if i < len(s.Own) {
		return s.Own[i]
	}
	return ""
}

// Chosen reports whether a value is in one's own answer.
func (s Shown) Chosen(value string) bool { return slices.Contains(s.Own, value) }

// IsRight reports whether one's own answer to a quiz was right.
func (s Shown) IsRight() bool { return s.Correct != "" && s.Chosen(s.Correct) }

// RightBar is the right answer of a quiz that is closed, nil before.
func (s Shown) RightBar() *Bar {
	for i := range s.Result.Bars {
		if s.Result.Bars[i].Correct {
			return &s.Result.Bars[i]
		}
	}
	return nil
}

// Page are the polls as an attendee sees them: those that are open, and the others that were, the latest first.
type Page struct {
	// Refusal is the text key of why the person may not answer, "" where they may.
	Refusal    string
	Open, Past []Shown
}

// Any reports whether there is something to show.
func (p *Page) Any() bool { return len(p.Open)+len(p.Past) > 0 }

// Page reads the polls of an event for a person, who calls it. change is the id of the poll whose answer they want to
// change, "" for none.
func (s *Service) Page(
	ctx context.Context, event *models.Event, r *models.Registration, change string,
) (*Page, error) {
	q := s.db.Query(ctx)
	polls, err := q.Polls().OfEvent(event)
	if err != nil {
		return nil, err
	}
	page := &Page{}
	if r.State != models.RegistrationConfirmed {
		page.Refusal = "poll.not_confirmed"
	}
	voters := make([]string, len(polls))
	for i := range polls {
		voters[i] = s.links.PollVoter(r.ID, polls[i].ID)
	}
	given, err := q.Polls().Given(voters)
	if err != nil {
		return nil, err
	}
	for i := range polls {
		p := &polls[i]
		state := p.StateAt(q.Now)
		if state == models.PollPrepared {
			continue
		}
		own, answered := given[p.ID]
		asks := page.Refusal == "" && state == models.PollOpen && (!answered || p.Changeable && p.ID == change)
		shown, err := s.show(q, p, own, !asks && (!p.HidesResults || state == models.PollClosed))
		if err != nil {
			return nil, err
		}
		shown.Answered, shown.Asks = answered, asks
		if state == models.PollOpen {
			page.Open = append(page.Open, *shown)
		} else {
			page.Past = append(page.Past, *shown)
		}
	}
	slices.SortStableFunc(page.Past, func(a, b Shown) int { return b.OpenedAt.Compare(*a.OpenedAt) })
	return page, nil
}

// show counts the answers to a poll.
func (s *Service) show(q *models.Query, p *models.Poll, own []string, showsResult bool) (*Shown, error) {
	tallies, err := q.Polls().Tallies(p)
	if err != nil {
		return nil, err
	}
	state := p.StateAt(q.Now)
	shown := &Shown{
		Poll: *p, Now: state, Question: asked(p), Own: own, ShowsResult: showsResult,
		Result: count(p, tallies, own, state == models.PollClosed),
	}
	if !showsResult {
		shown.Result.Bars, shown.Result.Words, shown.Result.HasMean = nil, nil, false
	}
	return shown, nil
}

// CountOpen counts the polls that a person can answer now.
func (s *Service) CountOpen(ctx context.Context, event *models.Event) (int, error) {
	q := s.db.Query(ctx)
	polls, err := q.Polls().OfEvent(event)
	n := 0
	for i := range polls {
		if polls[i].StateAt(q.Now) == models.PollOpen {
			n++
		}
	}
	return n, err
}

// StaffPage lists the polls of an event with what was answered so far.
type StaffPage struct {
	Polls []Shown
}

// Find is the poll with an id, nil where there is none.
func (p *StaffPage) Find(id string) *Shown {
	for i := range p.Polls {
		if p.Polls[i].ID == id {
			return &p.Polls[i]
		}
	}
	return nil
}

// StaffPage reads the page of those who run the room, who call it.
func (s *Service) StaffPage(ctx context.Context, event *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	polls, err := q.Polls().OfEvent(event)
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().Outline(event, maxSessions)
	if err != nil {
		return nil, err
	}
	page := &StaffPage{}
	for i := range polls {
		shown, err := s.show(q, &polls[i], nil, true)
		if err != nil {
			return nil, err
		}
		shown.Session = sessionOf(sessions, &polls[i])
		page.Polls = append(page.Polls, *shown)
	}
	return page, nil
}

func sessionOf(sessions []models.Session, p *models.Poll) *models.Session {
	for i := range sessions {
		if p.SessionID != nil && sessions[i].ID == *p.SessionID {
			return &sessions[i]
		}
	}
	return nil
}

// FormPage is the form of one poll.
type FormPage struct {
	// Poll is nil for a new one.
	Poll     *models.Poll
	Sessions []models.Session
	Kinds    []models.PollKind
	// RequestID is the id of what the form sends.
	RequestID string
}

// FormPage reads the form of a poll, of a new one where id is "". Staff who run the room call it. Errors: NotFound,
// Conflict where it was opened: then it does not change any more.
func (s *Service) FormPage(ctx context.Context, event *models.Event, id string) (*FormPage, error) {
	q := s.db.Query(ctx)
	page := &FormPage{Kinds: models.PollKinds, RequestID: models.NewSecret()}
	var err error
	if id != "" {
		if page.Poll, err = q.Polls().ByID(event, id); err != nil {
			return nil, err
		}
		if page.Poll.State != models.PollPrepared {
			return nil, models.NewError(models.CodeConflict, "poll.frozen")
		}
	}
	page.Sessions, err = q.Sessions().Outline(event, maxSessions)
	return page, err
}

// StagePage reads the poll that a stage shows: the one with the id, or the one that was opened last. It is nil where
// there is none. Who holds the link of the stage calls it.
func (s *Service) StagePage(ctx context.Context, event *models.Event, id string) (*Shown, error) {
	q := s.db.Query(ctx)
	polls, err := q.Polls().OfEvent(event)
	if err != nil {
		return nil, err
	}
	var chosen *models.Poll
	for i := range polls {
		p := &polls[i]
		if p.ID == id {
			chosen = p
			break
		}
		if p.OpenedAt != nil && (chosen == nil || p.OpenedAt.After(*chosen.OpenedAt)) {
			chosen = p
		}
	}
	if chosen == nil {
		return nil, nil
	}
	return s.show(q, chosen, nil, !chosen.HidesResults || chosen.StateAt(q.Now) == models.PollClosed)
}

// AnswersOf counts the answers to the polls with the ids, for pages that are open.
func (s *Service) AnswersOf(ctx context.Context, _ string, ids []string) (map[string]int, error) {
	return s.db.Query(ctx).Polls().Counts(ids)
}

// Version is another one whenever a poll of the event opens, closes or changes, also by the clock.
func (s *Service) Version(ctx context.Context, eventID string) (string, error) {
	q := s.db.Query(ctx)
	polls, err := q.Polls().OfEvent(&models.Event{ID: eventID})
	var version strings.Builder
	for i := range polls {
		p := &polls[i]
		fmt.Fprintf(&version, "%s %s %d\n", p.ID, p.StateAt(q.Now), p.UpdatedAt.UnixMilli())
	}
	return models.HashSecret(version.String()), err
}

// RecordPage reads what was answered to the polls that are over, for the record of an event: those that enough
// people answered.
func (s *Service) RecordPage(ctx context.Context, event *models.Event) ([]Shown, error) {
	q := s.db.Query(ctx)
	polls, err := q.Polls().OfEvent(event)
	var list []Shown
	for i := range polls {
		if err != nil {
			return nil, err
		}
		if polls[i].StateAt(q.Now) != models.PollClosed {
			continue
		}
		var shown *Shown
		if shown, err = s.show(q, &polls[i], nil, true); err == nil && shown.Result.Answers >= anonymity.K {
			list = append(list, *shown)
		}
	}
	slices.SortStableFunc(list, func(a, b Shown) int { return a.OpenedAt.Compare(*b.OpenedAt) })
	return list, err
}
