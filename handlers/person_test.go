package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// keeper is somebody who keeps an account, in a browser of their own.
type keeper struct {
	*apptest.Client
	p     *apptest.Program
	own   paths.Attendee
	email string
}

// keepAccount registers somebody who keeps an account, and opens it.
func keepAccount(p *apptest.Program, email string) *keeper {
	p.T.Helper()
	secret, _, _ := p.SignUp(p.Event, email)
	k := &keeper{p.Client(), p, paths.OfAttendee(secret), email}
	k.Wants(k.Get(string(k.own)), http.StatusOK, "活動手帳を使う")
	k.LeadsTo(k.Post(k.own.Keep()), string(k.own))
	k.open(k.mailed())
	return k
}

// mailed is the address of the page to which the newest mail to the person leads.
func (k *keeper) mailed() string {
	k.p.T.Helper()
	k.p.RunJobs()
	var link string
	for _, m := range slices.Backward(modelstest.Mails(k.p.T, k.p.DB)) {
		if m.Kind != "person_link" || m.ToAddress != k.email {
			continue
		}
		for _, word := range strings.Fields(k.p.Text(m)) {
			if at, ok := strings.CutPrefix(word, apptest.BaseURL); ok && strings.HasPrefix(at, paths.MeOpenPrefix) {
				link = at
			}
		}
	}
	if link == "" {
		k.p.T.Fatal(k.email, "has no link")
	}
	return link
}

// open follows a mailed link, and presses its button.
func (k *keeper) open(link string) {
	k.p.T.Helper()
	k.Wants(k.Get(link), http.StatusOK, "手帳を開く")
	if answer := k.Get(paths.Me); strings.Contains(answer.Body.String(), paths.MeSettings) {
		k.p.T.Error("the link opened without the button")
	}
	k.LeadsTo(k.Post(link), paths.Me)
}

func TestAPersonKeepsAnAccount(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		hana := keepAccount(p, "hana@work.example")
		home := hana.Get(paths.Me)
		hana.Wants(home, http.StatusOK, "さんの活動手帳", p.Event.TitleJa)
		hana.LeadsTo(hana.Post(paths.MeProfile, "name", "髙橋 花", "skills", "会計\n会計\n翻訳", "hours", "2",
			"see_skills", "public", "see_name", "members", "version", "0"), paths.MeProfile)
		hana.Wants(hana.Post(paths.MeProfile, "name", "髙橋 花", "version", "0"), http.StatusUnprocessableEntity,
			"ほかの画面で先に変更されています")
		hana.Wants(hana.Post(paths.MeProfile, "name", "", "hours", "99", "see_area", "moon", "version", "1"),
			http.StatusUnprocessableEntity, "選択肢から選んでください")

		var file struct {
			Account struct{ ID, Name string }
			Profile struct{ Skills []string }
		}
		if err := json.Unmarshal(hana.Get(paths.MeExportJSON).Body.Bytes(), &file); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "skills", file.Profile.Skills, []string{"会計", "翻訳"})
		csv := hana.Get(paths.MeExportCSV).Body.String()
		apptest.Contains(t, "the table", csv, "profile.skills.1,翻訳", "account.email,hana@work.example", "registrations.0.")

		// Others see what was chosen for them, and nothing else.
		page := p.Client().Get(paths.Person(file.Account.ID))
		p.Wants(page, http.StatusOK, "翻訳")
		apptest.Lacks(t, "the public page", page.Body.String(), "髙橋", "2時間", "hana@")

		// The link opens no page of staff, and the pages of the person are nobody else's.
		hana.LeadsTo(hana.Get(paths.StaffHome), paths.Login+"?next=%2Fstaff")
		hana.LeadsTo(p.As(models.RoleOwner).Get(paths.MeSettings), paths.Me)

		other := keepAccount(p, "taro@mail.example")
		taken := paths.OfMeRegistration(idOf(t, p, "hana@work.example"))
		for _, answer := range []*httptest.ResponseRecorder{
			other.Get(string(taken)), other.Get(taken.Certificate()), other.Post(taken.Join()),
		} {
			p.Wants(answer, http.StatusNotFound)
		}
		other.Post(taken.TakeApart())
		hana.LeadsTo(hana.Get(string(taken)), string(hana.own))

		// Taken apart on either side, it is offered again.
		hana.LeadsTo(hana.Post(hana.own.TakeApart()), string(hana.own))
		hana.Wants(hana.Get(paths.Me), http.StatusOK, "手帳に入れていないお申し込み")
		hana.LeadsTo(hana.Post(taken.Join()), paths.Me)

		hana.Wants(hana.Post(paths.MeErase), http.StatusUnprocessableEntity)
		hana.LeadsTo(hana.Post(paths.MeErase, "sure", "true"), paths.MeErased)
		hana.LeadsTo(hana.Get(paths.MeProfile), paths.Me)
		p.Wants(p.Client().Get(paths.Person(file.Account.ID)), http.StatusNotFound)
		hana.Wants(hana.Get(string(hana.own)), http.StatusOK, "活動手帳を使う") // the registration stays
	})
}

