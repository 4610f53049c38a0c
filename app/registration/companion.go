package registration

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/paths"
	"meguri/app/service/rows"
	"meguri/models"
	"meguri/models/text"
)

// maxCompanions is more than one form or request brings.
const maxCompanions = models.MaxAddressLimit

// CompanionInput is somebody who comes with the person who fills in the form.
type CompanionInput struct {
	TicketType string `json:"ticket_type"` // slug; "" for that of the person
	NameInput
	Organization  string `json:"organization"`
	Accessibility string `json:"needs"`
	// Asks is what the person chose of what is offered to take part.
	Asks []models.AccessibilityKind `json:"accessibility"`
	AnswersInput
	AskedInput
	// Sessions are the ids of those that the companion signs up for.
	Sessions []string `json:"sessions"`
}

// CompanionFields are the fields of a companion in the form, in its order; see package rows.
var CompanionFields = []string{
	"ticket_type", "family_name", "given_name", "family_name_kana", "given_name_kana", "organization", "asks", "needs",
	"sessions", "photo", "minor", "guardian_name", "guardian_consent",
}

// ReadCompanions reads the rows of companions of a form.
func ReadCompanions(values url.Values) []CompanionInput {
	list := rows.Read(values)
	companions := make([]CompanionInput, 0, len(list))
	for _, row := range list[:min(len(list), maxCompanions)] {
		companions = append(companions, CompanionInput{
			AnswersInput: AnswersInput{Key: row.Key, Fields: values},

			TicketType: row.One("ticket_type"),
			NameInput: NameInput{
				row.One("family_name"), row.One("given_name"), row.One("family_name_kana"), row.One("given_name_kana"),
			},
			Organization:  row.One("organization"),
			Accessibility: row.One("needs"),
			Asks:          asksOf(row.All("asks")),
			Sessions:      row.All("sessions"),
			AskedInput: AskedInput{
				Photo: models.PhotoConsent(row.One("photo")), Minor: row.One("minor") == "true",
				GuardianName: row.One("guardian_name"), GuardianConsent: row.One("guardian_consent") == "true",
			},
		})
	}
	return companions
}

// field is the name of a field of companion i, for faults.
func (in *CompanionInput) field(i int, name string) string {
	if in.Key == "" {
		return "companions." + strconv.Itoa(i) + "." + name
	}
	return rows.Field(name, in.Key)
}

// checkCompanion turns companion i into a registration with the address and the language of the first person.
func (s *Service) checkCompanion(
	event *models.Event, o *opening, first *models.Registration, in *SignUpInput, i int, code *models.EntryCode,
	now time.Time, c *check.Checker,
) *models.Registration {
	own := &in.Companions[i]
	field := func(name string) string { return own.field(i, name) }
	name, faults := text.NormalizeName(text.Name(own.NameInput))
	for at, key := range faults {
		c.Fault(field(at), key, "max", text.MaxName)
	}
	organization := c.Name(field("organization"), own.Organization, maxOrganization, check.Optional)
	r := &models.Registration{
		RequestID:     requestHash(""),
		State:         models.RegistrationConfirmed,
		Name:          name,
		Email:         first.Email,
		EmailKey:      first.EmailKey,
		Organization:  c.NoURL(field("organization"), organization),
		Accessibility: c.Text(field("needs"), own.Accessibility, maxAccessibility, check.Optional),
		Asks:          readAsks(c, field("asks"), own.Asks),
		Locale:        first.Locale,
		LinkNumber:    1,
		TicketSerial:  1,
	}
	own.AskedInput.check(c, event, r, now, ByNewcomer, field)
	slug := own.TicketType
	if slug == "" {
		slug = in.TicketType
	}
	chooseType(o, r, slug, field("ticket_type"), code, now, c)
	own.checkAnswers(c, o.form, r, field)
	return r
}

// checkDifferent refuses two people of one form who have the same name: with one address nobody could tell them apart.
func (in *SignUpInput) checkDifferent(c *check.Checker, g *group) {
	if len(g.companions) >= maxCompanions {
		c.Fault("companions", "registration.companions_many", "max", maxCompanions-1)
	}
	seen := map[string]bool{nameKey(g.first): true}
	for i, r := range g.companions {
		key := nameKey(r)
		if seen[key] {
			c.Fault(in.Companions[i].field(i, "family_name"), "registration.same_name")
		}
		seen[key] = true
	}
}

func nameKey(r *models.Registration) string {
	return strings.ToLower(r.Family) + "\x00" + strings.ToLower(r.Given)
}

