// Package funnel counts how far people get in the form of registration: plain counters per day, without cookies and
// without anything that leads to a person.
package funnel

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"meguri/models"
)

const (
	// writeEvery is how long counts wait in memory: a page that is looked at writes nothing.
	writeEvery = 10 * time.Second
	// mostParts is how many parts one browser tells of at once, mostKept how many counters wait at most.
	mostParts, mostKept = 200, 10_000
)

// Parts are the parts of the form that every event has, in their order. The event's own questions are told by q_ and
// their slug.
var Parts = []string{"ticket_type", "you", "companions", "sessions", "consents"}

// Service counts.
type Service struct {
	db *models.DB

	mutex   sync.Mutex
	waiting map[models.FormCount]int // by a counter without its times
}

// New makes the service. Watch must run for its counts to be written.
func New(db *models.DB) *Service { return &Service{db: db, waiting: map[models.FormCount]int{}} }

// Opened counts a form that was asked for. Anyone causes it.
func (s *Service) Opened(e *models.Event) { s.add(e, "", models.FormOpened, "") }

// Sent counts a form that was taken.
func (s *Service) Sent(e *models.Event, ticketType string) { s.add(e, ticketType, models.FormSent, "") }

// Confirmed counts a registration whose address was confirmed for the first time. One that staff made, and those whom
// somebody else registered, came by no form of their own.
func (s *Service) Confirmed(e *models.Event, r *models.Registration) {
	if r.EnteredBy == "" && r.RepresentativeID == nil {
		s.add(e, r.TicketType.Slug, models.FormConfirmed, "")
	}
}

// Faulted counts a form that was sent with faults in fields. What is typed is not kept: ticketType counts only where
// the event has it.
func (s *Service) Faulted(ctx context.Context, e *models.Event, ticketType string, fields []string) error {
	types, err := s.db.Query(ctx).TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	ticketType = known(types, ticketType)
	s.add(e, ticketType, models.FormFaulted, "")
	var counted []string
	for _, field := range fields {
		field, _, _ = strings.Cut(field, ".") // that of a companion has the row's key behind it
		if !slices.Contains(counted, field) {
			counted = append(counted, field)
			s.add(e, ticketType, models.FormFault, field)
		}
	}
	return nil
}

// ReachedInput is what a browser tells of a form, once for each part: parts between spaces.
type ReachedInput struct {
	TicketType string `form:"ticket_type"`
	Parts      string `form:"parts"`
	// First says that nothing was told of this form before.
	First bool `form:"first"`
}

// Reached counts the parts in which something was filled in. Anyone calls it; what the form does not have is left out.
func (s *Service) Reached(ctx context.Context, e *models.Event, in *ReachedInput) error {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil || e.Ended(q.Now) {
		return err
	}
	form, err := q.Forms().Latest(e)
	if err != nil {
		return err
	}
	told := strings.Fields(in.Parts)
	told = told[:min(len(told), mostParts)]
	ticketType := known(types, in.TicketType)
	found := false
	for _, part := range partsOf(form) {
		if slices.Contains(told, part) {
			found = true
			s.add(e, ticketType, models.FormReached, part)
		}
	}
	if found && in.First {
		s.add(e, ticketType, models.FormTouched, "")
	}
	return nil
}

// partsOf lists the parts of a form in their order.
func partsOf(form *models.FormVersion) []string {
	list := slices.Clone(Parts[:2])
	for i := range form.Questions {
		list = append(list, "q_"+form.Questions[i].Slug)
	}
	return append(list, Parts[2:]...)
}

func known(types []models.TicketType, slug string) string {
	if slices.ContainsFunc(types, func(t models.TicketType) bool { return t.Slug == slug }) {
		return slug
	}
	return ""
}

func (s *Service) add(e *models.Event, ticketType string, step models.FormStep, field string) {
	now := s.db.Now()
	if e.Ended(now) {
		return
	}
	counter := models.FormCount{
		EventID: e.ID, Day: e.DayOf(now).Format(time.DateOnly), TicketType: ticketType, Step: step, Field: field,
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.waiting) < mostKept {
		s.waiting[counter]++
	}
}

// Write stores what was counted since it was called last. What cannot be stored is tried again the next time.
func (s *Service) Write(ctx context.Context) error {
	s.mutex.Lock()
	waiting := s.waiting
	s.waiting = map[models.FormCount]int{}
	s.mutex.Unlock()
	if len(waiting) == 0 {
		return nil
	}
	list := make([]models.FormCount, 0, len(waiting))
	for counter, times := range waiting {
		counter.Times = times
		list = append(list, counter)
	}
	slices.SortFunc(list, inOrder) // two processes lock rows in the same order
	err := s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		for i := range list {
			if err := w.FormCounts().Add(&list[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.putBack(waiting)
	}
	return err
}

func inOrder(a, b models.FormCount) int {
	key := func(c models.FormCount) string {
		return strings.Join([]string{c.EventID, c.Day, c.TicketType, string(c.Step), c.Field}, "\x00")
	}
	return strings.Compare(key(a), key(b))
}

func (s *Service) putBack(counts map[models.FormCount]int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for counter, times := range counts {
		s.waiting[counter] += times
	}
}

// Watch writes what is counted, until ctx ends.
func (s *Service) Watch(ctx context.Context) {
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.Write(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("counts of forms wait to be stored", "error", err)
		}
	}
}
