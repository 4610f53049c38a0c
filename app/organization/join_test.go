package organization_test

import (
	"sync"
	"testing"
	"time"

	"meguri/app/organization"
	"meguri/app/person"
	"meguri/app/service/link"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

var links = link.New([]byte("a key of the test's"))

// eachJoining is eachRegister with links, and a club that takes requests.
func eachJoining(t *testing.T, test func(r register, db *models.DB)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		persons := person.New(db, person.Options{Links: links})
		s := organization.New(db, organization.Options{Links: links, MailLink: persons.MailLink})
		r := register{t, s, newClub(t, db, "club")}
		r.club.IsListed, r.club.TakesRequests = true, true
		r.write(db, func(tx *models.Tx) error { return tx.Organizations().Update(r.club) })
		test(r, db)
	})
}

func (r register) write(db *models.DB, do func(tx *models.Tx) error) {
	r.Helper()
	r.must(db.InTx(r.Context(), do))
}

func (r register) keeps(db *models.DB, name, email string) *models.Account {
	r.Helper()
	a := &models.Account{Email: email, EmailKey: email, Name: name, PasswordHash: models.NoPassword, Locale: "ja"}
	r.write(db, func(tx *models.Tx) error { return tx.Accounts().Create(a) })
	return a
}

// places writes what a person finds about their places.
func (r register) places(db *models.DB, a *models.Account) (all string) {
	r.Helper()
	list, err := db.Query(r.Context()).Affiliations().OfPerson(a)
	r.must(err)
	for _, p := range list {
		switch {
		case p.IsRequest():
			all += "asks "
		case p.AcceptedAt != nil && p.Until == "":
			all += "belongs "
		case p.AcceptedAt != nil:
			all += "left "
		default:
			all += "may belong "
		}
	}
	return all
}

func (r register) is(what string, err error, code models.Code) {
	r.Helper()
	apptest.Equal(r.T, what, models.CodeOf(err), code)
}

// lastMail is the newest mail of a kind.
func (r register) lastMail(db *models.DB, kind string) models.Mail {
	r.Helper()
	for _, m := range modelstest.Mails(r.T, db) { // the newest first
		if m.Kind == kind {
			return m
		}
	}
	r.Fatal("no mail: ", kind)
	return models.Mail{}
}

// Somebody asks to join, twice; is not a member before they are accepted, and leaves no trace when they are not. The
// answer comes once, with its words.
func TestAPersonAsksToJoinAClub(t *testing.T) {
	eachJoining(t, func(r register, db *models.DB) {
		a := r.keeps(db, "佐藤 さくら", "sakura@home.example")
		for _, words := range []string{"はじめまして", "例会に行きたいです"} {
			r.must(r.Request(r.Context(), a, "club", &organization.RequestInput{Words: words}))
		}
		apptest.Equal(r.T, "the person", r.places(db, a), "asks ")
		apptest.Equal(r.T, "members", r.list(organization.RegisterFilter{}), "")
		page, err := r.Register(r.Context(), r.club, &organization.RegisterFilter{State: "asks"}, 0)
		r.must(err)
		apptest.Equal(r.T, "requests", len(page.People), 1)
		asks := page.People[0]
		apptest.Equal(r.T, "words", asks.Latest().Words, "例会に行きたいです")
		in := &organization.RoleInput{Role: models.AffiliationBoard}
		r.is("a role before the answer", r.AddRole(r.Context(), r.club, asks.MemberID, in), models.CodeConflict)
		r.is("an invitation of who asks", r.Invite(r.Context(), r.club, asks.MemberID), models.CodeConflict)
		for _, act := range []string{organization.PlaceJoin, organization.PlaceName, organization.PlaceLeave} {
			r.is("they answer themselves: "+act, r.DoPlace(r.Context(), a, asks.Latest().ID, act), models.CodeConflict)
		}
		answer := func(what, words string) error {
			return r.Answer(r.Context(), r.club, asks.MemberID, &organization.AnswerInput{Answer: what, Words: words})
		}
		r.is("no answer", answer("", ""), models.CodeInvalid)
		r.must(answer("decline", "また**来年**"))
		apptest.Equal(r.T, "the answer", r.lastMail(db, "organization_declined").Data["words"], "また**来年**")
		apptest.Equal(r.T, "after the no", r.places(db, a), "")
		r.is("answered twice", answer("accept", ""), models.CodeNotFound)

		r.must(r.Request(r.Context(), a, "club", &organization.RequestInput{}))
		page, err = r.Register(r.Context(), r.club, &organization.RegisterFilter{State: "asks"}, 0)
		r.must(err)
		asks = page.People[0]
		r.must(answer("accept", ""))
		apptest.Equal(r.T, "after the yes", r.places(db, a), "belongs ")
		apptest.Equal(r.T, "members", r.list(organization.RegisterFilter{}), "佐藤 さくら member")
		r.is("asked again", r.Request(r.Context(), a, "club", &organization.RequestInput{}), models.CodeConflict)
		r.must(r.DoPlace(r.Context(), a, asks.Latest().ID, organization.PlaceLeave))
		apptest.Equal(r.T, "after leaving", r.places(db, a), "left ")
	})
}

