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
	read := func(d *driver, chosen string) *registration.SignUpPage {
		d.t.Helper()
		page, err := d.service.SignUpPage(d.ctx, d.event, chosen)
		d.must(err)
		return page
	}
	cases(t, map[string]func(t *testing.T, d *driver){
		"offers all ticket types": func(t *testing.T, d *driver) {
			page := read(d, "")
			expectEqual(t, "ticket types", slugs(page.TicketTypes), []string{"venue", "online"})
			expectEqual(t, "open", page.Open, true)
		},
		"offers a hidden one to who knows it": func(t *testing.T, d *driver) {
			d.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			expectEqual(t, "to everybody", slugs(read(d, "online").TicketTypes), []string{"online"})
			expectEqual(t, "to who knows it", slugs(read(d, "venue").TicketTypes), []string{"venue", "online"})
		},
		"asks for the newest version of each consent that was not withdrawn": func(t *testing.T, d *driver) {
			d.consent("privacy", "初版", true)
			d.consent("privacy", "第二版", true)
			d.consent("photos", "写真", false)
			d.consent("photos", "", false)
			page := read(d, "")
			expectEqual(t, "consents", len(page.Consents), 1)
			expectEqual(t, "wording", page.Consents[0].TextJa, "第二版")
		},
		"gives each form an id of its own": func(t *testing.T, d *driver) {
			if first := read(d, "").RequestID; first == "" || first == read(d, "").RequestID {
				t.Errorf("id %q", first)
			}
		},
		"is closed after the event": func(t *testing.T, d *driver) {
			d.pass(d.event.EndsAt.Sub(d.db.Now()) + time.Minute)
			expectEqual(t, "open", read(d, "").Open, false)
		},
		"is closed for an event that is not published": func(t *testing.T, d *driver) {
			for _, state := range []models.EventState{models.EventDraft, models.EventCancelled, models.EventArchived} {
				d.event.State = state
				expectEqual(t, string(state), read(d, "").Open, false)
			}
		},
		"of an event without ticket types offers none": func(t *testing.T, d *driver) {
			d.event = &models.Event{ID: models.NewID(), State: models.EventPublished, EndsAt: d.event.EndsAt}
			expectEqual(t, "ticket types", len(read(d, "").TicketTypes), 0)
		},
	})
}

func TestReceipt(t *testing.T) {
	read := func(d *driver, r *models.Registration) *registration.Receipt {
		d.t.Helper()
		receipt, err := d.service.Receipt(d.ctx, d.event, r)
		d.must(err)
		return receipt
	}
	cases(t, map[string]func(t *testing.T, d *driver){
		"has the link and the ticket": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			receipt := read(d, r)
			expectEqual(t, "the link opens", d.opens(r, receipt.Link), true)
			expectEqual(t, "has a ticket", receipt.Ticket != "", true)
			expectEqual(t, "position", receipt.Position, 0)
		},
		"of who waits has the position and no ticket": func(t *testing.T, d *driver) {
			d.fill()
			receipt := read(d, d.signUp("a", "venue"))
			expectEqual(t, "ticket", receipt.Ticket, "")
			expectEqual(t, "position", receipt.Position, 1)
		},
	})
}

func TestAttendeePage(t *testing.T) {
	read := func(d *driver, r *models.Registration) *registration.AttendeePage {
		d.t.Helper()
		page, err := d.service.AttendeePage(d.ctx, d.event, d.now(r))
		d.must(err)
		return page
	}
	cases(t, map[string]func(t *testing.T, d *driver){
		"has a ticket": func(t *testing.T, d *driver) {
			page := read(d, d.signUp("a", "venue"))
			expectEqual(t, "has a ticket", page.QR != nil, true)
			expectEqual(t, "position", page.Position, 0)
			expectEqual(t, "may change", page.CanChange, true)
			expectEqual(t, "ended", page.Ended, false)
			expectEqual(t, "live room is open", page.RoomOpen, false)
			expectEqual(t, "surveys", len(page.Surveys), 0)
		},
		"of who waits has the position": func(t *testing.T, d *driver) {
			d.fill()
			page := read(d, d.signUp("a", "venue"))
			expectEqual(t, "has a ticket", page.QR != nil, false)
			expectEqual(t, "position", page.Position, 1)
			expectEqual(t, "may change", page.CanChange, true)
		},
		"of who cancelled has nothing to change": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.cancel(r)
			page := read(d, r)
			expectEqual(t, "has a ticket", page.QR != nil, false)
			expectEqual(t, "may change", page.CanChange, false)
		},
		"offers a hidden ticket type to who has it": func(t *testing.T, d *driver) {
			a, b := d.signUp("a", "venue"), d.signUp("b", "online")
			d.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			expectEqual(t, "to who has it", slugs(read(d, a).TicketTypes), []string{"venue", "online"})
			expectEqual(t, "to others", slugs(read(d, b).TicketTypes), []string{"online"})
		},
		"opens the live room while the event takes place": func(t *testing.T, d *driver) {
			r := d.signUp("a", "online")
			d.pass(d.event.StartsAt.Sub(d.db.Now()) + time.Minute)
			expectEqual(t, "live room is open", read(d, r).RoomOpen, true)
		},
		"changes nothing after the event": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.pass(d.event.EndsAt.Sub(d.db.Now()) + time.Minute)
			page := read(d, r)
			expectEqual(t, "ended", page.Ended, true)
			expectEqual(t, "may change", page.CanChange, false)
		},
		"changes nothing of an event that was cancelled": func(t *testing.T, d *driver) {
			r := d.signUp("a", "venue")
			d.event.State = models.EventCancelled
			expectEqual(t, "may change", read(d, r).CanChange, false)
		},
		"shows what may be corrected as it is": func(t *testing.T, d *driver) {
			in := signUpInput("a@mail.example", "venue")
			in.Organization, in.Accessibility = "川崎市", "車いす"
			expectEqual(t, "input", read(d, d.submit(in).Registration).Input, &registration.CorrectInput{
				NameInput: registration.NameInput{
					Family:     "髙橋",
					Given:      "花子",
					FamilyKana: "タカハシ",
					GivenKana:  "ハナコ",
				},
				Organization:  "川崎市",
				Accessibility: "車いす",
			})
		},
	})
}

