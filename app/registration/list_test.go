package registration_test

import (
	"slices"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// signUpNamed registers a person whose family name has the reading.
func (f *fixture) signUpNamed(reading, ticketType string) *models.Registration {
	f.t.Helper()
	in := signUpInput(models.NewID()+"@mail.example", ticketType)
	in.Family, in.FamilyKana = reading, reading
	return f.submit(in).Registration
}

func TestList(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"is in the order of readings": func(t *testing.T, f *fixture) {
			third := f.signUpNamed("ワタナベ", "online")
			first := f.signUpNamed("アオキ", "venue")
			second := f.signUpNamed("サトウ", "online")
			list, err := f.service.List(f.ctx, f.event, &registration.FilterInput{}, 10)
			f.must(err)
			expectEqual(t, "list", ids(list.Registrations), []string{first.ID, second.ID, third.ID})
		},
		"is of the event": func(t *testing.T, f *fixture) {
			f.signUp("a", "venue")
			list, err := f.service.List(f.ctx, &models.Event{ID: models.NewID()}, &registration.FilterInput{}, 10)
			f.must(err)
			expectEqual(t, "rows", len(list.Registrations), 0)
		},
		"has pages that go on where the one before ended": func(t *testing.T, f *fixture) {
			// All have one reading.
			for range 5 {
				f.signUpNamed("サトウ", "online")
			}
			seen, after := map[string]bool{}, ""
			for page := 1; page <= 3; page++ {
				list, err := f.service.List(f.ctx, f.event, &registration.FilterInput{After: after}, 2)
				f.must(err)
				for _, id := range ids(list.Registrations) {
					seen[id] = true
				}
				expectEqual(t, "is the last page", list.Next == "", page == 3)
				after = list.Next
			}
			expectEqual(t, "seen", len(seen), 5)
		},
		"has no next page where the last one is just full": func(t *testing.T, f *fixture) {
			f.signUp("a", "online")
			f.signUp("b", "online")
			list, err := f.service.List(f.ctx, f.event, &registration.FilterInput{}, 2)
			f.must(err)
			expectEqual(t, "next", list.Next, "")
		},
	})
}

func TestFilter(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		a, b := f.signUp("a", "venue"), f.signUp("b", "venue")
		waiting, online := f.signUp("c", "venue"), f.signUp("e", "online")
		all := []string{a.ID, b.ID, waiting.ID, online.ID}
		for name, c := range map[string]struct {
			in   registration.FilterInput
			want []string
		}{
			"nothing":                    {registration.FilterInput{}, all},
			"a state":                    {registration.FilterInput{State: models.RegistrationWaitlisted}, []string{waiting.ID}},
			"a ticket type":              {registration.FilterInput{TicketType: "online"}, []string{online.ID}},
			"a part of an address":       {registration.FilterInput{Search: "b@mail"}, []string{b.ID}},
			"a name":                     {registration.FilterInput{Search: "たかはし"}, all},
			"a code as it is written":    {registration.FilterInput{Search: a.Code}, []string{a.ID}},
			"a code without its hyphen":  {registration.FilterInput{Search: a.Code[:4] + a.Code[5:]}, []string{a.ID}},
			"a search that finds nobody": {registration.FilterInput{Search: "zzzz"}, nil},
			"everything at once": {
				registration.FilterInput{Search: "c@", TicketType: "venue", State: models.RegistrationWaitlisted},
				[]string{waiting.ID},
			},
		} {
			t.Run(name, func(t *testing.T) {
				// All have one name: the ids are in the order in which they were made.
				list, err := f.service.List(f.ctx, f.event, &c.in, 10)
				f.must(err)
				expectEqual(t, "list", ids(list.Registrations), c.want)
			})
			t.Run(name+", for a file", func(t *testing.T) {
				expectEqual(t, "file", f.tableIDs(&c.in), c.want)
			})
			t.Run(name+", counted", func(t *testing.T) {
				page, err := f.service.ListPage(f.ctx, f.event, &c.in, 1)
				f.must(err)
				expectEqual(t, "total", page.Total, len(c.want))
			})
		}
	})
}

func TestTableSaysWhoCameAndWhatTheyAnswered(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := signUpInput("a@mail.example", "venue")
		in.Answers = map[string]any{"tel": "090", "diet": "卵アレルギー"}
		came := f.submit(in).Registration
		absent := f.signUp("b", "venue")
		at := time.Date(2026, 9, 20, 4, 30, 0, 0, time.UTC)
		f.must(f.db.InTx(f.ctx, func(tx *models.Tx) error {
			way := models.Passage{RegistrationID: came.ID, EventID: f.event.ID, CheckInID: models.NewID(), At: at}
			_, err := tx.Admissions().Record(f.event, []models.Passage{way})
			return err
		}))
		answers, arrived, attended := map[string]any{}, map[string]any{}, map[string]any{}
		list := f.table(&registration.FilterInput{})
		for row, err := range list.Rows {
			f.must(err)
			id, _ := row[slices.Index(list.Header, "ID")].(string)
			answers[id] = row[slices.Index(list.Header, "回答")]
			attended[id] = row[slices.Index(list.Header, "出席")]
			arrived[id] = row[slices.Index(list.Header, "来場日時")]
		}
		expectEqual(t, "answers", answers, map[string]any{came.ID: "diet: 卵アレルギー\ntel: 090", absent.ID: ""})
		expectEqual(t, "attended", attended, map[string]any{came.ID: "会場", absent.ID: nil})
		expectEqual(t, "arrived", arrived, map[string]any{came.ID: f.event.Local(at), absent.ID: nil})
	})
}

