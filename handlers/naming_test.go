package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"meguri/models"
)

// Somebody names another organization as the co-host of their event: no page of the event tells so before the
// organization's own owner agreed, and nobody else can agree.
func TestACoHostIsNamedOnceItsOwnerAgreed(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		a.Write(func(tx *models.Tx) error { return tx.Accounts().SetPassword(a.Staff[models.RoleOwner], "hash") })
		a.Write(func(tx *models.Tx) error {
			host, err := tx.Organizations().ByID(a.Event.OrganizationID)
			if err != nil {
				return err
			}
			host.NameJa = "川崎市役所"
			return tx.Organizations().Update(host)
		})
		form := a.mallory.Get(atOther + "/edit").Body.String()
		version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(form)[1]
		a.mallory.LeadsTo(a.mallory.Post(
			atOther+"/edit", "version", version, "title_ja", "まがいものの催し", "starts_at", "2030-05-01T13:00",
			"ends_at", "2030-05-01T16:00", "time_zone", "Asia/Tokyo", "venue_name_ja", "会場",
			"stream_url", "https://stream.example/", "partner_name", "川崎市役所", "partner_part", "cohost",
		), atOther)
		named := func() (pages []string) {
			for _, path := range []string{"", "/agenda", "/schedule.json", "/calendar.ics"} {
				if strings.Contains(a.Client().Get("/events/elsewhere"+path).Body.String(), "川崎市役所") {
					pages = append(pages, path)
				}
			}
			return pages
		}
		if pages := named(); len(pages) > 0 {
			t.Errorf("named before it agreed: %v", pages)
		}
		a.mallory.Wants(a.mallory.Get(atOther+"/edit"), http.StatusOK, "承諾を待っています")
		answer := "/staff/organizations/here-host/namings/" + a.Other.ID
		a.mallory.Wants(a.mallory.Post(answer, "answer", "accept"), http.StatusNotFound)
		organizer := a.As(models.RoleOrganizer)
		organizer.Wants(organizer.Post(answer, "answer", "accept"), http.StatusForbidden)
		a.here.Wants(a.here.Get("/staff/organizations/here-host"), http.StatusOK, "お返事待ち", "まがいものの催し")
		a.here.LeadsTo(a.here.Post(answer, "answer", "accept"), "/staff/organizations/here-host")
		if pages := named(); len(pages) == 0 {
			t.Error("not named though it agreed")
		}
		a.here.Wants(a.here.Get(atOther), http.StatusNotFound) // being named gives no rights
	})
}

// What an organization said is not asked away: saving the event again changes nothing of it, no late yes comes after
// the name was taken out, and being named anew asks anew.
func TestTheAnswerOfACoHostIsItsOwn(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		a.Write(func(tx *models.Tx) error {
			if err := tx.Accounts().SetPassword(a.Staff[models.RoleOwner], "hash"); err != nil {
				return err
			}
			host, err := tx.Organizations().ByID(a.Event.OrganizationID)
			if err != nil {
				return err
			}
			host.NameJa = "川崎市役所"
			return tx.Organizations().Update(host)
		})
		save := func(partner ...string) {
			t.Helper()
			form := a.mallory.Get(atOther + "/edit").Body.String()
			version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(form)[1]
			answer := a.mallory.Post(atOther+"/edit", append([]string{
				"version", version, "title_ja", "催し", "starts_at", "2030-05-01T13:00", "ends_at", "2030-05-01T16:00",
				"time_zone", "Asia/Tokyo", "venue_name_ja", "会場", "stream_url", "https://stream.example/",
			}, partner...)...)
			a.mallory.LeadsTo(answer, atOther)
		}
		isNamed := func() bool {
			return strings.Contains(a.Client().Get("/events/elsewhere").Body.String(), "川崎市役所")
		}
		answer, home := "/staff/organizations/here-host/namings/"+a.Other.ID, "/staff/organizations/here-host"
		cohost := []string{"partner_name", "川崎市役所", "partner_part", "cohost"}
		save(cohost...)
		a.here.LeadsTo(a.here.Post(answer, "answer", "decline"), home)
		save(cohost...)
		if isNamed() {
			t.Error("named though it said no")
		}
		a.here.LeadsTo(a.here.Post(answer, "answer", "accept"), home)
		save(cohost...)
		if !isNamed() {
			t.Error("its yes was lost as the event was saved")
		}
		save()
		a.here.Wants(a.here.Post(answer, "answer", "accept"), http.StatusNotFound) // by a page from before
		if isNamed() {
			t.Error("named after its name was taken out")
		}
		save(cohost...)
		if isNamed() {
			t.Error("an old yes counts for a new question")
		}
		a.here.Wants(a.here.Get(atOther), http.StatusNotFound)
		a.here.Wants(a.here.Get(atOther+"/people"), http.StatusNotFound)
	})
}
