package project

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"meguri/app/service/check"
	"meguri/models"
)

// DecideInput is what a coordinator decides about hours: Entries are their ids with the version that was seen, as
// id:3, and whether they were seen to be over a budget, as id:3:over.
type DecideInput struct {
	Entries []string         `form:"entry"`
	To      models.HourState `form:"to"`
	Words   string           `form:"words"`
}

// Decided is what became of it: how many were changed meanwhile, by their person or another coordinator, and how many
// are over a budget, which who approved them had not seen.
type Decided struct{ Done, Changed, Over int }

// Decide approves hours, or sends them back with words; those that somebody changed since, or that are over a budget
// unseen, stay as they are. Who may edit needs there calls it. Errors: Invalid with the field at fault; NotFound for
// hours that the place has not.
func (s *Service) Decide(ctx context.Context, at models.NeedPlace, in *DecideInput) (Decided, error) {
	c := check.New()
	check.Choice(c, "to", in.To, []models.HourState{models.HoursApproved, models.HoursReturned})
	words := c.Line("words", in.Words, maxWords, check.Optional)
	if words == "" && in.To == models.HoursReturned {
		c.Fault("words", "hours.write_words")
	}
	if len(in.Entries) == 0 {
		c.Fault("entry", "hours.choose_some")
	}
	if err := c.Err(); err != nil {
		return Decided{}, err
	}
	var decided Decided
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		decided = Decided{}
		tx.About(models.AuditSubject{Detail: string(in.To)})
		chosen, err := choose(tx, at, in.Entries)
		if err != nil {
			return err
		}
		told, projects := map[string]*models.HourEntry{}, map[string]bool{}
		for i := range chosen {
			c := &chosen[i]
			err := c.decide(tx, in.To, words)
			switch {
			case models.CodeOf(err) == models.CodeConflict:
				decided.Changed++
				continue
			case err != nil:
				return err
			case c.isOverUnseen(in.To):
				decided.Over++
				continue
			}
			decided.Done++
			told[c.MemberID], projects[c.ProjectID] = &c.HourEntry, true
		}
		for _, id := range slices.Sorted(maps.Keys(projects)) {
			if err := tx.Contributions().Settle(id); err != nil {
				return err
			}
		}
		if in.To != models.HoursReturned {
			return nil
		}
		for _, id := range slices.Sorted(maps.Keys(told)) {
			if err := queueReturned(tx, told[id], words); err != nil {
				return err
			}
		}
		return nil
	})
	return decided, err
}

// chosenEntry is hours that a coordinator chose, with the version that they saw, whether they saw that it is over a
// budget, and by how many minutes it is.
type chosenEntry struct {
	models.HourEntry
	seen     int
	seenOver bool
	over     int
}

// choose reads the hours that a coordinator chose.
func choose(tx *models.Tx, at models.NeedPlace, entries []string) ([]chosenEntry, error) {
	var chosen []chosenEntry
	var list []models.HourEntry
	known := map[string]bool{}
	for _, entry := range slices.Sorted(slices.Values(entries)) {
		id, rest, _ := strings.Cut(entry, ":")
		number, over, _ := strings.Cut(rest, ":")
		version, err := strconv.Atoi(number)
		if err != nil || !models.ValidID(id) || (over != "" && over != overWord) {
			return nil, models.NewError(models.CodeInvalid, "error.invalid")
		}
		if known[id] {
			continue
		}
		known[id] = true
		h, err := tx.Hours().InPlace(at, id)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, chosenEntry{HourEntry: *h, seen: version, seenOver: over == overWord})
		list = append(list, *h)
	}
	over, err := overBudget(tx.Query, list)
	for i := range chosen {
		chosen[i].over = over[chosen[i].ID]
	}
	return chosen, err
}

// overWord says in a form that hours were seen to be over a budget.
const overWord = "over"

func (c *chosenEntry) isOverUnseen(to models.HourState) bool {
	return to == models.HoursApproved && c.over > 0 && !c.seenOver
}

func (c *chosenEntry) decide(tx *models.Tx, to models.HourState, words string) error {
	if c.State == to {
		return models.NewError(models.CodeConflict, "hours.changed_meanwhile")
	}
	if c.isOverUnseen(to) {
		return nil
	}
	c.State, c.Answer, c.DecidedAt = to, "", &tx.Now
	if to == models.HoursReturned {
		c.Answer = words
	}
	return tx.Hours().Update(&c.HourEntry, c.seen)
}
