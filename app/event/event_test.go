package event_test

import (
	"errors"
	"testing"
	"time"

	"meguri/app/event"
	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestANewEventIsADraftThatCanBePublished(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		made, err := f.events.Create(t.Context(), f.hosts(), newInput("tsudoi"))
		must(t, err)
		equal(t, "the state", made.State, models.EventDraft)
		equal(t, "the title", made.TitleJa, "つどい！（第１回）")
		equal(t, "the start", made.StartsAt, time.Date(2030, 5, 1, 4, 0, 0, 0, time.UTC))
		types, err := f.query(t).TicketTypes().OfEvent(made)
		must(t, err)
		equal(t, "the number of ticket types", len(types), 2)
		consents, err := f.query(t).ConsentTexts().OfEvent(made)
		must(t, err)
		equal(t, "the number of consents", len(consents), 1)
		must(t, f.events.Publish(t.Context(), made))
		wantError(t, f.events.Publish(t.Context(), made), models.CodeConflict, "error.conflict")
	})
}

func TestTicketTypesOfANewEvent(t *testing.T) {
	for name, c := range map[string]struct {
		change func(in *event.EventInput)
		want   []string
	}{
		"at both places":         {func(*event.EventInput) {}, []string{"venue", "online"}},
		"at the venue alone":     {func(in *event.EventInput) { in.StreamURL = "" }, []string{"venue"}},
		"online alone":           {func(in *event.EventInput) { in.VenueNameJa = "" }, []string{"online"}},
		"where nothing is known": {func(in *event.EventInput) { in.StreamURL, in.VenueNameJa = "", "" }, []string{"venue"}},
		"at a venue in English": {
			func(in *event.EventInput) { in.VenueNameJa, in.VenueNameEn = "", "Hall" },
			[]string{"venue", "online"},
		},
		"with space as the venue": {func(in *event.EventInput) { in.VenueNameJa = "　" }, []string{"online"}},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				in := newInput("tsudoi")
				c.change(in)
				made, err := f.events.Create(t.Context(), f.hosts(), in)
				must(t, err)
				types, err := f.query(t).TicketTypes().OfEvent(made)
				must(t, err)
				equal(t, "the ticket types", slugsOf(types), c.want)
			})
		})
	}
}

func TestTicketTypesOfANewEventHaveThePlacesThatWereTyped(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := newInput("tsudoi")
		in.VenuePlaces, in.OnlinePlaces = "many", "３００"
		_, err := f.events.Create(t.Context(), f.hosts(), in)
		wantFault(t, err, "venue_places", "field.number")
		in.VenuePlaces = " "
		made, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		types, err := f.query(t).TicketTypes().OfEvent(made)
		must(t, err)
		equal(t, "places at the venue", types[0].Capacity, nil)
		equal(t, "places online", *types[1].Capacity, 300)
	})
}

func TestARepeatedRequestMakesOneEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := newInput("tsudoi")
		in.ID = models.NewID()
		first, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		again, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		equal(t, "the id of the first", first.ID, in.ID)
		equal(t, "the id of the second", again.ID, in.ID)
		in.ID = models.NewID()
		_, err = f.events.Create(t.Context(), f.hosts(), in)
		wantFault(t, err, "slug", "event.slug_taken")
		in.ID = f.event.ID // another organization's
		_, err = f.events.Create(t.Context(), []models.Organization{{ID: models.NewID()}}, in)
		wantError(t, err, models.CodeConflict, "error.conflict")
	})
}

func TestSlugOfANewEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for name, c := range map[string]struct{ slug, key string }{
			"in Japanese":        {"つどい", "event.slug_form"},
			"too short":          {"ab", "event.slug_form"},
			"of our own pages":   {"new", "event.slug_taken"},
			"of another event":   {"summit", "event.slug_taken"},
			"of it, in capitals": {" Summit ", "event.slug_taken"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := f.events.Create(t.Context(), f.hosts(), newInput(c.slug))
				wantFault(t, err, "slug", c.key)
			})
		}
	})
}

func TestTheHostIsOneOfOnesOwn(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := newInput("tsudoi")
		in.Organization = modelstest.Summit(t, f.db, "other").OrganizationID
		_, err := f.events.Create(t.Context(), f.hosts(), in)
		wantError(t, err, models.CodeForbidden, "error.forbidden")
	})
}

func TestTheSecondOfTwoEditorsChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		seen := f.stored(t)
		in := inputOf(seen)
		in.TitleJa = "先の題名"
		must(t, f.events.Update(t.Context(), seen, in))
		in.TitleJa = "後の題名"
		wantError(t, f.events.Update(t.Context(), f.stored(t), in), models.CodeConflict, "event.changed_meanwhile")
		now := f.stored(t)
		equal(t, "the title", now.TitleJa, "先の題名")
		equal(t, "the version", now.Version, seen.Version+1)
	})
}

func TestCalendarsNoticeWhatMatters(t *testing.T) {
	for name, c := range map[string]struct {
		change func(in *event.EventInput)
		more   int
	}{
		"another description": {func(in *event.EventInput) { in.DescriptionJa = "くわしく" }, 0},
		"another title":       {func(in *event.EventInput) { in.TitleEn = "Summit!" }, 1},
		"another venue":       {func(in *event.EventInput) { in.VenueNameEn = "City Hall" }, 1},
		"another time zone":   {func(in *event.EventInput) { in.TimeZone = "Asia/Seoul" }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				must(t, f.events.Update(t.Context(), f.stored(t), inputOf(f.event))) // to full minutes
				before := f.stored(t)
				in := inputOf(before)
				c.change(in)
				must(t, f.events.Update(t.Context(), before, in))
				equal(t, "the sequence", f.stored(t).Sequence, before.Sequence+c.more)
			})
		})
	}
}

func TestWhoRegisteredIsToldOfAnotherTimeWhereAsked(t *testing.T) {
	for name, c := range map[string]struct {
		by    time.Duration
		tell  bool
		mails int
	}{
		"nobody asked for mails": {time.Hour, false, 0},
		"nothing changed":        {0, true, 0},
		"an hour later":          {time.Hour, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				modelstest.Registration(t, f.db, f.event, "online")
				must(t, f.events.Update(t.Context(), f.stored(t), inputOf(f.event))) // to full minutes
				f.moveTime(t, c.by, c.tell)
				equal(t, "the number of mails", len(f.mails(t)), c.mails)
			})
		})
	}
}

// moveTime moves the event, and does the jobs that follow.
func (f *fixture) moveTime(t *testing.T, by time.Duration, tell bool) {
	t.Helper()
	e := f.stored(t)
	later := *e
	later.StartsAt, later.EndsAt = e.StartsAt.Add(by), e.EndsAt.Add(by)
	in := inputOf(&later)
	in.Notify, in.Asked = tell, true
	must(t, f.events.Update(t.Context(), e, in))
	f.runJobs(t)
}

func TestEachMoveIsMailed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Registration(t, f.db, f.event, "online")
		f.moveTime(t, time.Hour, true)
		f.moveTime(t, time.Hour, true)
		mails := f.mails(t)
		equal(t, "the number of mails", len(mails), 2)
		f.expectActivity(t, &mails[0], models.ActivityEventChanged)
	})
}

// expectActivity demands that a mail refers to the event's latest activity, and that the activity is of the kind.
func (f *fixture) expectActivity(t *testing.T, m *models.Mail, kind models.ActivityKind) {
	t.Helper()
	list := modelstest.Activities(t, f.db, f.event)
	if len(list) == 0 {
		t.Fatal("nothing happened")
	}
	equal(t, "what happened", list[0].Kind, kind)
	equal(t, "what the mail refers to", m.ActivityID, &list[0].ID)
}

func TestAPublishedEventKeepsWhatItsTicketTypesNeed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for name, c := range map[string]struct {
			change     func(in *event.EventInput)
			field, key string
		}{
			"the stream": {func(in *event.EventInput) { in.StreamURL = "" }, "stream_url", "event.missing_stream"},
			"the venue":  {func(in *event.EventInput) { in.VenueNameJa = "" }, "venue_name_ja", "event.missing_venue"},
		} {
			t.Run(name, func(t *testing.T) {
				in := inputOf(f.event)
				c.change(in)
				wantFault(t, f.events.Update(t.Context(), f.stored(t), in), c.field, c.key)
			})
		}
	})
}

