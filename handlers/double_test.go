package handlers_test

import (
	"net/http"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func ownerOf(p *apptest.Program, email string) (id string) {
	p.Write(func(tx *models.Tx) error {
		a, err := tx.Accounts().ByEmail(email)
		if err == nil {
			id = a.ID
		}
		return err
	})
	return id
}

// Two entries of one organization become one by who owns both: events, people, needs and staff go over, old addresses
// lead on, and for some days all of it can go back. Nobody else may, and nobody else learns of it.
func TestTwoEntriesOfOneOrganizationAreMerged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		rename := func(e *models.Event, name string, listed bool) {
			p.Write(func(tx *models.Tx) error {
				o, err := tx.Organizations().ByID(e.OrganizationID)
				if err != nil {
					return err
				}
				o.NameJa, o.NameEn, o.IsListed = name, "", listed
				return tx.Organizations().Update(o)
			})
		}
		rename(p.Event, "富士通プロボノ部", true)
		rename(p.Other, "（株）富士通ﾌﾟﾛﾎﾞﾉ部", false)
		const here, there = "/staff/organizations/here-host", "/staff/organizations/elsewhere-host"
		owner, otherOwner := p.As(models.RoleOwner), p.AsAccount(ownerOf(p, "owner@elsewhere.example"))

		apptest.Lacks(t, "one that is hidden", owner.Get(here+"/doubles").Body.String(), "elsewhere-host")
		owner.Wants(owner.Get(here+"/doubles/elsewhere-host"), http.StatusNotFound)
		owner.Wants(owner.Post(here+"/doubles/elsewhere-host/merge"), http.StatusNotFound)
		rename(p.Other, "（株）富士通ﾌﾟﾛﾎﾞﾉ部", true)
		owner.Wants(owner.Get(here+"/doubles"), http.StatusOK, "doubles/elsewhere-host", "名前が同じです")
		owner.Wants(owner.Get(here+"/doubles/elsewhere-host"), http.StatusOK, "ほかの方が管理しています")
		owner.Wants(owner.Post(here+"/doubles/elsewhere-host/merge"), http.StatusForbidden)
		organizer := p.As(models.RoleOrganizer)
		organizer.Wants(organizer.Get(here+"/doubles"), http.StatusForbidden)

		var id string
		p.Write(func(tx *models.Tx) error {
			for _, a := range []models.Affiliation{
				{OrganizationID: p.Event.OrganizationID, Email: "x@club.example", EmailKey: "x@club.example", Role: "member"},
				{OrganizationID: p.Other.OrganizationID, Email: "x@club.example", EmailKey: "x@club.example", Role: "board"},
			} {
				a.Family = "髙橋"
				if err := tx.Affiliations().Add([]models.Affiliation{a}); err != nil {
					return err
				}
			}
			id = p.Other.OrganizationID
			other := p.Other.OrganizationID
			return tx.Members().Add(&models.Member{
				AccountID: p.Staff[models.RoleOwner], OrganizationID: &other, Role: models.RoleOwner,
			})
		})
		owner.Wants(owner.Get(here+"/doubles"), http.StatusOK, "どちらの名簿にもいます")
		owner.LeadsTo(owner.Post(here+"/doubles/elsewhere-host/different"), here+"/doubles")
		owner.Wants(owner.Get(here+"/doubles"), http.StatusOK, "重複していそうな団体はありません", "別の団体と記録した登録")
		owner.LeadsTo(owner.Post(here+"/doubles/elsewhere-host/different", "undo", "true"), here+"/doubles")
		owner.Wants(owner.Get(here+"/doubles/elsewhere-host"), http.StatusOK,
			"主催するイベント <b>1</b>", "名簿の1名は", "次の方は、残す団体でも同じ役割になります")

		owner.LeadsTo(owner.Post(here+"/doubles/elsewhere-host/merge"), here+"/doubles")
		owner.Wants(owner.Post(here+"/doubles/elsewhere-host/merge"), http.StatusNotFound)
		answer := p.Client().Get("/organizations/elsewhere-host")
		apptest.Equal(t, "the old page", answer.Header().Get("Location"), "/organizations/here-host")
		answer = owner.Get(there + "/register?q=x")
		apptest.Equal(t, "the old desk", answer.Header().Get("Location"), here+"/register?q=x")
		owner.Wants(owner.Post(there, "name_ja", "x", "sector", "civil"), http.StatusNotFound)
		otherOwner.Wants(otherOwner.Get(here), http.StatusOK, "富士通プロボノ部")
		otherOwner.Wants(otherOwner.Get("/staff/events/elsewhere"), http.StatusOK)
		everybody := p.Client()
		everybody.Wants(everybody.Get("/events/elsewhere"), http.StatusOK, "富士通プロボノ部")
		apptest.Lacks(t, "the directory", everybody.Get("/organizations").Body.String(), "elsewhere-host")
		register := owner.Get(here + "/register")
		owner.Wants(register, http.StatusOK, "いま所属している方は1名です", "運営委員")
		owner.Wants(owner.Get(here+"/audit"), http.StatusOK, "2つの団体を1つにまとめた")

		owner.LeadsTo(owner.Post(here+"/merges/"+id+"/undo"), here+"/doubles")
		owner.Wants(owner.Post(here+"/merges/"+id+"/undo"), http.StatusNotFound)
		otherOwner.Wants(otherOwner.Get(here), http.StatusNotFound)
		otherOwner.Wants(otherOwner.Get(there+"/register"), http.StatusOK, "運営委員", "いま所属している方は1名です")
		everybody.Wants(everybody.Get("/organizations/elsewhere-host"), http.StatusOK, "富士通ﾌﾟﾛﾎﾞﾉ部")
	})
}
