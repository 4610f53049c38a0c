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
	// With are the ids of the companions for whom the application is, too.
	With []string `form:"with" label:"lottery.with"`
}

// WishPage is where an attendee applies for sessions, and sees what was drawn.
type WishPage struct {
	*Published
	Registration *models.Registration
	// Offers are the sessions that the attendee can apply for.
	Offers []place.Offer
	Own    *OwnPage
	Input  *WishInput
	// Companions are those whom the attendee can apply for; none where everybody is drawn alone.
	Companions []Companion
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

// IsWith reports whether the form names a companion.
func (p *WishPage) IsWith(id string) bool { return slices.Contains(p.Input.With, id) }

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
	if !p.Alone() {
		page.Companions, err = companionsOf(q, p.Lottery, r)
	}
	for i := range page.Companions {
		if page.Companions[i].Chosen {
			page.Input.With = append(page.Input.With, page.Companions[i].ID)
		}
	}
	return page, err
}

// offersFor are the sessions that somebody can apply for.
func offersFor(e *models.Event, r *models.Registration, offered *place.List) []place.Offer {
	return slices.DeleteFunc(drawnOffers(offered), func(o place.Offer) bool {
		return !o.IsFor(e, &r.TicketType)
	})
}

// isAtOwn reports whether a session is at the time of one that the person has signed up for.
func isAtOwn(o *place.Offer) bool {
	return slices.ContainsFunc(o.OwnClashes(), func(one place.Clash) bool { return !one.IsWalk() })
}

func asksResidence(l *models.Lottery) bool {
	return slices.ContainsFunc(l.Rules, func(r models.LotteryRule) bool { return r.Group == draw.Residents })
}

// read are the wishes as they are stored.
func (in *WishInput) read(c *check.Checker, offers []place.Offer, refuses bool) []string {
	wishes := []string{}
	for _, id := range in.Wishes {
		if id == "" || slices.Contains(wishes, id) {
			continue
		}
		at := slices.IndexFunc(offers, func(o place.Offer) bool { return o.ID == id })
		switch {
		case at < 0:
			c.Fault("wish", "field.choice")
		case refuses && isAtOwn(&offers[at]):
			c.Fault("wish", "session_place.clash_refused")
		}
		wishes = append(wishes, id)
	}
	if len(wishes) == 0 {
		c.Fault("wish", "lottery.wish_fault")
	}
	return wishes[:min(len(wishes), MaxWishes)]
}

// Wish stores what an attendee wishes, or withdraws their application. What they said last before the closing counts.
// Who is in the application of another leaves it so. The attendee calls it. Errors: Invalid; Conflict where one cannot
// apply now.
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
		if in.Act == "withdraw" {
			return withdraw(tx, l, now)
		}
		if !now.Live() {
			return models.NewError(models.CodeConflict, "registration.closed")
		}
		entry, with, err := in.check(tx, e, l, now)
		if err != nil {
			return err
		}
		return putWishes(tx, l, entry, with)
	})
}

// check is the application as it is to be stored, with those for whom it is, too.
func (in *WishInput) check(
	tx *models.Tx, e *models.Event, l *models.Lottery, r *models.Registration,
) (*models.LotteryEntry, []Companion, error) {
	offered, err := place.Read(tx.Query, e, r)
	if err != nil {
		return nil, nil, err
	}
	c := check.New()
	entry := &models.LotteryEntry{
		RegistrationID: r.ID, LotteryID: l.ID, Wishes: in.read(c, offersFor(e, r, offered), offered.Rules.RefusesClashes),
		Resident: in.Resident && asksResidence(l),
	}
	if slices.ContainsFunc(l.Rules, func(r models.LotteryRule) bool { return r.Kind == draw.Alone }) {
		return entry, nil, c.Err()
	}
	companions, err := companionsOf(tx.Query, l, r)
	if err != nil {
		return nil, nil, err
	}
	with, err := in.chooseCompanions(c, tx.Query, e, companions, entry.Wishes)
	if err != nil {
		return nil, nil, err
	}
	return entry, with, c.Err()
}

// withdraw removes a person's application, with all for whom it was.
func withdraw(tx *models.Tx, l *models.Lottery, r *models.Registration) error {
	entry, err := tx.Lotteries().OwnEntry(l, r.ID)
	if err != nil || entry == nil {
		return err
	}
	if err := dropOthers(tx, l, r.ID, nil); err != nil {
		return err
	}
	return drop(tx, l, entry)
}

func drop(tx *models.Tx, l *models.Lottery, entry *models.LotteryEntry) error {
	if err := tx.Lotteries().RemoveEntry(entry); err != nil {
		return err
	}
	return tx.Lotteries().ApplyForSessions(l, -1)
}

// dropOthers removes those from an application whom it is not for any more.
func dropOthers(tx *models.Tx, l *models.Lottery, registrationID string, with []Companion) error {
	before, err := tx.Lotteries().EntriesWith(l, registrationID)
	if err != nil {
		return err
	}
	for i := range before {
		isStill := func(one Companion) bool { return one.ID == before[i].RegistrationID }
		if slices.ContainsFunc(with, isStill) {
			continue
		}
		if err := drop(tx, l, &before[i]); err != nil {
			return err
		}
	}
	return nil
}

func putWishes(tx *models.Tx, l *models.Lottery, entry *models.LotteryEntry, with []Companion) error {
	if err := dropOthers(tx, l, entry.RegistrationID, with); err != nil {
		return err
	}
	if err := putEntry(tx, l, entry); err != nil {
		return err
	}
	for i := range with {
		theirs := *entry
		theirs.RegistrationID, theirs.WithID = with[i].ID, &entry.RegistrationID
		if err := putEntry(tx, l, &theirs); err != nil {
			return err
		}
	}
	return nil
}

func putEntry(tx *models.Tx, l *models.Lottery, entry *models.LotteryEntry) error {
	known, err := tx.Lotteries().OwnEntry(l, entry.RegistrationID)
	if err != nil {
		return err
	}
	if known != nil {
		return tx.Lotteries().UpdateWishes(entry)
	}
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
