package message

import (
	"context"
	"strconv"

	"meguri/app/service/check"
	"meguri/models"
)

const (
	maxPause = 24 * 60 // minutes
	maxCap   = 50
)

// RulesInput is when an event's mails to many may go, and where answers go.
type RulesInput struct {
	ReplyTo    string `form:"reply_to"`
	QuietFrom  string `form:"quiet_from"` // an hour; "" for no quiet hours
	QuietUntil string `form:"quiet_until"`
	Pause      string `form:"mail_pause"` // minutes, "" for none
	Cap        string `form:"mail_cap"`   // "" for none
}

// RulesOf is what the form shows of an event's rules.
func RulesOf(e *models.Event) *RulesInput {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	in := &RulesInput{ReplyTo: e.ReplyTo, Pause: number(e.MailPause), Cap: number(e.MailCap)}
	if e.HasQuietHours() {
		in.QuietFrom, in.QuietUntil = strconv.Itoa(e.QuietFrom), strconv.Itoa(e.QuietUntil)
	}
	return in
}

// SaveRules stores when an event's mails to many may go, and where answers go. Staff who may write to people call it.
// Errors: Invalid with the fields at fault.
func (s *Service) SaveRules(ctx context.Context, e *models.Event, in *RulesInput) error {
	c := check.New()
	rules := models.MailRules{
		QuietFrom:  c.Int("quiet_from", in.QuietFrom, 0, 23, check.Optional),
		QuietUntil: c.Int("quiet_until", in.QuietUntil, 0, 23, check.Optional),
		MailPause:  c.Int("mail_pause", in.Pause, 0, maxPause, check.Optional),
		MailCap:    c.Int("mail_cap", in.Cap, 0, maxCap, check.Optional),
	}
	rules.ReplyTo, _ = c.Email("reply_to", in.ReplyTo, check.Optional)
	switch {
	case (in.QuietFrom == "") != (in.QuietUntil == ""):
		c.Fault("quiet_until", "message.quiet_both")
	case in.QuietFrom != "" && rules.QuietFrom == rules.QuietUntil:
		c.Fault("quiet_until", "message.quiet_same")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Events().SetMailRules(e, rules) })
}