// Companions is what a person may do with those whom they registered.
type Companions struct{ s *Service }

// CompanionsOf makes it.
func CompanionsOf(s *Service) Companions { return Companions{s} }

// Companion is somebody whom the reader of a page registered.
type Companion struct {
	models.Registration
	// Position is the position in the waiting list, 0 for who does not wait.
	Position int
	// Path is the companion's own page, "" where the mails of that one go to another address by now.
	Path paths.Attendee
}

// listCompanions reads whom a person registered. secret makes the secret of each one's page.
func (s *Service) listCompanions(
	q *models.Query, r *models.Registration, secret func(*models.Registration) string,
) ([]Companion, error) {
	found, err := q.Registrations().CompanionsOf(r)
	list := make([]Companion, 0, len(found))
	for i := range found {
		c := Companion{Registration: found[i]}
		if c.Position, err = q.WaitingList().Position(&c.Registration); err != nil {
			return nil, err
		}
		if c.EmailKey == r.EmailKey {
			c.Path = paths.OfAttendee(secret(&c.Registration))
		}
		list = append(list, c)
	}
	return list, err
}

// ExchangeInput is who comes in place of a companion.
type ExchangeInput struct {
	NameInput
	Organization  string `form:"organization"`
	Accessibility string `form:"needs"`
	AskedInput
}

// CompanionPage is the form to exchange or cancel a companion.
type CompanionPage struct {
	Companion *models.Registration
	Input     *ExchangeInput
	// CanChange says that it is possible now. IsInside says that it would be, if the companion were not inside.
	CanChange, IsInside bool
	// CanCancel says that their place may be given back, also while the event waits for new dates.
	CanCancel bool
}

// Page reads the form for one of those whom the person registered. The person calls it, by the mailed link.
func (cs Companions) Page(
	ctx context.Context, event *models.Event, r *models.Registration, id string,
) (*CompanionPage, error) {
	q := cs.s.db.Query(ctx)
	companion, err := cs.find(q, r, id)
	if err != nil {
		return nil, err
	}
	page := &CompanionPage{
		Companion: companion, Input: &ExchangeInput{},
		CanChange: companion.Live() && checkOpen(event, q.Now) == nil,
	}
	if page.CanChange {
		page.IsInside, err = q.Admissions().IsInside(event, companion.ID)
		page.CanChange = !page.IsInside
	}
	page.CanCancel = page.CanChange || event.IsPostponed() && companion.Live()
	return page, err
}

// find finds a companion whose mails go to the person's address.
func (cs Companions) find(q *models.Query, r *models.Registration, id string) (*models.Registration, error) {
	companion, err := q.Registrations().CompanionOf(r, id)
	if err == nil && companion.EmailKey != r.EmailKey {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return companion, err
}

// Exchange gives a companion's place to somebody else. The link and the ticket of the companion end. The person calls
// it, by the mailed link. Errors: Invalid with the fields at fault; Conflict where the companion or the event is
// closed, or while the companion is inside.
func (cs Companions) Exchange(
	ctx context.Context, event *models.Event, by *models.Registration, id string, in *ExchangeInput,
) error {
	c := check.New()
	corrected := (&CorrectInput{
		NameInput: in.NameInput, Organization: in.Organization, Accessibility: in.Accessibility,
	}).check(c)
	asked := &models.Registration{}
	in.AskedInput.check(c, event, asked, cs.s.db.Now(), ByAttendee, asItIs)
	if err := c.Err(); err != nil {
		return err
	}
	return cs.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := cs.lock(tx, event, by, id)
		if err != nil {
			return err
		}
		if err := mayExchange(tx, event, r); err != nil {
			return err
		}
		if err := endTicket(tx, r); err != nil {
			return err
		}
		r.Name, r.Organization, r.Accessibility = corrected.Name, corrected.Organization, corrected.Accessibility
		r.FormVersion = 0
		r.Answers, r.GuardianName, r.GuardianConsentAt = map[string]string{}, asked.GuardianName, asked.GuardianConsentAt
		r.Photo, r.Recording, r.RecordingAt = asked.Photo, models.PhotoUnasked, nil
		cs.s.makeLink(r)
		r.PreviousLinkHash = nil
		if err := tx.Registrations().Update(r); err != nil {
			return sameNameOf(err)
		}
		if err := tx.Registrations().AnswersChanged(r); err != nil {
			return err
		}
		if err := tx.JointUses().Forget(r); err != nil {
			return err
		}
		if err := tx.Accessibility().Change(r, nil, true); err != nil {
			return err
		}
		return cs.tell(tx, by, tx.Emit(models.ActivityChanged, r))
	})
}

