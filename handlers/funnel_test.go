package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"meguri/app/funnel"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

const stepsPage = "/staff/events/here/form/steps"

// formSteps sums the counters of the event's form by step, without those of fields at fault.
func formSteps(t *testing.T, p *apptest.Program) map[models.FormStep]int {
	t.Helper()
	p.As(models.RoleOrganizer).With(t).Get(stepsPage) // it writes what waits
	counts, err := p.DB.Query(t.Context()).FormCounts().OfEvent(p.Event)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[models.FormStep]int{}
	for _, c := range counts {
		if c.Step != models.FormFault {
			sums[c.Step] += c.Times
		}
	}
	return sums
}

// newcomerOf is the registration of an address at the event.
func newcomerOf(t *testing.T, p *apptest.Program, address string) *models.Registration {
	t.Helper()
	list, err := p.DB.Query(t.Context()).Registrations().ByEmail(p.Event, address, 2)
	if err != nil || len(list) != 1 {
		t.Fatalf("%s has %d registrations: %v", address, len(list), err)
	}
	return &list[0]
}

// What is counted in the form is numbers of page views: a form shown again is none, and what the form does not have is
// left out.
func TestWherePeopleStopIsCounted(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleOrganizer)
		staff.Wants(staff.Get(stepsPage), http.StatusOK, "まだ件数がありません")
		browser := p.Client()
		browser.Get("/events/here/register")
		browser.Get("/events/here/register")
		tell := func(parts, first string) {
			answer := browser.Post("/events/here/register/reached", "ticket_type", "venue", "parts", parts, "first", first)
			apptest.Equal(t, "the answer to a browser", answer.Code, http.StatusNoContent)
		}
		tell("ticket_type you <script> q_unknown", "true")
		tell("you", "false")
		tell("nothing", "true")
		faulty := browser.Post("/events/here/register", "ticket_type", "nobody's", "family_name", "髙橋", "reached", "you")
		browser.Wants(faulty, http.StatusUnprocessableEntity, `name="reached" value="you"`)
		sent := browser.Post("/events/here/register", newcomerForm("one", "a@b.example")...)
		apptest.Equal(t, "the form with everything", sent.Code, http.StatusSeeOther)
		for range 2 {
			browser.Get("/r/" + p.MailedSecret(newcomerOf(t, p, "a@b.example").ID))
		}

		answer := staff.Get(stepsPage)
		staff.Wants(answer, http.StatusOK, "メールアドレス", "2件（100%）", "1件（50%）", "メールを確認した", "名")
		of := staff.Get(stepsPage + "?ticket_type=venue")
		staff.Wants(of, http.StatusOK, "を選んだ方だけの件数です。", "記入を始めた")
		apptest.Lacks(t, "the page of a ticket type", of.Body.String(), "フォームを開いた", "メールアドレス")
		staff.Wants(staff.Get(stepsPage+"?ticket_type=none"), http.StatusNotFound)
		apptest.Lacks(t, "the page", answer.Body.String(), "q_unknown", "script&gt;", "nobody")
		before := formSteps(t, p)
		apptest.Equal(t, "the steps", before, map[models.FormStep]int{
			models.FormOpened: 2, models.FormTouched: 1, models.FormReached: 3, models.FormFaulted: 1, models.FormSent: 1,
			models.FormConfirmed: 1,
		})

		p.SetClock(p.Event.EndsAt.Add(time.Second))
		browser.Get("/events/here/register")
		tell("you", "true")
		apptest.Equal(t, "the steps after the event", formSteps(t, p), before)
	})
}

// Who was registered by staff, or came by somebody else's form, did not get through one of their own.
func TestOnlyWhoSentAFormIsCountedAsConfirmed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		counts, other := funnel.New(p.DB), "another"
		for _, r := range []models.Registration{{EnteredBy: "staff"}, {RepresentativeID: &other}, {}} {
			r.TicketType.Slug = "venue"
			counts.Confirmed(p.Event, &r)
		}
		if err := counts.Write(t.Context()); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "the steps", formSteps(t, p), map[models.FormStep]int{models.FormConfirmed: 1})
	})
}

// What the database keeps of the form is numbers by day, ticket type and field. No browser is given anything to be
// known by, and nothing that was typed, and neither an address nor a registration, stands beside a number.
func TestWherePeopleStopLeadsToNobody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		asks := p.Client()
		for _, answer := range []interface{ Result() *http.Response }{
			asks.Get("/events/here/register"),
			asks.Post("/events/here/register/reached", "ticket_type", "online", "parts", "you consents", "first", "true"),
			asks.Post("/events/here/register", "ticket_type", "online", "family_name", "髙橋"),
		} {
			for _, cookie := range answer.Result().Cookies() {
				t.Errorf("the form sets the cookie %s", cookie.Name)
			}
		}
		asks.Post("/events/here/register", newcomerForm("one", "a@b.example")...)
		r := newcomerOf(t, p, "a@b.example")
		asks.Get("/r/" + p.MailedSecret(r.ID))
		formSteps(t, p)

		kept := modelstest.Dump(t, p.DB)["form_counts"]
		apptest.Lacks(t, "what is kept", kept, "髙橋", "花子", "a@b.example", r.ID, r.Code, "192.0.2.1", "人工呼吸器")
		row := regexp.MustCompile(`^` + p.Event.ID + ` \| \d{4}-\d\d-\d\d \| (online|) \| [a-z]+ \| [a-z_]* \| \d+$`)
		for line := range strings.Lines(kept) {
			if !row.MatchString(strings.TrimSpace(line)) {
				t.Errorf("a row is more than a number of a day, ticket type, step and field: %s", line)
			}
		}
	})
}