func TestTheAgendaMovesWithTheEvent(t *testing.T) {
	for name, c := range map[string]struct {
		asked    bool
		starts   time.Time
		sequence int
	}{
		// 14:00 in winter time and in summer time
		"by the local clock, where asked": {true, time.Date(2030, 3, 31, 12, 0, 0, 0, time.UTC), 1},
		"not unasked":                     {false, time.Date(2030, 3, 30, 13, 0, 0, 0, time.UTC), 0},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				in := inputOf(f.event)
				in.TimeZone, in.StartsAt, in.EndsAt = "Europe/Berlin", "2030-03-30T13:00", "2030-03-30T17:00"
				must(t, f.events.Update(t.Context(), f.stored(t), in))
				e := f.stored(t)
				modelstest.Session(t, f.db, e, models.Session{
					TitleJa: "開会", StartsAt: e.StartsAt.Add(time.Hour), EndsAt: e.StartsAt.Add(2 * time.Hour),
				})
				in = inputOf(e)
				in.StartsAt, in.EndsAt, in.MoveAgenda = "2030-03-31T13:00", "2030-03-31T17:00", c.asked
				must(t, f.events.Update(t.Context(), e, in))
				sessions, err := f.query(t).Sessions().OfEvent(e)
				must(t, err)
				equal(t, "the start of the session", sessions[0].StartsAt, c.starts)
				equal(t, "its sequence", sessions[0].Sequence, c.sequence)
			})
		})
	}
}

func TestAMoveAsksWhetherToTellThoseWhoRegistered(t *testing.T) {
	move := func(in *event.EventInput) { in.VenueNameJa = "川崎市産業振興会館" }
	for name, c := range map[string]struct {
		people int
		state  models.EventState
		change func(in *event.EventInput)
		asks   bool
	}{
		"another venue": {2, models.EventPublished, move, true},
		"another end": {
			1, models.EventPublished, func(in *event.EventInput) { in.EndsAt = nextMinute(in.EndsAt) }, true,
		},
		"another title":       {1, models.EventPublished, func(in *event.EventInput) { in.TitleJa = "別" }, false},
		"nobody registered":   {0, models.EventPublished, move, false},
		"a draft":             {1, models.EventDraft, move, false},
		"it was asked":        {1, models.EventPublished, func(in *event.EventInput) { move(in); in.Asked = true }, false},
		"it was asked before": {1, models.EventPublished, func(in *event.EventInput) { move(in); in.Notify = true }, false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				for range c.people {
					modelstest.Registration(t, f.db, f.event, "venue")
				}
				if c.state != models.EventPublished {
					f.setState(t, c.state, nil)
				}
				in := inputOf(f.stored(t))
				c.change(in)
				err := f.events.Update(t.Context(), f.stored(t), in)
				if !c.asks {
					must(t, err)
					return
				}
				wantFault(t, err, "tell", "event.tell_ask")
				var known *models.Error
				errors.As(err, &known)
				equal(t, "the number of people", known.ArgsOf("tell"), []any{"n", c.people})
			})
		})
	}
}

func nextMinute(typed string) string {
	at, _ := time.Parse(check.LocalLayout, typed)
	return at.Add(time.Minute).Format(check.LocalLayout)
}

func TestTimesThatWereNotTouchedStay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		second := time.Date(2027, 10, 31, 1, 30, 17, 0, time.UTC) // 02:30 for the second time, and seconds
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			e, err := tx.Events().ByID(f.event.ID)
			if err != nil {
				return err
			}
			e.TimeZone, e.StartsAt, e.EndsAt = "Europe/Berlin", second, second.Add(time.Hour)
			return tx.Events().Update(e, e.Version)
		})
		in := inputOf(f.stored(t))
		in.TitleJa = "別の題名"
		must(t, f.events.Update(t.Context(), f.stored(t), in))
		equal(t, "the start", f.stored(t).StartsAt.UTC(), second)
		in = inputOf(f.stored(t))
		in.StartsAt = "2027-10-31T02:45"
		must(t, f.events.Update(t.Context(), f.stored(t), in))
		equal(t, "a start that was typed", f.stored(t).StartsAt.UTC(), time.Date(2027, 10, 31, 0, 45, 0, 0, time.UTC))
	})
}

