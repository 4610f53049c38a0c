package reception_test

import (
	"fmt"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/app/service/i18n"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// page reads the page of the reception.
func (f *fixture) page(in reception.PageInput) *reception.Page {
	f.t.Helper()
	page, err := f.service.Page(f.ctx, f.event, in)
	if err != nil {
		f.t.Fatal(err)
	}
	return page
}

// names are the family names of those who were found.
func names(found []reception.Found) (list []string) {
	for _, f := range found {
		list = append(list, f.Family)
	}
	return list
}

func TestPage(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"of an event without doors and people": func(t *testing.T, f *fixture) {
			page := f.page(reception.PageInput{})
			apptest.Equal(t, "doors", len(page.Doors), 0)
			apptest.Equal(t, "found", len(page.Found.People), 0)
			apptest.Equal(t, "ticket types", len(page.Counts), 2)
			if page.Outcome != nil {
				t.Errorf("there is an outcome: %+v", page.Outcome)
			}
		},
		"lists doors in order": func(t *testing.T, f *fixture) {
			addDoors(f, "back", "main")
			page := f.page(reception.PageInput{})
			var slugs []string
			for _, door := range page.Doors {
				slugs = append(slugs, door.Slug)
			}
			apptest.Equal(t, "doors", slugs, []string{"back", "main"})
		},
		"tells of the scan just made": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			f.expect(f.in(hanako.Code), "admitted")
			page := f.page(reception.PageInput{ScanID: f.last()})
			if page.Outcome == nil {
				t.Fatal("there is no outcome")
			}
			f.expect(describe(*page.Outcome), "admitted")
			apptest.Equal(t, "about", page.Outcome.Registration.ID, hanako.ID)
		},
		"tells nothing of a scan that is not there": func(t *testing.T, f *fixture) {
			if page := f.page(reception.PageInput{ScanID: "nothing"}); page.Outcome != nil {
				t.Errorf("there is an outcome: %+v", page.Outcome)
			}
		},
		"has a new scan's id each time": func(t *testing.T, f *fixture) {
			first, second := f.page(reception.PageInput{}).NewScanID, f.page(reception.PageInput{}).NewScanID
			if first == second {
				t.Errorf("%s twice", first)
			}
		},
		"counts who came and who is inside": func(t *testing.T, f *fixture) {
			f.expect(f.in(f.register("hanako", "venue").Code), "admitted")
			jiro := f.register("jiro", "venue").Code
			f.expect(f.in(jiro), "admitted")
			f.expect(f.out(jiro), "left")
			f.register("taro", "online")
			got := map[string]models.Arrival{}
			for _, count := range f.page(reception.PageInput{}).Counts {
				count.TicketTypeID = ""
				got[count.Type.Slug] = count.Arrival
			}
			apptest.Equal(t, "counts", got, map[string]models.Arrival{
				"venue":  {Expected: 2, Arrived: 2, Inside: 1},
				"online": {Expected: 1},
			})
		},
	})
}

func addDoors(f *fixture, slugs ...string) {
	f.t.Helper()
	err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
		for i, slug := range slugs {
			door := models.Door{EventID: f.event.ID, Slug: slug, NameJa: slug, Position: i}
			if err := tx.Doors().Create(&door); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

func TestSearch(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"by a part of a name": func(t *testing.T, f *fixture) {
			f.register("hanako", "venue")
			f.register("taro", "online")
			apptest.Equal(t, "found", names(f.search("nak")), []string{"hanako"})
		},
		"by code, as it is read out": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			f.register("taro", "online")
			apptest.Equal(t, "found", names(f.search(hanako.Code[:4]+" "+hanako.Code[5:])), []string{"hanako"})
		},
		"by ticket, or by the address of the own page": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			f.register("taro", "online")
			for _, query := range []string{
				f.ticket(f.event, hanako), "受付コード：" + hanako.Code,
				"https://here.example/r/" + f.registrations.Link(hanako) + "/ticket.pdf",
			} {
				apptest.Equal(t, "found", names(f.search(query)), []string{"hanako"})
			}
		},
		"says how many there are, and shows all of them": func(t *testing.T, f *fixture) {
			for i := range 45 {
				f.register(fmt.Sprintf("sato%02d", i), "online")
			}
			seen, after, pages := map[string]bool{}, "", 0
			for ; pages == 0 || after != ""; pages++ {
				page, err := f.service.Search(f.ctx, f.event, reception.SearchInput{Query: "sato", After: after})
				if err != nil {
					t.Fatal(err)
				}
				apptest.Equal(t, "total", page.Total, 45)
				for _, found := range page.People {
					seen[found.ID] = true
				}
				after = page.Next
			}
			apptest.Equal(t, "people", len(seen), 45)
			apptest.Equal(t, "pages", pages, 3)
		},
		"nobody by nothing": func(t *testing.T, f *fixture) {
			f.register("hanako", "venue")
			apptest.Equal(t, "found", len(f.search(" ")), 0)
		},
		"tells where people are": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			if found := f.search("hanako"); found[0].Admission != nil {
				t.Errorf("before they came: %+v", found[0].Admission)
			}
			f.expect(f.in(hanako.Code), "admitted")
			found := f.search("hanako")
			if found[0].Admission == nil {
				t.Fatal("they came, and have no admission")
			}
			apptest.Equal(t, "inside", found[0].Admission.Inside, true)
		},
		"not at another event": func(t *testing.T, f *fixture) {
			f.register("hanako", "venue")
			other := newFixture(t, f.db, "other")
			apptest.Equal(t, "found", len(other.search("hanako")), 0)
		},
	})
}

