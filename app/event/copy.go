package event

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// CopyInput is what staff type about a copy: what is new in it, and what comes along. Times are in the event's zone.
type CopyInput struct {
	// ID is made by the form, so that a repeated request makes one copy.
	ID       string `form:"id"`
	TitleJa  string `form:"title_ja"`
	TitleEn  string `form:"title_en"`
	StartsAt string `form:"starts_at"`
	EndsAt   string `form:"ends_at"`
	Agenda   bool   `form:"agenda"`
	Survey   bool   `form:"survey"`
	Partners bool   `form:"partners"`
}

// CopyPage is the form of a copy, with how much there is to come along.
type CopyPage struct {
	Input                       *CopyInput
	Sessions, Surveys, Partners int
}

// CopyPage reads the form of a copy of an event: on the same day of the week, a year later. Staff who may edit the
// event call it. Errors: Forbidden where the account may not make events of the host.
func (s *Service) CopyPage(ctx context.Context, account *models.Account, e *models.Event) (*CopyPage, error) {
	q := s.db.Query(ctx)
	if err := checkMayCopy(q, account, e); err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	surveys, err := q.Surveys().OfEvent(e)
	if err != nil {
		return nil, err
	}
	err = q.Events().LoadPartners(e)
	return &CopyPage{copyInputOf(e, q.Now), len(sessions), len(surveys), len(e.Partners)}, err
}

// copyInputOf is the form of a copy. It takes place 52 weeks later, or as many years more as bring it into the future.
func copyInputOf(e *models.Event, now time.Time) *CopyInput {
	const weeks = 52
	starts, ends := e.Local(e.StartsAt).AddDate(0, 0, 7*weeks), e.Local(e.EndsAt).AddDate(0, 0, 7*weeks)
	for starts.Before(now) {
		starts, ends = starts.AddDate(0, 0, 7*weeks), ends.AddDate(0, 0, 7*weeks)
	}
	return &CopyInput{
		ID: models.NewID(), TitleJa: e.TitleJa, TitleEn: e.TitleEn,
		StartsAt: starts.Format(check.LocalLayout), EndsAt: ends.Format(check.LocalLayout),
		Agenda: true, Survey: true, Partners: true,
	}
}

// Copy makes a draft with the ticket types, consents and doors of an event, and what else is to come along, at other
// times. It leaves out the stream, registrations, responses and materials. Staff who may edit the event call it.
// Errors: Invalid with the fields at fault; Forbidden where the account may not make events of the host.
func (s *Service) Copy(
	ctx context.Context, account *models.Account, e *models.Event, in *CopyInput,
) (*models.Event, error) {
	if err := checkMayCopy(s.db.Query(ctx), account, e); err != nil {
		return nil, err
	}
	if made, err := s.findCreated(ctx, in.ID, e.OrganizationID); err != nil || made != nil {
		return made, err
	}
	copied, err := in.copyOf(e)
	if err != nil {
		return nil, err
	}
	if copied.Slug, err = makeSlug(s.db.Query(ctx), copied); err != nil {
		return nil, err
	}
	return copied, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Events().Create(copied); err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: copied.ID})
		return in.copyParts(tx, e, copied)
	})
}

func checkMayCopy(q *models.Query, account *models.Account, e *models.Event) error {
	may, err := mayCopy(q, account, e)
	if err == nil && !may {
		return models.NewError(models.CodeForbidden, "event.copy_forbidden")
	}
	return err
}

// mayCopy reports whether the account may make events of the event's host.
func mayCopy(q *models.Query, account *models.Account, e *models.Event) (bool, error) {
	hosts, err := q.Organizations().OfEditor(account.ID)
	return slices.ContainsFunc(hosts, func(o models.Organization) bool { return o.ID == e.OrganizationID }), err
}

// copyOf is the draft that was typed.
func (in *CopyInput) copyOf(e *models.Event) (*models.Event, error) {
	c, copied := check.New(), *e
	copied.ID = validID(in.ID)
	copied.State, copied.LiveRoomState = models.EventDraft, models.LiveRoomAuto
	copied.CoverID = nil // it belongs to the other event
	copied.Sequence, copied.CancelReason, copied.PreviousStartsAt = 0, "", nil
	copied.PostponedAt, copied.PostponeReason = nil, ""
	copied.StreamURL, copied.PublishAt, copied.OnlineSince = "", nil, nil // of the other event
	copied.RoomEmbeds = true
	copied.OutcomeJa, copied.OutcomeEn = "", ""
	copied.PrivacyVersion = 0 // see copyNotice
	copied.PublishedAt, copied.CancelledAt, copied.ArchivedAt = nil, nil, nil
	copied.TitleJa = c.Line("title_ja", in.TitleJa, maxLine, check.Optional)
	copied.TitleEn = c.Line("title_en", in.TitleEn, maxLine, check.Optional)
	if copied.TitleJa == "" && copied.TitleEn == "" {
		c.Fault("title_ja", "field.required")
	}
	copied.StartsAt = c.LocalTime("starts_at", in.StartsAt, e.Zone(), check.Required)
	copied.EndsAt = c.LocalTime("ends_at", in.EndsAt, e.Zone(), check.Required)
	checkSpan(c, &copied)
	if c.OK() && e.DoorsOpenAt != nil {
		doors := shift(e, &copied)(*e.DoorsOpenAt)
		copied.DoorsOpenAt = &doors
	}
	return &copied, c.Err()
}

