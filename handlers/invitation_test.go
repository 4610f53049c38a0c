package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"meguri/app/program"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

const (
	chosen   = "lanterns on the water"
	another  = "another river at night"
	atHere   = "/staff/events/here"
	atOther  = "/staff/events/elsewhere"
	newboss  = "newboss@city.example"
	mallorys = "owner@elsewhere.example"
)

// attack is two organizations: here, and elsewhere, whose owner is the attacker.
type attack struct {
	*apptest.Program
	here, mallory *apptest.Client
}

func eachAttack(t *testing.T, test func(t *testing.T, a *attack)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		test(t, &attack{p, p.As(models.RoleOwner), p.AsAccount(p.OtherOwner)})
	})
}

// mailedLinks are the secrets of mailed links that the newest mail of an outbox shows.
func mailedLinks(c *apptest.Client, place string) []string {
	c.T.Helper()
	newest := regexp.MustCompile(`/mails/[0-9a-f-]{36}`).FindString(c.Get(place + "/mails").Body.String())
	if newest == "" {
		c.T.Fatal("the outbox is empty")
	}
	page := c.Get(place+newest).Body.String() + c.Get(place+newest+"/body").Body.String()
	return regexp.MustCompile(`/staff/reset/[\w-]{32}`).FindAllString(page, -1)
}

// mailedLink is the link that the newest mail of an outbox shows.
func mailedLink(c *apptest.Client, place string) string {
	c.T.Helper()
	found := mailedLinks(c, place)
	if len(found) == 0 {
		c.T.Fatal("the newest mail shows no link")
	}
	return found[0]
}

func invite(c *apptest.Client, place, email string, role models.Role) {
	c.T.Helper()
	c.LeadsTo(c.Post(place+"/members", "email", email, "role", string(role)), place+"/members")
}

// again is the address that sends the only waiting invitation of a page again.
func again(c *apptest.Client, place string) string {
	c.T.Helper()
	page := c.Get(place + "/members").Body.String()
	return regexp.MustCompile(place + `/members/[0-9a-f-]{36}/invite`).FindString(page)
}

func (a *attack) account(email string) *models.Account {
	a.T.Helper()
	account, err := a.DB.Query(a.T.Context()).Accounts().ByEmail(email)
	if err != nil {
		a.T.Fatal(err)
	}
	return account
}

func TestAnInvitationBelongsToWhoSentIt(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		invite(a.here, atHere, newboss, models.RoleOwner)
		real := mailedLink(a.here, atHere)
		invite(a.mallory, atOther, newboss, models.RoleAnalyst)
		a.mallory.LeadsTo(a.mallory.Post(again(a.mallory, atOther)), atOther+"/members")
		for _, found := range mailedLinks(a.mallory, atOther) {
			if found == real {
				t.Error("another place sees the link")
			}
			c := a.Client()
			c.Wants(c.Post(found, "password", another), http.StatusOK, "まだ決まっていません")
			if !a.account(newboss).Invited() {
				t.Fatal("another place sets the password")
			}
		}
		boss := a.Client()
		boss.Wants(boss.Get(real), http.StatusOK, newboss)
		boss.LeadsTo(boss.Post(real, "password", chosen), "/staff/login")
		boss.SignIn(newboss, chosen)
		t.Run("its role counts, and the other's waits", func(t *testing.T) {
			boss.With(t).Wants(boss.Get(atHere+"/members"), http.StatusOK)
			boss.With(t).Wants(boss.Get(atOther), http.StatusNotFound)
			boss.With(t).Wants(boss.Get("/staff"), http.StatusOK, "スタッフへの招待")
		})
		t.Run("no outbox elsewhere shows a link any more", func(t *testing.T) {
			a.mallory.LeadsTo(a.mallory.Post(again(a.mallory, atOther)), atOther+"/members")
			if found := mailedLinks(a.mallory, atOther); len(found) > 0 {
				t.Errorf("%v", found)
			}
		})
	})
}

