package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// groupForm is the form of somebody with two companions, as it is after the button to add one was pressed twice.
func groupForm(t *testing.T, browser *apptest.Client) []string {
	t.Helper()
	fields := newcomerForm("group", "ken@b.example")
	for range 2 {
		answer := browser.Post("/events/here/register/companions", append(fields, "companion", "add")...)
		browser.Wants(answer, http.StatusOK, `value="髙橋"`)
		page := apptest.Document(t, answer)
		fields = newcomerForm("group", "ken@b.example")
		given := []string{"めい", "太郎"}
		for i, row := range page.Find("[name=row]").EachIter() {
			key := row.AttrOr("value", "")
			fields = append(
				fields, "row", key, "family_name."+key, "同行", "given_name."+key, given[i], "ticket_type."+key, "online",
			)
		}
	}
	return fields
}

func TestCompanionsAreRegisteredInOneFormWithoutJavaScript(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		browser := p.Client()
		fields := groupForm(t, browser)
		removed := browser.Post("/events/here/register/companions", append(fields, "remove", fields[15])...)
		apptest.Equal(t, "rows without one", apptest.Document(t, removed).Find("[name=row]").Length(), 1)
		review := browser.Post("/events/here/register/review", fields...)
		browser.Wants(review, http.StatusOK, "同行 めい", "同行 太郎", "全員でキャンセル待ちをする")
		var sent []string
		for _, field := range apptest.Document(t, review).Find("form.form input[type=hidden]").EachIter() {
			sent = append(sent, field.AttrOr("name", ""), field.AttrOr("value", ""))
		}
		browser.LeadsTo(browser.Post("/events/here/register", sent...), "/events/here/registered")
		apptest.Equal(t, "the registrations", p.Registrations(p.Event), 3)
		page := browser.Get("/events/here/registered")
		browser.Wants(page, http.StatusOK, "2人目の方", "3人目の方")
		apptest.Lacks(t, "the page", page.Body.String(), "同行")
	})
}

func TestACompanionWithFaultsIsShownAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		browser := p.Client()
		fields := groupForm(t, browser)
		for i, field := range fields {
			if strings.HasPrefix(field, "given_name.") {
				fields[i+1] = "めい"
			}
		}
		answer := browser.Post("/events/here/register", fields...)
		browser.Wants(answer, http.StatusUnprocessableEntity, "同じお名前の方がもう1人います")
		apptest.Equal(t, "rows", apptest.Document(t, answer).Find("[name=row]").Length(), 2)
		apptest.Equal(t, "the registrations", p.Registrations(p.Event), 0)
	})
}

// companions registers a group and returns the secret of the representative and the registrations of the others.
func companions(t *testing.T, p *apptest.Program) (secret string, list []models.Registration) {
	t.Helper()
	browser := p.Client()
	browser.LeadsTo(browser.Post("/events/here/register", groupForm(t, browser)...), "/events/here/registered")
	q := p.DB.Query(t.Context())
	mails := p.Outbox("group_registered")
	apptest.Equal(t, "mails to the representative", len(mails), 1)
	first, err := q.Registrations().ByIDAnywhere(*mails[0].RegistrationID)
	if err != nil {
		t.Fatal(err)
	}
	if list, err = q.Registrations().CompanionsOf(first); err != nil {
		t.Fatal(err)
	}
	return p.MailedSecret(first.ID), list
}

