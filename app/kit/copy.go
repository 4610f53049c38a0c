package kit

import (
	"cmp"
	"context"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/kit"
	"meguri/models"
)

// CopyInput is what staff say of an event that they copy from a kit.
type CopyInput struct {
	// ID is made by the form, so that a repeated request makes one event.
	ID           string `form:"id"`
	Organization string `form:"organization"`
	StartsAt     string `form:"starts_at"`
}

const weeksAhead = 12

// Form is the form of a copy: on a Saturday in three months, at the time at which the event of the kit began.
func (s *Service) Form(p *Page) *CopyInput {
	in := &CopyInput{ID: models.NewID()}
	if p.Kit == nil {
		return in
	}
	e := models.Event{TimeZone: p.Kit.Event.TimeZone}
	day := e.Local(s.db.Now()).AddDate(0, 0, 7*weeksAhead)
	day = day.AddDate(0, 0, int(time.Saturday-day.Weekday()))
	in.StartsAt = day.Format(time.DateOnly) + "T" + p.Kit.Event.StartsAt
	return in
}

// Copy makes a draft event of a kit, for one of the hosts for which the account may make events. What could not be
// copied is in its origin. Errors: NotFound; Unavailable where the kit is of a newer version; Forbidden for another
// host; Invalid with the fields at fault.
func (s *Service) Copy(
	ctx context.Context, account *models.Account, hosts []models.Organization, id string, in *CopyInput,
) (*models.Event, error) {
	page, err := s.Page(ctx, id)
	if err != nil {
		return nil, err
	}
	if page.Kit == nil {
		return nil, models.NewError(models.CodeConflict, unreadable(page))
	}
	host := in.Organization
	if host == "" && len(hosts) == 1 {
		host = hosts[0].ID
	}
	if !slices.ContainsFunc(hosts, func(o models.Organization) bool { return o.ID == host }) {
		return nil, models.NewError(models.CodeForbidden, "error.forbidden")
	}
	if made, err := s.made(ctx, in.ID, host, id); made != nil || err != nil {
		return made, err
	}
	e, err := in.event(page.Kit, host)
	if err != nil {
		return nil, err
	}
	if e.Slug, err = s.FreeSlug(s.db.Query(ctx), e); err != nil {
		return nil, err
	}
	origin := &models.KitOrigin{
		KitID: id, TitleJa: page.Kit.Event.TitleJa, TitleEn: page.Kit.Event.TitleEn, FromJa: page.From.Ja,
		FromEn: page.From.En, Address: page.Address, LeftOut: page.LeftOut,
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := store(tx, account, e, page.Kit); err != nil {
			return err
		}
		origin.EventID = e.ID
		tx.About(models.AuditSubject{EventID: e.ID})
		return tx.Kits().AddOrigin(origin)
	})
	if err != nil {
		return nil, err
	}
	return e, s.takeWordings(ctx, e, page.Kit)
}

func unreadable(p *Page) string {
	if p.IsNewer {
		return "kit.newer"
	}
	return "kit.unreadable"
}

// made finds the event that an earlier request with the id made of the kit, nil for none. Errors: Conflict where the
// id is another event's.
func (s *Service) made(ctx context.Context, id, host, kitID string) (*models.Event, error) {
	if !models.ValidID(id) {
		return nil, nil
	}
	q := s.db.Query(ctx)
	e, err := q.Events().ByID(id)
	if err != nil {
		if models.CodeOf(err) == models.CodeNotFound {
			err = nil
		}
		return nil, err
	}
	origin, err := q.Kits().Origin(id)
	if err != nil {
		return nil, err
	}
	if e.OrganizationID != host || origin == nil || origin.KitID != kitID {
		return nil, models.NewError(models.CodeConflict, "error.conflict")
	}
	return e, nil
}

// event is the draft.
func (in *CopyInput) event(k *kit.Kit, host string) (*models.Event, error) {
	of := &k.Event
	e := &models.Event{
		OrganizationID: host, State: models.EventDraft, LiveRoomState: models.LiveRoomAuto, RoomEmbeds: true,
		TitleJa: of.TitleJa, TitleEn: of.TitleEn, SummaryJa: of.SummaryJa, SummaryEn: of.SummaryEn,
		DescriptionJa: of.DescriptionJa, DescriptionEn: of.DescriptionEn, AudienceJa: of.AudienceJa,
		AudienceEn: of.AudienceEn, SupportJa: of.SupportJa, SupportEn: of.SupportEn, BringJa: of.BringJa,
		BringEn: of.BringEn, TimeZone: of.TimeZone, AddressLimit: models.DefaultAddressLimit,
	}
	if models.ValidID(in.ID) {
		e.ID = in.ID
	}
	if r := k.Rules; r != nil {
		e.ConfirmHours, e.AddressLimit = r.ConfirmHours, cmp.Or(r.AddressLimit, models.DefaultAddressLimit)
		e.AsksPhoto, e.AsksGuardian = r.AsksPhoto, r.AsksGuardian
		e.QuietFrom, e.QuietUntil, e.MailPause, e.MailCap = r.QuietFrom, r.QuietUntil, r.MailPause, r.MailCap
	}
	c := check.New()
	e.StartsAt = c.LocalTime("starts_at", in.StartsAt, e.Zone(), check.Required)
	if err := c.Err(); err != nil {
		return nil, err
	}
	e.EndsAt = after(e, of.Minutes)
	return e, nil
}

