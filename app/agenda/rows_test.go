package agenda_test

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"meguri/app/agenda"
	"meguri/app/service/rows"
	"meguri/models"
)

// eachAtOne runs a test on both databases, with an event that begins at one o'clock.
func eachAtOne(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	each(t, func(t *testing.T, f *fixture) {
		year, month, day := f.event.Local(f.event.StartsAt).Date()
		f.event.StartsAt = time.Date(year, month, day, 13, 0, 0, 0, f.event.Zone()).UTC()
		f.event.EndsAt = f.event.StartsAt.Add(3 * time.Hour)
		test(t, f)
	})
}

// rowsForm is the form of the agenda's page as a browser sends it.
func (f *fixture) rowsForm() url.Values {
	f.t.Helper()
	page, err := f.agenda.RowsPage(f.t.Context(), f.event, nil)
	f.must(err)
	values := url.Values{}
	for _, row := range page.Rows {
		values.Add("row", row.ID)
		for name, value := range map[string]string{
			"version": strconv.Itoa(row.Version), "was": row.Was, "day": row.Day, "start": row.Start, "minutes": row.Minutes,
			"title_ja": row.TitleJa, "title_en": row.TitleEn, "kind": string(row.Kind), "language": row.Language,
			"room": row.Room, "track": row.Track, "description_ja": row.DescriptionJa, "description_en": row.DescriptionEn,
		} {
			values.Set(name+"."+row.ID, value)
		}
		for _, s := range row.Lines(2) {
			values.Add("speaker_ja."+row.ID, s.NameJa)
			values.Add("speaker_organization_ja."+row.ID, s.OrganizationJa)
			values.Add("speaker_role_ja."+row.ID, s.RoleJa)
			values.Add("speaker_en."+row.ID, s.NameEn)
			values.Add("speaker_organization_en."+row.ID, s.OrganizationEn)
			values.Add("speaker_role_en."+row.ID, s.RoleEn)
		}
	}
	return values
}

func (f *fixture) saveRows(values url.Values) error {
	f.t.Helper()
	return f.agenda.SaveRows(f.t.Context(), f.event, agenda.ReadRows(values))
}

// times are the agenda as in "13:00–13:10 開会".
func (f *fixture) times() (list []string) {
	f.t.Helper()
	for _, s := range f.sessions() {
		from, until := f.event.Local(s.StartsAt), f.event.Local(s.EndsAt)
		list = append(list, from.Format("15:04")+"–"+until.Format("15:04")+" "+s.TitleJa)
	}
	return list
}

func TestRowsThatNobodyTouchedAreNotStored(t *testing.T) {
	eachAtOne(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		in.TitleEn, in.DescriptionJa, in.Room, in.SpeakersInput = "Opening", "一\n二", "大会議室", speakers(english)
		before := f.add(in)
		values := f.rowsForm()
		values.Set("description_ja."+before.ID, "一\r\n二") // as browsers send it
		f.must(f.saveRows(values))
		equal(t, "session", f.session(before.ID), before)
	})
}

func TestEmptyRowsBecomeSessionsOneAfterTheOther(t *testing.T) {
	eachAtOne(t, func(t *testing.T, f *fixture) {
		values := f.rowsForm()
		keys := values["row"]
		equal(t, "empty rows", len(keys), 3)
		values.Set("title_ja."+keys[0], "開会")
		values.Set("minutes."+keys[0], "１０分")
		values.Set("title_ja."+keys[1], "講演")
		values.Set("minutes."+keys[1], "13:40")
		for range 2 { // a double click
			f.must(f.saveRows(values))
		}
		start := f.event.Local(f.event.StartsAt).Format("15:04")
		equal(t, "start", start, "13:00")
		equal(t, "agenda", f.times(), []string{"13:00–13:10 開会", "13:10–13:40 講演"})
	})
}

func TestOneRoomForAllIsSaidOnce(t *testing.T) {
	eachAtOne(t, func(t *testing.T, f *fixture) {
		said := func() string {
			page, err := f.agenda.RowsPage(t.Context(), f.event, nil)
			f.must(err)
			if room := page.OneRoom(); room != nil {
				return room.NameJa
			}
			return ""
		}
		opening, rest := f.input("開会", 0, 10), f.input("休憩", 10, 20)
		opening.Room, rest.Kind = "大会議室", models.SessionBreak
		f.add(opening)
		f.add(rest)
		equal(t, "with a break that has none", said(), "大会議室")
		talk := f.add(f.input("講演", 20, 30))
		equal(t, "with a talk that has none", said(), "")
		in := f.input("講演", 20, 30)
		in.Room = "ロビー"
		f.save(talk, in)
		equal(t, "with another", said(), "")
	})
}

