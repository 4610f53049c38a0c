package registration_test

import (
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// slugs are those of ticket types in their order.
func slugs(list []models.TicketType) []string {
	var slugs []string
	for _, ticketType := range list {
		slugs = append(slugs, ticketType.Slug)
	}
	return slugs
}

func TestSignUpPage(t *testing.T) {
	read := func(f *fixture, code string) *registration.SignUpPage {
		f.t.Helper()
		page, err := f.service.SignUpPage(f.ctx, f.event, code)
		f.must(err)
		return page
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"offers all ticket types": func(t *testing.T, f *fixture) {
			page := read(f, "")
			expectEqual(t, "ticket types", slugs(page.TicketTypes), []string{"venue", "online"})
			expectEqual(t, "open", page.Open, true)
		},
		"offers a hidden one to who has a code for it": func(t *testing.T, f *fixture) {
			f.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			expectEqual(t, "to everybody", slugs(read(f, "").TicketTypes), []string{"online"})
			f.code("VENUE", 0, "venue")
			f.code("ONLINE", 0, "online")
			expectEqual(t, "to who has another code", slugs(read(f, "ONLINE").TicketTypes), []string{"online"})
			expectEqual(t, "to who has the code", slugs(read(f, "venue").TicketTypes), []string{"venue", "online"})
		},
		"asks for the newest version of each consent that was not withdrawn": func(t *testing.T, f *fixture) {
			f.addConsentText("privacy", "初版", true)
			f.addConsentText("privacy", "第二版", true)
			f.addConsentText("photos", "写真", false)
			f.addConsentText("photos", "", false)
			page := read(f, "")
			expectEqual(t, "consents", len(page.Consents), 1)
			expectEqual(t, "wording", page.Consents[0].TextJa, "第二版")
		},
		"gives each form an id of its own": func(t *testing.T, f *fixture) {
			if first := read(f, "").RequestID; first == "" || first == read(f, "").RequestID {
				t.Errorf("id %q", first)
			}
		},
		"is closed after the event": func(t *testing.T, f *fixture) {
			f.advance(f.event.EndsAt.Sub(f.db.Now()) + time.Minute)
			expectEqual(t, "open", read(f, "").Open, false)
		},
		"is closed for an event that is not published": func(t *testing.T, f *fixture) {
			for _, state := range []models.EventState{models.EventDraft, models.EventCancelled, models.EventArchived} {
				f.event.State = state
				expectEqual(t, string(state), read(f, "").Open, false)
			}
		},
		"of an event without ticket types offers none": func(t *testing.T, f *fixture) {
			f.event = &models.Event{ID: models.NewID(), State: models.EventPublished, EndsAt: f.event.EndsAt}
			expectEqual(t, "ticket types", len(read(f, "").TicketTypes), 0)
		},
	})
}

func TestAgainPage(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"offers the hidden ticket type that the person had": func(t *testing.T, f *fixture) {
			f.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			f.code("VENUE", 0, "venue")
			r := f.submit(withCode("ai", "venue", "VENUE")).Registration
			page, in, err := f.service.AgainPage(f.ctx, f.event, f.current(r))
			f.must(err)
			expectEqual(t, "ticket types", slugs(page.TicketTypes), []string{"venue", "online"})
			expectEqual(t, "code", in.EntryCode, "VENUE")
			expectEqual(t, "chosen", in.TicketType, "venue")
		},
		"chooses none that is closed": func(t *testing.T, f *fixture) {
			r := f.signUp("ai", "venue")
			f.editType("venue", func(t *models.TicketType) {
				passed := f.db.Now()
				t.ClosesAt = &passed
			})
			_, in, err := f.service.AgainPage(f.ctx, f.event, f.current(r))
			f.must(err)
			expectEqual(t, "chosen", in.TicketType, "")
		},
	})
}

func TestReceipt(t *testing.T) {
	read := func(f *fixture, r *models.Registration) *registration.Receipt {
		f.t.Helper()
		receipt, err := f.service.Receipt(f.ctx, f.event, r)
		f.must(err)
		return receipt
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"has the link and the ticket": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			receipt := read(f, r)
			expectEqual(t, "the link opens", f.opens(r, receipt.Link), true)
			expectEqual(t, "has a ticket", receipt.Ticket != "", true)
			expectEqual(t, "position", receipt.Position, 0)
		},
		"of who waits has the position and no ticket": func(t *testing.T, f *fixture) {
			f.fillVenue()
			receipt := read(f, f.signUp("a", "venue"))
			expectEqual(t, "ticket", receipt.Ticket, "")
			expectEqual(t, "position", receipt.Position, 1)
		},
	})
}

