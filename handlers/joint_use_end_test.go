package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// tells does the jobs that are due, and lists the addresses of the mails of a kind.
func (s *jointly) tells(kind string) (to []string) {
	s.T.Helper()
	s.RunJobs()
	for _, m := range modelstest.Mails(s.T, s.DB) {
		if m.Kind == kind {
			to = append(to, m.ToAddress)
		}
	}
	slices.Sort(to)
	return to
}

// bosses gives both organizations an owner who can sign in, and so is written to.
func (s *together) bosses() {
	s.T.Helper()
	for email, organization := range map[string]string{
		"boss@here.example": s.Event.OrganizationID, "boss@there.example": s.otherID,
	} {
		s.Account(email, "Boss", chosen)
		s.Write(func(tx *models.Tx) error {
			account, err := tx.Accounts().ByEmail(email)
			if err != nil {
				return err
			}
			return tx.Members().Add(&models.Member{
				AccountID: account.ID, OrganizationID: &organization, Role: models.RoleOwner, AcceptedAt: &tx.Now,
			})
		})
	}
}

// own is the own page of who registered with an address.
func (s *jointly) own(email string) paths.Attendee {
	s.T.Helper()
	return paths.OfAttendee(s.MailedSecret(s.registration(email).ID))
}

func (s *jointly) says(email, say string) {
	s.T.Helper()
	answer := s.Client().Post(string(s.own(email))+"/joint-uses/"+s.id, "say", say)
	if answer.Code != http.StatusSeeOther {
		s.T.Fatal(answer.Code, answer.Body.String())
	}
}

// The owners of both organizations hear two weeks before that it ends, and when it has, once each; who was told reads
// it on their page, and everybody at the event.
func TestItIsToldThatJointUseEnds(t *testing.T) {
	eachJointly(t, func(t *testing.T, s *jointly) {
		s.bosses()
		s.accept()
		s.signs("知田", jointTold)
		apptest.Equal(t, "mails at first", len(s.tells("joint_use_ending")), 0)
		s.Advance(20 * 24 * time.Hour)
		both := s.tells("joint_use_ending")
		apptest.Equal(t, "who hears that it will end", len(both), 2)
		s.here = s.As(models.RoleOwner)
		desk := paths.OfStaffEvent(s.Event.Slug).Privacy()
		s.here.Wants(s.here.Get(desk), http.StatusOK, "共同利用", "利用中", jointReason)
		apptest.Equal(t, "who hears that it ended", len(s.tells("joint_use_ended")), 0)
		s.Advance(12 * 24 * time.Hour)
		apptest.Equal(t, "who hears that it ended", s.tells("joint_use_ended"), both)
		s.Advance(12 * 24 * time.Hour)
		apptest.Equal(t, "who hears again", s.tells("joint_use_ended"), both)
		apptest.Equal(t, "who hears again", s.tells("joint_use_ending"), both)
		s.Client().Wants(s.Client().Get(string(s.own(jointTold))), http.StatusOK, "あなたの情報をもう見られません", jointReason)
		s.here = s.As(models.RoleOwner)
		s.here.Wants(s.here.Get(desk), http.StatusOK, "（終了）", jointReason)
		s.Client().Wants(s.Client().Get(paths.OfEvent(s.Event.Slug).Privacy()), http.StatusOK, "終わった共同利用", jointReason)
	})
}

// Ended before its day, by whom ever, it is told at once, and its days are not told any more.
func TestItIsToldThatSomebodyEndsJointUse(t *testing.T) {
	for name, end := range map[string]func(s *jointly){
		"by the other":      func(s *jointly) { s.mallory.Post(s.there.Answer(), "answer", "end") },
		"by who offered it": func(s *jointly) { s.here.Post(s.ours.Answer(), "answer", "end") },
	} {
		t.Run(name, func(t *testing.T) {
			eachJointly(t, func(t *testing.T, s *jointly) {
				s.bosses()
				s.accept()
				s.signs("知田", jointTold)
				end(s)
				apptest.Equal(t, "who hears it", len(s.tells("joint_use_ended")), 2)
				apptest.Equal(t, "that one left", len(s.tells("joint_use_left")), 0)
				s.Client().Wants(s.Client().Get(string(s.own(jointTold))), http.StatusOK, "あなたの情報をもう見られません")
				s.Advance(40 * 24 * time.Hour)
				apptest.Equal(t, "who hears of its days", len(s.tells("joint_use_ending")), 0)
				apptest.Equal(t, "who hears it again", len(s.tells("joint_use_ended")), 2)
			})
		})
	}
}

// An offer that nobody accepted is nothing that ends.
func TestTheEndOfAnOfferIsNotTold(t *testing.T) {
	eachJointly(t, func(t *testing.T, s *jointly) {
		s.mallory.Post(s.there.Answer(), "answer", "decline")
		s.Advance(40 * 24 * time.Hour)
		apptest.Equal(t, "mails", len(s.tells("joint_use_ended"))+len(s.tells("joint_use_left")), 0)
		s.here = s.As(models.RoleOwner)
		page := s.here.Get(paths.OfStaffEvent(s.Event.Slug).Privacy()).Body.String()
		apptest.Lacks(t, "the privacy desk", page, jointReason)
	})
}

