package lottery

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/draw"
	"meguri/app/service/place"
	"meguri/app/service/ticket"
	"meguri/models"
)

// MaxWishes is how many sessions one can apply for.
const MaxWishes = 5

// WishInput is what an attendee wishes of the sessions that are drawn: their ids, the dearest first; "" for none.
type WishInput struct {
	Act      string   `form:"act"`
	Wishes   []string `form:"wish" label:"lottery.wishes"`
	Resident bool     `form:"resident"`
}

// WishPage is where an attendee applies for sessions, and sees what was drawn.
type WishPage struct {
	*Published
	Registration *models.Registration
	// Offers are the sessions that the attendee can apply for.
	Offers []place.Offer
	Own    *OwnPage
	Input  *WishInput
	// Refuses says that nobody can have sessions at the same time; Resident that the rules ask for it.
	Refuses, Resident bool
}

// MayApply reports whether the attendee can say what they wish now.
func (p *WishPage) MayApply() bool {
	return p.Stage == StageOpen && p.Registration.Live() && len(p.Offers) > 0
}

// Slots are what the form has for wishes, with what was chosen in each.
func (p *WishPage) Slots() []string {
	slots := make([]string, min(MaxWishes, len(p.Offers)))
	copy(slots, p.Input.Wishes)
	return slots
}

// Nth is the number of the wish in slot i.
func (p *WishPage) Nth(i int) int { return i + 1 }

// Clashing lists pairs of wishes that are at the same time: at most one of each is won.
func (p *WishPage) Clashing() (pairs [][2]place.Offer) {
	at := func(id string) int { return slices.IndexFunc(p.Offers, func(o place.Offer) bool { return o.ID == id }) }
	for i, first := range p.Input.Wishes {
		for _, second := range p.Input.Wishes[i+1:] {
			if a, b := at(first), at(second); a >= 0 && b >= 0 && p.Offers[a].IsAtTimeOf([]string{second}) {
				pairs = append(pairs, [2]place.Offer{p.Offers[a], p.Offers[b]})
			}
		}
	}
	return pairs
}

// WishPage reads it; its Lottery is nil where the rules are not published. The attendee calls it. Errors: NotFound
// where no sessions are drawn.
func (s *Service) WishPage(ctx context.Context, e *models.Event, r *models.Registration) (*WishPage, error) {
	q := s.db.Query(ctx)
	p, err := publish(q, e)
	if err != nil {
		return nil, err
	}
	if p.Lottery == nil || !p.Lottery.OfSessions {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	if p.Stage == StageDraft {
		return &WishPage{Published: &Published{Stage: StageNone}, Registration: r, Input: &WishInput{}}, nil
	}
	offered, err := place.Read(q, e, r)
	if err != nil {
		return nil, err
	}
	page := &WishPage{
		Published: p, Registration: r, Offers: offersFor(e, r, offered), Input: &WishInput{},
		Refuses: offered.Rules.RefusesClashes, Resident: asksResidence(p.Lottery),
	}
	if page.Own, err = s.OwnPage(ctx, e, r); err != nil {
		return nil, err
	}
	if page.Own != nil {
		page.Input.Wishes, page.Input.Resident = page.Own.Entry.Wishes, page.Own.Entry.Resident
	}
	return page, nil
}

// offersFor are the sessions that somebody can apply for.
func offersFor(e *models.Event, r *models.Registration, offered *place.List) []place.Offer {
	return slices.DeleteFunc(drawnOffers(offered), func(o place.Offer) bool {
		return !o.IsFor(e, &r.TicketType)
	})
}

func asksResidence(l *models.Lottery) bool {
	return slices.ContainsFunc(l.Rules, func(r models.LotteryRule) bool { return r.Group == draw.Residents })
}

// read are the wishes as they are stored.
func (in *WishInput) read(offers []place.Offer, refuses bool) ([]string, error) {
	c, wishes := check.New(), []string{}
	for _, id := range in.Wishes {
		if id == "" || slices.Contains(wishes, id) {
			continue
		}
		at := slices.IndexFunc(offers, func(o place.Offer) bool { return o.ID == id })
		switch {
		case at < 0:
			c.Fault("wish", "field.choice")
		case refuses && slices.ContainsFunc(offers[at].OwnClashes(), func(one place.Clash) bool { return !one.IsWalk() }):
			c.Fault("wish", "session_place.clash_refused")
		}
		wishes = append(wishes, id)
	}
	if len(wishes) == 0 {
		c.Fault("wish", "lottery.wish_fault")
	}
	return wishes[:min(len(wishes), MaxWishes)], c.Err()
}

// Wish stores what an attendee wishes, or withdraws their application. What they said last before the closing counts.
// The attendee calls it. Errors: Invalid; Conflict where one cannot apply now.
func (s *Service) Wish(ctx context.Context, e *models.Event, r *models.Registration, in *WishInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		l, err := tx.Lotteries().OfEvent(e)
		if models.CodeOf(err) == models.CodeNotFound {
			return models.NewError(models.CodeConflict, "lottery.wish_closed")
		}
		if err != nil {
			return err
		}
		if err := tx.Lotteries().ApplyForSessions(l, 0); err != nil {
			return err
		}
		now, err := tx.Registrations().Lock(e, r.ID)
		if err != nil {
			return err
		}
		entry, err := tx.Lotteries().OwnEntry(l, now.ID)
		if err != nil {
			return err
		}
		if in.Act == "withdraw" {
			return withdraw(tx, l, entry)
		}
		if !now.Live() {
			return models.NewError(models.CodeConflict, "registration.closed")
		}
		offered, err := place.Read(tx.Query, e, now)
		if err != nil {
			return err
		}
		wishes, err := in.read(offersFor(e, now, offered), offered.Rules.RefusesClashes)
		if err != nil {
			return err
		}
		return putWishes(tx, l, now, entry, wishes, in.Resident && asksResidence(l))
	})
}

func withdraw(tx *models.Tx, l *models.Lottery, entry *models.LotteryEntry) error {
	if entry == nil {
		return nil
	}
	if err := tx.Lotteries().RemoveEntry(entry); err != nil {
		return err
	}
	return tx.Lotteries().ApplyForSessions(l, -1)
}

func putWishes(
	tx *models.Tx, l *models.Lottery, r *models.Registration, entry *models.LotteryEntry, wishes []string, resident bool,
) error {
	if entry != nil {
		entry.Wishes, entry.Resident = wishes, resident
		return tx.Lotteries().UpdateWishes(entry)
	}
	entry = &models.LotteryEntry{RegistrationID: r.ID, LotteryID: l.ID, Wishes: wishes, Resident: resident}
	for range 5 { // a code may be taken
		entry.Code = ticket.NewCode()
		isNew, err := tx.Lotteries().AddEntry(entry)
		if err != nil {
			return err
		}
		if isNew {
			return tx.Lotteries().ApplyForSessions(l, 1)
		}
	}
	return models.NewError(models.CodeInternal, "error.internal")
}
