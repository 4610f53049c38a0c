package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// The pages on which two entries of a register are put together: who keeps the register compares, merges and undoes,
// and nobody else.
func TestTwoEntriesOfARegisterArePutTogether(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer, analyst, stranger := p.As(models.RoleOrganizer), p.As(models.RoleAnalyst), p.AsAccount(p.OtherOwner)
		const desk = "/staff/organizations/here-host/register"
		add := func(family, email string) string {
			return organizer.Post(desk, "family_name", family, "given_name", "花子", "email", email, "role", "member").
				Header().Get("Location")
		}
		one, two := add("髙橋", "hanako@work.example"), add("高橋", "hanako@home.example")
		id := func(person string) string { return strings.TrimPrefix(person, desk+"/people/") }
		organizer.Wants(organizer.Get(desk), http.StatusOK, "重複していそうです", desk+"/doubles")
		organizer.Wants(organizer.Get(desk+"/doubles"), http.StatusOK, "名前が同じです", "hanako@home.example")
		pair := one + "/doubles/" + id(two)
		organizer.Wants(organizer.Get(one), http.StatusOK, pair)
		organizer.Wants(organizer.Get(pair), http.StatusOK, "残す登録", "hanako@work.example", "hanako@home.example")
		organizer.Wants(organizer.Get(one+"/doubles/nothing"), http.StatusNotFound)
		for _, c := range []*apptest.Client{analyst, stranger} {
			for _, answer := range []int{
				c.Get(desk + "/doubles").Code, c.Get(pair).Code, c.Post(pair + "/merge").Code, c.Post(pair + "/different").Code,
			} {
				if answer != http.StatusForbidden && answer != http.StatusNotFound {
					t.Error("somebody else gets", answer)
				}
			}
		}
		organizer.LeadsTo(organizer.Post(pair+"/different"), desk+"/doubles")
		organizer.Wants(organizer.Get(desk+"/doubles"), http.StatusOK, "別の方と記録した登録", "重複していそうな方はいません。")
		organizer.LeadsTo(organizer.Post(pair+"/different", "undo", "true"), desk+"/doubles")
		organizer.LeadsTo(organizer.Post(pair+"/merge"), one)
		organizer.Wants(organizer.Get(one), http.StatusOK, "ほかのアドレス")
		organizer.LeadsTo(organizer.Get(two), one)
		organizer.Wants(organizer.Post(pair+"/merge"), http.StatusNotFound)
		undo := desk + "/merges/" + id(two) + "/undo"
		organizer.Wants(organizer.Get(desk+"/doubles"), http.StatusOK, "まとめた方", undo)
		if code := stranger.Post("/staff/organizations/elsewhere-host/register/merges/" + id(two) + "/undo").Code; code !=
			http.StatusNotFound {
			t.Error("another organization undoes it:", code)
		}
		organizer.LeadsTo(organizer.Post(undo), desk+"/doubles")
		organizer.Wants(organizer.Get(two), http.StatusOK, "hanako@home.example")
	})
}
