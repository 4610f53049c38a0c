package demo

import (
	"fmt"
	"slices"
	"time"

	"meguri/app/service/ticket"
	"meguri/models"
)

// code looks like those of real people; the demo's are counted through, so that they are the same each time.
func code(n int) string {
	n = n*7_368_787 + 11
	letters := make([]byte, 8)
	for i := range letters {
		letters[i] = ticket.CodeLetters[n%len(ticket.CodeLetters)]
		n = n/len(ticket.CodeLetters) + (i+1)*131
	}
	return string(letters[:4]) + "-" + string(letters[4:])
}

// group is a number of registrations of one ticket type in one state.
type group struct {
	ticketType *models.TicketType
	state      models.RegistrationState
	count      int
}

// people stores registrations that were made between since and until.
func (b *builder) people(
	e *models.Event, salt int, since, until time.Time, groups ...group,
) ([]models.Registration, error) {
	var list []models.Registration
	for _, g := range groups {
		for range g.count {
			list = append(list, b.person(e, len(list), salt, g, since, until))
		}
	}
	if err := b.answerForm(e, list); err != nil {
		return nil, err
	}
	if err := b.tx.Registrations().InsertMany(list); err != nil {
		return nil, err
	}
	if err := b.signedUp(list, time.Time{}); err != nil {
		return nil, err
	}
	return list, b.consents(e, list)
}

// arrivedBy is the activity that tells how a registration came into its state.
var arrivedBy = map[models.RegistrationState]models.ActivityKind{
	models.RegistrationConfirmed:  models.ActivityConfirmed,
	models.RegistrationWaitlisted: models.ActivityWaitlisted,
	models.RegistrationCancelled:  models.ActivityConfirmed,
	models.RegistrationPending:    models.ActivityPending,
}

// signedUp stores what happened when the registrations were made and cancelled. What they came to was settled then, or
// at the time of a draw.
func (b *builder) signedUp(list []models.Registration, drawn time.Time) error {
	var rows []models.Activity
	for i := range list {
		r := &list[i]
		add := func(kind models.ActivityKind, at time.Time) {
			rows = append(rows, models.Activity{
				Kind: kind, EventID: &r.EventID, RegistrationID: &r.ID, SubjectID: r.ID, CreatedAt: at,
			})
		}
		add(models.ActivityRegistered, r.CreatedAt)
		if kind := arrivedBy[r.State]; kind != "" {
			at := drawn
			if at.IsZero() {
				at = r.CreatedAt
			}
			add(kind, at)
		}
		if r.CancelledAt != nil {
			add(models.ActivityCancelled, *r.CancelledAt)
		}
	}
	return b.activities(rows)
}

// activities stores those that an installation would still keep, in the order in which they happened.
func (b *builder) activities(rows []models.Activity) error {
	kept := b.tx.Now.Add(-models.ActivityRetention)
	rows = slices.DeleteFunc(rows, func(a models.Activity) bool { return a.CreatedAt.Before(kept) })
	slices.SortStableFunc(rows, func(a, b models.Activity) int { return a.CreatedAt.Compare(b.CreatedAt) })
	for i := range rows {
		rows[i].ID = models.NewID()
	}
	return b.tx.InsertRows(rows)
}

var needs = []string{"手話通訳をお願いします。", "車いすで参加します。入口に近い席を希望します。", "字幕があると助かります。", "子どもと一緒に参加します。"}

// asks are what those words ask for.
var asks = map[string][]models.AccessibilityKind{
	needs[0]: {models.AccessibilitySign}, needs[1]: {models.AccessibilityWheelchair},
	needs[2]: {models.AccessibilityCaption}, needs[3]: {models.AccessibilityChildcare},
}

func (b *builder) person(e *models.Event, n, salt int, g group, since, until time.Time) models.Registration {
	organization, sector := b.affiliation()
	// More people register shortly after the announcement and shortly before the event.
	share := b.rng.Float64()
	share *= share
	if b.rng.IntN(3) == 0 {
		share = 1 - share/2
	}
	at := since.Add(time.Duration(share * float64(until.Sub(since)))).Truncate(time.Second)
	r := models.Registration{
		ID:           models.NewID(),
		EventID:      e.ID,
		TicketTypeID: g.ticketType.ID,
		TicketType:   *g.ticketType,
		Code:         code(salt + n),
		State:        g.state,
		Name:         b.name(n),
		Email:        email(e.Slug, n),
		EmailKey:     email(e.Slug, n),
		Organization: organization,
		Sector:       sector,
		Locale:       "ja",
		Answers:      map[string]string{},
		LinkNumber:   1,
		TicketSerial: 1,
		Version:      1,
		CreatedAt:    at,
		UpdatedAt:    at,

		PrivacyVersion: e.PrivacyVersion,
	}
	r.RequestID, r.LinkHash = r.ID, models.HashSecret(b.link(r.ID))
	r.AddressConfirmedAt = &at
	if b.rng.IntN(12) == 0 {
		r.Accessibility = needs[b.rng.IntN(len(needs))]
		r.Asks = asks[r.Accessibility]
	}
	if b.rng.IntN(20) == 0 {
		r.Locale = "en"
	}
	date(&r, at)
	return r
}

// date gives a registration the time at which it came into its state.
func date(r *models.Registration, at time.Time) {
	switch r.State {
	case models.RegistrationConfirmed:
		r.ConfirmedAt = &at
	case models.RegistrationWaitlisted:
		r.QueuedAt = &at
	case models.RegistrationCancelled:
		later := at.Add(24 * time.Hour)
		r.CancelledAt, r.UpdatedAt = &later, later
	}
}