// after is so many minutes after the start of an event, by its clock.
func after(e *models.Event, minutes int) time.Time {
	wall := models.WallClock(e.Local(e.StartsAt)).Add(time.Duration(minutes) * time.Minute)
	return models.AtClock(wall, e.Zone()).UTC()
}

func store(tx *models.Tx, account *models.Account, e *models.Event, k *kit.Kit) error {
	if err := tx.Events().Create(e); err != nil {
		return err
	}
	if k.Rules != nil {
		if err := storeRules(tx, e, k.Rules); err != nil {
			return err
		}
	}
	if len(k.Form) > 0 {
		if err := tx.Forms().Add(&models.FormVersion{EventID: e.ID, Number: 1, Questions: k.Form}); err != nil {
			return err
		}
	}
	if err := storeAgenda(tx, e, k.Agenda); err != nil {
		return err
	}
	if err := storeSurveys(tx, e, k.Surveys); err != nil {
		return err
	}
	return storeMessages(tx, account, e, k.Messages)
}

func storeRules(tx *models.Tx, e *models.Event, r *kit.Rules) error {
	for i := range r.TicketTypes {
		t := &r.TicketTypes[i]
		err := tx.TicketTypes().Create(&models.TicketType{
			EventID: e.ID, Slug: t.Slug, NameJa: t.NameJa, NameEn: t.NameEn, Mode: models.Mode(t.Mode), Capacity: t.Capacity,
			ByLottery: t.ByLottery, Approval: t.Approval, Position: i,
		})
		if err != nil {
			return err
		}
	}
	for i, c := range r.Consents {
		err := tx.ConsentTexts().Add(&models.ConsentText{
			EventID: e.ID, Slug: c.Slug, Required: c.Required, TextJa: c.TextJa, TextEn: c.TextEn, Position: i,
		})
		if err != nil {
			return err
		}
	}
	if r.UntilHours == 0 && r.ReplyHours == 0 {
		return nil
	}
	return tx.WaitingList().SaveRules(&models.WaitingListRules{
		EventID: e.ID, UntilHours: r.UntilHours, ReplyHours: r.ReplyHours,
	})
}

func storeAgenda(tx *models.Tx, e *models.Event, agenda []kit.Session) error {
	for i := range agenda {
		s := &agenda[i]
		session := &models.Session{
			Kind: models.SessionKind(s.Kind), Language: s.Language, TitleJa: s.TitleJa, TitleEn: s.TitleEn,
			DescriptionJa: s.DescriptionJa, DescriptionEn: s.DescriptionEn, StartsAt: after(e, s.From),
			EndsAt: after(e, s.From+s.Minutes),
		}
		if s.Room != "" {
			room, err := tx.Rooms().FindOrCreate(e, s.Room)
			if err != nil {
				return err
			}
			session.RoomID = &room.ID
		}
		if s.Track != "" {
			track, err := tx.Tracks().FindOrCreate(e, s.Track)
			if err != nil {
				return err
			}
			session.TrackID = &track.ID
		}
		if err := tx.Sessions().Create(e, session); err != nil {
			return err
		}
	}
	return nil
}

func storeSurveys(tx *models.Tx, e *models.Event, surveys []kit.Survey) error {
	for i := range surveys {
		s := &surveys[i]
		survey := &models.Survey{
			EventID: e.ID, TitleJa: s.TitleJa, TitleEn: s.TitleEn, IntroJa: s.IntroJa, IntroEn: s.IntroEn,
			OpensAfterEvent: s.OpensAfterEvent, Anonymity: models.SurveyAnonymity(s.Anonymity),
		}
		if err := tx.Surveys().Create(survey); err != nil {
			return err
		}
		for _, q := range s.Questions {
			err := tx.Questions().Add(survey, &models.Question{
				Slug: q.Slug, Kind: q.Kind, Required: q.Required, TitleJa: q.TitleJa, TitleEn: q.TitleEn, HelpJa: q.HelpJa,
				HelpEn: q.HelpEn, Options: q.Options, Describes: q.Describes, Settings: q.Settings,
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// storeMessages stores messages as drafts: none of them leaves by itself.
func storeMessages(tx *models.Tx, account *models.Account, e *models.Event, messages []kit.Message) error {
	for i := range messages {
		m := &messages[i]
		_, err := tx.Messages().Add(&models.Message{
			ID: models.NewID(), EventID: e.ID, State: models.MessageDraft, SubjectJa: m.SubjectJa, SubjectEn: m.SubjectEn,
			BodyJa: m.BodyJa, BodyEn: m.BodyEn, News: m.News, AccountID: &account.ID,
			Audience: models.Audience{
				State: models.RegistrationState(m.State), Mode: models.Mode(m.Mode), Attended: models.Attended(m.Attended),
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// takeWordings stores what the event of the kit says in mails, and notes where that cannot be said here.
func (s *Service) takeWordings(ctx context.Context, e *models.Event, k *kit.Kit) error {
	leftOut := false
	for i := range k.Wordings {
		err := s.TakeWording(ctx, e, &k.Wordings[i])
		switch models.CodeOf(err) {
		case models.CodeInvalid, models.CodeNotFound:
			leftOut = true
		default:
			if err != nil {
				return err
			}
		}
	}
	if !leftOut {
		return nil
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Kits().LeaveOut(e.ID, kit.PartMessages) })
}
