package registration

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// maxAccessibilityNote is how many characters staff answer with.
const maxAccessibilityNote = 500

func asksOf(values []string) []models.AccessibilityKind {
	kinds := make([]models.AccessibilityKind, len(values))
	for i, value := range values {
		kinds[i] = models.AccessibilityKind(value)
	}
	return kinds
}

// readAsks reads what a person chose of what is offered to take part, each once.
func readAsks(c *check.Checker, field string, given []models.AccessibilityKind) (kinds []models.AccessibilityKind) {
	for _, kind := range given {
		if kind == "" || slices.Contains(kinds, kind) {
			continue
		}
		kinds = append(kinds, check.Choice(c, field, kind, models.AccessibilityKinds))
	}
	return kinds
}

// followAsks stores what a person asks for from now on. shown says that they could choose; else only their words are
// other ones.
func followAsks(tx *models.Tx, r, corrected *models.Registration, shown bool) error {
	after := *r
	after.Accessibility = corrected.Accessibility
	rewritten := r.Accessibility != corrected.Accessibility
	switch {
	case shown:
		return tx.Accessibility().Change(&after, corrected.Asks, rewritten)
	case rewritten:
		return rewriteNeeds(tx, &after)
	}
	return nil
}

// rewriteNeeds stores that what a person wrote of what they need has changed, and what they chose has not.
func rewriteNeeds(tx *models.Tx, r *models.Registration) error {
	before, err := tx.Accessibility().OfRegistration(r)
	if err != nil {
		return err
	}
	var kinds []models.AccessibilityKind
	for i := range before {
		if before[i].Kind != models.AccessibilityOther {
			kinds = append(kinds, before[i].Kind)
		}
	}
	return tx.Accessibility().Change(r, kinds, true)
}

// Accessibility is what people of an event ask for to take part, and what staff answer.
type Accessibility struct{ s *Service }

// AccessibilityOf makes it.
func AccessibilityOf(s *Service) Accessibility { return Accessibility{s} }

// AccessibilityRequest is one thing that a person asks for.
type AccessibilityRequest struct {
	models.AccessibilityRequest

	// IsLate says that they asked after the deadline.
	IsLate bool
}

// AccessibilityPerson is somebody who asks for something.
type AccessibilityPerson struct {
	models.Registration

	Requests []AccessibilityRequest
}

// Waits reports whether something waits for an answer.
func (p *AccessibilityPerson) Waits() bool {
	return slices.ContainsFunc(p.Requests, func(r AccessibilityRequest) bool {
		return r.State == models.AccessibilityAsked
	})
}

// AccessibilityPage is the list of what there is to arrange.
type AccessibilityPage struct {
	People []AccessibilityPerson
	// Totals are how many ask for each kind, and how many of these wait for an answer.
	Totals []AccessibilityTotal
	Until  *time.Time
}

// AccessibilityTotal is how many people ask for a kind.
type AccessibilityTotal struct {
	Kind         models.AccessibilityKind
	People, Open int
}

// Page reads the list: first those who wait for an answer. Staff who may edit people call it; nobody else sees what
// people ask for.
func (as Accessibility) Page(ctx context.Context, event *models.Event) (*AccessibilityPage, error) {
	q := as.s.db.Query(ctx)
	settings, err := q.Forms().OfEvent(event)
	if err != nil {
		return nil, err
	}
	people, requests, err := q.Accessibility().OfEvent(event)
	if err != nil {
		return nil, err
	}
	page := &AccessibilityPage{Until: settings.NeedsUntil}
	for _, kind := range append(slices.Clone(models.AccessibilityKinds), models.AccessibilityOther) {
		page.Totals = append(page.Totals, AccessibilityTotal{Kind: kind})
	}
	for i := range people {
		page.add(&people[i], requests)
	}
	slices.SortStableFunc(page.People, func(a, b AccessibilityPerson) int {
		return boolOrder(b.Waits()) - boolOrder(a.Waits())
	})
	return page, nil
}

func boolOrder(first bool) int {
	if first {
		return 1
	}
	return 0
}

// add puts a person with what they ask for into the page.
func (p *AccessibilityPage) add(r *models.Registration, requests []models.AccessibilityRequest) {
	person := AccessibilityPerson{Registration: *r}
	for i := range p.Totals {
		total := &p.Totals[i]
		for _, request := range requests {
			if request.RegistrationID != r.ID || request.Kind != total.Kind {
				continue
			}
			total.People++
			if request.State == models.AccessibilityAsked {
				total.Open++
			}
			late := p.Until != nil && request.AskedAt.After(*p.Until)
			person.Requests = append(person.Requests, AccessibilityRequest{request, late})
		}
	}
	p.People = append(p.People, person)
}

// Answer stores what staff answer to a person: the fields state.KIND and note.KIND for each kind. Who gets an answer is
// mailed once. Staff who may edit people call it. Errors: Invalid with the fields at fault; NotFound.
func (as Accessibility) Answer(ctx context.Context, event *models.Event, id string, given url.Values) error {
	return as.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().Lock(event, id)
		if err != nil {
			return err
		}
		requests, err := tx.Accessibility().OfRegistration(r)
		if err != nil {
			return err
		}
		c := check.New()
		var changed []models.AccessibilityRequest
		for _, request := range requests {
			if readAnswer(c, &request, given) {
				changed = append(changed, request)
			}
		}
		if err := c.Err(); err != nil || len(changed) == 0 {
			return err
		}
		for i := range changed {
			if err := tx.Accessibility().Answer(&changed[i]); err != nil {
				return err
			}
		}
		activity := tx.Emit(models.ActivityChanged, r)
		tx.About(models.AuditSubject{Kind: models.SubjectRegistration, ID: r.ID})
		if r.Email == "" {
			return nil
		}
		return as.s.mail(tx, r, MailAccessibility, strconv.FormatInt(tx.Now.UnixMilli(), 36), activity, nil)
	})
}

// readAnswer reads what staff answer to one request, and reports whether it is another answer than before.
func readAnswer(c *check.Checker, request *models.AccessibilityRequest, given url.Values) bool {
	field := func(name string) string { return name + "." + string(request.Kind) }
	state, before := models.AccessibilityState(given.Get(field("state"))), *request
	if state == "" || state == models.AccessibilityAsked {
		return false
	}
	request.State = check.Choice(c, field("state"), state, models.AccessibilityAnswers)
	request.Note = c.Text(field("note"), given.Get(field("note")), maxAccessibilityNote,
		check.Requirement(state == models.AccessibilityDeclined))
	return request.State != before.State || request.Note != before.Note
}