// Who is in the register by an address that they proved joins without being asked for a yes again; a place is nobody
// else's to answer.
func TestWhoIsInTheRegisterJoinsAtOnce(t *testing.T) {
	eachJoining(t, func(r register, db *models.DB) {
		id := r.add("佐藤", "さくら", "sakura@home.example")
		other := r.keeps(db, "別人", "other@home.example")
		r.is("another's place", r.DoPlace(r.Context(), other, id, organization.PlaceJoin), models.CodeNotFound)
		a := r.keeps(db, "佐藤 さくら", "sakura@home.example")
		apptest.Equal(r.T, "before", r.places(db, a), "may belong ")
		r.must(r.Request(r.Context(), a, "club", &organization.RequestInput{}))
		apptest.Equal(r.T, "after", r.places(db, a), "belongs ")
	})
}

// An invitation is good once, for fourteen days, and for the address to which it went. Forwarded, it adds that address
// to nobody's account; without an account it makes one.
func TestAnInvitationToAClub(t *testing.T) {
	eachJoining(t, func(r register, db *models.DB) {
		id := r.add("佐藤", "さくら", "sakura@company.example")
		invite := func() string {
			r.must(r.Invite(r.Context(), r.club, id))
			m := r.lastMail(db, "organization_invitation")
			return links.Joining(m.Data["affiliation"], m.Data["key"])
		}
		secret := invite()
		r.is("invited twice", r.Invite(r.Context(), r.club, id), models.CodeConflict)
		_, err := r.Invitation(r.Context(), secret+"x", nil)
		r.is("a wrong secret", err, models.CodeNotFound)
		_, err = r.Invitation(r.Context(), "x.y", nil)
		r.is("no secret", err, models.CodeNotFound)
		db.SetClock(func() time.Time { return time.Now().Add(15 * 24 * time.Hour) })
		r.is("too late", r.Join(r.Context(), secret, nil, "ja"), models.CodeNotFound)

		secret = invite()
		in := &organization.MemberInput{Family: "佐藤", Given: "さくら", Email: "sakura@new.example"}
		r.must(r.SaveMember(r.Context(), r.club, id, in))
		r.is("another address", r.Join(r.Context(), secret, nil, "ja"), models.CodeNotFound)
		db.SetClock(func() time.Time { return time.Now().Add(16 * 24 * time.Hour) })
		secret = invite()
		r.must(r.Join(r.Context(), secret, nil, "ja"))
		a, err := db.Query(r.Context()).Persons().ByAddress("sakura@new.example")
		r.must(err)
		apptest.Equal(r.T, "the new account", r.places(db, a), "belongs ")
		apptest.Equal(r.T, "its link", r.lastMail(db, "person_link").ToAddress, "sakura@new.example")
		r.is("used twice", r.Join(r.Context(), secret, nil, "ja"), models.CodeNotFound)
		r.is("declined after the yes", r.Decline(r.Context(), secret), models.CodeNotFound)

		id = r.add("田中", "", "tanaka@company.example")
		viewer := r.keeps(db, "受け取った人", "viewer@home.example")
		r.must(r.Join(r.Context(), invite(), viewer, "ja"))
		_, err = db.Query(r.Context()).Persons().ByAddress("tanaka@company.example")
		r.is("a forwarded invitation opens the account", err, models.CodeNotFound)

		id = r.add("鈴木", "", "suzuki@company.example")
		r.must(r.Decline(r.Context(), invite()))
		no := r.keeps(db, "鈴木", "suzuki@company.example")
		r.write(db, func(tx *models.Tx) error { return tx.Affiliations().Claim(no.ID, no.EmailKey) })
		apptest.Equal(r.T, "who said no", r.places(db, no), "")
		r.is("who said no is asked again", r.Invite(r.Context(), r.club, id), models.CodeConflict)
	})
}

