package reception

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// WalkInInput is somebody without a ticket, as they said their name at the door.
type WalkInInput struct {
	Name         string   `json:"name"`
	Reading      string   `json:"reading"`
	Organization string   `json:"organization"`
	TicketType   string   `json:"ticket_type"`
	Consents     []string `json:"consents"`
	Locale       string   `json:"locale"`
	// With is the id of the scan of the first person of their group, "" for none.
	With string `json:"with"`
	// Over says that a supervisor lets them in although no place is free.
	Over bool `json:"over"`
	// By is the id of who enters them, which the server knows.
	By string `json:"-"`
}

// Registrar registers somebody within the transaction that lets them in; see registration.Service.WalkIn.
type Registrar func(
	tx *models.Tx, event *models.Event, w *models.WalkIn,
) (r *models.Registration, isOver bool, err error)

// RegisterWith sets what registers people at the door. Call it before the service is used.
func (s *Service) RegisterWith(register Registrar) { s.registrar = register }

// registerAll registers those who have no ticket, each once. Others are left as they are.
func (s *Service) registerAll(tx *models.Tx, scans []scan) error {
	var ids []string
	for i := range scans {
		if scans[i].input.WalkIn != nil {
			ids = append(ids, scans[i].input.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	answered, err := tx.CheckIns().ByIDs(scans[0].event, ids)
	if err != nil {
		return err
	}
	for i := range scans {
		if sc := &scans[i]; sc.input.WalkIn != nil {
			if err := s.register(tx, sc, answered); err != nil {
				return err
			}
		}
	}
	return nil
}

// register sets what became of somebody without a ticket: who they are, or that no place was free.
func (s *Service) register(tx *models.Tx, sc *scan, answered map[string]models.CheckIn) error {
	sc.key, sc.refused, sc.isOver = "", "", false
	if first, ok := answered[sc.input.ID]; ok {
		sc.refused = first.Result
		if first.RegistrationID != nil {
			sc.key, sc.refused = *first.RegistrationID, ""
		}
		return nil
	}
	in := sc.input.WalkIn
	r, isOver, err := s.registrar(tx, sc.event, &models.WalkIn{
		RequestID: sc.input.ID, With: in.With, Name: in.nameOf(), Organization: in.organization(),
		TicketType: in.TicketType, Consents: in.Consents, Locale: in.locale(), EnteredBy: in.By,
		Over: in.Over || sc.input.Admitted,
	})
	switch {
	case err != nil:
		return err
	case r == nil:
		sc.refused = models.CheckInFull
	default:
		sc.key, sc.isOver = r.ID, isOver
	}
	return nil
}

// nameOf divides a name as it is said: the family name first, in Latin letters last.
func (in *WalkInInput) nameOf() text.Name {
	family, given := divideName(in.Name)
	familyKana, givenKana := divideName(in.Reading)
	name, faults := text.NormalizeName(text.Name{
		Family: family, Given: given, FamilyKana: familyKana, GivenKana: givenKana,
	})
	if len(faults) > 0 { // who is inside is not refused for what was typed
		plain := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, strings.ToValidUTF8(in.Name, ""))
		letters := []rune(strings.TrimSpace(plain))
		name = text.Name{Family: string(letters[:min(len(letters), text.MaxName)])}
		if name.Family == "" {
			name.Family = "?"
		}
	}
	return name
}

// organization is what was typed, on one line and cut: who is inside is not refused for it.
func (in *WalkInInput) organization() string {
	letters := []rune(text.CleanLine(in.Organization))
	return string(letters[:min(len(letters), maxOrganization)])
}

const maxOrganization = 200 // characters, as when people register

func divideName(typed string) (family, given string) {
	words := strings.Fields(typed)
	if len(words) < 2 {
		return strings.TrimSpace(typed), ""
	}
	isForeign := func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }
	isLatin := !strings.ContainsFunc(typed, isForeign)
	if last := len(words) - 1; isLatin {
		return words[last], strings.Join(words[:last], " ")
	}
	return words[0], strings.Join(words[1:], " ")
}

func (in *WalkInInput) locale() string {
	if in.Locale == "en" {
		return in.Locale
	}
	return "ja"
}

// check finds what a form must say again. A device that let somebody in has asked already, and is not refused.
func (in *WalkInInput) check(c *check.Checker, consents []models.ConsentText) {
	c.Line("name", in.Name, maxDeviceName, check.Required)
	c.Line("reading", in.Reading, maxDeviceName, check.Optional)
	c.NoURL("organization", c.Name("organization", in.Organization, maxOrganization, check.Optional))
	for _, t := range consents {
		if t.Required && !slices.Contains(in.Consents, t.Slug) {
			c.Fault("consents", "walk_in.consent")
		}
	}
	_, faults := text.NormalizeName(in.divided())
	for _, key := range faults {
		c.Fault("name", key, "max", text.MaxName)
	}
}

func (in *WalkInInput) divided() text.Name {
	family, given := divideName(in.Name)
	return text.Name{Family: family, Given: given}
}

// MaxWalkIns is how many people come in by one form.
const MaxWalkIns = 10

// WalkInForm is what staff fill in for people without a ticket.
type WalkInForm struct {
	ID           string   `form:"id"`
	Name         string   `form:"name"`
	Reading      string   `form:"reading"`
	Organization string   `form:"organization"`
	TicketType   string   `form:"ticket_type"`
	People       int      `form:"people"`
	Consents     []string `form:"consents"`
	Door         string   `form:"door"`
	Over         bool     `form:"over"`
}

// WalkInPage is what the form offers.
type WalkInPage struct {
	Types    []models.TicketType
	Doors    []models.Door
	Consents []models.ConsentText
	NewID    string
}

// WalkInPage reads the form for people without a ticket. Staff who may admit call it.
func (s *Service) WalkInPage(ctx context.Context, event *models.Event) (*WalkInPage, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	page := &WalkInPage{NewID: models.NewAnonymousID()}
	for _, t := range types {
		if event.ModeOf(t) == models.ModeVenue {
			page.Types = append(page.Types, t)
		}
	}
	if page.Doors, err = q.Doors().OfEvent(event); err != nil {
		return nil, err
	}
	page.Consents, err = q.ConsentTexts().OfEvent(event)
	return page, err
}

// WalkIn lets people without a ticket in, all of them or none, and returns what became of the first. by is the name of
// who enters them and byID the id; mayExceed says that they may let in more than there are places. Staff who may admit
// call it. Errors: Invalid with the fields at fault, and with "over" where no place is free.
func (s *Service) WalkIn(
	ctx context.Context, event *models.Event, by, byID string, mayExceed bool, form *WalkInForm,
) (*Outcome, error) {
	if event.State != models.EventPublished || event.Ended(s.db.Now()) {
		return nil, models.NewError(models.CodeConflict, "walk_in.closed")
	}
	scans, err := s.scansOf(ctx, event, byID, mayExceed, form)
	if err != nil {
		return nil, err
	}
	for i := range scans {
		scans[i].by = by
	}
	if err := s.findWays(ctx, event, scans); err != nil {
		return nil, err
	}
	err = s.answerScans(ctx, scans, func() error {
		isFull := slices.ContainsFunc(scans, func(sc scan) bool { return sc.refused == models.CheckInFull })
		switch {
		case isFull && mayExceed:
			return models.InvalidFields(map[string]string{"over": "walk_in.full_confirm"})
		case isFull:
			return models.InvalidFields(map[string]string{"over": "walk_in.full_ask"})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &scans[0].Outcome, nil
}

func (s *Service) scansOf(
	ctx context.Context, event *models.Event, byID string, mayExceed bool, form *WalkInForm,
) ([]scan, error) {
	consents, err := s.db.Query(ctx).ConsentTexts().OfEvent(event)
	if err != nil {
		return nil, err
	}
	first := &WalkInInput{
		Name: form.Name, Reading: form.Reading, Organization: form.Organization, TicketType: form.TicketType,
		Consents: form.Consents, By: byID, Over: form.Over && mayExceed,
	}
	c := check.New()
	first.check(c, consents)
	if form.People < 1 || form.People > MaxWalkIns {
		c.Fault("people", "walk_in.people", "max", MaxWalkIns)
	}
	if form.ID == "" || !isShort(form.ID, maxScanID-3) {
		c.Fault("id", "reception.scan_id")
	}
	if !isShort(form.Door, maxDoor) {
		c.Fault("door", "field.choice")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return walkInScans(event, form, first, s.db.Now()), nil
}

// walkInScans are the scans of a group: whoever comes with the first one is named after them.
func walkInScans(event *models.Event, form *WalkInForm, first *WalkInInput, now time.Time) []scan {
	scans := make([]scan, form.People)
	for i := range scans {
		in, id := *first, form.ID
		if i > 0 {
			id, in.With = fmt.Sprintf("%s-%d", form.ID, i), form.ID
			in.Name = in.companion(i)
		}
		scans[i] = scan{event: event, input: ScanInput{
			ID: id, Door: form.Door, Direction: models.DirectionIn, ScannedAt: now, WalkIn: &in,
		}}
	}
	return scans
}

// companion is the name of the n-th person who came with somebody, as devices make it, too.
func (in *WalkInInput) companion(n int) string {
	family, _ := divideName(in.Name)
	return fmt.Sprintf("%s 同行%d", family, n)
}
