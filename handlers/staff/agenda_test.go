package staff_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

const agendaPath = "/staff/events/here/agenda"

// sessionForm is what the form of a new session sends when it is filled in.
func sessionForm(p *apptest.Program) url.Values {
	p.T.Helper()
	form := p.Page(agendaPath+"/new", "ja", p.AsOwner()...)
	values := url.Values{
		"title_ja": {"開会"}, "room": {"大会議室"}, "speaker_organization_ja": {"川崎市"}, "speaker_ja": {"市長"},
		"kind": {"opening"}, "language": {"both"},
	}
	for _, name := range []string{"id", "starts_at", "ends_at"} {
		values.Set(name, form.Find("[name="+name+"]").AttrOr("value", ""))
	}
	return values
}

func TestASessionIsAdded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := sessionForm(p)
		for range 2 { // a double click
			p.Wants(p.Form(agendaPath, values, p.AsOwner()...), http.StatusSeeOther)
		}
		row := p.Page(agendaPath, "ja", p.AsOwner()...).Find("[data-stored]")
		apptest.Equal(t, "sessions", row.Length(), 1)
		apptest.Equal(t, "title", row.Find("[name^=title_ja]").Text(), "開会")
		apptest.Equal(t, "room", row.Find("[name^=room]").AttrOr("value", ""), "大会議室")
		p.Shows(row, "市長（川崎市）")
	})
}

func TestWhatIsWrongWithASessionIsToldBesideTheField(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := sessionForm(p)
		values.Del("kind")
		answer := p.Form(agendaPath, values, p.AsOwner()...)
		p.Wants(answer, http.StatusUnprocessableEntity, "選択肢から", `value="川崎市"`, `value="市長"`)
	})
}

func TestClashesAreToldInBothLanguages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := sessionForm(p)
		for range 2 {
			values.Set("id", models.NewID())
			p.Wants(p.Form(agendaPath, values, p.AsOwner()...), http.StatusSeeOther)
		}
		warning := p.Page(agendaPath, "ja", p.AsOwner()...).Find(".row.warn .clash")
		apptest.Equal(t, "warnings", warning.Length(), 4) // of the room and the speaker, in both rows
		p.PublishAgenda()
		entry := p.Page("/staff/events/here/types", "ja", p.AsOwner()...).Find(`a[href="` + agendaPath + `"]`)
		p.Shows(entry, "2") // in the menu of every page
		p.Shows(warning, "「大会議室」が", "市長さんの出番が")
		p.Shows(p.Page(agendaPath, "en", p.AsOwner()...).Find(".clash"), "is also needed by")
	})
}

func TestASessionIsEditedCancelledAndDeleted(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Wants(p.Form(agendaPath, sessionForm(p), p.AsOwner()...), http.StatusSeeOther)
		address := p.Page(agendaPath, "ja", p.AsOwner()...).Find("[data-stored] .row-links a").AttrOr("href", "")
		edit := p.Page(address, "ja", p.AsOwner()...)
		apptest.Equal(t, "room", edit.Find("[name=room]").AttrOr("value", ""), "大会議室")
		apptest.Equal(t, "kind", edit.Find("[name=kind] [selected]").AttrOr("value", ""), "opening")

		values := sessionForm(p)
		values.Set("version", edit.Find("[name=version]").AttrOr("value", ""))
		values.Set("title_ja", "先の題名")
		p.Wants(p.Form(address, values, p.AsOwner()...), http.StatusSeeOther)
		title := p.Page(agendaPath, "ja", p.AsOwner()...).Find("[data-stored] [name^=title_ja]").Text()
		apptest.Equal(t, "title", title, "先の題名")

		p.Wants(p.Form(address+"/cancel", url.Values{"cancelled": {"true"}}, p.AsOwner()...), http.StatusSeeOther)
		p.Shows(p.Page(agendaPath, "ja", p.AsOwner()...).Find("[data-stored]"), "中止")

		p.Wants(p.Form(address+"/delete", url.Values{}, p.AsOwner()...), http.StatusSeeOther)
		apptest.Equal(t, "sessions", p.Page(agendaPath, "ja", p.AsOwner()...).Find("[data-stored]").Length(), 0)
	})
}