func idOf(t *testing.T, p *apptest.Program, key string) string {
	t.Helper()
	list, err := p.DB.Query(t.Context()).Registrations().ByEmail(p.Event, key, 1)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	return list[0].ID
}

// An address that is known gets the same answer as one that is not, and links end one by one or all at once.
func TestLinksOfAPersonEnd(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		hana := keepAccount(p, "hana@work.example")
		known, unknown := p.Client().Post(paths.Me, "email", hana.email), p.Client().Post(paths.Me, "email", "no@x.example")
		apptest.Equal(t, "answer", known.Body.String(), unknown.Body.String())
		apptest.Equal(t, "leads to", known.Header().Get("Location"), unknown.Header().Get("Location"))
		second := hana.mailed()
		phone := &keeper{p.Client(), p, hana.own, hana.email}
		phone.open(second)
		phone.LeadsTo(phone.Post(paths.MeLeave), paths.Me)
		phone.LeadsTo(phone.Get(paths.MeSettings), paths.Me)
		p.Wants(phone.Get(second), http.StatusNotFound, "このリンクは使えません")
		p.Wants(phone.Post(second), http.StatusNotFound, "このリンクは使えません")
		hana.Wants(hana.Get(paths.MeSettings), http.StatusOK)

		p.Client().Post(paths.Me, "email", hana.email)
		phone.open(hana.mailed())
		hana.LeadsTo(hana.Post(paths.MeLeaveAll), paths.Me)
		phone.LeadsTo(phone.Get(paths.MeSettings), paths.Me)
	})
}

// An address is confirmed by who has the mail and the open account. Two accounts of one person become one by it.
func TestTwoAccountsOfAPersonBecomeOne(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		work, home := keepAccount(p, "hana@work.example"), keepAccount(p, "hana@home.example")
		work.LeadsTo(work.Post(paths.MeAddresses, "email", "hana@home.example"), paths.MeSettings)
		p.RunJobs()
		var link string
		for _, m := range modelstest.Mails(t, p.DB) {
			if m.Kind != "person_address" {
				continue
			}
			apptest.Lacks(t, "the mail to an address that nobody proved", p.Text(m), "work.example")
			_, after, _ := strings.Cut(p.Text(m), apptest.BaseURL+paths.MeProvePrefix)
			secret, _, _ := strings.Cut(after, "\n")
			link = paths.ProveAddress(strings.TrimSpace(secret))
		}
		p.Wants(home.Get(link), http.StatusNotFound) // the mail without the account
		p.Wants(home.Post(link), http.StatusNotFound)
		work.Wants(work.Get(link), http.StatusOK, "もう1冊あります")
		work.LeadsTo(work.Post(link), paths.MeSettings)
		home.LeadsTo(home.Get(paths.MeSettings), paths.Me)
		joined := work.Get(paths.Me).Body.String()
		for _, email := range []string{"hana@work.example", "hana@home.example"} {
			apptest.Contains(t, "the account", joined, string(paths.OfMeRegistration(idOf(t, p, email))))
		}
		told := slices.ContainsFunc(modelstest.Mails(t, p.DB), func(m models.Mail) bool {
			return m.Kind == "person_address_added" && m.ToAddress == "hana@work.example"
		})
		if !told {
			t.Error("the first address does not hear of it")
		}
	})
}
