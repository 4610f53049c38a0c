package entry

import (
	"context"
	"net/mail"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// maxInvited is how many people one form invites.
const maxInvited = 300

// InvitationInput is whom staff invite, and to what.
type InvitationInput struct {
	// People are addresses, one a line or parted by commas, each with a name before it or none.
	People    string   `form:"people"       label:"invitation.people"`
	Types     []string `form:"ticket_types" label:"entry.types"` // slugs
	ExpiresAt string   `form:"expires_at"   label:"invitation.expires_at"`
	Locale    string   `form:"locale"       label:"registration.language"`
}

// Invited is what became of the addresses of one form.
type Invited struct{ New, Known int }

// invitee is a person in the list that staff typed.
type invitee struct{ name, email, key string }

// invitees reads the people of the list. An address that cannot be one is a fault that names it.
func (in *InvitationInput) invitees(c *check.Checker) (list []invitee) {
	seen := map[string]bool{}
	parts := func(r rune) bool { return strings.ContainsRune("\n\r,;、，；\t", r) }
	for _, line := range strings.FieldsFunc(in.People, parts) {
		line = text.CleanLine(line)
		if line == "" {
			continue
		}
		one := invitee{email: line}
		if parsed, err := mail.ParseAddress(line); err == nil {
			one.name, one.email = parsed.Name, parsed.Address
		} else if i := strings.LastIndexAny(line, " 　"); i > 0 {
			one.name, one.email = strings.TrimSpace(line[:i]), line[i:]
		}
		var ok bool
		one.email, one.key, ok = text.NormalizeEmail(strings.Trim(one.email, " 　<>＜＞"))
		if !ok {
			c.Fault("people", "invitation.wrong_address", "address", text.Shorten(line, 80))
			return nil
		}
		if !seen[one.key] {
			list = append(list, one)
		}
		seen[one.key] = true
	}
	switch {
	case len(list) == 0:
		c.Fault("people", "field.required")
	case len(list) > maxInvited:
		c.Fault("people", "invitation.too_many", "max", maxInvited)
	}
	return list
}

// Invite mails each address a link of its own, which is good for one registration. Who is invited already gets nothing.
// Staff who may edit people call it. Errors: Invalid with the fields at fault; Conflict where the event takes no
// registrations.
func (s *Service) Invite(ctx context.Context, e *models.Event, in *InvitationInput) (invited Invited, err error) {
	types, err := s.db.Query(ctx).TicketTypes().OfEvent(e)
	if err != nil {
		return invited, err
	}
	c := check.New()
	once := 1
	like := models.EntryCode{EventID: e.ID, MaxUses: &once, TypeIDs: (&CodeInput{Types: in.Types}).types(c, types)}
	if at := c.LocalTime("expires_at", in.ExpiresAt, e.Zone(), check.Optional); !at.IsZero() {
		if like.ExpiresAt = &at; !at.After(s.db.Now()) {
			c.Fault("expires_at", "invitation.past")
		}
	}
	locale := check.Choice(c, "locale", in.Locale, []string{"ja", "en"})
	people := in.invitees(c)
	if err := c.Err(); err != nil {
		return invited, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		invited = Invited{}
		if err := checkOpen(tx, e); err != nil {
			return err
		}
		for _, one := range people {
			isNew, err := invite(tx, e, like, one, locale)
			if err != nil {
				return err
			}
			if isNew {
				invited.New++
			} else {
				invited.Known++
			}
		}
		return nil
	})
	return invited, err
}

func checkOpen(tx *models.Tx, e *models.Event) error {
	event, err := tx.Events().ByID(e.ID)
	if err != nil {
		return err
	}
	if event.State != models.EventPublished || event.Ended(tx.Now) {
		return models.NewError(models.CodeConflict, "invitation.closed")
	}
	return nil
}

// invite stores an invitation with its code and queues its mail. It reports false where the address is invited already.
func invite(tx *models.Tx, e *models.Event, like models.EntryCode, one invitee, locale string) (bool, error) {
	if _, err := tx.EntryInvitations().OfAddress(e, one.key); models.CodeOf(err) != models.CodeNotFound {
		return false, err
	}
	code := like
	code.ID, code.Code = models.NewID(), ticket.NewCode()+"-"+ticket.NewCode() // it is a secret of one person
	_, code.CodeKey, _ = text.EntryCode(code.Code)
	if err := tx.EntryCodes().Create([]models.EntryCode{code}); err != nil {
		return false, err
	}
	i := &models.EntryInvitation{
		EventID: e.ID, CodeID: code.ID, Name: one.name, Email: one.email, EmailKey: one.key, Locale: locale, Code: code,
	}
	isNew, err := tx.EntryInvitations().Create(i)
	if err != nil || !isNew {
		return false, err
	}
	return true, queue(tx, e, i, MailInvitation, "1")
}

// Remind mails those once more who have neither registered nor declined, each at most once a day. It returns how many.
// Staff who may edit people call it. Errors: Conflict where the event takes no registrations.
func (s *Service) Remind(ctx context.Context, e *models.Event) (n int, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		n = 0
		if err := checkOpen(tx, e); err != nil {
			return err
		}
		list, err := tx.EntryInvitations().OfEvent(e)
		if err != nil {
			return err
		}
		for k := range list {
			i := &list[k]
			if !mayRemind(i, tx.Now) {
				continue
			}
			if err := tx.EntryInvitations().SetReminded(i); err != nil {
				return err
			}
			if err := queue(tx, e, i, MailReminder, tx.Now.UTC().Format("2006-01-02T15")); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// Withdraw ends an invitation. Who registered with it keeps the place. Staff who may edit people call it. Errors:
// NotFound.
func (s *Service) Withdraw(ctx context.Context, e *models.Event, id string) error {
	i, err := s.db.Query(ctx).EntryInvitations().ByID(e, id)
	if err != nil {
		return err
	}
	return s.StopCode(ctx, e, i.CodeID, true)
}

// Invitation is what the link of an invitation shows.
type Invitation struct {
	*models.EntryInvitation
	State models.EntryInvitationState
	// FormPath is the form to register that carries the invitation.
	FormPath string
	Open     bool
}

// Invitation finds the invitation of a code. Who has the link calls it. Errors: NotFound.
func (s *Service) Invitation(ctx context.Context, e *models.Event, code string) (*Invitation, error) {
	q := s.db.Query(ctx)
	i, err := ofCode(q, e, code)
	if err != nil {
		return nil, err
	}
	return &Invitation{
		i, i.State(q.Now), FormPath(e, i.Code.Code), e.State == models.EventPublished && !e.Ended(q.Now),
	}, nil
}

func ofCode(q *models.Query, e *models.Event, code string) (*models.EntryInvitation, error) {
	found, err := q.EntryCodes().ByCode(e, code)
	if err != nil {
		return nil, err
	}
	return q.EntryInvitations().OfCode(found)
}

// Decline records that the invited person does not come. They may still register. Who has the link calls it. Errors:
// NotFound.
func (s *Service) Decline(ctx context.Context, e *models.Event, code string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		i, err := ofCode(tx.Query, e, code)
		if err != nil {
			return err
		}
		return tx.EntryInvitations().SetDeclined(i)
	})
}