func TestRowsAreMovedDeletedAndAddedAtOnce(t *testing.T) {
	eachAtOne(t, func(t *testing.T, f *fixture) {
		one, two := f.add(f.input("一", 0, 10)), f.add(f.input("二", 10, 30))
		values := f.rowsForm()
		blank := values["row"][2]
		values.Set("start."+one.ID, "１３時２０分")
		values.Set("delete."+two.ID, "true")
		values.Set("title_ja."+blank, "三")
		values.Set("start."+blank, "23:50")
		values.Set("minutes."+blank, "0:20")
		values.Set("day."+blank, values.Get("day."+one.ID))
		f.must(f.saveRows(values))
		equal(t, "agenda", f.times(), []string{"13:20–13:30 一", "23:50–00:10 三"})
		equal(t, "version", f.session(one.ID).Version, one.Version+1)
	})
}

func TestOneFaultKeepsAllRowsFromBeingStored(t *testing.T) {
	eachAtOne(t, func(t *testing.T, f *fixture) {
		one, two := f.add(f.input("一", 0, 10)), f.add(f.input("二", 10, 30))
		values := f.rowsForm()
		values.Set("title_ja."+one.ID, "壱")
		values.Set("start."+two.ID, "昼すぎ")
		err := f.saveRows(values)
		equal(t, "fault", faultOf(err, "start."+two.ID), "agenda.no_clock")
		values.Set("start."+two.ID, "13:10")
		values.Set("minutes."+two.ID, "")
		values.Set("title_ja."+two.ID, "")
		err = f.saveRows(values)
		equal(t, "fault", faultOf(err, "minutes."+two.ID), "agenda.no_minutes")
		equal(t, "fault", faultOf(err, "title_ja."+two.ID), "field.required")
		equal(t, "agenda", f.times(), []string{"13:00–13:10 一", "13:10–13:30 二"})
	})
}

func TestTwoWhoEditRowsAtOnceAreToldWhereTheyMeet(t *testing.T) {
	eachAtOne(t, func(t *testing.T, f *fixture) {
		one, two := f.add(f.input("一", 0, 10)), f.add(f.input("二", 10, 30))
		three := f.add(f.input("三", 30, 40))
		mine := f.rowsForm()
		theirs := f.rowsForm()
		theirs.Set("title_ja."+one.ID, "彼らの一")
		theirs.Set("title_ja."+two.ID, "彼らの二")
		theirs.Set("delete."+three.ID, "true")
		f.must(f.saveRows(theirs))

		mine.Set("title_ja."+two.ID, "私の二")
		mine.Set("title_ja."+three.ID, "私の三")
		wantCode(t, f.saveRows(mine), models.CodeConflict)
		page, err := f.agenda.RowsPage(t.Context(), f.event, agenda.ReadRows(mine))
		f.must(err)
		equal(t, "untouched row", page.Rows[0].TitleJa, "彼らの一")
		equal(t, "touched row", page.Rows[1].TitleJa, "私の二")
		equal(t, "what they saved", page.Rows[1].Theirs, []rows.Difference{{Label: "agenda.title_ja", Saved: "彼らの二"}})
		equal(t, "deleted row", page.Rows[2].Gone, true)

		for _, row := range page.Rows { // sent again, as the page has it
			mine.Set("version."+row.ID, strconv.Itoa(row.Version))
			mine.Set("was."+row.ID, row.Was)
			mine.Set("title_ja."+row.ID, row.TitleJa)
		}
		f.must(f.saveRows(mine))
		equal(t, "agenda", f.times(), []string{"13:00–13:10 彼らの一", "13:10–13:30 私の二", "13:30–13:40 私の三"})
	})
}

func TestWhoEditsOtherRowsIsNotInTheWay(t *testing.T) {
	eachAtOne(t, func(t *testing.T, f *fixture) {
		one, two := f.add(f.input("一", 0, 10)), f.add(f.input("二", 10, 30))
		mine, theirs := f.rowsForm(), f.rowsForm()
		theirs.Set("title_ja."+one.ID, "彼らの一")
		f.must(f.saveRows(theirs))
		mine.Set("title_ja."+two.ID, "私の二")
		f.must(f.saveRows(mine))
		equal(t, "agenda", f.times(), []string{"13:00–13:10 彼らの一", "13:10–13:30 私の二"})
	})
}