func TestAPublishedEventRemembersWhenItWasToStart(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		before := f.stored(t)
		equal(t, "of an event that never moved", before.PreviousStartsAt, nil)
		f.moveTime(t, 24*time.Hour, false)
		equal(t, "after a move", f.stored(t).PreviousStartsAt.UTC(), before.StartsAt.UTC())
		in := inputOf(f.stored(t))
		in.TitleJa = "別の題名"
		must(t, f.events.Update(t.Context(), f.stored(t), in))
		equal(t, "after another change", f.stored(t).PreviousStartsAt.UTC(), before.StartsAt.UTC())
		f.setState(t, models.EventDraft, map[string]any{"previous_starts_at": nil})
		f.moveTime(t, 24*time.Hour, false)
		equal(t, "of a draft", f.stored(t).PreviousStartsAt, nil)
	})
}

func TestTheAddressOfADraftCanBeChanged(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Summit(t, f.db, "taken")
		in := inputOf(f.stored(t))
		f.setState(t, models.EventDraft, nil)
		for slug, key := range map[string]string{
			"taken": "event.slug_taken", "new": "event.slug_taken", "a b": "event.slug_form",
		} {
			in = inputOf(f.stored(t))
			in.Slug = slug
			wantFault(t, f.events.Update(t.Context(), f.stored(t), in), "slug", key)
		}
		in.Slug = "summit-2027"
		e := f.stored(t)
		must(t, f.events.Update(t.Context(), e, in))
		equal(t, "the address", f.stored(t).Slug, "summit-2027")
		equal(t, "where the editor goes on", e.Slug, "summit-2027")
	})
}

func TestAnAddressThatWasPublicLeadsToItsEventForEver(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		rename := func(slug string) {
			t.Helper()
			in := inputOf(f.stored(t))
			in.Slug = slug
			must(t, f.events.Update(t.Context(), f.stored(t), in))
		}
		rename("renamed")
		rename("again")
		for _, slug := range []string{"summit", "renamed", "again"} {
			found, err := f.events.BySlug(t.Context(), slug)
			must(t, err)
			equal(t, "the event at "+slug, found.ID, f.event.ID)
			equal(t, "its address", found.Slug, "again")
		}
		_, err := f.events.Create(t.Context(), f.hosts(), newInput("renamed"))
		wantFault(t, err, "slug", "event.slug_taken")
		rename("renamed") // its own
		equal(t, "the address", f.stored(t).Slug, "renamed")
	})
}

func TestTheAddressOfANewEventIsMadeOfItsTitle(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for _, c := range []struct{ ja, en, want string }{
			{"つどい", "Summer Meeting 2030", "summer-meeting-2030"},
			{"つどい", "Summer Meeting 2030", "summer-meeting-2030-2"},
			{"まちのつどい", "", "machinotsudoi"},
			{"夏祭り", "", "2030-05-01"},
			{"秋祭り", "", "2030-05-01-2"},
			{"New", "", "new-2"}, // where new events are made
		} {
			in := newInput("")
			in.TitleJa, in.TitleEn = c.ja, c.en
			made, err := f.events.Create(t.Context(), f.hosts(), in)
			must(t, err)
			equal(t, "the address of "+c.ja, made.Slug, c.want)
		}
	})
}

func TestDoorsMoveWithTheStartUnlessTheyWereTyped(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := inputOf(f.stored(t))
		in.StartsAt, in.EndsAt, in.DoorsOpenAt = "2030-05-01T13:00", "2030-05-01T15:00", "2030-05-01T12:30"
		must(t, f.events.Update(t.Context(), f.stored(t), in))
		in = inputOf(f.stored(t))
		in.StartsAt, in.EndsAt, in.DoorsOpenAt = "2030-05-08T14:00", "2030-05-08T16:00", "2030-05-01T12:30"
		must(t, f.events.Update(t.Context(), f.stored(t), in))
		equal(t, "when the doors open", f.stored(t).DoorsOpenAt.UTC(), time.Date(2030, 5, 8, 4, 30, 0, 0, time.UTC))
	})
}
