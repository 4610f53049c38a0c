package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// TestNobodyLearnsWhoIsRegisteredForADiscreetEvent compares every answer to a known address with that to a new one.
func TestNobodyLearnsWhoIsRegisteredForADiscreetEvent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "known@b.example")
		secret, _, _ := p.SignUp(p.Event, "attacker@b.example")
		p.ChangeEvent(func(e *models.Event) { e.Discreet = true })
		p.Advance(time.Minute)
		before := p.Client().Get("/events/here").Body.String()

		expectSame := func(what string, ask func(email string) *httptest.ResponseRecorder) {
			t.Helper()
			known, unknown := ask("known@b.example"), ask("new-"+what+"@b.example")
			apptest.Equal(t, what+": status", known.Code, unknown.Code)
			apptest.Equal(t, what+": body", known.Body.String(), unknown.Body.String())
			for _, name := range []string{"Location", "Set-Cookie"} {
				apptest.Equal(t, what+": "+name, known.Header().Get(name), unknown.Header().Get(name))
			}
		}
		expectSame("form", func(email string) *httptest.ResponseRecorder {
			return p.Client().Post("/events/here/register", newcomerForm("id-"+email, email)...)
		})
		expectSame("page-after", func(email string) *httptest.ResponseRecorder {
			browser := p.Client()
			browser.Post("/events/here/register", newcomerForm("id2-"+email, email)...)
			return browser.Get("/events/here/registered")
		})
		expectSame("correction", func(email string) *httptest.ResponseRecorder {
			browser := p.Client()
			browser.Post("/events/here/register", newcomerForm("id3-"+email, email)...)
			return browser.Post("/events/here/registered", "email", "other@b.example")
		})
		expectSame("link", func(email string) *httptest.ResponseRecorder {
			return p.Client().Post("/events/here/link", "email", email)
		})
		expectSame("own-page", func(email string) *httptest.ResponseRecorder {
			form := url.Values{"family_name": {"髙橋"}, "given_name": {"花子"}, "email": {email}}
			answer := p.Form("/r/"+secret, form)
			apptest.Equal(t, "own page: status", answer.Code, http.StatusUnprocessableEntity)
			return answer
		})
		if len(p.Outbox("registration_known")) == 0 {
			t.Error("the known address was not known")
		}
		apptest.Equal(t, "the event's page", p.Client().Get("/events/here").Body.String(), before)
	})
}

func TestTheAPIAnswersAlikeForADiscreetEvent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.Discreet = true })
		public := p.API("")
		made := public.Expect(202, "", "POST", apptest.RegistrationsPath, apptest.RegistrationBody("a@b.example"))
		known := public.Expect(202, "", "POST", apptest.RegistrationsPath, apptest.RegistrationBody("a@b.example"))
		apptest.Equal(t, "the detail", known["detail"], made["detail"])
		apptest.Equal(t, "the number of fields", len(made), 1)
	})
}