func TestARoleElsewhereWaitsForItsPerson(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		victim := a.account("analyst@here.example")
		a.Write(func(tx *models.Tx) error { return tx.Accounts().SetPassword(victim.ID, "hash") })
		for _, id := range []string{victim.ID, a.OtherOwner} {
			a.Write(func(tx *models.Tx) error { return tx.Accounts().Verify(id) })
		}
		invite(a.mallory, atOther, victim.Email, models.RoleOrganizer)
		c := a.AsAccount(victim.ID)
		c.Wants(c.Get(atOther), http.StatusNotFound)
		t.Run("and its page tells nothing about the account", func(t *testing.T) {
			page := a.mallory.With(t).Get(atOther + "/members").Body.String()
			apptest.Contains(t, "the page", page, victim.Email, "招待中")
			invite(a.mallory, atOther, "nobody@city.example", models.RoleOrganizer)
			unknown := a.mallory.With(t).Get(atOther + "/members").Body.String()
			apptest.Equal(t, "the rows that wait", strings.Count(unknown, "招待中"), 2*strings.Count(page, "招待中"))
		})
		id := regexp.MustCompile(`name="id" value="([0-9a-f-]{36})"`).FindStringSubmatch(c.Get("/staff").Body.String())[1]
		t.Run("nobody else answers for them", func(t *testing.T) {
			mallory := a.mallory.With(t)
			mallory.Wants(mallory.Post("/staff/invitations", "id", id, "answer", "accept"), http.StatusNotFound)
		})
		c.LeadsTo(c.Post("/staff/invitations", "id", id, "answer", "accept"), "/staff")
		c.Wants(c.Get(atOther), http.StatusOK)
	})
}

func TestAnAccountThatSomebodyElseMadeAcceptsNothingWithoutTheLink(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		invite(a.mallory, atOther, newboss, models.RoleAnalyst)
		own := mailedLink(a.mallory, atOther)
		attacker := a.Client()
		attacker.LeadsTo(attacker.Post(own, "password", chosen), "/staff/login")
		attacker.SignIn(newboss, chosen)
		invite(a.here, atHere, newboss, models.RoleOwner)
		waiting, err := a.DB.Query(t.Context()).Members().PendingOf(a.account(newboss).ID)
		if err != nil || len(waiting) != 1 {
			t.Fatalf("%v, %v", waiting, err)
		}
		attacker.Post("/staff/invitations", "id", waiting[0].ID, "answer", "accept")
		attacker.Wants(attacker.Get(atHere), http.StatusNotFound)
		attacker.Wants(attacker.Get("/staff"), http.StatusOK, "メールにあるリンク")
		t.Run("the operator's password makes it the person's", func(t *testing.T) {
			if _, err := apptest.Command(t, a.DB, "user", "password", "--email", newboss, "--password", another); err != nil {
				t.Fatal(err)
			}
			attacker.With(t).Wants(attacker.Get("/staff"), http.StatusSeeOther)
			boss := a.With(t).Client()
			boss.SignIn(newboss, another)
			boss.LeadsTo(boss.Post("/staff/invitations", "id", waiting[0].ID, "answer", "accept"), "/staff")
			boss.Wants(boss.Get(atHere), http.StatusOK)
		})
	})
}

