package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestAListGetsANameForAllStaff(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "hanako@mail.example")
		const list, views = "/staff/events/here/people", "/staff/events/here/people/views"
		staff := p.As(models.RoleOrganizer)
		staff.Post(list+"/columns", "column", "email", "column", "state", "list", "")
		saved := staff.Post(views, "name", "会場の方", "list", "sort=-registered&state=confirmed")
		to, err := url.Parse(saved.Header().Get("Location"))
		if err != nil || to.Query().Get("view") == "" || to.Query().Get("state") != "confirmed" {
			t.Fatalf("leads to %s, %v", to, err)
		}
		view := views + "/" + to.Query().Get("view")
		t.Run("with its columns, filter and order", func(t *testing.T) {
			page := apptest.Document(t, p.With(t).Request(http.MethodGet, to.String(), "", p.AsOwner()...))
			apptest.Equal(t, "current", page.Find(".people-views a[aria-current]").Text(), "会場の方")
			apptest.Equal(t, "columns", page.Find(".people thead th").Length(), 4)
			apptest.Equal(t, "order", page.Find("th[aria-sort]").Length(), 0) // the column is not shown
		})
		t.Run("says that it was changed, and is saved again", func(t *testing.T) {
			staff := staff.With(t)
			changed := list + "?state=waitlisted&view=" + to.Query().Get("view")
			staff.Wants(staff.Get(changed), http.StatusOK, "変更あり")
			staff.Post(view, "name", "待つ方", "list", "state=waitlisted&view="+to.Query().Get("view"))
			page := staff.Get(changed)
			staff.Wants(page, http.StatusOK, "待つ方")
			apptest.Lacks(t, "the list", page.Body.String(), "変更あり")
		})
		t.Run("has one name once", func(t *testing.T) {
			staff := staff.With(t)
			staff.Wants(staff.Post(views, "name", " 待つ方", "list", ""), http.StatusUnprocessableEntity, "同じ名前の一覧があります")
			staff.Wants(staff.Post(views, "name", "", "list", ""), http.StatusUnprocessableEntity, `id="name-fault"`)
		})
		t.Run("and ends", func(t *testing.T) {
			staff := staff.With(t)
			staff.LeadsTo(staff.Post(view+"/delete", "list", "state=waitlisted"), list+"?state=waitlisted")
			apptest.Lacks(t, "the list", staff.Get(list).Body.String(), "待つ方</a>")
		})
	})
}

func TestPapersForPeople(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, id, _ := p.SignUp(p.Event, "hanako@mail.example")
		p.SignUp(p.Event, "taro@mail.example")
		const papers = "/staff/events/here/people/papers/"
		staff := p.As(models.RoleOrganizer)
		for kind, want := range map[string]string{
			"badges": "会場", "badges_a7": "会場", "labels": "会場", "letters": "お申し込みありがとうございます", "postcards": "様",
		} {
			one := staff.Get(papers + kind + ".pdf?id=" + id)
			apptest.Equal(t, kind, one.Code, http.StatusOK)
			if found := pdfText(t, one.Body.Bytes()); !strings.Contains(strings.Join(strings.Fields(found), ""), want) &&
				!strings.Contains(kind, "badges") && kind != "labels" {
				t.Errorf("%s: %q is not in %s", kind, want, found)
			}
			apptest.Equal(t, kind+" of a filter", staff.Get(papers+kind+".pdf?state=confirmed").Code, http.StatusOK)
		}
		apptest.Equal(t, "another kind", staff.Get(papers+"posters.pdf").Code, http.StatusNotFound)
		apptest.Equal(t, "no filter", staff.Get(papers+"badges.pdf?state=asleep").Code, http.StatusUnprocessableEntity)
		staff.LeadsTo(staff.Post("/staff/events/here/people/selected/papers", "id", id, "papers", "letters"),
			papers+"letters.pdf?id="+id)
		staff.Wants(staff.Post("/staff/events/here/people/selected/papers", "papers", "letters"),
			http.StatusUnprocessableEntity, "選んで")
	})
}

func TestEverybodyOnlineIsToldEverywhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "hanako@mail.example")
		organizer := p.API(models.RoleOrganizer)
		venue := func(t *testing.T, mode string) int {
			list := organizer.Expect(http.StatusOK, "", http.MethodGet, apptest.RegistrationsPath+"?mode="+mode, nil)
			items, _ := list["items"].([]any)
			for _, item := range items {
				person, _ := item.(map[string]any)
				apptest.Equal[any](t, "mode", person["mode"], mode)
			}
			return len(items)
		}
		before := venue(t, "venue") + venue(t, "online")
		p.Write(func(tx *models.Tx) error {
			event, err := tx.Events().ByID(p.Event.ID)
			if err != nil {
				return err
			}
			return tx.Events().SetOnline(event, true)
		})
		apptest.Equal(t, "at the venue", venue(t, "venue"), 0)
		apptest.Equal(t, "online", venue(t, "online"), before)
		page := p.Page("/staff/events/here/people?mode=venue", "ja", p.AsOwner()...)
		apptest.Equal(t, "rows at the venue", page.Find(".people tbody tr").Length(), 0)
		all := p.Page("/staff/events/here/people?mode=online", "ja", p.AsOwner()...)
		apptest.Equal(t, "the count", strings.TrimSpace(all.Find(".people-bar b").Text()), strconv.Itoa(before)+"人")
	})
}
