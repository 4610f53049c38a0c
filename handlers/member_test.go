package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"meguri/app/service/check"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

const membersHere = "/staff/events/here/members"

// colleague gives somebody a role at the event, which they have at once, and returns their browser and its path.
func colleague(t *testing.T, p *apptest.Program, role models.Role) (*apptest.Client, string) {
	t.Helper()
	who := p.As(models.RoleReceptionist)
	m := &models.Member{AccountID: p.Staff[models.RoleReceptionist], EventID: &p.Event.ID, Role: role}
	modelstest.Write(t, p.DB, func(tx *models.Tx) error { return tx.Members().Add(m) })
	return who, membersHere + "/" + m.ID
}

func TestARoleIsChangedAndLentOnTheColleaguesPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer := p.As(models.RoleOrganizer)
		who, path := colleague(t, p, models.RoleAnalyst)
		organizer.Wants(organizer.Get(membersHere), http.StatusOK, path, path+"/remove", `name="until"`)
		organizer.Wants(organizer.Get(path), http.StatusOK, "アンケートの結果を見る", "最近の操作")
		who.Wants(who.Get("/staff/events/here/people"), http.StatusForbidden)
		end := p.DB.Now().Add(time.Hour).In(p.Event.Zone()).Format(check.LocalLayout)
		organizer.LeadsTo(organizer.Post(path, "role", "organizer", "until", end), membersHere)
		who.Wants(who.Get("/staff/events/here/people"), http.StatusOK)
		who.Wants(who.Get(membersHere), http.StatusForbidden)
		organizer.Wants(organizer.Get(path), http.StatusOK, "まで", "参加者を変更・キャンセルし")
		t.Run("but not by typed nonsense", func(t *testing.T) {
			o := organizer.With(t)
			o.Wants(o.Post(path, "role", "king", "until", "tomorrow"), http.StatusUnprocessableEntity, "tomorrow")
			o.Wants(o.Post(path, "role", "owner", "until", ""), http.StatusUnprocessableEntity)
			o.Wants(o.Get(membersHere+"?role=king&page=-3&sort=zzz"), http.StatusOK, path)
			o.Wants(o.Get(membersHere+"/nobody"), http.StatusNotFound)
		})
	})
}

func TestSeveralPeopleAreInvitedAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer := p.As(models.RoleOrganizer)
		list := "青木 葵 <aoi@mail.example>\nnobody\nmori@mail.example, AOI@mail.example\n\n"
		answer := organizer.Post(membersHere, "many", "true", "emails", list, "role", "analyst")
		organizer.Wants(answer, http.StatusOK, "aoi@mail.example", "mori@mail.example", "nobody", "招待のメールをお送りしました。")
		page := apptest.Document(t, answer)
		apptest.Equal(t, "results", page.Find(".member-results li").Length(), 3)
		apptest.Equal(t, "refused", page.Find(".member-results .fault").Length(), 1)
		organizer.Wants(organizer.Get(membersHere), http.StatusOK, "青木 葵", "mori")
		for _, fields := range [][]string{
			{"emails", "", "role", "analyst"}, {"emails", "a@mail.example", "role", "king"},
			{"emails", manyAddresses(51), "role", "analyst"},
		} {
			answer := organizer.Post(membersHere, append(fields, "many", "true")...)
			apptest.Equal(t, "status", answer.Code, http.StatusUnprocessableEntity)
		}
	})
}

func manyAddresses(n int) string {
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "p%d@mail.example\n", i)
	}
	return list.String()
}

func TestAnInvitationIsSentAgainOrWithdrawn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer := p.As(models.RoleOrganizer)
		organizer.LeadsTo(organizer.Post(membersHere, "email", "new@mail.example", "role", "analyst"), membersHere)
		page := organizer.Get(membersHere)
		path := regexp.MustCompile(membersHere + `/[0-9a-f-]{36}/invite`).FindString(page.Body.String())
		organizer.Wants(page, http.StatusOK, "招待の期限")
		organizer.LeadsTo(organizer.Post(path), membersHere)
		remove := regexp.MustCompile(`/invite$`).ReplaceAllString(path, "/remove")
		organizer.Wants(organizer.Get(remove), http.StatusOK, "招待を取り消す", "リンクは使えなくなります")
		organizer.LeadsTo(organizer.Post(remove), membersHere)
		if left := organizer.Get(membersHere).Body.String(); strings.Contains(left, "new@mail.example") {
			t.Error("they are still listed")
		}
	})
}

func TestARoleIsTakenAwayWhileItsHolderWorks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		owner := p.As(models.RoleOwner)
		boss := p.Staff[models.RoleOrganizer]
		who := p.As(models.RoleOrganizer)
		_, id, _ := p.SignUp(p.Event, "hanako@mail.example")
		read := func() *models.Registration {
			r, err := p.DB.Query(t.Context()).Registrations().ByID(p.Event, id)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		before := read()
		who.Wants(who.Get("/staff/events/here/reception/counts"), http.StatusOK)
		list, err := p.DB.Query(t.Context()).Members().OfOrganization(p.Event.OrganizationID)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			if m.AccountID == boss {
				owner.Post("/staff/organizations/here-host/members/" + m.ID + "/remove")
			}
		}
		path := "/staff/events/here/people/" + before.ID
		who.Wants(who.Get("/staff/events/here/reception/counts"), http.StatusForbidden, "役割は終わりました")
		who.Wants(who.Post(path, "family_name", "半端"), http.StatusForbidden, "役割は終わりました", "保存されていません")
		who.Wants(who.Post(path+"/cancel"), http.StatusForbidden)
		after := read()
		apptest.Equal(t, "the name", after.Family, before.Family)
		apptest.Equal(t, "the state", after.State, before.State)
		t.Run("a stranger is told nothing", func(t *testing.T) {
			stranger := p.AsAccount(p.OtherOwner).With(t)
			stranger.Wants(stranger.Get(path), http.StatusNotFound)
		})
	})
}