func (f *fixture) search(query string) []reception.Found {
	f.t.Helper()
	page, err := f.service.Search(f.ctx, f.event, reception.SearchInput{Query: query})
	if err != nil {
		f.t.Fatal(err)
	}
	if page.Total != len(page.People) {
		f.t.Errorf("%d people are counted, %d are shown", page.Total, len(page.People))
	}
	return page.People
}

func TestAdmitOneMakesAnID(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		code := f.register("hanako", "venue").Code
		id, err := f.service.AdmitOne(f.ctx, f.event, "受付", reception.ScanInput{Ticket: code})
		if err != nil {
			t.Fatal(err)
		}
		stored := f.stored(id)
		apptest.Equal(t, "result", stored.Result, models.CheckInAdmitted)
		apptest.Equal(t, "direction", stored.Direction, models.DirectionIn)
		apptest.Equal(t, "door", stored.Door, "main")
	})
}

func TestAnswer(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts := bundle.For("en")
	each(t, func(t *testing.T, f *fixture) {
		hanako := f.register("hanako", "venue")
		f.advance(0)
		admitted := f.admit(f.scan(hanako.Code, models.DirectionIn))[0]
		already := f.admit(f.scan(hanako.Code, models.DirectionIn))[0]
		unknown := f.admit(f.scan("hello", models.DirectionIn))[0]
		neverCame := f.admit(f.scan(f.register("taro", "online").Code, models.DirectionOut))[0]
		f.advance(24 * time.Hour)
		dayAfter := f.admit(f.scan(hanako.Code, models.DirectionIn))[0]
		t.Run("already since the day before, with the date", func(t *testing.T) {
			came := f.event.Local(admitted.CheckIn.ScannedAt)
			since := texts.ShortDate(came) + " " + texts.Time(came)
			apptest.Equal(
				t, "text", dayAfter.Answer(texts, f.event).Text, texts.T("reception.already_since", "time", since),
			)
		})
		t.Run("admitted", func(t *testing.T) {
			answer := admitted.Answer(texts, f.event)
			apptest.Equal(t, "text", answer.Text, "Welcome")
			apptest.Equal(t, "can undo", answer.CanUndo, true)
			apptest.Equal(t, "undone", answer.Undone, false)
			apptest.Equal(t, "attendee", answer.Attendee(), reception.Attendee{
				ID:         hanako.ID,
				Code:       hanako.Code,
				State:      models.RegistrationConfirmed,
				Name:       "hanako",
				Reading:    hanako.Reading(),
				TicketType: "venue",
				TypeName:   texts.Pick(admitted.Registration.TicketType.NameJa, admitted.Registration.TicketType.NameEn),
				Mode:       models.ModeVenue,
			})
		})
		t.Run("already says since when, on the event's clock", func(t *testing.T) {
			answer := already.Answer(texts, f.event)
			since := texts.Time(f.event.Local(admitted.CheckIn.ScannedAt))
			apptest.Equal(t, "text", answer.Text, texts.T("reception.already_since", "time", since))
			apptest.Equal(t, "can undo", answer.CanUndo, false)
		})
		t.Run("unknown is about nobody", func(t *testing.T) {
			answer := unknown.Answer(texts, f.event)
			apptest.Equal(t, "attendee", answer.Attendee(), reception.Attendee{})
			apptest.Equal(t, "can undo", answer.CanUndo, false)
		})
		t.Run("leaving without having come can be undone", func(t *testing.T) {
			answer := neverCame.Answer(texts, f.event)
			apptest.Equal(t, "conflict", answer.Conflict, models.ConflictNotInside)
			apptest.Equal(t, "can undo", answer.CanUndo, true)
		})
	})
}