func mayExchange(tx *models.Tx, event *models.Event, r *models.Registration) error {
	if !r.Live() {
		return models.NewError(models.CodeConflict, "registration.closed")
	}
	if err := checkOpen(event, tx.Now); err != nil {
		return err
	}
	return checkOutside(tx, event, r)
}

// sameNameOf puts the fault of a person who is registered already beside the name: the address cannot be chosen.
func sameNameOf(err error) error {
	if models.CodeOf(err) == models.CodeInvalid {
		return models.InvalidFields(map[string]string{"family_name": "registration.person_known"})
	}
	return err
}

// Cancel cancels one of those whom the person registered. The person calls it, by the mailed link, and has one mail.
// Cancelling again changes nothing. Errors are those of Service.Cancel.
func (cs Companions) Cancel(ctx context.Context, event *models.Event, by *models.Registration, id string) error {
	return cs.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := cs.lock(tx, event, by, id)
		if err != nil || !r.Live() {
			return err
		}
		cancelled, err := cs.s.cancel(tx, event, r, ByAttendee)
		if err != nil {
			return err
		}
		return cs.tell(tx, by, cancelled)
	})
}

// CancelAll cancels the person and all whom they registered, or nobody where one of them cannot be. Only those whose
// mails go to the person's address are meant. The person calls it, by the mailed link, and has one mail. Errors are
// those of Service.Cancel.
func (cs Companions) CancelAll(ctx context.Context, event *models.Event, by *models.Registration) error {
	return cs.s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := cs.lockAll(tx, event, by)
		if err != nil {
			return err
		}
		cancelled, err := cs.cancelAll(tx, event, list)
		if err != nil || cancelled == "" {
			return err
		}
		return cs.tell(tx, by, cancelled)
	})
}

// cancelAll cancels those who wait before those who have places, which would go to them.
func (cs Companions) cancelAll(
	tx *models.Tx, event *models.Event, list []*models.Registration,
) (cancelled string, err error) {
	slices.SortStableFunc(list, func(a, b *models.Registration) int {
		return cmp.Compare(string(b.State), string(a.State)) // waitlisted before confirmed
	})
	groups := map[string]bool{}
	for _, r := range list {
		if r.WaitsWith != nil {
			groups[*r.WaitsWith] = true
			r.WaitsWith = nil
		}
		if cancelled, err = cs.s.cancel(tx, event, r, ByAttendee); err != nil {
			return "", err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(groups)) { // others may still wait with them
		if _, err := cs.s.promoteGroup(tx, id, ""); err != nil {
			return "", err
		}
	}
	return cancelled, nil
}

// lockAll locks those who are live of the person and those whom they registered.
func (cs Companions) lockAll(
	tx *models.Tx, event *models.Event, by *models.Registration,
) (locked []*models.Registration, err error) {
	companions, err := tx.Registrations().CompanionsOf(by)
	if err != nil {
		return nil, err
	}
	all := append([]models.Registration{*by}, companions...)
	types := make([]string, len(all))
	for i := range all {
		types[i] = all[i].TicketTypeID
	}
	if err := tx.TicketTypes().Lock(slices.Clone(types)...); err != nil {
		return nil, err
	}
	for i := range all {
		r, err := tx.Registrations().Lock(event, all[i].ID)
		switch {
		case err != nil:
			return nil, err
		case r.TicketTypeID != types[i]:
			return nil, models.NewError(models.CodeConflict, "error.conflict")
		case r.Live() && r.EmailKey == by.EmailKey:
			locked = append(locked, r)
		}
	}
	return locked, nil
}

// lock locks a companion's ticket type, and the companion.
func (cs Companions) lock(
	tx *models.Tx, event *models.Event, by *models.Registration, id string,
) (*models.Registration, error) {
	if _, err := cs.find(tx.Query, by, id); err != nil {
		return nil, err
	}
	return cs.s.lock(tx, event, id)
}

// tell mails the person how those stand whom they registered.
func (cs Companions) tell(tx *models.Tx, by *models.Registration, activity string) error {
	if err := tx.Mails().DropWaiting(by, MailGroupChanged); err != nil {
		return err
	}
	return cs.s.mail(tx, by, MailGroupChanged, activity, activity, nil)
}
