package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

const listPath = "/staff/events/here/people"

// downloads are the addresses of the downloads on a page of the list, by their text.
func downloads(t *testing.T, page *goquery.Selection) map[string]*url.URL {
	t.Helper()
	list := map[string]*url.URL{}
	page.Find(`a[download][href*="/registrations."]`).Each(func(_ int, link *goquery.Selection) {
		address, err := url.Parse(link.AttrOr("href", ""))
		if err != nil {
			t.Fatal(err)
		}
		list[link.Text()] = address
	})
	return list
}

func TestDownloadsOfTheList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "hanako@mail.example")
		p.SignUp(p.Event, "taro@mail.example")
		filter := url.Values{"q": {"hanako@mail.example"}, "state": {"confirmed"}, "ticket_type": {"online"}}
		t.Run("have everybody where nothing is chosen", func(t *testing.T) {
			p := p.With(t)
			links := downloads(t, p.Page(listPath, "ja", p.AsOwner()...))
			apptest.Equal(t, "links", len(links), 3)
			apptest.Equal(t, "CSV", links["CSV"].String(), "/api/v1/events/here/registrations.csv")
			file := p.Request(http.MethodGet, links["CSV"].String(), "", p.AsOwner()...).Body.String()
			apptest.Contains(t, "the file", file, "hanako@mail.example", "taro@mail.example")
		})
		for name, header := range map[string][]string{
			"keep the filter that is on the screen": nil,
			"keep it also where it was just typed":  {"HX-Request", "true"},
		} {
			t.Run(name, func(t *testing.T) {
				p := p.With(t)
				answer := p.Request(http.MethodGet, listPath+"?"+filter.Encode(), "", append(p.AsOwner(), header...)...)
				links := downloads(t, apptest.Document(t, answer))
				apptest.Equal(t, "links", len(links), 3)
				for name, link := range links {
					query := link.Query()
					query.Del("encoding")
					apptest.Equal(t, name, query.Encode(), filter.Encode())
				}
				apptest.Equal(t, "encoding", links["CSV (Shift_JIS)"].Query().Get("encoding"), "shift_jis")
			})
		}
		t.Run("have only whom the filter chooses", func(t *testing.T) {
			p := p.With(t)
			links := downloads(t, p.Page(listPath+"?q=hanako", "ja", p.AsOwner()...))
			file := p.Request(http.MethodGet, links["CSV"].String(), "", p.AsOwner()...).Body.String()
			apptest.Contains(t, "the file", file, "hanako@mail.example")
			apptest.Lacks(t, "the file", file, "taro@mail.example")
		})
	})
}

func TestTheListPageByPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for range 51 {
			p.SignUp(p.Event, models.NewID()+"@mail.example")
		}
		first := p.Page(listPath+"?state=confirmed&q=mail&sort=-registered", "ja", p.AsOwner()...)
		next := first.Find(".pages a[rel=next]").AttrOr("href", "")
		t.Run("tells where it is", func(t *testing.T) {
			apptest.Equal(t, "place", first.Find(".people-bar b").Text(), "1–50 / 51人")
		})
		t.Run("goes on with filter and order", func(t *testing.T) {
			apptest.Contains(t, "the next page's address", next, listPath+"?", "state=confirmed", "q=mail", "sort=-registered")
		})
		t.Run("ends with the last", func(t *testing.T) {
			p := p.With(t)
			last := p.Page(next, "ja", p.AsOwner()...)
			apptest.Equal(t, "rows", last.Find("tbody tr").Length(), 1)
			apptest.Equal(t, "further pages", last.Find(".pages a[rel=next]").Length(), 0)
			apptest.Equal(t, "former pages", last.Find(".pages a[rel=prev]").Length(), 1)
		})
		t.Run("leads back from a page that is no more", func(t *testing.T) {
			p := p.With(t)
			gone := p.Page(listPath+"?page=9&sort=state", "ja", p.AsOwner()...)
			apptest.Equal(t, "way back", gone.Find(".empty a").AttrOr("href", ""), listPath+"?sort=state")
		})
	})
}

func TestHeadsSortTheList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "hanako@mail.example")
		for sorted, want := range map[string]struct{ by, way, next string }{
			"":            {"お名前", "ascending", "?q=mail&sort=-name"},
			"-name":       {"お名前", "descending", "?q=mail"},
			"registered":  {"申込日", "ascending", "?q=mail&sort=-registered"},
			"-registered": {"申込日", "descending", "?q=mail&sort=registered"},
			"ticket_type": {"参加枠", "ascending", "?q=mail&sort=-ticket_type"},
		} {
			head := p.Page(listPath+"?q=mail&sort="+sorted, "ja", p.AsOwner()...).Find("th[aria-sort]")
			apptest.Equal(t, sorted+" by", head.Text(), want.by)
			apptest.Equal(t, sorted+" way", head.AttrOr("aria-sort", ""), want.way)
			apptest.Equal(t, sorted+" next", head.Find("a").AttrOr("href", ""), listPath+want.next)
		}
	})
}

func TestAnAddressOfTheListThatCannotBeRead(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "hanako@mail.example")
		for _, query := range []string{
			"sort=age", "sort=-", "page=0", "page=-1", "page=two", "page=99999999999999999999", "from=z", "state=asleep", "id=x",
		} {
			answer := p.With(t).Request(http.MethodGet, listPath+"?"+query, "", p.AsOwner()...)
			apptest.Equal(t, query, answer.Code, http.StatusUnprocessableEntity)
			page := apptest.Document(t, answer)
			apptest.Contains(t, query, page.Find("#form-errors").Text(), "読み取れなかった")
			apptest.Equal(t, query+": people", page.Find("tbody tr").Length(), 1)
		}
	})
}