func TestAttendeePage(t *testing.T) {
	read := func(f *fixture, r *models.Registration) *registration.AttendeePage {
		f.t.Helper()
		page, err := f.service.AttendeePage(f.ctx, f.event, f.current(r))
		f.must(err)
		return page
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"has a ticket": func(t *testing.T, f *fixture) {
			page := read(f, f.signUp("a", "venue"))
			expectEqual(t, "has a ticket", page.QR != nil, true)
			expectEqual(t, "position", page.Position, 0)
			expectEqual(t, "may change", page.CanChange, true)
			expectEqual(t, "ended", page.Ended, false)
			expectEqual(t, "live room is open", page.RoomOpen, false)
			expectEqual(t, "surveys", len(page.Surveys), 0)
		},
		"of who waits has the position": func(t *testing.T, f *fixture) {
			f.fillVenue()
			page := read(f, f.signUp("a", "venue"))
			expectEqual(t, "has a ticket", page.QR != nil, false)
			expectEqual(t, "position", page.Position, 1)
			expectEqual(t, "may change", page.CanChange, true)
		},
		"of who cancelled has nothing to change": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.cancel(r)
			page := read(f, r)
			expectEqual(t, "has a ticket", page.QR != nil, false)
			expectEqual(t, "may change", page.CanChange, false)
		},
		"offers a hidden ticket type to who has it": func(t *testing.T, f *fixture) {
			a, b := f.signUp("a", "venue"), f.signUp("b", "online")
			f.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			expectEqual(t, "to who has it", slugs(read(f, a).TicketTypes), []string{"venue", "online"})
			expectEqual(t, "to others", slugs(read(f, b).TicketTypes), []string{"online"})
		},
		"opens the live room while the event takes place": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "online")
			f.advance(f.event.StartsAt.Sub(f.db.Now()) + time.Minute)
			expectEqual(t, "live room is open", read(f, r).RoomOpen, true)
		},
		"changes nothing while the person is inside": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.must(f.db.InTx(f.ctx, func(tx *models.Tx) error {
				way := models.Passage{RegistrationID: r.ID, EventID: f.event.ID, CheckInID: models.NewID(), At: tx.Now}
				_, err := tx.Admissions().Record(f.event, []models.Passage{way})
				return err
			}))
			page := read(f, r)
			expectEqual(t, "may change", page.CanChange, false)
			expectEqual(t, "is inside", page.IsInside, true)
		},
		"changes nothing after the event": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.advance(f.event.EndsAt.Sub(f.db.Now()) + time.Minute)
			page := read(f, r)
			expectEqual(t, "ended", page.Ended, true)
			expectEqual(t, "may change", page.CanChange, false)
		},
		"changes nothing of an event that was cancelled": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "venue")
			f.event.State = models.EventCancelled
			expectEqual(t, "may change", read(f, r).CanChange, false)
		},
		"shows what may be corrected as it is": func(t *testing.T, f *fixture) {
			in := signUpInput("a@mail.example", "venue")
			in.Organization, in.Accessibility = "川崎市", "車いす"
			expectEqual(t, "input", read(f, f.submit(in).Registration).Input, &registration.CorrectInput{
				NameInput: registration.NameInput{
					Family:     "髙橋",
					Given:      "花子",
					FamilyKana: "タカハシ",
					GivenKana:  "ハナコ",
				},
				Email:         "a@mail.example",
				Organization:  "川崎市",
				Accessibility: "車いす",
			})
		},
	})
}

