package handlers_test

import (
	"net/http"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestStaffMergeTwoRegistrationsOfOnePerson(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, first, _ := p.SignUp(p.Event, "a@b.example")
		secret, second, ticket := p.SignUp(p.Event, "b@b.example")
		staff := p.As(models.RoleOrganizer)
		people := "/staff/events/here/people/"
		list := staff.Get(people + "duplicates")
		staff.Wants(list, http.StatusOK, "a@b.example", "b@b.example", first+"/compare?with="+second)
		staff.Wants(staff.Get(people+first+"/compare?with="+second), http.StatusOK, "こちらを残す", `name="email"`)

		apart := staff.Post(people+"duplicates/different", "first", second, "second", first)
		staff.LeadsTo(apart, people+second+"/compare?with="+first)
		staff.Wants(staff.Get(people+"duplicates"), http.StatusOK, "重複していそうなお申し込みはありません")
		staff.Post(people+"duplicates/different", "first", second, "second", first, "undo", "true")

		staff.Wants(staff.Post(people+"duplicates/merge", "first", first, "second", second), http.StatusUnprocessableEntity)
		merge := staff.Post(people+"duplicates/merge", "first", first, "second", second, "keep", first, "email", second)
		staff.LeadsTo(merge, people+first)
		staff.Wants(staff.Get(people+first), http.StatusOK, "b@b.example", "まとめたお申し込み")
		staff.Wants(staff.Get(people+second), http.StatusOK, "a@b.example", "まとめたのを元に戻す")
		p.Wants(p.Request(http.MethodGet, "/r/"+secret, ""), http.StatusOK, "参加確定")

		scan := map[string]any{"scans": []map[string]any{{"id": "one", "ticket": ticket}}}
		answer := p.API(models.RoleReceptionist).
			Expect(http.StatusOK, "", http.MethodPost, "/api/v1/events/here/checkins", scan)
		apptest.Equal(t, "the scan", answer.Items("results")[0].String("result"), "admitted")
		apptest.Equal(t, "who came", answer.Items("results")[0]["registration"].(map[string]any)["id"], any(first))

		staff.LeadsTo(staff.Post(people+second+"/unmerge"), people+second)
		staff.Wants(staff.Get(people+first), http.StatusOK, "a@b.example")
		again := staff.Post(people+"duplicates/merge", "first", first, "second", second, "keep", second)
		staff.Wants(again, http.StatusUnprocessableEntity, "受付済み")
	})
}

func TestStaffCorrectAnAddressToOneThatHasAPlace(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, first, _ := p.SignUp(p.Event, "a@b.example")
		secret, second, _ := p.SignUp(p.Event, "b@b.example")
		r, err := p.DB.Query(t.Context()).Registrations().ByIDAnywhere(first)
		if err != nil {
			t.Fatal(err)
		}
		fields := []string{"family_name", r.Family, "given_name", r.Given, "email", "a@b.example"}
		staff := p.As(models.RoleOrganizer)
		answer := staff.Post("/staff/events/here/people/"+second, fields...)
		staff.Wants(answer, http.StatusUnprocessableEntity, second+"/compare?with="+first, "比べる")
		own := p.Client().Post("/r/"+secret, fields...)
		p.Wants(own, http.StatusUnprocessableEntity, "そちらの専用ページをお使いになり")
	})
}
