package staff_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

const (
	receptionPath = "/staff/events/here/reception"
	undoneText    = "取り消しました"
	undoForm      = `#result form[action="` + receptionPath + `/undo"]:not([hidden])`
)

// scanByForm sends a scan as the page does without JavaScript, and returns the page that follows.
func scanByForm(t *testing.T, staff *apptest.Client, pairs ...string) *goquery.Selection {
	t.Helper()
	answer := staff.Post(receptionPath+"/scan", pairs...)
	if answer.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %.300s", answer.Code, answer.Body)
	}
	page := staff.Get(answer.Header().Get("Location"))
	staff.Wants(page, http.StatusOK)
	return apptest.Document(t, page)
}

// undoByForm undoes a scan as the page does without JavaScript, and returns the page that follows.
func undoByForm(staff *apptest.Client, id string) string {
	answer := staff.Post(receptionPath+"/undo", "id", id, "door", "main")
	staff.LeadsTo(answer, receptionPath+"?door=main")
	return staff.Get(receptionPath).Body.String()
}

func TestTheReceptionWithoutJavaScript(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleReceptionist)
		t.Run("admits somebody by code, and takes it back", func(t *testing.T) {
			staff, p := staff.With(t), p.With(t)
			_, _, ticket := p.SignUp(p.Event, "hanako@mail.example")
			page := scanByForm(t, staff, "id", "scan-1", "ticket", ticket, "door", "main", "direction", "in")
			p.Shows(page.Find("#result .outcome.admitted"), "花子")
			apptest.Equal(t, "forms to undo", page.Find(undoForm).Length(), 1)
			apptest.Contains(t, "the page", undoByForm(staff, "scan-1"), undoneText)
			apptest.Contains(t, "the page", undoByForm(staff, "scan-1"), undoneText)
			again := apptest.Document(t, staff.Get(receptionPath+"?scan=scan-1"))
			p.Shows(again.Find("#result .outcome.undone"), undoneText)
			apptest.Equal(t, "forms to undo what is undone", again.Find(undoForm).Length(), 0)
		})
		t.Run("takes back that somebody left who had not come", func(t *testing.T) {
			staff, p := staff.With(t), p.With(t)
			_, _, ticket := p.SignUp(p.Event, "taro@mail.example")
			page := scanByForm(t, staff, "id", "scan-2", "ticket", ticket, "door", "main", "direction", "out")
			apptest.Equal(t, "outcomes", page.Find("#result .outcome.left").Length(), 1)
			apptest.Equal(t, "forms to undo", page.Find(undoForm).Length(), 1)
			apptest.Equal(t, "chosen direction", page.Find(`[name=direction][checked]`).AttrOr("value", ""), "out")
			apptest.Contains(t, "the page", undoByForm(staff, "scan-2"), undoneText)
		})
		t.Run("takes back a scan before the last", func(t *testing.T) {
			staff, p := staff.With(t), p.With(t)
			_, _, ticket := p.SignUp(p.Event, "jiro@mail.example")
			scanByForm(t, staff, "id", "scan-3", "ticket", ticket, "direction", "in")
			scanByForm(t, staff, "id", "scan-4", "ticket", ticket, "direction", "out")
			apptest.Contains(t, "the page", undoByForm(staff, "scan-3"), undoneText)
		})
		t.Run("admits somebody who was searched", func(t *testing.T) {
			staff, p := staff.With(t), p.With(t)
			_, id, _ := p.SignUp(p.Event, "saburo@mail.example")
			found := apptest.Document(t, staff.Get(receptionPath+"?q=saburo"))
			apptest.Equal(t, "forms to admit", found.Find(`#found input[value="`+id+`"]`).Length(), 1)
			page := scanByForm(t, staff, "registration_id", id, "door", "main")
			p.Shows(page.Find("#result .outcome.admitted"), "花子")
		})
		t.Run("knows no scan of another event", func(t *testing.T) {
			staff := staff.With(t)
			staff.Wants(staff.Post(receptionPath+"/undo", "id", "nothing"), http.StatusNotFound)
			page := apptest.Document(t, staff.Get(receptionPath+"?scan=nothing"))
			apptest.Equal(t, "result", strings.TrimSpace(page.Find("#result").Text()), "")
		})
	})
}

// The script fills a blank outcome, so that the outcome's markup is written once.
func TestTheReceptionHasABlankOutcome(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		blank := p.Page(receptionPath, "ja", p.AsOwner()...).Find("template#outcome")
		for _, slot := range []string{"text", "name", "reading", "organization", "ticket_type_name", "needs"} {
			apptest.Equal(t, "text of "+slot, blank.Find("[data-slot="+slot+"]").Text(), "")
		}
		apptest.Equal(t, "parts that are seen before they are filled", blank.Find("[data-show]:not([hidden])").Length(), 0)
		apptest.Equal(t, "id", blank.Find("[name=id]").AttrOr("value", "none"), "")
	})
}
