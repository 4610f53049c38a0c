package registration_test

import (
	"testing"

	"meguri/app/registration"
	"meguri/models"
)

func TestTheListOfPeople(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		first, second, third := d.signUp("a", "online"), d.signUp("b", "online"), d.signUp("c", "venue")
		t.Run("a page at a time", func(t *testing.T) {
			page, err := d.service.List(d.ctx, d.event, &registration.FilterInput{}, 2)
			if err != nil || len(page.Registrations) != 2 || page.Next == "" {
				t.Fatalf("%+v %v", page, err)
			}
			last, err := d.service.List(d.ctx, d.event, &registration.FilterInput{After: page.Next}, 2)
			if err != nil || len(last.Registrations) != 1 || last.Next != "" {
				t.Errorf("%+v %v", last, err)
			}
		})
		t.Run("counted as far as it is shown", func(t *testing.T) {
			q := d.db.Query(d.ctx)
			for limit, want := range map[int]int{2: 2, 3: 3, 10: 3} {
				if n, err := q.Registrations().Count(d.event, models.RegistrationFilter{AfterID: "x", After: "x"}, limit); err != nil || n != want {
					t.Errorf("at most %d: %d, %v", limit, n, err)
				}
			}
		})
		t.Run("walked through to the end, as a list shows them", func(t *testing.T) {
			people := map[string]*models.Registration{}
			for r, err := range d.db.Query(d.ctx).Registrations().Each(d.event, models.RegistrationFilter{}) {
				if err != nil {
					t.Fatal(err)
				}
				people[r.ID] = r
			}
			for _, want := range []*models.Registration{first, second, third} {
				got, stored := people[want.ID], d.now(want)
				if got == nil || got.Code != want.Code || got.Email != want.Email || got.TicketType.ID != want.TicketTypeID || got.TicketType.Slug == "" ||
					got.Name != stored.Name || !got.CreatedAt.Equal(stored.CreatedAt) || got.State != stored.State || got.Sector != stored.Sector {
					t.Errorf("%+v, want %+v", got, stored)
				}
			}
		})
		t.Run("or to where somebody has seen enough", func(t *testing.T) {
			n := 0
			for range d.db.Query(d.ctx).Registrations().Each(d.event, models.RegistrationFilter{TicketTypeID: first.TicketTypeID}) {
				n++
				break
			}
			if n != 1 {
				t.Errorf("%d people", n)
			}
		})
	})
}
