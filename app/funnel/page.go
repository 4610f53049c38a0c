package funnel

import (
	"cmp"
	"context"
	"slices"
	"time"

	"meguri/models"
)

// Page is how far people got in the form of an event.
type Page struct {
	// Steps are in the order of the form; Parts of them are what browsers with scripts told.
	Steps []Step
	// Faults are the fields at fault, the most frequent first.
	Faults []Count
	// Faulted is how many forms were sent with faults.
	Faulted int
	// Types are by ticket type, in the event's order; the last is without one.
	Types []TypeCounts
	// Days are those on which anything was counted.
	Days []DayCounts
	// Loss is the step after which most stopped, nil where nobody did.
	Loss *Step
	// Of is the ticket type of which Steps and Faults are, nil for all: then Days are told, too.
	Of *models.TicketType
}

// Step is a step of the form. Lost is how many got to the step before, and no further.
type Step struct {
	Count
	Step        models.FormStep
	Lost, Share int
}

// Count counts a part or a field. Question is the event's own question, nil for other fields.
type Count struct {
	Field    string
	Question *models.FormQuestion
	Times    int
}

// TypeCounts are the counts of those who chose a ticket type, nil for none.
type TypeCounts struct {
	Type                              *models.TicketType
	Touched, Faulted, Sent, Confirmed int
	// Loss is the step after which most of them stopped, nil where nobody did.
	Loss *Step
}

// DayCounts are the counts of a day.
type DayCounts struct {
	Day                                       time.Time
	Opened, Touched, Faulted, Sent, Confirmed int
}

// Page reads it, with what waits to be written; of a ticket type where a slug says so. Staff who may edit the event
// call it. Errors: NotFound for a ticket type that the event does not have.
func (s *Service) Page(ctx context.Context, e *models.Event, ticketType string) (*Page, error) {
	if err := s.Write(ctx); err != nil {
		return nil, err
	}
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	p := &Page{}
	if ticketType != "" {
		i := slices.IndexFunc(types, func(t models.TicketType) bool { return t.Slug == ticketType })
		if i < 0 {
			return nil, models.NewError(models.CodeNotFound, "error.not_found")
		}
		p.Of = &types[i]
	}
	counts, err := q.FormCounts().OfEvent(e)
	if err != nil || len(counts) == 0 {
		return p, err
	}
	form, err := q.Forms().Latest(e)
	if err != nil {
		return nil, err
	}
	p.readTypes(counts, types, form)
	if p.Of == nil {
		err = p.readDays(counts)
	} else {
		counts = ofType(counts, ticketType)
	}
	p.readSteps(counts, form)
	p.readFaults(counts, form)
	return p, err
}

func ofType(counts []models.FormCount, slug string) []models.FormCount {
	return slices.DeleteFunc(slices.Clone(counts), func(c models.FormCount) bool { return c.TicketType != slug })
}

func times(counts []models.FormCount, is func(c *models.FormCount) bool) (n int) {
	for i := range counts {
		if is(&counts[i]) {
			n += counts[i].Times
		}
	}
	return n
}

func (p *Page) readSteps(counts []models.FormCount, form *models.FormVersion) {
	add := func(step models.FormStep, field string) {
		n := times(counts, func(c *models.FormCount) bool { return c.Step == step && c.Field == field })
		if n > 0 || step != models.FormReached { // a part that this event's form does not have
			p.Steps = append(p.Steps, Step{Count: Count{field, questionOf(form, field), n}, Step: step})
		}
	}
	if p.Of == nil { // who opens a form has chosen no ticket type
		add(models.FormOpened, "")
	}
	add(models.FormTouched, "")
	for _, part := range partsOf(form) {
		add(models.FormReached, part)
	}
	add(models.FormSent, "")
	add(models.FormConfirmed, "")
	opened := p.Steps[0].Times
	for i := range p.Steps {
		p.Steps[i].Share = p.Steps[i].Times * 100 / max(1, opened, p.Steps[i].Times)
	}
	p.readLosses()
}

// readLosses finds where people stopped. A part may be left empty on the way, and browsers without scripts tell of
// none: at least as many got to a step as to any after it.
func (p *Page) readLosses() {
	after := 0
	for i := len(p.Steps) - 1; i > 0; i-- {
		after = max(after, p.Steps[i].Times)
		p.Steps[i].Lost = max(0, p.Steps[i-1].Times-after)
	}
	for i := range p.Steps {
		if step := &p.Steps[i]; step.Lost > 0 && (p.Loss == nil || step.Lost > p.Loss.Lost) {
			p.Loss = step
		}
	}
}

func questionOf(form *models.FormVersion, field string) *models.FormQuestion {
	for i := range form.Questions {
		if "q_"+form.Questions[i].Slug == field {
			return &form.Questions[i]
		}
	}
	return nil
}

func (p *Page) readFaults(counts []models.FormCount, form *models.FormVersion) {
	byField := map[string]int{}
	for i := range counts {
		switch c := &counts[i]; c.Step {
		case models.FormFaulted:
			p.Faulted += c.Times
		case models.FormFault:
			byField[c.Field] += c.Times
		default:
		}
	}
	for field, n := range byField {
		p.Faults = append(p.Faults, Count{field, questionOf(form, field), n})
	}
	slices.SortFunc(p.Faults, func(a, b Count) int {
		return cmp.Or(b.Times-a.Times, cmp.Compare(a.Field, b.Field))
	})
}

func (p *Page) readTypes(counts []models.FormCount, types []models.TicketType, form *models.FormVersion) {
	row := func(t *models.TicketType, slug string) {
		own := ofType(counts, slug)
		of := func(step models.FormStep) int {
			return times(own, func(c *models.FormCount) bool { return c.Step == step })
		}
		r := TypeCounts{t, of(models.FormTouched), of(models.FormFaulted), of(models.FormSent), of(models.FormConfirmed), nil}
		if t != nil {
			steps := &Page{Of: t}
			steps.readSteps(own, form)
			r.Loss = steps.Loss
		}
		if r.Touched+r.Faulted+r.Sent+r.Confirmed > 0 {
			p.Types = append(p.Types, r)
		}
	}
	for i := range types {
		row(&types[i], types[i].Slug)
	}
	row(nil, "")
}

func (p *Page) readDays(counts []models.FormCount) error {
	last := ""
	for i := range counts { // by day
		c := &counts[i]
		if c.Day != last {
			day, err := time.Parse(time.DateOnly, c.Day)
			if err != nil {
				return err
			}
			p.Days, last = append(p.Days, DayCounts{Day: day}), c.Day
		}
		d := &p.Days[len(p.Days)-1]
		switch c.Step {
		case models.FormOpened:
			d.Opened += c.Times
		case models.FormTouched:
			d.Touched += c.Times
		case models.FormFaulted:
			d.Faulted += c.Times
		case models.FormSent:
			d.Sent += c.Times
		case models.FormConfirmed:
			d.Confirmed += c.Times
		default:
		}
	}
	return nil
}