func TestRegistrationPage(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"has what became of the registration": func(t *testing.T, f *fixture) {
			f.addConsentText("privacy", "個人情報", true)
			in := signUpInput("a@mail.example", "venue")
			in.Consents = []string{"privacy"}
			r := f.submit(in).Registration
			page, err := f.service.RegistrationPage(f.ctx, f.event, r.ID)
			f.must(err)
			expectEqual(t, "consents", len(page.Consents), 1)
			expectEqual(t, "mails", len(page.Mails), 1)
			expectEqual(t, "scans", len(page.CheckIns), 0)
			expectEqual(t, "position", page.Position, 0)
		},
		"offers hidden ticket types as well": func(t *testing.T, f *fixture) {
			f.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			page, err := f.service.RegistrationPage(f.ctx, f.event, f.signUp("a", "online").ID)
			f.must(err)
			expectEqual(t, "ticket types", slugs(page.TicketTypes), []string{"venue", "online"})
		},
		"has the position of who waits": func(t *testing.T, f *fixture) {
			f.fillVenue()
			page, err := f.service.RegistrationPage(f.ctx, f.event, f.signUp("a", "venue").ID)
			f.must(err)
			expectEqual(t, "position", page.Position, 1)
		},
		"names the doors that the event has": func(t *testing.T, f *fixture) {
			f.write(func(tx *models.Tx) error {
				return tx.InsertRows([]models.Door{{ID: models.NewID(), EventID: f.event.ID, Slug: "main", NameJa: "正面"}})
			})
			page, err := f.service.RegistrationPage(f.ctx, f.event, f.signUp("a", "venue").ID)
			f.must(err)
			if door := page.Door("main"); door == nil || door.NameJa != "正面" {
				t.Errorf("door %v", door)
			}
			expectEqual(t, "a door that only a device knows", page.Door("back"), nil)
		},
		"is of the event": func(t *testing.T, f *fixture) {
			_, err := f.service.RegistrationPage(f.ctx, &models.Event{ID: models.NewID()}, f.signUp("a", "venue").ID)
			expectCode(t, err, models.CodeNotFound)
		},
	})
}

func TestListPage(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"of an event without registrations": func(t *testing.T, f *fixture) {
			page, err := f.service.ListPage(f.ctx, f.event, &registration.FilterInput{}, 2)
			f.must(err)
			expectEqual(t, "total", page.Total, 0)
			expectEqual(t, "more", page.More, false)
			expectEqual(t, "has a next page", page.HasNext, false)
			expectEqual(t, "ticket types", slugs(page.TicketTypes), []string{"venue", "online"})
		},
		"counts all pages": func(t *testing.T, f *fixture) {
			for _, name := range []string{"a", "b", "c"} {
				f.signUp(name, "online")
			}
			page, err := f.service.ListPage(f.ctx, f.event, &registration.FilterInput{}, 2)
			f.must(err)
			expectEqual(t, "rows", len(page.Registrations), 2)
			expectEqual(t, "total", page.Total, 3)
			expectEqual(t, "more", page.More, false)
		},
		"leads to the page and the person where a row of the syllabary begins": func(t *testing.T, f *fixture) {
			for _, reading := range []string{"アオキ", "イトウ", "サトウ", "スズキ", "ワダ"} {
				f.signUpNamed(reading, "online")
			}
			for _, c := range []struct {
				from, sort           string
				number, index, shown int
			}{
				{"あ", "", 1, 0, 2}, {"さ", "", 2, 0, 2}, {"ら", "", 3, 0, 1}, {"A", "", 3, 1, 1},
				{"わ", "-name", 1, 0, 2}, {"さ", "-name", 1, 1, 2}, {"あ", "-name", 2, 1, 2}, {"さ", "registered", 1, -1, 2},
			} {
				page, err := f.service.ListPage(f.ctx, f.event, &registration.FilterInput{From: c.from, Sort: c.sort}, 2)
				f.must(err)
				at := []int{page.Number, page.FromIndex, len(page.Registrations)}
				expectEqual(t, c.from+" "+c.sort, at, []int{c.number, c.index, c.shown})
			}
		},
		"leads to the end where nobody is after a full page": func(t *testing.T, f *fixture) {
			f.signUpNamed("アオキ", "online")
			f.signUpNamed("サトウ", "online")
			page, err := f.service.ListPage(f.ctx, f.event, &registration.FilterInput{From: "わ"}, 2)
			f.must(err)
			expectEqual(t, "page", []int{page.Number, page.FromIndex, len(page.Registrations)}, []int{1, -1, 2})
		},
		"shows hidden ticket types, as people may have them": func(t *testing.T, f *fixture) {
			f.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			page, err := f.service.ListPage(f.ctx, f.event, &registration.FilterInput{}, 2)
			f.must(err)
			expectEqual(t, "ticket types", slugs(page.TicketTypes), []string{"venue", "online"})
		},
	})
}