// A no holds whatever becomes of the registration: merged into another one, taken apart again, promoted from the
// waiting list, registered once more.
func TestANoOutlivesWhatBecomesOfTheRegistration(t *testing.T) {
	merge := func(s *jointly, keep, other string) string {
		k, o := s.registration(keep), s.registration(other)
		path := paths.OfStaffEvent(s.Event.Slug).Registrations() + "/duplicates/merge"
		answer := s.here.Post(path, "first", k.ID, "second", o.ID, "keep", k.ID, "name", o.ID)
		if answer.Code != http.StatusSeeOther {
			s.T.Fatal(answer.Code, answer.Body.String())
		}
		return o.ID
	}
	for name, do := range map[string]func(s *jointly){
		"merged into one that agreed": func(s *jointly) {
			s.signs("断木", "no@mail.example", "joint_refused", "true")
			s.signs("賛木", "yes@mail.example")
			merge(s, "yes@mail.example", "no@mail.example")
		},
		"merged into one that was not told": func(s *jointly) {
			s.signs("断木", "no@mail.example", "joint_refused", "true")
			s.SignUp(s.Event, "program@mail.example")
			merge(s, "program@mail.example", "no@mail.example")
		},
		"said while they were one, and taken apart": func(s *jointly) {
			s.signs("断木", "no@mail.example")
			s.signs("賛木", "yes@mail.example")
			id := merge(s, "yes@mail.example", "no@mail.example")
			s.says("yes@mail.example", "refuse")
			s.here.Post(paths.OfStaffEvent(s.Event.Slug).Registration(id).Unmerge())
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachJointly(t, func(t *testing.T, s *jointly) {
				s.accept()
				do(s)
				s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK)
				apptest.Lacks(t, "what the other sees", s.sees(), "断木", "賛木")
			})
		})
	}
}

// A no to one edition of a series holds for all: before, as the person registers again without another word, and after.
func TestANoHoldsForAllEditions(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		s.join()
		s.Write(func(tx *models.Tx) error { return tx.Editions().Set(s.Other.ID, s.series.ID) })
		j := &jointly{together: s}
		j.offer("series:"+s.series.ID, "name")
		j.accept()
		there := *s.Program
		there.Event = s.Other
		attackThere := *s.attack
		attackThere.Program = &there
		togetherThere := *s
		togetherThere.attack = &attackThere
		elsewhere := &jointly{together: &togetherThere, id: j.id}
		j.signs("断木", "first@mail.example", "joint_refused", "true")
		elsewhere.signs("断木", "first@mail.example")
		j.signs("後木", "later@mail.example")
		elsewhere.signs("後木", "later@mail.example")
		elsewhere.signs("知田", "first@mail.example") // somebody else with the address
		s.mallory.Wants(s.mallory.Get(j.there.People()), http.StatusOK, "後木", "知田")
		apptest.Lacks(t, "what the other sees", j.sees(), "断木")
		j.says("later@mail.example", "refuse")
		s.mallory.Wants(s.mallory.Get(j.there.People()), http.StatusOK, "知田")
		apptest.Lacks(t, "what the other sees", j.sees(), "断木", "後木")
	})
}

// Who takes the place of a companion was told nothing.
func TestWhoTakesTheirPlaceWasNotTold(t *testing.T) {
	eachJointly(t, func(t *testing.T, s *jointly) {
		s.accept()
		secret, list := companions(t, s.Program)
		own := s.Client().Post("/r/"+s.MailedSecret(list[0].ID)+"/joint-uses/"+s.id, "say", "agree")
		apptest.Equal(t, "the yes", own.Code, http.StatusSeeOther)
		s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK, "めい")
		apptest.Lacks(t, "what the other sees of who said nothing", s.sees(), "太郎", "髙橋")
		s.LeadsTo(s.Form("/r/"+secret+"/companions/"+list[0].ID, url.Values{"family_name": {"新川"}}), "/r/"+secret)
		s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK)
		apptest.Lacks(t, "what the other sees", s.sees(), "めい", "新川", "髙橋")
	})
}