func TestRegistrationPage(t *testing.T) {
	cases(t, map[string]func(t *testing.T, d *driver){
		"has what became of the registration": func(t *testing.T, d *driver) {
			d.consent("privacy", "個人情報", true)
			in := signUpInput("a@mail.example", "venue")
			in.Consents = []string{"privacy"}
			r := d.submit(in).Registration
			page, err := d.service.RegistrationPage(d.ctx, d.event, r.ID)
			d.must(err)
			expectEqual(t, "consents", len(page.Consents), 1)
			expectEqual(t, "mails", len(page.Mails), 1)
			expectEqual(t, "scans", len(page.CheckIns), 0)
			expectEqual(t, "position", page.Position, 0)
		},
		"offers hidden ticket types as well": func(t *testing.T, d *driver) {
			d.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			page, err := d.service.RegistrationPage(d.ctx, d.event, d.signUp("a", "online").ID)
			d.must(err)
			expectEqual(t, "ticket types", slugs(page.TicketTypes), []string{"venue", "online"})
		},
		"has the position of who waits": func(t *testing.T, d *driver) {
			d.fill()
			page, err := d.service.RegistrationPage(d.ctx, d.event, d.signUp("a", "venue").ID)
			d.must(err)
			expectEqual(t, "position", page.Position, 1)
		},
		"names the doors that the event has": func(t *testing.T, d *driver) {
			d.write(func(tx *models.Tx) error {
				return tx.InsertRows([]models.Door{{ID: models.NewID(), EventID: d.event.ID, Slug: "main", NameJa: "正面"}})
			})
			page, err := d.service.RegistrationPage(d.ctx, d.event, d.signUp("a", "venue").ID)
			d.must(err)
			if door := page.Door("main"); door == nil || door.NameJa != "正面" {
				t.Errorf("door %v", door)
			}
			expectEqual(t, "a door that only a device knows", page.Door("back"), nil)
		},
		"is of the event": func(t *testing.T, d *driver) {
			_, err := d.service.RegistrationPage(d.ctx, &models.Event{ID: models.NewID()}, d.signUp("a", "venue").ID)
			expectCode(t, err, models.CodeNotFound)
		},
	})
}

func TestListPage(t *testing.T) {
	cases(t, map[string]func(t *testing.T, d *driver){
		"of an event without registrations": func(t *testing.T, d *driver) {
			page, err := d.service.ListPage(d.ctx, d.event, &registration.FilterInput{}, 2)
			d.must(err)
			expectEqual(t, "total", page.Total, 0)
			expectEqual(t, "more", page.More, false)
			expectEqual(t, "next", page.Next, "")
			expectEqual(t, "ticket types", slugs(page.TicketTypes), []string{"venue", "online"})
		},
		"counts all pages": func(t *testing.T, d *driver) {
			for _, name := range []string{"a", "b", "c"} {
				d.signUp(name, "online")
			}
			page, err := d.service.ListPage(d.ctx, d.event, &registration.FilterInput{}, 2)
			d.must(err)
			expectEqual(t, "rows", len(page.Registrations), 2)
			expectEqual(t, "total", page.Total, 3)
			expectEqual(t, "more", page.More, false)
		},
		"shows hidden ticket types, as people may have them": func(t *testing.T, d *driver) {
			d.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			page, err := d.service.ListPage(d.ctx, d.event, &registration.FilterInput{}, 2)
			d.must(err)
			expectEqual(t, "ticket types", slugs(page.TicketTypes), []string{"venue", "online"})
		},
	})
}