func TestAnInvitationsPageIsItsPersonsOnly(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		invite(a.here, atHere, mallorys, models.RoleReceptionist) // who has no password: see apptest.Member
		a.Write(func(tx *models.Tx) error { return tx.Accounts().SetPassword(a.OtherOwner, "hash") })
		t.Run("its link is hidden from the place that sent it, as the person has a role elsewhere", func(t *testing.T) {
			if found := mailedLinks(a.here.With(t), atHere); len(found) > 0 {
				t.Errorf("%v", found)
			}
		})
		t.Run("and is followed by the mail", func(t *testing.T) {
			server := apptest.NewMailServer(t)
			p := a.With(t)
			p.SendMailTo("smtp://" + server.Address)
			inviter := p.As(models.RoleOwner)
			inviter.LeadsTo(inviter.Post(again(inviter, atHere)), atHere+"/members")
			p.RunJobs()
			sent := server.Mails[len(server.Mails)-1].Content
			text := string(apptest.ParseMail(t, sent).Part(t, "text/plain").Content)
			secret := regexp.MustCompile(`/staff/reset/([\w-]{32})`).FindStringSubmatch(text)
			if secret == nil {
				t.Fatalf("no link in %s", text)
			}
			page := "/staff/invitations/" + secret[1]
			nobody := p.Client()
			nobody.LeadsTo(nobody.Get("/staff/reset/"+secret[1]), page)
			nobody.Wants(nobody.Post("/staff/reset/"+secret[1], "password", another), http.StatusSeeOther)
			stranger := p.As(models.RoleOwner)
			stranger.Wants(stranger.Get(page), http.StatusNotFound, "別の方")
			stranger.Wants(stranger.Post(page, "answer", "accept"), http.StatusNotFound)
			person := p.AsAccount(p.OtherOwner)
			person.Wants(person.Get(page), http.StatusOK, "受付", "お受けする")
			person.LeadsTo(person.Post(page, "answer", "decline"), "/staff")
			person.Wants(person.Get(atHere), http.StatusNotFound)
			person.Wants(person.Get(page), http.StatusNotFound)
		})
	})
}

func TestAnInvitationThatIsWithdrawnEnds(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		invite(a.here, atHere, newboss, models.RoleOwner)
		real := mailedLink(a.here, atHere)
		a.here.Post(strings.Replace(again(a.here, atHere), "/invite", "/remove", 1))
		c := a.Client()
		c.Wants(c.Get(real), http.StatusNotFound)
		c.Wants(c.Post(real, "password", chosen), http.StatusNotFound)
	})
}

func TestInvitationsFloodNoMailbox(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		invite(a.mallory, atOther, newboss, models.RoleAnalyst)
		for range 20 {
			a.mallory.Post(again(a.mallory, atOther))
		}
		count, err := a.DB.Query(t.Context()).Mails().OfEvent(a.Other, "", "", "", 100)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "mails", len(count), 5)
	})
}

// An organizer gives colleagues roles, but none that is wider than theirs, and sees no link of a wider one.
func TestAnOrganizerGivesRoles(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		organizer := a.As(models.RoleOrganizer)
		organizer.Wants(organizer.Get(atHere), http.StatusOK, atHere+"/members")
		for _, role := range models.Roles {
			t.Run(string(role), func(t *testing.T) {
				answer := organizer.With(t).Post(atHere+"/members", "email", string(role)+"@new.example", "role", string(role))
				want := http.StatusSeeOther
				if role == models.RoleOwner {
					want = http.StatusUnprocessableEntity
				}
				apptest.Equal(t, "the status", answer.Code, want)
			})
		}
		if len(mailedLinks(organizer, atHere)) == 0 {
			t.Error("the organizer cannot hand over the invitation")
		}
		invite(a.here, atHere, newboss, models.RoleOwner)
		if found := mailedLinks(organizer, atHere); len(found) > 0 {
			t.Errorf("the organizer reads the link of an owner: %v", found)
		}
		page := organizer.Get(atHere + "/members")
		apptest.Lacks(t, "the page", page.Body.String(), "token_name")
		offered := apptest.Document(t, page).Find("form[method=post] [value=owner]")
		apptest.Equal(t, "forms that give the role of an owner", offered.Length(), 0)
		waiting := a.account(newboss)
		members, err := a.DB.Query(t.Context()).Members().PendingOf(waiting.ID)
		if err != nil || len(members) != 1 {
			t.Fatal(members, err)
		}
		for _, action := range []string{"/invite", "/remove"} {
			organizer.Wants(organizer.Post(atHere+"/members/"+members[0].ID+action), http.StatusForbidden)
		}
	})
}

func TestWhereMailsLeaveNoPageShowsALink(t *testing.T) {
	eachAttack(t, func(t *testing.T, a *attack) {
		invite(a.here, atHere, newboss, models.RoleOwner)
		a.Start(func(c *program.Config) { c.SMTPURL = "smtp://127.0.0.1:1" })
		if found := mailedLinks(a.As(models.RoleOwner), atHere); len(found) > 0 {
			t.Errorf("%v", found)
		}
	})
}