// The whole register is invited at once, each person once, however often and however many press: nobody without an
// address, with an account, who said no, or who is no member any more.
func TestAWholeRegisterIsInvited(t *testing.T) {
	eachJoining(t, func(r register, db *models.DB) {
		r.add("佐藤", "さくら", "sakura@company.example")
		r.add("田中", "", "tanaka@company.example")
		r.add("無記名", "", "")
		left := r.add("山田", "", "yamada@company.example")
		r.must(r.Leave(r.Context(), r.club, left, "2026-03-31"))
		no := r.add("鈴木", "", "suzuki@company.example")
		r.must(r.Invite(r.Context(), r.club, no))
		m := r.lastMail(db, "organization_invitation")
		r.must(r.Decline(r.Context(), links.Joining(m.Data["affiliation"], m.Data["key"])))
		belongs := r.keeps(db, "井上", "inoue@company.example")
		id := r.add("井上", "", "inoue@company.example")
		r.must(r.DoPlace(r.Context(), belongs, id, organization.PlaceJoin))

		var pressing sync.WaitGroup
		for range 4 {
			pressing.Go(func() {
				if _, err := r.InviteAll(r.Context(), r.club); err != nil && models.CodeOf(err) != models.CodeConflict {
					r.Error(err)
				}
			})
		}
		pressing.Wait()
		invited := map[string]int{}
		for _, m := range modelstest.Mails(r.T, db) {
			if m.Kind == "organization_invitation" {
				invited[m.ToAddress]++
			}
		}
		apptest.Equal(r.T, "who is invited", invited, map[string]int{
			"suzuki@company.example": 1, "sakura@company.example": 1, "tanaka@company.example": 1,
		})
		n, err := r.InviteAll(r.Context(), r.club)
		r.must(err)
		apptest.Equal(r.T, "once more", n, 0)
	})
}

// An organization that leaves keeps its history; nobody joins it in any way; its members are told once and keep their
// accounts; it can come back.
func TestAnOrganizationThatLeaves(t *testing.T) {
	eachJoining(t, func(r register, db *models.DB) {
		a := r.keeps(db, "佐藤 さくら", "sakura@home.example")
		r.add("佐藤", "さくら", "sakura@home.example")
		r.must(r.Request(r.Context(), a, "club", &organization.RequestInput{}))
		invited := r.add("田中", "", "tanaka@company.example")
		r.must(r.Invite(r.Context(), r.club, invited))
		m := r.lastMail(db, "organization_invitation")
		secret := links.Joining(m.Data["affiliation"], m.Data["key"])
		asks := r.keeps(db, "鈴木", "suzuki@home.example")
		r.must(r.Request(r.Context(), asks, "club", &organization.RequestInput{}))
		page, err := r.Register(r.Context(), r.club, &organization.RegisterFilter{State: "asks"}, 0)
		r.must(err)

		for range 2 {
			r.must(r.SetLeft(r.Context(), r.club, true))
		}
		told := map[string]int{}
		for _, m := range modelstest.Mails(r.T, db) {
			if m.Kind == organization.MailLeft || m.Kind == organization.MailLeftListed {
				told[m.ToAddress]++
			}
		}
		want := map[string]int{"sakura@home.example": 1, "suzuki@home.example": 1, "tanaka@company.example": 1}
		// Who asked waits no more, and who has no account is told too.
		apptest.Equal(r.T, "who is told", told, want)
		newcomer := r.keeps(db, "新人", "new@home.example")
		for what, err := range map[string]error{
			"a request":  r.Request(r.Context(), newcomer, "club", &organization.RequestInput{}),
			"invitation": r.Invite(r.Context(), r.club, invited),
			"a yes": r.Answer(r.Context(), r.club, page.People[0].MemberID,
				&organization.AnswerInput{Answer: "accept"}),
			"a list": r.StoreImport(r.Context(), r.club, &organization.ImportInput{List: *listOf("氏名\n山田 太郎\n")}),
		} {
			r.is(what, err, models.CodeConflict)
		}
		r.is("an old invitation", r.Join(r.Context(), secret, nil, "ja"), models.CodeNotFound)
		_, err = r.AddMember(r.Context(), r.club, &organization.MemberInput{
			Family: "山田", RoleInput: organization.RoleInput{Role: models.AffiliationMember},
		})
		r.is("a new member", err, models.CodeConflict)
		apptest.Equal(r.T, "history", r.list(organization.RegisterFilter{}), "佐藤 さくら member, 田中 member")
		apptest.Equal(r.T, "the account", r.places(db, a), "belongs ")
		_, err = r.Page(r.Context(), "club")
		r.must(err)

		r.must(r.SetLeft(r.Context(), r.club, false))
		r.must(r.Request(r.Context(), newcomer, "club", &organization.RequestInput{}))
	})
}

