package staff_test

import (
	"net/http"
	"net/url"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestStaffEditTheAgenda(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		form := p.Page("/staff/events/here/agenda/new", "ja", p.AsOwner()...)
		values := url.Values{"title_ja": {"開会"}, "room": {"大会議室"}, "speakers": {"川崎市 | 市長"}}
		for _, name := range []string{"id", "starts_at", "ends_at"} {
			values.Set(name, form.Find("[name="+name+"]").AttrOr("value", ""))
		}
		p.Wants(p.Form("/staff/events/here/agenda", values, p.AsOwner()...), http.StatusUnprocessableEntity, "選択肢から", "川崎市 | 市長")
		values.Set("kind", "opening")
		values.Set("language", "both")
		for range 2 {
			p.Wants(p.Form("/staff/events/here/agenda", values, p.AsOwner()...), http.StatusSeeOther)
		}
		values.Set("id", models.NewID())
		p.Wants(p.Form("/staff/events/here/agenda", values, p.AsOwner()...), http.StatusSeeOther)
		desk := p.Page("/staff/events/here/agenda", "ja", p.AsOwner()...)
		if n := desk.Find("tbody tr").Length(); n != 2 {
			t.Errorf("%d sessions", n)
		}
		p.Shows(desk.Find(".notice.warn"), "会場「大会議室」", "登壇者「川崎市 市長」")
		p.Shows(p.Page("/staff/events/here/agenda", "en", p.AsOwner()...).Find(".notice.warn"), "Some sessions clash")

		edit := desk.Find("tbody a").First().AttrOr("href", "")
		values.Set("version", "1")
		values.Set("title_ja", "先の題名")
		p.Wants(p.Form(edit, values, p.AsOwner()...), http.StatusSeeOther)
		values.Set("title_ja", "後の題名")
		p.Wants(p.Form(edit, values, p.AsOwner()...), http.StatusConflict, "ほかの方が先に", "後の題名", "先の題名")
		p.Wants(p.Form(edit+"/delete", url.Values{}, p.AsOwner()...), http.StatusSeeOther)

		room := desk.Find(`form[action$="/rooms"] input[name=id]`).AttrOr("value", "")
		p.Wants(p.Form("/staff/events/here/rooms", url.Values{"id": {room}, "name_ja": {""}, "name_en": {"Hall"}}, p.AsOwner()...), http.StatusUnprocessableEntity, "日本語の名前", `value="Hall"`)
		p.Wants(p.Form("/staff/events/here/rooms", url.Values{"id": {room}, "name_ja": {"大会議室"}}, p.AsOwner()...), http.StatusBadRequest)
		p.Wants(p.Form("/staff/events/here/rooms", url.Values{"id": {room}, "name_ja": {"大会議室"}, "name_en": {"Hall"}}, p.AsOwner()...), http.StatusSeeOther)
		p.Shows(p.Page("/events/here/agenda", "en").Find(".session"), "Hall")
	})
}