func (b *builder) consents(e *models.Event, list []models.Registration) error {
	texts, err := b.tx.ConsentTexts().OfEvent(e)
	if err != nil {
		return err
	}
	rows := make([]models.Consent, 0, len(list)*len(texts))
	for i := range list {
		for _, text := range texts {
			rows = append(rows, models.Consent{RegistrationID: list[i].ID, ConsentTextID: text.ID, GivenAt: list[i].CreatedAt})
		}
	}
	return b.tx.InsertRows(rows)
}

// mails stores the confirmations of the registrations.
func (b *builder) mails(e *models.Event, list []models.Registration) error {
	list = slices.SortedFunc(
		slices.Values(list),
		func(a, b models.Registration) int { return a.CreatedAt.Compare(b.CreatedAt) },
	)
	rows := make([]models.Mail, 0, len(list))
	for i := range list {
		r := &list[i]
		kind, subject, data := "registration_confirmed", "お申し込みを承りました：", map[string]string{}
		if r.State == models.RegistrationWaitlisted {
			kind, subject, data = "registration_waitlisted", "キャンセル待ちを承りました：", map[string]string{"position": "1"}
		}
		title := e.TitleJa
		if r.Locale == "en" {
			subject, title = map[string]string{
				"registration_confirmed":  "You are registered: ",
				"registration_waitlisted": "You are on the waiting list: ",
			}[kind], e.TitleEn
		}
		id := models.NewID()
		rows = append(rows, models.Mail{
			ID:             id,
			Cause:          kind + ":" + r.ID + ":1",
			Kind:           kind,
			EventID:        &e.ID,
			RegistrationID: &r.ID,
			ToAddress:      r.Email,
			ToName:         r.Full(r.Locale),
			Locale:         r.Locale,
			Data:           data,
			Subject:        subject + title,
			MessageID:      b.tx.Mails().MessageID(id),
			State:          models.MailKept,
			Attempts:       1,
			CreatedAt:      r.CreatedAt,
			SentAt:         &r.CreatedAt,
		})
	}
	return b.tx.InsertRows(rows)
}

// checkIn checks a share of the registrations in at the door, between from and until.
func (b *builder) checkIn(
	e *models.Event, list []models.Registration, door string, share float64, from, until time.Time,
) ([]models.Registration, error) {
	var admitted []models.Registration
	var scans []models.CheckIn
	var admissions []models.Admission
	for i := range list {
		r := list[i]
		if r.State != models.RegistrationConfirmed || r.TicketType.Mode != models.ModeVenue || b.rng.Float64() > share {
			continue
		}
		// The mean of two random numbers: few are early, many in the middle, few late.
		at := from.Add(time.Duration((b.rng.Float64() + b.rng.Float64()) / 2 * float64(until.Sub(from)))).
			Truncate(time.Second)
		id := fmt.Sprintf("demo-%s", r.ID)
		scans = append(
			scans,
			models.CheckIn{
				ID:             id,
				EventID:        e.ID,
				RegistrationID: &r.ID,
				Door:           door,
				Direction:      models.DirectionIn,
				Result:         models.CheckInAdmitted,
				ByName:         "受付担当",
				ScannedAt:      at,
				CreatedAt:      at,
			},
		)
		admissions = append(
			admissions,
			models.Admission{
				RegistrationID: r.ID, EventID: e.ID, TicketTypeID: r.TicketTypeID, Arrived: true, Inside: true, CheckInID: id,
				FirstAt: at, ChangedAt: at, LastAt: at,
			},
		)
		admitted = append(admitted, r)
	}
	if err := b.tx.InsertRows(scans); err != nil {
		return nil, err
	}
	if err := b.cameIn(scans); err != nil {
		return nil, err
	}
	return admitted, b.tx.InsertRows(admissions)
}

// cameIn stores what happened when people were admitted.
func (b *builder) cameIn(scans []models.CheckIn) error {
	rows := make([]models.Activity, 0, len(scans))
	for i := range scans {
		c := &scans[i]
		rows = append(rows, models.Activity{
			Kind: models.ActivityAdmitted, EventID: &c.EventID, RegistrationID: c.RegistrationID, SubjectID: c.ID,
			CreatedAt: c.ScannedAt,
		})
	}
	return b.activities(rows)
}

// attendOnline stores presences of a share of the online registrations. Some come late, leave early, or lose their
// connection once.
func (b *builder) attendOnline(
	e *models.Event, list []models.Registration, share float64,
) ([]models.Registration, error) {
	var attended []models.Registration
	var rows []models.Presence
	for i := range list {
		r := list[i]
		if r.State != models.RegistrationConfirmed || r.TicketType.Mode != models.ModeOnline || b.rng.Float64() > share {
			continue
		}
		from := e.StartsAt.Add(time.Duration(b.rng.IntN(25)-10) * time.Minute)
		until := e.EndsAt.Add(time.Duration(b.rng.IntN(15)-8) * time.Minute)
		if b.rng.IntN(6) == 0 {
			until = from.Add(time.Duration(40+b.rng.IntN(70)) * time.Minute)
		}
		cut := until
		if b.rng.IntN(5) == 0 {
			cut = from.Add(until.Sub(from) / 2)
			rows = append(rows, presence(e, &r, "b", cut.Add(6*time.Minute), until))
		}
		rows = append(rows, presence(e, &r, "a", from, cut))
		attended = append(attended, r)
	}
	return attended, b.tx.InsertRows(rows)
}

func presence(e *models.Event, r *models.Registration, tab string, from, until time.Time) models.Presence {
	return models.Presence{
		ID:             models.NewID(),
		EventID:        e.ID,
		RegistrationID: r.ID,
		Tab:            tab,
		StartedAt:      from,
		SeenAt:         until,
		EndedAt:        &until,
	}
}