// Only who belongs to it and agreed is named on the page, under their own name, until they take it back or leave.
func TestPeopleAreNamedByConsent(t *testing.T) {
	eachJoining(t, func(r register, db *models.DB) {
		id := r.add("名簿の", "名前", "sakura@home.example")
		named := func() (all string) {
			r.Helper()
			page, err := r.Page(r.Context(), "club")
			r.must(err)
			for _, p := range page.People {
				all += p.Name + " " + string(p.Role)
			}
			return all
		}
		a := r.keeps(db, "佐藤 さくら", "sakura@home.example")
		do := func(act string) error { return r.DoPlace(r.Context(), a, id, act) }
		r.is("named before belonging", do(organization.PlaceName), models.CodeConflict)
		r.must(do(organization.PlaceJoin))
		apptest.Equal(r.T, "without consent", named(), "")
		r.must(do(organization.PlaceName))
		apptest.Equal(r.T, "with consent", named(), "佐藤 さくら member")
		r.must(do(organization.PlaceUnname))
		apptest.Equal(r.T, "taken back", named(), "")
		r.must(do(organization.PlaceName))
		r.write(db, func(tx *models.Tx) error { return tx.Persons().Erase(a) })
		apptest.Equal(r.T, "erased", named(), "")
	})
}

// The work address of somebody dies as they leave the company: the second one, confirmed before, opens the account,
// with everything in it, and the dead one opens it no more.
func TestAWorkAddressThatDies(t *testing.T) {
	eachJoining(t, func(r register, db *models.DB) {
		persons := person.New(db, person.Options{Links: links})
		a := r.keeps(db, "佐藤 さくら", "sakura@company.example")
		id := r.add("佐藤", "さくら", "sakura@company.example")
		r.must(r.DoPlace(r.Context(), a, id, organization.PlaceJoin))
		r.must(persons.AddAddress(r.Context(), a, person.AddressInput{Email: "sakura@home.example"}))
		list, err := db.Query(r.Context()).Persons().Addresses(a.ID)
		r.must(err)
		r.is("an address that nobody confirmed", persons.MakeFirst(r.Context(), a, list[0].ID), models.CodeNotFound)
		r.must(persons.Prove(r.Context(), a, links.PersonAddress(list[0].ID)))
		r.must(r.Leave(r.Context(), r.club, id, "2026-03-31"))
		r.must(persons.MakeFirst(r.Context(), a, list[0].ID))
		r.must(persons.RemoveAddress(r.Context(), a, list[0].ID)) // that row has the dead address now

		sent := len(modelstest.Mails(r.T, db))
		r.must(persons.AskLink(r.Context(), person.LinkInput{Email: "sakura@company.example"}))
		apptest.Equal(r.T, "mails to the dead address", len(modelstest.Mails(r.T, db))-sent, 0)
		r.must(persons.AskLink(r.Context(), person.LinkInput{Email: "sakura@home.example"}))
		apptest.Equal(r.T, "the link", r.lastMail(db, "person_link").ToAddress, "sakura@home.example")
		stored, err := db.Query(r.Context()).Accounts().ByID(a.ID)
		r.must(err)
		apptest.Equal(r.T, "the places", r.places(db, stored), "left ")
	})
}
