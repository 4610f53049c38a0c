package reception_test

import (
	"slices"
	"testing"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/models"
)

// The file of people of an event of several days has the days on which each came, with when they went.
func TestTheFileTellsOnWhichDaysPeopleCame(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		r := f.register("sato", "venue")
		f.register("abe", "venue")
		table := func() (header []string, cells []any) {
			bundle, err := i18n.Load()
			f.must(err)
			list, err := f.registrations.Table(f.ctx, bundle.For("ja"), f.event, &registration.FilterInput{})
			f.must(err)
			for row, err := range list.Rows {
				f.must(err)
				cells = append(cells, row[len(row)-1])
			}
			return list.Header, cells
		}
		if header, _ := table(); slices.Contains(header, "来場した日") {
			t.Error("the file of one day has a column for days")
		}
		at, clock := f.threeDays()
		day := func(n int) string { return f.event.Local(at(n, 9)).Format("2006-01-02") }
		clock(at(0, 10))
		f.in(r.Code)
		clock(at(2, 9))
		f.in(r.Code)
		clock(at(2, 12))
		f.passes("main", r.Code, models.DirectionOut)
		header, cells := table()
		if header[len(header)-1] != "来場した日" {
			t.Errorf("the header is %v", header)
		}
		want := day(0) + " 10:00–\n" + day(2) + " 09:00–12:00"
		if !slices.Contains(cells, any(want)) || !slices.Contains(cells, nil) {
			t.Errorf("the days are %q, not %q and none", cells, want)
		}
	})
}
