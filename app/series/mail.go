package series

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail of this feature: to who asks to follow a series, to who follows it and hears of the next event, and
// to who was registered for it.
const (
	MailConfirm    = "series_confirm"
	MailNext       = "series_next"
	MailRegistered = "series_registered"
	// MailElsewhere tells of the next event where another organization hosts it. It is about no event, so that the host's
	// staff do not read the address in their outbox.
	MailElsewhere = "series_elsewhere"
)

// What the data of a mail has.
const (
	factFollower = "follower"
	factSeries   = "series" // its title
	factEvent    = "event"  // its slug
	factBy       = "by"     // how the person wanted to be registered where that could not be, "" else
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	secret := func(l *mail.Letter) string { return s.Links.Follower(l.Data[factFollower]) }
	return append(staffMailKinds(), []mail.Kind{
		{
			Name: MailElsewhere, Audience: mail.Account, Fixed: true, Write: s.writeElsewhere,
			Link: mail.Link{
				Button:  "mail.event_page",
				Address: func(l *mail.Letter) string { return l.BaseURL + string(paths.OfEvent(l.Data[factEvent])) },
			},
		},
		{
			Name: MailConfirm, Audience: mail.Account, Fixed: true,
			Link: mail.Link{
				Button:  "mail.series_confirm_button",
				Address: func(l *mail.Letter) string { return l.BaseURL + string(paths.OfFollowing(secret(l))) },
				Secret:  secret,
			},
		},
		{Name: MailNext, Audience: mail.Account, Facts: true, Fixed: true, Write: s.writeNext, Link: mail.EventPage},
		{
			Name: MailRegistered, Audience: mail.Attendee, Facts: true, Ticket: true, Calendar: true, Fixed: true,
			While: []models.RegistrationState{models.RegistrationConfirmed, models.RegistrationWaitlisted},
			Link:  mail.AttendeePage,
			Also: mail.AttendeeLink("mail.series_registered_button", func(own paths.Attendee, _ *mail.Letter) string {
				return own.TakeBack()
			}),
		},
	}...)
}

// writeElsewhere tells of the next event of another host, with the way out of the series.
func (s *Service) writeElsewhere(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	q := s.db.Query(ctx)
	args := []any{"title", "", "series", l.Data[factSeries], "host", "", "when", ""}
	e, err := q.Events().BySlug(l.Data[factEvent])
	isGone := models.CodeOf(err) == models.CodeNotFound
	if err != nil && !isGone {
		return nil, err
	}
	if !isGone {
		args = []any{
			"title", texts.Pick(e.TitleJa, e.TitleEn), "series", l.Data[factSeries], "host",
			texts.Pick(e.Organization.NameJa, e.Organization.NameEn), "when", texts.DateTime(e.Local(e.StartsAt)),
		}
	}
	_, err = q.Series().Follower(l.Data[factFollower])
	ended := models.CodeOf(err) == models.CodeNotFound
	if err != nil && !ended {
		return nil, err
	}
	return &mail.Wording{
		Subject:  texts.T("mail.series_next_subject", args...),
		Markdown: mail.Plain(texts.T("mail.series_elsewhere", args...)), MayWait: true,
		WayOut:    l.BaseURL + paths.OfFollowing(s.Links.Follower(l.Data[factFollower])).End(),
		Overtaken: ended || isGone || !e.TakesRegistrations(q.Now), Ours: true,
	}, nil
}

// writeNext tells of the next event, with the way out of the series.
func (s *Service) writeNext(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	args := []any{"title", texts.Pick(l.Event.TitleJa, l.Event.TitleEn), "series", l.Data[factSeries]}
	body := texts.T("mail.series_next", args...)
	if l.Data[factBy] != "" {
		body += "\n\n" + texts.T("mail.series_next_by_hand", args...)
	}
	_, err := s.db.Query(ctx).Series().Follower(l.Data[factFollower])
	ended := models.CodeOf(err) == models.CodeNotFound
	if err != nil && !ended {
		return nil, err
	}
	return &mail.Wording{
		Subject: texts.T("mail.series_next_subject", args...), Markdown: body, MayWait: true,
		WayOut:    l.BaseURL + paths.OfFollowing(s.Links.Follower(l.Data[factFollower])).End(),
		Overtaken: ended || !l.Event.TakesRegistrations(s.db.Now()), Ours: true,
	}, nil
}

func titleIn(lang string, s *models.Series) string { return i18n.PickIn(lang, s.TitleJa, s.TitleEn) }

// queueConfirm queues the mail with which an address is confirmed, once an hour.
func queueConfirm(tx *models.Tx, series *models.Series, f *models.SeriesFollower) error {
	return tx.Mails().Queue(&models.Mail{
		Cause: MailConfirm + ":" + f.ID + ":" + tx.Now.UTC().Format("2006-01-02T15"), Kind: MailConfirm, ToAddress: f.Email,
		ToName: f.Full(f.Locale), Locale: f.Locale,
		Data: map[string]string{factFollower: f.ID, factSeries: titleIn(f.Locale, series)},
	})
}

func queueNext(tx *models.Tx, series *models.Series, e *models.Event, f *models.SeriesFollower) error {
	return tx.Mails().QueueBulk([]*models.Mail{{
		Cause: MailNext + ":" + e.ID + ":" + f.ID, Kind: MailNext, EventID: &e.ID, ToAddress: f.Email,
		ToName: f.Full(f.Locale), Locale: f.Locale,
		Data: map[string]string{
			factFollower: f.ID, factSeries: titleIn(f.Locale, series), factBy: string(f.Mode),
		},
	}})
}

func queueElsewhere(tx *models.Tx, series *models.Series, e *models.Event, f *models.SeriesFollower) error {
	return tx.Mails().QueueBulk([]*models.Mail{{
		Cause: MailElsewhere + ":" + e.ID + ":" + f.ID, Kind: MailElsewhere, ToAddress: f.Email, ToName: f.Full(f.Locale),
		Locale: f.Locale,
		Data:   map[string]string{factFollower: f.ID, factSeries: titleIn(f.Locale, series), factEvent: e.Slug},
	}})
}

func queueRegistered(tx *models.Tx, series *models.Series, e *models.Event, r *models.Registration) error {
	return tx.Mails().Queue(&models.Mail{
		Cause: MailRegistered + ":" + r.ID, Kind: MailRegistered, EventID: &e.ID, RegistrationID: &r.ID,
		ToAddress: r.Email, ToName: r.Full(r.Locale), Locale: r.Locale,
		Data: map[string]string{factSeries: titleIn(r.Locale, series)},
	})
}
