package circulation_test

import (
	"fmt"
	"testing"
	"time"

	"meguri/app/circulation"
	"meguri/models"
	"meguri/models/modelstest"
)

// What came of an event is told at the next one: by consent of its host, and of five or more; nothing where nothing
// came.
func TestTheNextEventTellsWhatCameOfTheLast(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		began := db.Now()
		first := modelstest.Summit(t, db, "first")
		db.SetClock(func() time.Time { return began.AddDate(0, 3, 0) })
		next := modelstest.Summit(t, db, "next")
		service := circulation.New(db)
		last := func(e *models.Event) *circulation.Last {
			t.Helper()
			l, err := service.Last(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		write := func(do func(tx *models.Tx) error) { t.Helper(); modelstest.Write(t, db, do) }
		agree := func(yes bool) {
			t.Helper()
			write(func(tx *models.Tx) error { return tx.Contributions().Agree(first.OrganizationID, "someone", yes) })
		}
		shape := func(state models.NeedState) (need *models.Need) {
			t.Helper()
			write(func(tx *models.Tx) error {
				need = &models.Need{
					OrganizationID: first.OrganizationID, EventID: &first.ID, Source: models.NeedByStaff, Title: "名簿",
				}
				if err := tx.Needs().Create(need); err != nil || state == models.NeedDraft {
					return err
				}
				need.State, need.OpenedAt = state, &tx.Now
				return tx.Needs().Update(need, need.Version)
			})
			return need
		}
		nothing := func(when string) {
			t.Helper()
			if l := last(next); l != nil {
				t.Errorf("%s it tells %+v", when, l.CameOf)
			}
		}
		agree(true)
		taken := shape(models.NeedTaken)
		shape(models.NeedDone)
		shape(models.NeedOpen)
		shape(models.NeedWithdrawn)
		shape(models.NeedDraft)
		write(func(tx *models.Tx) error {
			series := &models.Series{OrganizationID: first.OrganizationID, Slug: "summits", TitleJa: "サミット"}
			if err := tx.Series().Create(series); err != nil {
				return err
			}
			if err := tx.Editions().Set(first.ID, series.ID); err != nil {
				return err
			}
			return tx.Editions().Set(next.ID, series.ID)
		})
		nothing("of four needs")
		shape(models.NeedTalking)
		l := last(next)
		if l == nil || l.Event.ID != first.ID || l.Shaped != 5 || l.Taken != 2 || l.Done != 1 || l.TellsHours() {
			t.Fatalf("%+v", l)
		}
		if l := last(first); l != nil {
			t.Errorf("nothing was before the first, and it tells %+v", l.CameOf)
		}

		project := &models.Project{
			OrganizationID: first.OrganizationID, NeedID: &taken.ID, Title: "名簿", TimeZone: "Asia/Tokyo",
		}
		write(func(tx *models.Tx) error { return tx.Projects().Create(project) })
		for i := range 5 {
			if l := last(next); l.TellsHours() || l.People != i {
				t.Errorf("hours of %d people are told: %+v", i, l.CameOf)
			}
			write(func(tx *models.Tx) error { return give(tx, project, i) })
		}
		if l := last(next); !l.TellsHours() || l.People != 5 || l.Hours() != 8 {
			t.Errorf("%+v", l.CameOf)
		}
		agree(false)
		nothing("without the consent of the host")
	})
}

// give lets somebody join the project, and approves an hour and a half.
func give(tx *models.Tx, project *models.Project, i int) error {
	address := fmt.Sprintf("%d@example.com", i)
	member := &models.TeamMember{ProjectID: project.ID, Name: "名", Email: address, EmailKey: address, Locale: "ja"}
	if err := tx.Projects().Join(member); err != nil {
		return err
	}
	hours := &models.HourEntry{
		ProjectID: project.ID, MemberID: member.ID, FormID: address, Day: "2027-01-15", Minutes: 90,
	}
	if err := tx.Hours().Add(hours); err != nil {
		return err
	}
	hours.State = models.HoursApproved
	if err := tx.Hours().Update(hours, hours.Version); err != nil {
		return err
	}
	return tx.Contributions().Settle(project.ID)
}