func TestARepresentativeExchangesAndCancels(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, list := companions(t, p)
		former := p.MailedSecret(list[0].ID)
		p.RunJobs()
		apptest.Equal(t, "mails in all", len(p.Mails()), 1)
		mail := p.As(models.RoleOwner).Get("/staff/events/here/mails/" + p.Mails()[0].ID + "/body").Body.String()
		for _, want := range []string{"同行 めい", "同行 太郎", "/r/" + secret, "/r/" + former, list[1].Code} {
			if !strings.Contains(mail, want) {
				t.Errorf("%q is not in the mail", want)
			}
		}
		own := p.Request(http.MethodGet, "/r/"+secret, "")
		p.Wants(own, http.StatusOK, "同行 めい", "同行 太郎", "/r/"+former, "3名様全員をキャンセルする")
		others := p.Request(http.MethodGet, "/r/"+former, "").Body.String()
		apptest.Lacks(t, "a companion's page", others, "太郎", "髙橋", "ken@b.example", secret)

		to := "/r/" + secret + "/companions/" + list[0].ID
		exchange := p.Form(to, url.Values{"family_name": {"新川"}})
		p.LeadsTo(exchange, "/r/"+secret)
		p.Wants(p.Request(http.MethodGet, "/r/"+former, ""), http.StatusNotFound)
		p.Wants(p.Request(http.MethodGet, "/r/"+secret, ""), http.StatusOK, "新川")
		same := p.Form(to, url.Values{"family_name": {"髙橋"}, "given_name": {"花子"}})
		p.Wants(same, http.StatusUnprocessableEntity, "ほかにあります")

		p.LeadsTo(p.Request(http.MethodPost, to+"/cancel", ""), "/r/"+secret)
		p.LeadsTo(p.Request(http.MethodPost, "/r/"+secret+"/cancel/all", ""), "/r/"+secret)
		p.Wants(p.Request(http.MethodGet, "/r/"+p.MailedSecret(list[1].ID), ""), http.StatusOK, "キャンセル済み")
		p.RunJobs()
		for _, m := range p.Mails() {
			if m.ToAddress != "ken@b.example" || m.ToName != "髙橋 花子" {
				t.Errorf("a mail of kind %s goes to %s", m.Kind, m.ToName)
			}
		}
		stranger, _, _ := p.SignUp(p.Event, "stranger@b.example")
		p.Wants(p.Request(http.MethodPost, "/r/"+stranger+"/companions/"+list[1].ID+"/cancel", ""), http.StatusNotFound)
	})
}

func TestACompanionMovesToAnAddressOfTheirOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, list := companions(t, p)
		form := p.Form("/r/"+p.MailedSecret(list[0].ID),
			url.Values{"family_name": {"同行"}, "given_name": {"めい"}, "email": {"mei@b.example"}})
		p.Wants(form, http.StatusSeeOther)
		p.ConfirmAddress(list[0].ID)
		own := p.Request(http.MethodGet, "/r/"+secret, "")
		p.Wants(own, http.StatusOK, "ご本人のメールアドレスにご案内しています", "2名様全員をキャンセルする")
		apptest.Lacks(t, "the representative's page", own.Body.String(), p.MailedSecret(list[0].ID))
		p.Wants(p.Request(http.MethodGet, "/r/"+secret+"/companions/"+list[0].ID, ""), http.StatusNotFound)
	})
}

func TestTheAPIRegistersCompanions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		body := apptest.RegistrationBody("ken@b.example", "ticket_type", "online", "consents", []string{"privacy"},
			"companions", []map[string]any{
				{"family_name": "同行", "given_name": "めい", "answers": map[string]any{"age": 7}},
				{"given_name": "Tom", "ticket_type": "venue"},
			})
		public := p.API("")
		made := public.Expect(http.StatusCreated, "", http.MethodPost, "/api/v1/events/here/registrations", body)
		list := made.Items("companions")
		apptest.Equal(t, "companions", len(list), 2)
		apptest.Equal(t, "state", list[0].String("state"), "confirmed")
		apptest.Equal(t, "the registrations", p.Registrations(p.Event), 3)
		bad := apptest.RegistrationBody("tom@b.example", "ticket_type", "online", "consents", []string{"privacy"},
			"companions", []map[string]any{{"organization": "-"}})
		public.Expect(http.StatusUnprocessableEntity, "invalid", http.MethodPost, "/api/v1/events/here/registrations", bad)
	})
}
