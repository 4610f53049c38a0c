package main

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meguri/models"
)

// People of the real event's kind, with the reading as they type it and as it is searched for at the door.
var awkwardPeople = []struct {
	name    models.Name
	reading string // normalised
	search  string
}{
	{models.Name{Family: "髙橋", Given: "花子", FamilyKana: "たかはし", GivenKana: "ﾊﾅｺ"}, "タカハシ ハナコ", "高橋"},
	{models.Name{Family: "﨑山", Given: "濵子", FamilyKana: "サキヤマ", GivenKana: "はまこ"}, "サキヤマ ハマコ", "さきやま"},
	{models.Name{Family: "𠮷田", Given: "𠮟", FamilyKana: "ﾖｼﾀﾞ", GivenKana: "シカル"}, "ヨシダ シカル", "吉田"},
	{models.Name{Family: "渡邉", Given: "太郎", FamilyKana: "わたなべ", GivenKana: "たろ〜"}, "ワタナベ タロー", "渡辺"},
	{models.Name{Family: "勅使河原", Given: strings.Repeat("寿限無", 20), FamilyKana: "てしがわら", GivenKana: "じゅげむ"}, "テシガワラ ジュゲム", "しがわら"},
	{models.Name{Given: "スカルノ"}, "スカルノ", "すかるの"},
	{models.Name{Family: "O’Brien-Fernández", Given: "María José"}, "O’Brien-Fernández María José", "fernández"},
	{models.Name{Family: "김", Given: "민수", FamilyKana: "きむ", GivenKana: "みんす"}, "キム ミンス", "민수"},
	{models.Name{Family: "ひまわり🌻", Given: "まめ", FamilyKana: "ひまわり", GivenKana: "まめ"}, "ヒマワリ マメ", "ヒマワリ"},
}

func TestNamesGoThroughEverything(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		for i, person := range awkwardPeople {
			n := person.name
			b.wants(b.form("/events/here/register", url.Values{
				"ticket_type": {"online"}, "family_name": {n.Family}, "given_name": {n.Given}, "family_name_kana": {n.FamilyKana}, "given_name_kana": {n.GivenKana},
				"email": {string(rune('a'+i)) + "@names.example"}, "sector": {"other"},
			}), http.StatusSeeOther)
		}
		list, err := b.db.Reader(t.Context()).People(b.event, models.PeopleFilter{}, 50)
		if err != nil || len(list) != len(awkwardPeople) {
			t.Fatal(len(list), err)
		}
		owner := b.asOwner()
		csv := b.request(http.MethodGet, "/api/v1/events/here/registrations.csv", "", owner...).Body.String()
		sheet := b.sheet("/api/v1/events/here/registrations.xlsx", owner)
		for _, person := range awkwardPeople {
			full := person.name.Full("ja")
			for what, text := range map[string]string{"CSV": csv, "XLSX": sheet} {
				for _, part := range []string{person.name.Family, person.name.Given} {
					if !strings.Contains(text, part) {
						t.Errorf("%s lost %q", what, part)
					}
				}
			}
			b.wants(b.request(http.MethodGet, "/staff/events/here/people?q="+url.QueryEscape(person.search), "", owner...), http.StatusOK, full, person.reading)
			b.wants(b.request(http.MethodGet, "/staff/events/here/reception?q="+url.QueryEscape(person.search), "", owner...), http.StatusOK, full)
		}
		for i := range list {
			b.followMail(&list[i], owner)
		}
	})
}

// followMail opens the person's mail, the own page that it leads to, and the ticket there.
func (b *building) followMail(r *models.Registration, owner []string) {
	b.t.Helper()
	full := r.Full("ja")
	mails, err := b.db.Reader(b.t.Context()).MailsTo(r)
	if err != nil || len(mails) != 1 {
		b.t.Fatal(len(mails), err)
	}
	body := b.request(http.MethodGet, "/staff/events/here/mails/"+mails[0].ID+"/body", "", owner...)
	b.wants(body, http.StatusOK, full)
	_, rest, _ := strings.Cut(body.Body.String(), "https://meguri.example/r/")
	secret := rest[:32]
	b.wants(b.request(http.MethodGet, "/r/"+secret, ""), http.StatusOK, full, "<svg")
	b.wants(b.request(http.MethodGet, "/r/"+secret+"/calendar.ics", ""), http.StatusOK, "BEGIN:VEVENT")
	path := filepath.Join(b.t.TempDir(), "ticket.pdf")
	if err := os.WriteFile(path, b.request(http.MethodGet, "/r/"+secret+"/ticket.pdf", "").Body.Bytes(), 0o600); err != nil {
		b.t.Fatal(err)
	}
	text, err := exec.CommandContext(b.t.Context(), "pdftotext", path, "-").Output()
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	if err != nil || !strings.Contains(squeeze(string(text)), squeeze(full)) {
		b.t.Errorf("the ticket of %q says %.200q %v", full, text, err)
	}
}

// sheet is all text of a spreadsheet.
func (b *building) sheet(path string, owner []string) string {
	b.t.Helper()
	file, err := excelize.OpenReader(b.request(http.MethodGet, path, "", owner...).Body)
	if err != nil {
		b.t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows(file.GetSheetName(0))
	if err != nil {
		b.t.Fatal(err)
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(row, "\t") + "\n")
	}
	return text.String()
}
