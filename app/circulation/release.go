package circulation

import (
	"context"
	"strconv"
	"time"

	"meguri/models"
)

// yearKept is how long after the end of a year hours of it may still come, before what is left is counted together.
const yearKept = 2 // months

// Release publishes what the ledger says now. A job calls it each night.
func (s *Service) Release(ctx context.Context) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		waiting, err := tx.Contributions().Uncounted()
		if err != nil {
			return err
		}
		_, err = tx.Contributions().Release(letIn(waiting, tx.Now.In(models.DefaultZone)))
		return err
	})
}

// letIn chooses which entries of the ledger are counted from now on. Those of a flow in a year are let in together,
// once fewest people stand behind them; so every sum that is told, and every difference between two of them or between
// two days, is of nobody or of fewest people at least. Of years that are over, what is left of all flows is let in
// together, to the figures of the year alone: the hours of its flows would tell of fewer.
func letIn(waiting []models.Contribution, today time.Time) map[models.CountedIn][]string {
	type cell struct{ year, from, to string }
	cells, lefts := map[cell][]*models.Contribution{}, map[string][]*models.Contribution{}
	for i := range waiting {
		c := &waiting[i]
		at := cell{c.Day[:4], c.From(), c.ToID}
		cells[at] = append(cells[at], c)
	}
	counted := map[models.CountedIn][]string{}
	add := func(in models.CountedIn, list []*models.Contribution) {
		for _, c := range list {
			counted[in] = append(counted[in], c.ID)
		}
	}
	for at, list := range cells {
		if areEnough(list) {
			add(models.CountedInFlow, list)
		} else {
			lefts[at.year] = append(lefts[at.year], list...)
		}
	}
	for year, list := range lefts {
		number, _ := strconv.Atoi(year)
		isOver := !today.Before(time.Date(number+1, 1+yearKept, 1, 0, 0, 0, 0, today.Location()))
		if isOver && areEnough(list) {
			add(models.CountedInYear, list)
		}
	}
	return counted
}

// areEnough reports whether fewest people stand behind what entries say, without what was taken back.
func areEnough(list []*models.Contribution) bool {
	minutes, people := map[string]int{}, set{}
	for _, c := range list {
		minutes[c.HourEntryID+" "+c.GiverID] += c.Minutes
	}
	for _, c := range list {
		if minutes[c.HourEntryID+" "+c.GiverID] != 0 {
			people.add(c.GiverID)
		}
	}
	return len(people) >= fewest
}
