package registration

import (
	"slices"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/draw"
	"meguri/app/service/ticket"
	"meguri/models"
)

// LotteryInput is what a person adds who applies for a ticket type that is drawn by lot.
type LotteryInput struct {
	// Second and Third are slugs of ticket types that they would take as well, "" for none.
	Second string `form:"second_choice" json:"second_choice"`
	Third  string `form:"third_choice"  json:"third_choice"`
	// Resident is what they say where the rules ask for it.
	Resident bool `form:"resident" json:"resident"`
}

// lotteryOf finds the lottery to which some of the ticket types belong, nil where none of them does.
func lotteryOf(q *models.Query, event *models.Event, types []models.TicketType) (*models.Lottery, error) {
	if !slices.ContainsFunc(types, func(t models.TicketType) bool { return t.ByLottery }) {
		return nil, nil
	}
	lottery, err := q.Lotteries().OfEvent(event)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	return lottery, err
}

// checkLottery reads with what people apply, where they chose a ticket type that is drawn by lot. Those of one form
// apply together, with the same wishes: all of them win, or nobody.
func checkLottery(o *opening, g *group, in *SignUpInput, code *models.EntryCode, c *check.Checker) {
	for i, r := range g.companions {
		if r.TicketTypeID != g.first.TicketTypeID && (r.TicketType.ByLottery || g.first.TicketType.ByLottery) {
			c.Fault(in.Companions[i].field(i, "ticket_type"), "lottery.together")
		}
	}
	if !g.first.TicketType.ByLottery {
		return
	}
	wishes := []string{g.first.TicketType.Slug}
	for _, wish := range []struct{ field, slug string }{{"second_choice", in.Second}, {"third_choice", in.Third}} {
		if wish.slug == "" || slices.Contains(wishes, wish.slug) {
			continue
		}
		isOne := func(t models.TicketType) bool {
			return t.Slug == wish.slug && t.ByLottery && maySee(&t, code)
		}
		if !slices.ContainsFunc(o.ticketTypes, isOne) {
			c.Fault(wish.field, "field.choice")
		}
		wishes = append(wishes, wish.slug)
	}
	for _, r := range g.all() {
		r.State, r.Application = models.RegistrationApplied, &models.LotteryEntry{Wishes: wishes, Resident: in.Resident}
	}
}

// apply stores the application of people who were just stored, and mails their representative. It is counted last.
func apply(
	tx *models.Tx, made []*models.Registration, representative *models.Registration, registered string, mail sendMail,
) error {
	first := made[0]
	event, err := tx.Events().ByID(first.EventID)
	if err != nil {
		return err
	}
	lottery, err := tx.Lotteries().OfEvent(event)
	if err != nil {
		return err
	}
	entrants := made
	if !slices.ContainsFunc(lottery.Rules, func(r models.LotteryRule) bool { return r.Kind == draw.Alone }) {
		if err := waitTogether(tx, made); err != nil {
			return err
		}
		entrants = made[:1]
	}
	codes := make([]string, len(entrants))
	for i, r := range entrants {
		if codes[i], err = addEntry(tx, lottery, r); err != nil {
			return err
		}
	}
	data := map[string]string{
		"code": strings.Join(codes, ", "), "draws": lottery.DrawsAt.Format(time.RFC3339),
	}
	if err := mail(tx, representative, MailApplied, "1", registered, data); err != nil {
		return err
	}
	return tx.Lotteries().Apply(event, first.TicketTypeID, len(made))
}

// waitTogether makes people one application: all of them win, or nobody.
func waitTogether(tx *models.Tx, made []*models.Registration) error {
	if len(made) == 1 {
		return nil
	}
	together := models.NewID()
	for _, r := range made {
		r.WaitsWith = &together
		if err := tx.Registrations().Update(r); err != nil {
			return err
		}
	}
	return nil
}

// addEntry stores an application, and returns the code that it has in the published list.
func addEntry(tx *models.Tx, lottery *models.Lottery, r *models.Registration) (string, error) {
	entry := *r.Application
	entry.RegistrationID, entry.LotteryID = r.ID, lottery.ID
	for range 5 { // a code may be taken
		entry.Code = ticket.NewCode()
		if isNew, err := tx.Lotteries().AddEntry(&entry); err != nil || isNew {
			return entry.Code, err
		}
	}
	return "", models.NewError(models.CodeInternal, "error.internal")
}