// table is the table of the registrations that the filter chooses, in Japanese.
func (f *fixture) table(in *registration.FilterInput) table.Table {
	f.t.Helper()
	bundle, err := i18n.Load()
	f.must(err)
	list, err := f.service.Table(f.ctx, bundle.For("ja"), f.event, in)
	f.must(err)
	return list
}

// tableIDs are the ids in the rows of a file.
func (f *fixture) tableIDs(in *registration.FilterInput) (list []string) {
	f.t.Helper()
	table := f.table(in)
	for row, err := range table.Rows {
		f.must(err)
		expectEqual(f.t, "columns", len(row), len(table.Header))
		id, _ := row[len(row)-1].(string)
		list = append(list, id)
	}
	return list
}

func TestFilterThatCannotBeRead(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		list := func(in registration.FilterInput) error {
			_, err := f.service.List(f.ctx, f.event, &in, 10)
			return err
		}
		t.Run("names the fields at fault", func(t *testing.T) {
			err := list(registration.FilterInput{State: "asleep", After: "*"})
			expectEqual(t, "faults", faults(t, err), map[string]string{"state": "field.choice", "after": "field.choice"})
		})
		t.Run("by a cursor that is none of ours", func(t *testing.T) {
			err := list(registration.FilterInput{After: "YWJj"})
			expectEqual(t, "faults", faults(t, err), map[string]string{"after": "field.choice"})
		})
		t.Run("by a ticket type of another event", func(t *testing.T) {
			expectCode(t, list(registration.FilterInput{TicketType: "balcony"}), models.CodeNotFound)
		})
	})
}

func TestFilterAsAQuery(t *testing.T) {
	for name, c := range map[string]struct {
		in   registration.FilterInput
		want string
	}{
		"nothing": {registration.FilterInput{}, ""},
		"everything": {
			registration.FilterInput{Search: "a & b", TicketType: "venue", State: "confirmed"},
			"q=a+%26+b&state=confirmed&ticket_type=venue",
		},
		"not the page": {registration.FilterInput{Search: "a", After: "x"}, "q=a"},
	} {
		t.Run(name, func(t *testing.T) {
			expectEqual(t, "query", c.in.Query().Encode(), c.want)
		})
	}
}

func TestEveryRegistrationIsWalkedThrough(t *testing.T) {
	walk := func(f *fixture, filter models.RegistrationFilter, enough int) (list []models.Registration) {
		for r, err := range f.db.Query(f.ctx).Registrations().Each(f.event, filter) {
			f.must(err)
			if list = append(list, *r); len(list) == enough {
				break
			}
		}
		return list
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"with what a list shows": func(t *testing.T, f *fixture) {
			want := f.current(f.signUp("a", "venue"))
			list := walk(f, models.RegistrationFilter{}, 10)
			expectEqual(t, "rows", len(list), 1)
			got := list[0]
			expectEqual(t, "id", got.ID, want.ID)
			expectEqual(t, "code", got.Code, want.Code)
			expectEqual(t, "state", got.State, want.State)
			expectEqual(t, "name", got.Name, want.Name)
			expectEqual(t, "address", got.Email, want.Email)
			expectEqual(t, "sector", got.Sector, want.Sector)
			expectEqual(t, "time", got.CreatedAt.UTC(), want.CreatedAt.UTC())
			expectEqual(t, "ticket type", got.TicketType.Slug, "venue")
		},
		"to where somebody has seen enough": func(t *testing.T, f *fixture) {
			f.signUp("a", "online")
			f.signUp("b", "online")
			expectEqual(t, "rows", len(walk(f, models.RegistrationFilter{}, 1)), 1)
		},
	})
}

func TestRegistrationsAreCountedAsFarAsIsShown(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for _, name := range []string{"a", "b", "c"} {
			f.signUp(name, "online")
		}
		filter := models.RegistrationFilter{AfterID: "x", After: "x"} // any position in the list
		for limit, want := range map[int]int{2: 2, 3: 3, 10: 3} {
			n, err := f.db.Query(f.ctx).Registrations().Count(f.event, filter, limit)
			f.must(err)
			expectEqual(t, "count", n, want)
		}
	})
}
