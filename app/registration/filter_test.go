package registration_test

import (
	"slices"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/app/service/filter"
	"meguri/models"
)

// found are the people whom a filter chooses, by the list, the file and the API alike.
func (f *fixture) found(in registration.FilterInput) []string {
	f.t.Helper()
	page, err := f.service.ListPage(f.ctx, f.event, &in, 50)
	f.must(err)
	list, err := f.service.List(f.ctx, f.event, &in, 50)
	f.must(err)
	expectEqual(f.t, "the API", ids(list.Registrations), ids(page.Registrations))
	expectEqual(f.t, "total", page.Total, len(page.Registrations))
	return ids(page.Registrations)
}

func TestFilters(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"choose those who have all tags": func(t *testing.T, f *fixture) {
			a, b := f.signUpNamed("アオキ", "online"), f.signUpNamed("サトウ", "online")
			for id, tags := range map[string][]string{a.ID: {"来賓", "車"}, b.ID: {"来賓"}} {
				for _, tag := range tags {
					f.must(f.service.Tags().Put(f.ctx, f.event, id, &registration.TagInput{Tag: tag}))
				}
			}
			expectEqual(t, "one", f.found(registration.FilterInput{Tags: []string{"来賓"}}), []string{a.ID, b.ID})
			expectEqual(t, "both", f.found(registration.FilterInput{Tags: []string{"来賓", "車"}}), []string{a.ID})
			expectEqual(t, "none", len(f.found(registration.FilterInput{Tags: []string{"誰も"}})), 0)
		},
		"choose by organization and by answers": func(t *testing.T, f *fixture) {
			in := signUpInput("a@mail.example", "online")
			in.Organization, in.Answers = "青空市", map[string]any{"lunch": "要", "size": "%"}
			a := f.submit(in).Registration
			f.signUp("b", "online")
			expectEqual(t, "organization", f.found(registration.FilterInput{Organization: "青空市"}), []string{a.ID})
			expectEqual(t, "answer", f.found(registration.FilterInput{Answers: []string{"lunch:要"}}), []string{a.ID})
			both := registration.FilterInput{Answers: []string{"lunch:要", "size:%"}}
			expectEqual(t, "answers", f.found(both), []string{a.ID})
			expectEqual(t, "other", len(f.found(registration.FilterInput{Answers: []string{"lunch:不要"}})), 0)
		},
		"choose those to whom a mail could not be delivered": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "online")
			f.signUp("b", "online")
			f.write(func(tx *models.Tx) error {
				return tx.InsertRows([]models.Mail{{
					ID: models.NewID(), Cause: "x", Kind: "x", EventID: &f.event.ID, RegistrationID: &a.ID,
					State: models.MailFailed, Data: map[string]string{}, MessageID: "x", CreatedAt: tx.Now,
				}})
			})
			expectEqual(t, "failed", f.found(registration.FilterInput{MailFailed: true}), []string{a.ID})
		},
		"choose those whom staff let in at a door": func(t *testing.T, f *fixture) {
			f.signUp("a", "online")
			b := f.signUp("b", "online")
			f.write(func(tx *models.Tx) error {
				r, err := tx.Registrations().ByID(f.event, b.ID)
				if err != nil {
					return err
				}
				r.EntryWay = models.EntryWalkIn
				return tx.Registrations().Update(r)
			})
			expectEqual(t, "walk-ins", f.found(registration.FilterInput{Way: models.EntryWalkIn}), []string{b.ID})
			expectEqual(t, "by phone", len(f.found(registration.FilterInput{Way: models.EntryPhone})), 0)
			_, err := f.service.ListPage(f.ctx, f.event, &registration.FilterInput{Way: "x"}, 50)
			expectEqual(t, "no way", models.CodeOf(err), models.CodeInvalid)
		},
		"choose by the day on the event's clock on which people registered": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "online")
			day := f.event.Local(a.CreatedAt)
			on, before := day.Format(time.DateOnly), day.AddDate(0, 0, -1).Format(time.DateOnly)
			thatDay := registration.FilterInput{RegisteredFrom: on, RegisteredUntil: on}
			expectEqual(t, "that day", f.found(thatDay), []string{a.ID})
			expectEqual(t, "from", f.found(registration.FilterInput{RegisteredFrom: before}), []string{a.ID})
			expectEqual(t, "until", len(f.found(registration.FilterInput{RegisteredUntil: before})), 0)
			_, err := f.service.ListPage(f.ctx, f.event, &registration.FilterInput{RegisteredFrom: "x"}, 50)
			expectEqual(t, "no day", models.CodeOf(err), models.CodeInvalid)
		},
		"choose by the day on which people cancelled, and who wrote no organization": func(t *testing.T, f *fixture) {
			in := signUpInput("a@mail.example", "online")
			in.Organization = "青空市"
			a, b := f.submit(in).Registration, f.signUp("b", "online")
			f.must(f.service.Cancel(f.ctx, f.event, a.ID, registration.ByStaff))
			on := f.event.Local(f.db.Now()).Format(time.DateOnly)
			before := f.event.Local(f.db.Now()).AddDate(0, 0, -1).Format(time.DateOnly)
			that := registration.FilterInput{CancelledFrom: on, CancelledUntil: on}
			expectEqual(t, "that day", f.found(that), []string{a.ID})
			expectEqual(t, "before", len(f.found(registration.FilterInput{CancelledUntil: before})), 0)
			expectEqual(t, "of no organization", f.found(registration.FilterInput{NoOrganization: true}), []string{b.ID})
			_, err := f.service.ListPage(f.ctx, f.event, &registration.FilterInput{CancelledUntil: "x"}, 50)
			expectEqual(t, "no day", models.CodeOf(err), models.CodeInvalid)
		},
		"choose by minutes in the live room, in which two tabs count once": func(t *testing.T, f *fixture) {
			a, b := f.signUp("a", "online"), f.signUp("b", "online")
			start := f.event.StartsAt.UTC()
			at := func(r *models.Registration, tab string, from, to int) models.Presence {
				return models.Presence{
					ID: models.NewID(), EventID: f.event.ID, RegistrationID: r.ID, Tab: tab,
					StartedAt: start.Add(time.Duration(from) * time.Minute), SeenAt: start.Add(time.Duration(to) * time.Minute),
				}
			}
			f.write(func(tx *models.Tx) error {
				rows := []models.Presence{at(a, "1", 0, 20), at(a, "2", 10, 30), at(b, "1", 0, 29)}
				if err := tx.InsertRows(rows); err != nil {
					return err
				}
				_, err := tx.Presences().CountOnline(f.event, 500)
				return err
			})
			expectEqual(t, "30 minutes", f.found(registration.FilterInput{Online: "30"}), []string{a.ID})
			expectEqual(t, "29 minutes", len(f.found(registration.FilterInput{Online: "29"})), 2)
			f.write(func(tx *models.Tx) error { // the person comes back
				if err := tx.InsertRows([]models.Presence{at(b, "2", 29, 31)}); err != nil {
					return err
				}
				_, err := tx.Presences().CountOnline(f.event, 500)
				return err
			})
			expectEqual(t, "later", len(f.found(registration.FilterInput{Online: "30"})), 2)
		},
		"tell which condition to leave out": func(t *testing.T, f *fixture) {
			f.signUp("a", "online")
			in := &registration.FilterInput{Mode: models.ModeOnline, Tags: []string{"来賓"}}
			page, err := f.service.ListPage(f.ctx, f.event, in, 50)
			f.must(err)
			expectEqual(t, "ways out", len(page.Relaxed), 1)
			expectEqual(t, "the way", page.Relaxed[0].Condition, filter.Condition{Name: "tag", Value: "来賓"})
			expectEqual(t, "people", page.Relaxed[0].Total, 1)
		},
		"are read from an address as they were written": func(t *testing.T, f *fixture) {
			in := &registration.FilterInput{
				Search: "佐", TicketType: "venue", State: "confirmed", Mode: "venue", Attended: "no", Needs: true,
				Organization: "青空市", Tags: []string{"a", "b"}, Answers: []string{"q:x"}, Online: "3", MailFailed: true,
				Answered: "yes", Survey: models.NewID(), Sort: "-registered", Way: models.EntryWalkIn,
				RegisteredFrom: "2030-04-01", RegisteredUntil: "2030-04-02", CancelledFrom: "2030-04-03",
				CancelledUntil: "2030-04-04", NoOrganization: true,
			}
			expectEqual(t, "address", filter.Of(in.Query()).Query().Encode(), in.Query().Encode())
			expectEqual(t, "conditions", len(in.Conditions()), 19)
			for _, c := range in.Conditions() {
				if slices.Contains(in.Without(c).Conditions(), c) {
					t.Errorf("%v is still there", c)
				}
			}
		},
	})
}
