package message

import (
	"context"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"meguri/app/service/bounce"
	"meguri/models"
)

const (
	// bounceInterval is how often the mailbox is read to which mails come back.
	bounceInterval = 5 * time.Minute
	// guessedWithin is how long after a mail a report without its id may be about it.
	guessedWithin = 6 * 24 * time.Hour
)

// WatchBounces reads the mailbox to which mails come back until ctx ends. Several processes may call it.
func (s *Service) WatchBounces(ctx context.Context, box *bounce.Mailbox) {
	tick := time.NewTicker(bounceInterval)
	defer tick.Stop()
	for {
		if err := s.ReadBounces(ctx, box); err != nil && ctx.Err() == nil {
			slog.Error("the mailbox of mails that came back cannot be read", "server", box.Host(), "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// ReadBounces reads what has come back since it was called last.
func (s *Service) ReadBounces(ctx context.Context, box *bounce.Mailbox) error {
	return box.Read(ctx, func(raw []byte) error {
		if report := bounce.Parse(raw); report != nil {
			return s.record(ctx, report)
		}
		return nil
	})
}

// record records what a report says of mails of ours.
func (s *Service) record(ctx context.Context, report *bounce.Report) error {
	for i := range report.Recipients {
		to := &report.Recipients[i]
		if to.Action != bounce.Failed && to.Action != bounce.Delayed {
			continue
		}
		err := s.db.InTx(ctx, func(tx *models.Tx) error {
			m, isSure, err := mailOf(tx.Query, report, to)
			if err != nil || m == nil {
				return err
			}
			_, err = tx.Mails().RecordBounce(m, reasonOf(to), to.Detail, isSure)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// mailOf finds the mail that a report is about, nil for none of ours. Without its id it is the last one to the address,
// which is not sure.
func mailOf(q *models.Query, report *bounce.Report, to *bounce.Recipient) (m *models.Mail, isSure bool, err error) {
	for _, id := range report.MailIDs {
		m, err = q.Mails().ByID(id)
		if models.CodeOf(err) != models.CodeNotFound {
			return m, true, err
		}
	}
	if to.Address == "" {
		return nil, false, nil
	}
	m, err = q.Mails().LastSentTo(to.Address, q.Now.Add(-guessedWithin))
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, false, nil
	}
	return m, false, err
}

// reasons are the reasons by the status (RFC 3463) without its class; the longest beginning counts.
var reasons = []struct {
	status string
	why    models.Bounce
}{
	{"1.2", models.BounceDomain}, {"4.4", models.BounceDomain}, {"4.310", models.BounceDomain},
	{"1.", models.BounceUnknown}, {"2.1", models.BounceUnknown}, {"2.2", models.BounceFull},
	{"2.3", models.BounceLarge}, {"3.4", models.BounceLarge}, {"7.", models.BounceRefused},
	{"4.", models.BounceExpired},
}

// unknown is what servers say of an address that there is not, also with the status of something else.
var unknown = regexp.MustCompile(`(?i)(user|recipient|mailbox|address)\S* (is )?(unknown|not found|does not exist)|` +
	`(unknown|no such) (user|recipient|mailbox)|recipient address rejected: access denied|RecipientNotFound`)

// reasonOf says why a mail came back. Where it was not said for good (4.x.x), the address may be a good one.
func reasonOf(to *bounce.Recipient) models.Bounce {
	if to.Action == bounce.Delayed {
		return models.BounceLate
	}
	class, rest, _ := strings.Cut(to.Status, ".")
	if class != "4" && unknown.MatchString(to.Detail) {
		return models.BounceUnknown
	}
	for _, r := range reasons {
		if !strings.HasPrefix(rest, r.status) {
			continue
		}
		if class == "4" && r.why.Blocks() {
			return models.BounceExpired
		}
		return r.why
	}
	return models.BounceOther
}

// ForgetBounce has the address of a registration get mails to many again. Staff who may write to people call it.
// Errors: NotFound.
func (s *Service) ForgetBounce(ctx context.Context, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().ByID(e, id)
		if err != nil {
			return err
		}
		return tx.Mails().ForgetBounce(r)
	})
}