func TestTheSecondEditorSeesWhatTheFirstSaved(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := sessionForm(p)
		p.Wants(p.Form(agendaPath, values, p.AsOwner()...), http.StatusSeeOther)
		address := p.Page(agendaPath, "ja", p.AsOwner()...).Find("[data-stored] .row-links a").AttrOr("href", "")
		values.Set("version", "1")
		values.Set("title_ja", "先の題名")
		p.Wants(p.Form(address, values, p.AsOwner()...), http.StatusSeeOther)
		values.Set("title_ja", "後の題名")
		answer := p.Form(address, values, p.AsOwner()...)
		p.Wants(answer, http.StatusConflict, "ほかの方が先に", "後の題名", "先の題名", `name="version" value="2"`)
		values.Set("version", "2")
		p.Wants(p.Form(address, values, p.AsOwner()...), http.StatusSeeOther)
	})
}

func TestRoomsAreNamed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		session := p.AddSession(models.Session{
			TitleJa: "開会", StartsAt: p.Event.StartsAt, EndsAt: p.Event.EndsAt, Room: &models.Room{NameJa: "大会議室"},
		})
		const path = "/staff/events/here/rooms"
		names := func(ja string) url.Values {
			return url.Values{"id": {*session.RoomID}, "name_ja": {ja}, "name_en": {"Hall"}}
		}
		t.Run("a name is needed", func(t *testing.T) {
			answer := p.With(t).Form(path, names(""), p.AsOwner()...)
			p.With(t).Wants(answer, http.StatusUnprocessableEntity, "日本語の名前", `value="Hall"`)
		})
		t.Run("both names are needed", func(t *testing.T) {
			values := names("大会議室")
			values.Del("name_en")
			p.With(t).Wants(p.Form(path, values, p.AsOwner()...), http.StatusBadRequest)
		})
		t.Run("everybody sees them", func(t *testing.T) {
			p.With(t).Wants(p.Form(path, names("大会議室"), p.AsOwner()...), http.StatusSeeOther)
			p.With(t).Shows(p.Page("/events/here/agenda", "en").Find(".agenda-lead"), "Hall")
		})
	})
}

func TestRowsAreSavedOrShownAgainAsTyped(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		page := p.Page(agendaPath, "ja", p.AsOwner()...)
		key := page.Find("[name=row]").First().AttrOr("value", "")
		values := url.Values{
			"row": {key}, "title_ja." + key: {"開会"}, "start." + key: {"昼すぎ"}, "minutes." + key: {"10"},
			"kind." + key: {"opening"}, "language." + key: {"ja"}, "speaker_ja." + key: {"市長", ""},
		}
		answer := p.Form(agendaPath+"/rows", values, p.AsOwner()...)
		p.Wants(answer, http.StatusUnprocessableEntity, "1行目 開始", "13:00 の形で", `value="昼すぎ"`, `value="市長"`)
		values.Set("start."+key, "13時")
		values.Set("day."+key, p.Event.Local(p.Event.StartsAt).Format("2006-01-02"))
		p.Wants(p.Form(agendaPath+"/rows", values, p.AsOwner()...), http.StatusSeeOther)
		p.PublishAgenda()
		p.Shows(p.Page("/events/here/agenda", "ja").Find("main"), "開会", "市長")
	})
}

func TestAProgrammeIsPastedLookedAtAndAdded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const path = agendaPath + "/paste"
		pasted := "開始\tタイトル\t登壇者\n13:00\t開会\t市長\n13:10\t講演\t小田 栞（さいわい大学）\n"
		answer := p.Form(path, url.Values{"step": {"read"}, "text": {pasted}}, p.AsOwner()...)
		p.Wants(answer, http.StatusOK, "2件を取り込む", "小田 栞（さいわい大学）", "確かめる行 1件")
		form := apptest.Document(t, answer).Find("[data-paste]")
		values := url.Values{"step": {"add"}}
		form.Find("[name=row], [name^=day]").Each(func(_ int, field *goquery.Selection) {
			values.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
		})
		form.Find("textarea[name^=cell]").Each(func(_ int, field *goquery.Selection) {
			values.Add(field.AttrOr("name", ""), field.Text())
		})
		form.Find("[name=column] [selected]").Each(func(_ int, field *goquery.Selection) {
			values.Add("column", field.AttrOr("value", ""))
		})
		p.Wants(p.Form(path, values, p.AsOwner()...), http.StatusUnprocessableEntity, "取り込めない行が1件", "小田 栞")
		last := "cell." + values["row"][1]
		values[last][0] = "13:10〜13:40"
		p.Wants(p.Form(path, values, p.AsOwner()...), http.StatusSeeOther)
		apptest.Equal(t, "sessions", p.Page(agendaPath, "ja", p.AsOwner()...).Find("[data-stored]").Length(), 2)
	})
}