// copyParts copies what belongs to an event, but registrations and responses.
func (in *CopyInput) copyParts(tx *models.Tx, from, to *models.Event) error {
	for _, part := range []struct {
		comes bool
		copy  func(tx *models.Tx, from, to *models.Event) error
	}{
		{in.Partners, copyPartners},
		{true, copyTicketTypes},
		{true, copyConsents},
		{true, func(tx *models.Tx, from, to *models.Event) error { return tx.Forms().Copy(from, to) }},
		{true, copyNotice},
		{true, copyDoors},
		{true, copySeries},
		{true, func(tx *models.Tx, from, to *models.Event) error { return tx.Mails().CopyWordings(from, to) }},
		{in.Agenda, copyAgenda},
		{in.Survey, copySurveys},
	} {
		if !part.comes {
			continue
		}
		if err := part.copy(tx, from, to); err != nil {
			return err
		}
	}
	return nil
}

// copySeries keeps a copy in the series of the event. One that is in none begins a series with its copy, which has no
// page until staff announce it.
func copySeries(tx *models.Tx, from, to *models.Event) error {
	series, err := tx.Series().OfEvent(from.ID)
	if err != nil {
		return err
	}
	if series == nil {
		series = &models.Series{
			OrganizationID: from.OrganizationID, Slug: from.Slug, TitleJa: from.TitleJa, TitleEn: from.TitleEn,
		}
		taken, err := tx.Series().SlugTaken(series.Slug, "")
		if err != nil {
			return err
		}
		if taken {
			series.Slug = "series-" + models.NewAnonymousID()
		}
		if err := tx.Series().Create(series); err != nil {
			return err
		}
		if err := tx.Editions().Set(from.ID, series.ID); err != nil {
			return err
		}
	}
	agreed, err := tx.Series().HasAgreed(series.ID, to.OrganizationID)
	if err != nil || !agreed { // the host left the series since
		return err
	}
	return tx.Editions().Set(to.ID, series.ID)
}

// copyAgenda copies the sessions, and moves them with the start of the event.
func copyAgenda(tx *models.Tx, from, to *models.Event) error {
	return tx.Sessions().CopyAll(from, to, shift(from, to))
}

func copyPartners(tx *models.Tx, from, to *models.Event) error {
	if err := tx.Events().LoadPartners(from); err != nil {
		return err
	}
	partners := slices.Clone(from.Partners)
	for i := range partners {
		partners[i].EventID = to.ID
	}
	return namePartners(tx, to, partners)
}

// copyTicketTypes leaves out the opening times, which are about the date of the other event.
func copyTicketTypes(tx *models.Tx, from, to *models.Event) error {
	list, err := tx.TicketTypes().OfEvent(from)
	if err != nil {
		return err
	}
	for _, t := range list {
		t.ID, t.EventID, t.Taken, t.OpensAt, t.ClosesAt = "", to.ID, 0, nil, nil
		t.EntryUntil = nil
		if err := tx.TicketTypes().Create(&t); err != nil {
			return err
		}
	}
	return nil
}

func copyConsents(tx *models.Tx, from, to *models.Event) error {
	list, err := tx.ConsentTexts().OfEvent(from)
	if err != nil {
		return err
	}
	for _, c := range list {
		c.EventID = to.ID
		if err := tx.ConsentTexts().Add(&c); err != nil {
			return err
		}
	}
	return nil
}

func copyDoors(tx *models.Tx, from, to *models.Event) error {
	list, err := tx.Doors().OfEvent(from)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.IsInner() { // its room or session is of the other event
			continue
		}
		d.ID, d.EventID, d.Scope, d.Day, d.OpensAt, d.ClosesAt, d.Tag = "", to.ID, models.DoorOfEvent, "", nil, nil, ""
		if err := tx.Doors().Create(&d); err != nil {
			return err
		}
	}
	return nil
}

// copySurveys copies surveys as drafts, without times of their own.
func copySurveys(tx *models.Tx, from, to *models.Event) error {
	list, err := tx.Surveys().OfEvent(from)
	if err != nil {
		return err
	}
	for _, s := range list {
		copied := &models.Survey{
			EventID:         to.ID,
			TitleJa:         s.TitleJa,
			TitleEn:         s.TitleEn,
			IntroJa:         s.IntroJa,
			IntroEn:         s.IntroEn,
			OpensAfterEvent: s.OpensAfterEvent,
			Audience:        s.Audience,
		}
		if s.Audience == models.AskSession { // one of the other event
			copied.Audience = models.AskAttended
		}
		if err := tx.Surveys().Create(copied); err != nil {
			return err
		}
		for _, q := range s.Questions {
			q.ID = ""
			if err := tx.Questions().Add(copied, &q); err != nil {
				return err
			}
		}
	}
	return nil
}

// copyNotice makes what people are told about their data now the first version of the copy.
func copyNotice(tx *models.Tx, from, to *models.Event) error {
	n, err := tx.Privacy().Current(from)
	if err != nil || n.Version == 0 {
		return err
	}
	n.EventID = to.ID
	return tx.Privacy().Add(n, 0)
}
