package reception_test

import (
	"slices"
	"strings"
	"testing"

	"meguri/app/registration"
	"meguri/models"
)

// The list of people, its pages and its file choose who is inside now as the roll call does: not who was scanned out,
// not who was left from the day before, and whoever it is whatever became of their registration.
func TestPeopleAreChosenByWhoIsInsideNow(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		a, b, c := f.register("sato", "venue"), f.register("abe", "venue"), f.register("kato", "online")
		at, clock := f.threeDays()
		chosen := func(want string) {
			t.Helper()
			in := registration.FilterInput{Attended: models.AttendedInside}
			q := f.db.Query(f.ctx)
			filter, err := in.Read(q, f.event)
			f.must(err)
			var each, listed []string
			for r, err := range q.Registrations().Each(f.event, filter) {
				f.must(err)
				each = append(each, r.Email)
			}
			list, err := q.Registrations().List(f.event, filter, 10)
			f.must(err)
			for _, r := range list {
				listed = append(listed, r.Email)
			}
			page, err := q.Registrations().Sorted(f.event, filter, 0, 10)
			f.must(err)
			count, err := q.Registrations().Count(f.event, filter, 10)
			f.must(err)
			inside, err := f.service.Inside(f.ctx, f.event)
			f.must(err)
			if page.Total != count || count != inside.Total || len(page.List) != count || !slices.Equal(each, listed) {
				t.Errorf("the list has %d, the page %d, the roll call %d, others %v %v",
					count, page.Total, inside.Total, each, listed)
			}
			slices.Sort(each)
			for i := range each {
				each[i], _, _ = strings.Cut(each[i], "@")
			}
			f.expect(strings.Join(each, " "), want)
		}
		clock(at(0, 9))
		chosen("")
		clock(at(0, 10))
		for _, r := range []*models.Registration{a, b, c} {
			f.in(r.Code)
		}
		clock(at(0, 11))
		f.passes("main", b.Code, models.DirectionOut)
		chosen("kato sato")
		f.must(f.registrations.Cancel(f.ctx, f.event, c.ID, registration.ByStaff))
		chosen("kato sato")
		clock(at(1, 8))
		chosen("")
		f.in(b.Code)
		chosen("abe")
	})
}