// Of a register only who agreed is seen, with what was agreed on; not who said no, left, or was erased, nor by which
// order they come.
func TestJointUseOfARegister(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		j := &jointly{together: s}
		j.offer("register", "name", "role")
		j.accept()
		desk := paths.OfStaffOrganization("here-host").Register()
		people := map[string]*keeper{}
		for _, name := range []string{"agrees", "refuses", "silent", "leaves", "erased"} {
			c := keepAccount(s.Program, name+"@mail.example")
			form := []string{"family_name", name, "given_name", "花子", "email", name + "@mail.example", "role", "member"}
			answer := s.here.Post(string(desk), form...)
			apptest.Equal(t, "the member", answer.Code, http.StatusSeeOther)
			people[name] = c
		}
		s.Write(func(tx *models.Tx) error {
			list, err := tx.Affiliations().OfOrganization(s.Event.OrganizationID)
			for i := range list { // the people joined
				a := &list[i]
				account, err := tx.Accounts().ByEmail(a.Email)
				if err != nil {
					return err
				}
				a.AccountID, a.AcceptedAt = &account.ID, &tx.Now
				if err := tx.Affiliations().Update(a, a.Version); err != nil {
					return err
				}
			}
			return err
		})
		say := func(name, what string) {
			people[name].LeadsTo(people[name].Post(paths.Me+"/joint-uses/"+j.id, "say", what), paths.Me+"#joint-use")
		}
		for _, name := range []string{"agrees", "refuses", "leaves", "erased"} {
			say(name, "agree")
		}
		s.mallory.Wants(s.mallory.Get(j.there.People()), http.StatusOK, "agrees", "refuses", "leaves", "erased")
		say("refuses", "refuse")
		s.Write(func(tx *models.Tx) error {
			list, err := tx.Affiliations().OfOrganization(s.Event.OrganizationID)
			if err != nil {
				return err
			}
			for i := range list {
				a := &list[i]
				switch a.Family {
				case "leaves":
					a.Until = tx.Now.AddDate(0, 0, -2).Format(time.DateOnly)
					err = tx.Affiliations().Update(a, a.Version)
				case "erased":
					account, found := tx.Accounts().ByEmail(a.Email)
					if found != nil {
						return found
					}
					err = tx.Persons().Erase(account)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		s.mallory.Wants(s.mallory.Get(j.there.People()), http.StatusOK, "agrees")
		apptest.Lacks(t, "what the other sees", j.sees(), "refuses", "silent", "leaves", "erased", "mail.example")
		file := people["refuses"].Get(paths.Me + "/export.json").Body.String()
		apptest.Contains(t, "what they take along", file, "refused_at")

		// one person with two accounts, of which one said no, as where two entries were put together
		_, err := modelstest.Pool(t, s.DB).Exec(`UPDATE affiliations SET member_id = (SELECT k.member_id FROM affiliations k
			WHERE k.family_name = 'refuses') WHERE family_name = 'agrees'`)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Lacks(t, "what the other sees of who said no with another account", j.sees(), "agrees", "refuses")
	})
}

// Every role of both organizations: only those that were agreed on see people, only owners answer, and nobody of the
// other organization reaches what is of this one.
func TestEveryRoleAtJointUse(t *testing.T) {
	eachJointly(t, func(t *testing.T, s *jointly) {
		s.accept()
		s.signs("知田", jointTold)
		here, there := s.Staff, map[models.Role]string{models.RoleOwner: s.OtherOwner}
		for _, role := range models.Roles {
			if role != models.RoleOwner {
				there[role] = s.Member(s.Other, role)
			}
		}
		for _, at := range []struct {
			staff       map[models.Role]string
			own, others paths.JointUse
		}{{here, s.ours, s.there}, {there, s.there, s.ours}} {
			for role, account := range at.staff {
				c := s.AsAccount(account)
				sees := role == models.RoleOwner
				for _, path := range []string{at.own.People(), at.own.CSV()} {
					body := c.Get(path)
					if (body.Code == http.StatusOK) != sees || strings.Contains(body.Body.String(), "知田") != sees {
						t.Errorf("%s at %s: %d", role, path, body.Code)
					}
				}
				for _, path := range []string{at.others.People(), at.others.CSV(), string(at.others)} {
					if body := c.Get(path); body.Code == http.StatusOK || strings.Contains(body.Body.String(), "知田") {
						t.Errorf("%s of the other organization at %s: %d", role, path, body.Code)
					}
				}
				if sees {
					continue
				}
				for _, path := range []string{at.own.Answer(), at.others.Answer()} {
					if answer := c.Post(path, "answer", "end"); answer.Code == http.StatusSeeOther {
						t.Errorf("%s ends it at %s", role, path)
					}
				}
			}
		}
		s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK, "知田")
	})
}

// Who leaves a series, or is put out of it, ends what it uses jointly with the others of it, for good.
func TestWhoLeavesASeriesEndsItsJointUse(t *testing.T) {
	for name, leaves := range map[string]func(s *together){
		"it leaves":     func(s *together) { s.mallory.Post(s.theirs.Answer(), "answer", "leave") },
		"it is put out": func(s *together) { s.here.Post(s.mine.Member(s.otherID), "do", "remove") },
	} {
		t.Run(name, func(t *testing.T) {
			eachTogether(t, func(t *testing.T, s *together) {
				s.bosses()
				s.join()
				j := &jointly{together: s}
				j.offer("series:"+s.series.ID, "name")
				j.accept()
				j.signs("知田", jointTold)
				s.mallory.Wants(s.mallory.Get(j.there.People()), http.StatusOK, "知田")
				leaves(s)
				s.mallory.Wants(s.mallory.Get(j.there.People()), http.StatusNotFound)
				apptest.Equal(t, "who hears it", len(j.tells("joint_use_ended")), 2)
				s.join()
				s.mallory.Wants(s.mallory.Get(j.there.People()), http.StatusNotFound)
				apptest.Lacks(t, "the form", s.Client().Get(paths.OfEvent(s.Event.Slug).Register()).Body.String(), jointReason)
			})
		})
	}
}
