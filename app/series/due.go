package series

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// JobAction is the kind of job that reminds somebody of what they took on; its payload is its id.
const JobAction = "series_action"

// The kinds of mail to the staff of members: that their organization is asked, that it is to host next, that something
// is due, or was.
const (
	MailAsked   = "series_asked"
	MailHosts   = "series_hosts"
	MailDue     = "action_due"
	MailOverdue = "action_overdue"
)

// What the data of these mails has.
const (
	factHost   = "host"   // who asks
	factSlug   = "slug"   // of the organization of the addressee
	factID     = "id"     // of the series
	factAction = "action" // what is to be done
	factDay    = "day"
)

// When somebody is told: before the day, and after it.
const (
	dueBefore = 3 * 24 * time.Hour
	dueAfter  = 24 * time.Hour
)

func staffMailKinds() []mail.Kind {
	held := func(l *mail.Letter) string {
		return l.BaseURL + string(paths.OfStaffOrganization(l.Data[factSlug]).OneSeries(l.Data[factID]))
	}
	to := mail.Link{Button: "mail.series_desk_button", Address: held}
	return []mail.Kind{
		{Name: MailAsked, Audience: mail.Account, Fixed: true, Link: to},
		{Name: MailHosts, Audience: mail.Account, Fixed: true, Link: to},
		{Name: MailDue, Audience: mail.Account, Fixed: true, Link: to},
		{Name: MailOverdue, Audience: mail.Account, Fixed: true, Link: to},
	}
}

// queueAsked tells the owners of an organization that it is asked to hold a series with others.
func queueAsked(tx *models.Tx, series *models.Series, by, o *models.Organization) error {
	owners, err := tx.Members().OwnersOf(o.ID)
	if err != nil {
		return err
	}
	cause := series.ID + ":" + o.ID + ":" + tx.Now.UTC().Format(time.DateOnly)
	return mail.QueueEach(tx, owners, MailAsked, cause, func(lang string) map[string]string {
		return map[string]string{
			factSeries: titleIn(lang, series), factHost: i18n.PickIn(lang, by.NameJa, by.NameEn), factSlug: o.Slug,
			factID: series.ID,
		}
	})
}

// awaitAction has somebody reminded before the day of what they, or their organization, took on, and once it is over.
func awaitAction(tx *models.Tx, a *models.SeriesAction) error {
	due := a.Due()
	if due == nil || !a.IsOpen() {
		return nil
	}
	owner := ""
	if a.AccountID != nil {
		owner = *a.AccountID
	}
	for _, at := range []time.Time{due.Add(-dueBefore), due.Add(dueAfter)} {
		if at.Before(tx.Now) {
			at = tx.Now
		}
		key := JobAction + ":" + a.ID + ":" + owner + ":" + at.UTC().Format(time.RFC3339)
		if err := tx.Jobs().Add(JobAction, key, a.ID, at); err != nil {
			return err
		}
	}
	return nil
}

// Remind does one job of kind JobAction. What is done meanwhile, or is another person's, or due on another day by now,
// is told to nobody; nor is anything twice.
func (s *Service) Remind(ctx context.Context, job *models.Job) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a, err := tx.SeriesActions().ByID(job.Payload)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		due := a.Due()
		if !a.IsOpen() || due == nil {
			return nil
		}
		kind := MailDue
		switch {
		case !tx.Now.Before(due.Add(dueAfter)):
			kind = MailOverdue
		case tx.Now.Before(due.Add(-dueBefore)):
			return nil
		}
		return tellOwners(tx, a, kind)
	})
}

// tellOwners mails who took something on, while they are staff of an organization that holds the series. Where nobody
// has it, or they left, the owners of the organization hear of it, so that it is not forgotten.
func tellOwners(tx *models.Tx, a *models.SeriesAction, kind string) error {
	holds, err := tx.Series().HasAgreed(a.SeriesID, a.OrganizationID)
	if err != nil || !holds {
		return err
	}
	to, err := staffOf(tx.Query, &a.Organization)
	if err != nil {
		return err
	}
	to = slices.DeleteFunc(to, func(one models.Account) bool { return a.AccountID == nil || one.ID != *a.AccountID })
	if len(to) == 0 {
		if to, err = tx.Members().OwnersOf(a.OrganizationID); err != nil {
			return err
		}
	}
	return mail.QueueEach(tx, to, kind, a.ID+":"+a.DueOn, func(lang string) map[string]string {
		return map[string]string{
			factSeries: titleIn(lang, &a.Series), factAction: a.What, factDay: a.DueOn, factSlug: a.Organization.Slug,
			factID: a.SeriesID,
		}
	})
}

// queueHosts tells the owners of an organization that another one named it as the next host, once for each day.
func queueHosts(tx *models.Tx, series *models.Series, n *models.SeriesNext, by *models.Organization) error {
	if n.HostID == nil || *n.HostID == by.ID {
		return nil
	}
	host, err := tx.Organizations().ByID(*n.HostID)
	if err != nil {
		return err
	}
	owners, err := tx.Members().OwnersOf(host.ID)
	if err != nil {
		return err
	}
	day := n.Clock().Local(n.StartsAt).Format(time.DateOnly)
	return mail.QueueEach(tx, owners, MailHosts, series.ID+":"+host.ID+":"+day, func(lang string) map[string]string {
		return map[string]string{
			factSeries: titleIn(lang, series), factHost: i18n.PickIn(lang, by.NameJa, by.NameEn), factSlug: host.Slug,
			factID: series.ID, factDay: day,
		}
	})
}