func TestEverybodyChoosesTheirColumns(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "hanako@mail.example")
		heads := func(p *apptest.Program, as []string) (list []string) {
			p.Page(listPath, "ja", as...).Find(".people thead th:not(.pick)").Each(func(_ int, head *goquery.Selection) {
				list = append(list, head.Text())
			})
			return list
		}
		organizer := p.As(models.RoleOrganizer)
		before := heads(p, p.AsOwner())
		organizer.LeadsTo(
			organizer.Post(listPath+"/columns", "column", "email", "column", "state", "list", "sort=state"),
			listPath+"?sort=state",
		)
		answer := organizer.Get(listPath)
		organizer.Wants(answer, http.StatusOK, "hanako@mail.example")
		apptest.Equal(t, "columns", apptest.Document(t, answer).Find(".people thead th").Length(), 4)
		t.Run("which are nobody else's", func(t *testing.T) {
			apptest.Equal(t, "columns", heads(p.With(t), p.AsOwner()), before)
		})
		t.Run("and may want none, or the first ones again", func(t *testing.T) {
			organizer := organizer.With(t)
			organizer.LeadsTo(organizer.Post(listPath+"/columns"), listPath)
			apptest.Equal(t, "columns", apptest.Document(t, organizer.Get(listPath)).Find(".people thead th").Length(), 2)
			organizer.LeadsTo(organizer.Post(listPath+"/columns", "default", "true", "column", "code"), listPath)
			now := apptest.Document(t, organizer.Get(listPath)).Find(".people thead th").Length()
			apptest.Equal(t, "columns", now, len(before)+1)
		})
		t.Run("but not what is no column", func(t *testing.T) {
			organizer := organizer.With(t)
			answer := organizer.Post(listPath+"/columns", "column", "password_hash")
			apptest.Equal(t, "status", answer.Code, http.StatusUnprocessableEntity)
		})
	})
}

func TestChangingARegistration(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, id, _ := p.SignUp(p.Event, "hanako@mail.example")
		path := listPath + "/" + id
		organizer := p.As(models.RoleOrganizer)
		t.Run("shows what may be corrected as it is", func(t *testing.T) {
			page := apptest.Document(t, organizer.With(t).Get(path))
			apptest.Equal(t, "the name", page.Find("#family_name").AttrOr("value", ""), "髙橋")
		})
		t.Run("goes back to the page", func(t *testing.T) {
			organizer := organizer.With(t)
			organizer.LeadsTo(organizer.Post(path, "family_name", "佐藤", "organization", "川崎市"), path)
			organizer.Wants(organizer.Get(path), http.StatusOK, "佐藤", "川崎市")
		})
		t.Run("shows beside each field what is wrong, and keeps what was typed", func(t *testing.T) {
			answer := organizer.With(t).Post(path, "family_name", "佐藤", "organization", strings.Repeat("長", 201))
			apptest.Equal(t, "status", answer.Code, http.StatusUnprocessableEntity)
			page := apptest.Document(t, answer)
			apptest.Equal(t, "typed", page.Find("#organization").AttrOr("value", ""), strings.Repeat("長", 201))
			apptest.Equal(t, "fault", page.Find("#organization-fault").Text(), "200文字以内で入力してください。")
		})
		t.Run("tells where the other ticket type is full", func(t *testing.T) {
			p, organizer := p.With(t), organizer.With(t)
			p.Write(func(tx *models.Tx) error {
				for range 2 {
					if _, err := tx.TicketTypes().TakePlace(p.TicketType(p.Event, "venue").ID); err != nil {
						return err
					}
				}
				return nil
			})
			organizer.Wants(organizer.Post(path+"/change", "ticket_type", "venue"), http.StatusUnprocessableEntity)
		})
		t.Run("mails the link again", func(t *testing.T) {
			p, organizer := p.With(t), organizer.With(t)
			organizer.LeadsTo(organizer.Post(path+"/link"), path)
			apptest.Equal(t, "mails", len(p.Outbox("link_again")), 1)
		})
	})
}

func TestStaffGiveAHiddenTicketType(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, id, _ := p.SignUp(p.Event, "speaker@mail.example")
		modelstest.Write(t, p.DB, func(tx *models.Tx) error {
			hidden := &models.TicketType{
				EventID: p.Event.ID, Slug: "speaker", NameJa: "登壇者", Mode: models.ModeVenue, Hidden: true, Position: 9,
			}
			return tx.TicketTypes().Create(hidden)
		})
		staff, page := p.As(models.RoleOrganizer), listPath+"/"+id
		staff.Wants(staff.Get(page), http.StatusOK, "登壇者")
		staff.LeadsTo(staff.Post(page+"/change", "ticket_type", "speaker"), page)
		r, err := p.DB.Query(t.Context()).Registrations().ByID(p.Event, id)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "ticket type", r.TicketType.Slug, "speaker")
	})
}

func TestAPersonWithoutAReadingLeavesNoHoleInTheList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		body := apptest.RegistrationBody(
			"a@mail.example", "family_name", "髙橋", "given_name", "花子", "family_name_kana", "", "given_name_kana", "",
		)
		made := p.API("").Expect(http.StatusCreated, "", http.MethodPost, apptest.RegistrationsPath, body)
		staff := p.As(models.RoleOrganizer)
		staff.Wants(staff.Get("/staff/events/here/people"), http.StatusOK, "（ふりがななし）")
		staff.Wants(staff.Get("/staff/events/here/people/"+made.String("id")), http.StatusOK, "（ふりがななし）")
	})
}
