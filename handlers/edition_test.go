package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/text"
)

// nextEdition copies the event, and gives it people of whom so many were there before.
func nextEdition(p *apptest.Program, people, returning int) *models.Event {
	p.T.Helper()
	starts := p.DB.Now().AddDate(0, 6, 0)
	const local = "2006-01-02T15:04"
	made := p.As(models.RoleOrganizer).Post(paths.OfStaffEvent(p.Event.Slug).Copy(),
		"id", models.NewID(), "title_ja", "次の回",
		"starts_at", starts.Format(local), "ends_at", starts.Add(2*time.Hour).Format(local))
	if made.Code != http.StatusSeeOther {
		p.T.Fatal(made.Code, made.Body)
	}
	slug := strings.TrimPrefix(made.Header().Get("Location"), "/staff/events/")
	slug, _, _ = strings.Cut(slug, "/")
	event, err := p.DB.Query(p.T.Context()).Events().BySlug(slug)
	if err != nil {
		p.T.Fatal(err)
	}
	online := p.TicketType(event, "online")
	p.Write(func(tx *models.Tx) error {
		for i := range people {
			email := strconv.Itoa(i) + secretNames[3]
			if i >= returning {
				email = "new" + email
			}
			r := &models.Registration{
				ID: models.NewID(), EventID: event.ID, TicketTypeID: online.ID, RequestID: models.NewID(),
				Code: "N" + strconv.Itoa(i), State: models.RegistrationConfirmed, Name: text.Name{Family: secretNames[0]},
				Email: email, EmailKey: email, Locale: "ja", LinkHash: models.HashSecret("n" + strconv.Itoa(i)),
			}
			if _, err := tx.Registrations().Insert(r); err != nil {
				return err
			}
		}
		s := &models.Survey{EventID: event.ID, TitleJa: "次のアンケート"}
		if err := tx.Surveys().Create(s); err != nil {
			return err
		}
		return answerAndRelease(tx, event, s.ID, 60)
	})
	p.SetClock(event.EndsAt.Add(time.Hour))
	return event
}

// ofEventOnly leaves the account of Member the role at the event alone.
func ofEventOnly(tx *models.Tx, event *models.Event) error {
	account, err := tx.Accounts().ByEmail("analyst@" + event.Slug + ".example")
	if err != nil {
		return err
	}
	list, err := tx.Members().OfAccountAt(account.ID, event.OrganizationID)
	if err != nil {
		return err
	}
	if err := tx.Members().Remove(&list[0]); err != nil {
		return err
	}
	return tx.Members().Add(&models.Member{AccountID: account.ID, EventID: &event.ID, Role: models.RoleAnalyst})
}

// The copy of an event is its next edition: both stand side by side, for who may see results of both.
func TestEditionsStandSideBySide(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		surveyed(p)
		next := nextEdition(p, 14, 6)
		to := paths.OfStaffEvent(next.Slug)
		organizer := p.As(models.RoleOrganizer)
		page := organizer.Get(to.Editions())
		organizer.Wants(page, http.StatusOK, "次の回", "満足度", "NPS", "60人", "14人中43%")
		apptest.Equal(t, "editions", apptest.Document(t, page).Find("table.editions thead th.num").Length(), 2)
		apptest.Lacks(t, "the page", page.Body.String(), secretNames...)
		surveys, err := p.DB.Query(t.Context()).Surveys().OfEvent(next)
		if err != nil {
			t.Fatal(err)
		}
		results := to.Survey(surveys[len(surveys)-1].ID).Results()
		organizer.Wants(organizer.Get(results), http.StatusOK, "以前の開催回")

		t.Run("for an analyst of one of them alone", func(t *testing.T) {
			analyst := p.AsAccount(p.Member(next, models.RoleAnalyst)).With(t) // of the organization
			p.Write(func(tx *models.Tx) error { return ofEventOnly(tx, next) })
			page := analyst.Get(to.Editions())
			analyst.Wants(page, http.StatusOK, "次の回", "ほかに1回ありますが")
			apptest.Equal(t, "editions", apptest.Document(t, page).Find("table.editions thead th.num").Length(), 1)
			apptest.Lacks(t, "the results", analyst.Get(results).Body.String(), "以前の開催回")
			overview := analyst.Get(paths.StaffResults)
			apptest.Lacks(t, "the overview", overview.Body.String(), "/staff/events/here/")
			analyst.Wants(analyst.Post(to.Series(), "series", ""), http.StatusForbidden)
		})
		t.Run("which staff can say otherwise", func(t *testing.T) {
			organizer := organizer.With(t)
			series, err := p.DB.Query(t.Context()).Series().OfEvent(next.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range []string{next.ID, p.Other.ID, models.NewID(), "x"} {
				organizer.Wants(organizer.Post(to.Series(), "series", wrong), http.StatusUnprocessableEntity)
			}
			organizer.LeadsTo(organizer.Post(to.Series(), "series", ""), to.Series())
			apptest.Lacks(t, "the results", organizer.Get(results).Body.String(), "以前の開催回")
			organizer.LeadsTo(organizer.Post(to.Series(), "series", series.ID), to.Series())
			organizer.Wants(organizer.Get(results), http.StatusOK, "以前の開催回")
		})
	})
}

// How many came again is told only where five at least did, and five at least did not.
func TestFewWhoCameAgainAreNotCounted(t *testing.T) {
	for _, returning := range []int{0, 1, 4, 10, 12} {
		t.Run(strconv.Itoa(returning), func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, p *apptest.Program) {
				surveyed(p)
				next := nextEdition(p, 14, returning)
				page := p.As(models.RoleOrganizer).Get(paths.OfStaffEvent(next.Slug).Editions())
				seen := 0
				for _, row := range apptest.Document(t, page).Find("table.editions tbody tr").EachIter() {
					if row.Find("th").Text() == "再参加" {
						seen++
						apptest.Equal(t, "who came again", strings.Join(strings.Fields(row.Find("td").Text()), ""), "––")
					}
				}
				apptest.Equal(t, "rows", seen, 1)
			})
		})
	}
}

// Organizations stand side by side for who may see results of their events, and no others.
func TestOrganizationsStandSideBySide(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		surveyed(p)
		overview := p.As(models.RoleAnalyst).Get(paths.StaffResults)
		document := apptest.Document(t, overview)
		hosts := document.Find("section[aria-labelledby=hosts] tbody tr")
		apptest.Equal(t, "organizations", hosts.Length(), 1)
		apptest.Contains(t, "the organization", hosts.Text(), "60人")
		apptest.Lacks(t, "the overview", overview.Body.String(), "/staff/events/"+p.Other.Slug)
		stranger := p.AsAccount(p.OtherOwner).Get(paths.StaffResults)
		apptest.Lacks(t, "a stranger's overview", stranger.Body.String(), "/staff/events/here/")
		nobody := p.As(models.RoleReceptionist)
		nobody.Wants(nobody.Get(paths.StaffResults), http.StatusOK, "結果を見られるイベントは、まだありません")
	})
}
