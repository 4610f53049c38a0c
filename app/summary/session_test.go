package summary

import (
	"bytes"
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/models"
	"meguri/models/modelstest"
)

// Somebody saw the first of three sessions, half of the second, and the door of the third room saw others alone.
func TestCertificatesOfSessions(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, r := summit(t, db, "venue")
		sessions, err := db.Query(t.Context()).Sessions().OfEvent(event)
		if err != nil {
			t.Fatal(err)
		}
		door := models.Door{EventID: event.ID, Slug: "third", Scope: models.DoorOfSession, SessionID: sessions[2].ID}
		other := modelstest.Registration(t, db, event, "online")
		modelstest.Write(t, db, func(tx *models.Tx) error {
			if err := tx.Doors().Create(&door); err != nil {
				return err
			}
			var scans []models.CheckIn
			var arrived []models.Admission
			for _, s := range []struct {
				person *models.Registration
				minute int
				door   string
				place  string
			}{{r, 0, "main", ""}, {other, 60, "third", sessions[2].ID}} {
				scan := checkIn(s.minute, models.CheckInAdmitted)
				scan.ID, scan.EventID, scan.RegistrationID = models.NewID(), event.ID, &s.person.ID
				scan.Door, scan.Place, scan.Direction = s.door, s.place, models.DirectionIn
				scans = append(scans, scan)
				arrived = append(arrived, models.Admission{
					RegistrationID: s.person.ID, EventID: event.ID, TicketTypeID: s.person.TicketTypeID, Arrived: true,
					CheckInID: scan.ID, FirstAt: scan.ScannedAt, ChangedAt: scan.ScannedAt,
				})
			}
			left := scans[0]
			left.ID, left.Result, left.Direction, left.ScannedAt = models.NewID(), models.CheckInLeft, models.DirectionOut, at(
				45,
			)
			if _, err := tx.CheckIns().Insert(append(scans, left)); err != nil {
				return err
			}
			return tx.InsertRows(arrived)
		})
		links := link.New([]byte("a key"))
		service := New(db, pdf.New(), Options{Links: links, BaseURL: "https://here.example"})
		db.SetClock(func() time.Time { return at(91) })
		rule := func(in RuleInput) {
			t.Helper()
			if err := service.SaveRule(t.Context(), event, &in); err != nil {
				t.Fatal(err)
			}
		}
		check := func(code string) *CheckPage {
			t.Helper()
			page, err := service.Check(t.Context(), code)
			if err != nil {
				t.Fatal(err)
			}
			return page
		}
		ofSession := func(i int) *CheckPage { return check(links.SessionCertificate(r.ID, sessions[i].ID)) }

		rule(RuleInput{Of: "course", Hours: true})
		equal(t, "minutes of the event", check(links.Certificate(r.ID)).Minutes, 45)
		equal(t, "a session where the certificate is of the event", ofSession(0).Truth, Withdrawn)

		rule(RuleInput{Of: "session", Hours: true, Minutes: "20"})
		first := ofSession(0)
		equal(t, "the first", first.Truth, Valid)
		equal(t, "its number", first.Number, sessionNumber(event, r, &sessions[0]))
		equal(t, "its minutes", first.Sessions[0].Minutes, 30)
		equal(t, "the second, of half", ofSession(1).Truth, Withdrawn)
		equal(t, "the third, whose door saw others", ofSession(2).Truth, Withdrawn)
		equal(t, "of the badge", len(check(links.Certificate(r.ID)).Sessions), 1)
		forged := links.SessionCertificate(other.ID, sessions[0].ID)
		equal(t, "a forged code", check(forged[:len(forged)-2]+"AA").Truth, Unknown)

		desk, err := service.CertificateDesk(t.Context(), event)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "people of the first", desk.Of[sessions[0].ID], 1)
		equal(t, "people of the third", desk.Of[sessions[2].ID], 1)
		pages := func(session string) int {
			t.Helper()
			var out bytes.Buffer
			err := service.CertificatesPDF(t.Context(), &out, bundle.For("ja"), event, session)
			if err != nil && models.CodeOf(err) != models.CodeConflict {
				t.Fatal(err)
			}
			return bytes.Count(out.Bytes(), []byte("/Type /Page")) - bytes.Count(out.Bytes(), []byte("/Type /Pages"))
		}
		equal(t, "pages of all", pages(""), 2)
		equal(t, "pages of the first", pages(sessions[0].ID), 1)
		equal(t, "pages of the second", pages(sessions[1].ID), 0)

		rule(RuleInput{Of: "session", Minutes: "31"})
		equal(t, "the first, as more is asked for", ofSession(0).Truth, Withdrawn)
		rule(RuleInput{Of: "session"})
		equal(t, "the second, as nothing is", ofSession(1).Truth, Valid)
		equal(t, "hours that are not printed", ofSession(1).Hours, false)
	})
}
