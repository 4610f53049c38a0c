package staff_test

import (
	"net/http"
	"net/url"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

const agendaPath = "/staff/events/here/agenda"

// sessionForm is what the form of a new session sends when it is filled in.
func sessionForm(p *apptest.Program) url.Values {
	p.T.Helper()
	form := p.Page(agendaPath+"/new", "ja", p.AsOwner()...)
	values := url.Values{
		"title_ja": {"開会"}, "room": {"大会議室"}, "speakers": {"川崎市 | 市長"}, "kind": {"opening"}, "language": {"both"},
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
		rows := p.Page(agendaPath, "ja", p.AsOwner()...).Find("tbody tr")
		apptest.Equal(t, "sessions", rows.Length(), 1)
		p.Shows(rows, "開会", "大会議室", "川崎市 市長")
	})
}

func TestWhatIsWrongWithASessionIsToldBesideTheField(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := sessionForm(p)
		values.Del("kind")
		answer := p.Form(agendaPath, values, p.AsOwner()...)
		p.Wants(answer, http.StatusUnprocessableEntity, "選択肢から", "川崎市 | 市長")
	})
}

func TestClashesAreToldInBothLanguages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := sessionForm(p)
		for range 2 {
			values.Set("id", models.NewID())
			p.Wants(p.Form(agendaPath, values, p.AsOwner()...), http.StatusSeeOther)
		}
		warning := p.Page(agendaPath, "ja", p.AsOwner()...).Find(".notice.warn")
		p.Shows(warning, "部屋「大会議室」", "登壇者「川崎市 市長」")
		p.Shows(p.Page(agendaPath, "en", p.AsOwner()...).Find(".notice.warn"), "Some sessions clash")
	})
}

func TestASessionIsEditedCancelledAndDeleted(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Wants(p.Form(agendaPath, sessionForm(p), p.AsOwner()...), http.StatusSeeOther)
		address := p.Page(agendaPath, "ja", p.AsOwner()...).Find("tbody a").AttrOr("href", "")
		edit := p.Page(address, "ja", p.AsOwner()...)
		apptest.Equal(t, "room", edit.Find("[name=room]").AttrOr("value", ""), "大会議室")
		apptest.Equal(t, "kind", edit.Find("[name=kind] [selected]").AttrOr("value", ""), "opening")

		values := sessionForm(p)
		values.Set("version", edit.Find("[name=version]").AttrOr("value", ""))
		values.Set("title_ja", "先の題名")
		p.Wants(p.Form(address, values, p.AsOwner()...), http.StatusSeeOther)
		p.Shows(p.Page(agendaPath, "ja", p.AsOwner()...).Find("tbody"), "先の題名")

		p.Wants(p.Form(address+"/cancel", url.Values{"cancelled": {"true"}}, p.AsOwner()...), http.StatusSeeOther)
		p.Shows(p.Page(agendaPath, "ja", p.AsOwner()...).Find("tbody"), "中止")

		p.Wants(p.Form(address+"/delete", url.Values{}, p.AsOwner()...), http.StatusSeeOther)
		apptest.Equal(t, "sessions", p.Page(agendaPath, "ja", p.AsOwner()...).Find("tbody tr").Length(), 0)
	})
}

func TestTheSecondEditorSeesWhatTheFirstSaved(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := sessionForm(p)
		p.Wants(p.Form(agendaPath, values, p.AsOwner()...), http.StatusSeeOther)
		address := p.Page(agendaPath, "ja", p.AsOwner()...).Find("tbody a").AttrOr("href", "")
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
			p.With(t).Shows(p.Page("/events/here/agenda", "en").Find(".session"), "Hall")
		})
	})
}
