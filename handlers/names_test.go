package handlers_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/text"
)

// awkward is a person of the real event's kind: the name as it is typed, the reading as it must come out, and what
// finds the person at the door.
type awkward struct {
	name     text.Name
	reading  string
	searches []string
	kept     text.Name // where a part comes out in another form than it was typed in
}

var awkwardPeople = []awkward{
	{name: text.Name{Family: "髙橋", Given: "花子", FamilyKana: "たかはし", GivenKana: "ﾊﾅｺ"}, reading: "タカハシ ハナコ",
		searches: []string{"高橋", "髙橋", "高橋花子", "高橋　花子", "タカハシ", "たかはし", "ﾀｶﾊｼ", "takahashi", "Hanako Takahashi", "takahasi"}},
	{name: text.Name{Family: "﨑山", Given: "濵子", FamilyKana: "サキヤマ", GivenKana: "はまこ"}, reading: "サキヤマ ハマコ",
		searches: []string{"崎山", "﨑山", "浜子", "濱子", "さきやま", "ｻｷﾔﾏ", "sakiyama"}},
	{name: text.Name{Family: "𠮷田", Given: "𠮟", FamilyKana: "ﾖｼﾀﾞ", GivenKana: "シカル"}, reading: "ヨシダ シカル",
		searches: []string{"吉田", "𠮷田", "叱", "よしだ", "ﾖｼﾀﾞ", "よした\u3099", "yoshida", "yosida"}},
	{name: text.Name{Family: "渡邉", Given: "太郎", FamilyKana: "わたなべ", GivenKana: "たろ〜"}, reading: "ワタナベ タロー",
		searches: []string{"渡辺", "渡邊", "渡邉", "タロー", "たろー", "taro", "tarou", "Tarō Watanabe"}},
	{
		name:     text.Name{Family: "勅使河原", Given: strings.Repeat("寿限無", 20), FamilyKana: "てしがわら", GivenKana: "じゅげむ"},
		reading:  "テシガワラ ジュゲム",
		searches: []string{"勅使河原", "しがわら", "寿限無", "tesigawara", "jugemu"},
	},
	{name: text.Name{Given: "スカルノ"}, reading: "スカルノ", searches: []string{"すかるの", "ｽｶﾙﾉ", "sukaruno"}},
	{
		name:     text.Name{Family: "森", Given: "一", FamilyKana: "もり", GivenKana: "はじめ"},
		reading:  "モリ ハジメ",
		searches: []string{"森", "森一", "もり", "mori"},
	},
	{
		name:     text.Name{Family: "か\u3099城", Given: "葛\U000E0100", FamilyKana: "か\u3099しろ", GivenKana: "ｶﾂﾗ"},
		reading:  "ガシロ カツラ",
		kept:     text.Name{Family: "が城", Given: "葛\U000E0100"},
		searches: []string{"が城", "葛", "がしろ", "ｶﾞｼﾛ", "gashiro"},
	},
	{name: text.Name{Family: "O’Brien-Fernández", Given: "María José"}, reading: "O’Brien-Fernández María José",
		searches: []string{"fernández", "FERNANDEZ", "maria jose", "o’brien"}},
	{
		name:     text.Name{Family: "Nguyễn", Given: "Thị Đặng"},
		reading:  "Nguyễn Thị Đặng",
		searches: []string{"nguyễn", "nguyen", "dang", "Nguye\u0302\u0303n"},
	},
	{
		name:     text.Name{Family: "김", Given: "민수", FamilyKana: "きむ", GivenKana: "みんす"},
		reading:  "キム ミンス",
		searches: []string{"민수", "김민수", "きむ", "kimu"},
	},
	{name: text.Name{Family: "محمد", Given: "علي"}, searches: []string{"محمد", "علي"}},
	{name: text.Name{Family: "می\u200Cنا", Given: "رضایی"}, searches: []string{"می\u200Cنا", "مینا"}},
	{name: text.Name{Family: "כהן", Given: "דוד"}, searches: []string{"כהן"}},
	{name: text.Name{Family: "ใจดี", Given: "สมชาย"}, searches: []string{"สมชาย"}},
	{name: text.Name{Family: "श्री", Given: "लक्ष्मी"}, searches: []string{"लक्ष्मी"}},
	{
		name:     text.Name{Family: "ひまわり🌻", Given: "まめ👩‍⚕️", FamilyKana: "ひまわり", GivenKana: "まめ"},
		reading:  "ヒマワリ マメ",
		searches: []string{"ヒマワリ", "🌻", "himawari"},
	},
}

// comesOut is the name as it must be everywhere.
func (a awkward) comesOut() text.Name {
	if a.kept.Family != "" {
		return a.kept
	}
	return a.name
}

func emailOf(i int) string { return fmt.Sprintf("n%02d@names.example", i) }

// registerAwkward sends each person's form as a browser does.
func registerAwkward(p *apptest.Program) (list []models.Registration) {
	p.T.Helper()
	for i, person := range awkwardPeople {
		n := person.name
		p.Wants(p.Form("/events/here/register", url.Values{
			"ticket_type": {"online"},
			"family_name": {n.Family}, "given_name": {n.Given},
			"family_name_kana": {n.FamilyKana}, "given_name_kana": {n.GivenKana},
			"email": {emailOf(i)}, "sector": {"other"},
		}), http.StatusSeeOther)
	}
	list, err := p.DB.Query(p.T.Context()).Registrations().List(p.Event, models.RegistrationFilter{}, 50)
	if err != nil || len(list) != len(awkwardPeople) {
		p.T.Fatal(len(list), err)
	}
	slices.SortFunc(list, func(a, b models.Registration) int { return strings.Compare(a.Email, b.Email) })
	return list
}

func TestNamesGoThroughEverything(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		list, owner := registerAwkward(p), p.AsOwner()
		tables := map[string][][]string{
			"CSV":  csvRows(p, "/api/v1/events/here/registrations.csv", owner),
			"XLSX": sheetRows(p, "/api/v1/events/here/registrations.xlsx", owner),
			"API":  apiRows(p, owner),
		}
		printed := pdfText(t, p.Request(http.MethodGet, "/staff/events/here/people.pdf", "", owner...).Body.Bytes())
		for i, person := range awkwardPeople {
			name := person.comesOut()
			for what, rows := range tables {
				row := rowOf(rows, emailOf(i))
				for _, part := range []string{name.Family, name.Given} {
					if part != "" && !slices.Contains(row, part) {
						t.Errorf("%s lacks %q: %q", what, part, row)
					}
				}
			}
			if !onPaper(printed, person) {
				t.Errorf("the printed list lacks %q", name.Full("ja"))
			}
			for _, q := range person.searches {
				finds(p, &list[i], person, q, owner)
			}
			followMail(p, &list[i], person, owner)
		}
	})
}

// finds searches as staff and as the reception do; the person must be found, and not everybody.
func finds(p *apptest.Program, r *models.Registration, person awkward, q string, owner []string) {
	p.T.Helper()
	for _, page := range []string{"people", "reception"} {
		answer := p.Request(http.MethodGet, "/staff/events/here/"+page+"?q="+url.QueryEscape(q), "", owner...)
		document, err := goquery.NewDocumentFromReader(answer.Body)
		if err != nil {
			p.T.Fatal(err)
		}
		text := document.Find("main").Text()
		apptest.Contains(p.T, fmt.Sprintf("the page %s for %q", page, q), text, person.comesOut().Full("ja"))
		if document.Find(`main a[href$="`+r.ID+`"]`).Length() == 0 && !strings.Contains(text, r.Code) {
			p.T.Errorf("the page %s for %q finds somebody else", page, q)
		}
		if page == "people" && !strings.Contains(text, person.reading) {
			p.T.Errorf("the reading %q is not shown", person.reading)
		}
		strangers := 0
		for i := range awkwardPeople {
			if other := awkwardPeople[i].comesOut().Full("ja"); strings.Contains(text, other) {
				strangers++
			}
		}
		if strangers > 2 {
			p.T.Errorf("%q finds %d people", q, strangers)
		}
	}
}

// followMail opens the person's mail, the own page that it leads to, and the ticket there.
func followMail(p *apptest.Program, r *models.Registration, person awkward, owner []string) {
	p.T.Helper()
	full := person.comesOut().Full("ja")
	mails, err := p.DB.Query(p.T.Context()).Mails().OfRegistration(r)
	if err != nil || len(mails) != 1 {
		p.T.Fatal(len(mails), err)
	}
	body := p.Request(http.MethodGet, "/staff/events/here/mails/"+mails[0].ID+"/body", "", owner...)
	p.Wants(body, http.StatusOK, full+" 様")
	_, rest, _ := strings.Cut(body.Body.String(), "https://meguri.example/r/")
	secret := rest[:32]
	p.Wants(p.Request(http.MethodGet, "/r/"+secret, ""), http.StatusOK, full, "<svg", r.Code)
	entry := p.Request(http.MethodGet, "/r/"+secret+"/calendar.ics", "")
	p.Wants(entry, http.StatusOK, "BEGIN:VEVENT", string(paths.OfEvent(p.Event.Slug)))
	if strings.Contains(entry.Body.String(), secret[:10]) {
		p.T.Error("the calendar has the secret")
	}
	for line := range strings.SplitSeq(entry.Body.String(), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			p.T.Errorf("a line of the calendar is %q", line)
		}
	}
	if text := pdfText(p.T, p.Request(http.MethodGet, "/r/"+secret+"/ticket.pdf", "").Body.Bytes()); !onPaper(
		text,
		person,
	) {
		p.T.Errorf("the ticket of %q says %.200q", full, text)
	}
}

// Headers carry names as encoded words (RFC 2047), or as UTF-8 where both sides agree; whoever reads them sees the
// name.
func TestNamesInTheHeadersOfMails(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		server := apptest.NewMailServer(t)
		p.SendMailTo("smtp://" + server.Address)
		public := p.API("")
		for i, person := range awkwardPeople {
			n := person.name
			public.Expect(
				http.StatusCreated,
				"",
				http.MethodPost,
				apptest.RegistrationsPath,
				apptest.RegistrationBody(emailOf(i), "ticket_type", "online", "locale", "ja",
					"family_name", n.Family, "given_name", n.Given, "family_name_kana", n.FamilyKana, "given_name_kana", n.GivenKana),
			)
		}
		p.RunJobs()
		if len(server.Mails) != len(awkwardPeople) {
			t.Fatalf("%d mails", len(server.Mails))
		}
		for i, raw := range server.Mails { // in their order: one after another does them
			full, o := awkwardPeople[i].comesOut().Full("ja"), apptest.ParseMail(t, raw.Content)
			to, err := mail.ParseAddress(o.Header.Get("To"))
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "the header To", *to, mail.Address{Name: full, Address: emailOf(i)})
			apptest.Equal(t, "the envelope", raw.To, emailOf(i))
			if text := string(o.Part(t, "text/plain").Content); !strings.Contains(text, full+" 様") {
				t.Errorf("the mail to %q says %.200q", full, text)
			}
			for line := range strings.SplitSeq(string(raw.Content), "\r\n") {
				if len(line) > 998 { // RFC 5322, 2.1.1
					t.Errorf("a line of %d characters in the mail to %q", len(line), full)
				}
			}
		}
	})
}

func rowOf(rows [][]string, email string) []string {
	for _, row := range rows {
		if slices.Contains(row, email) {
			return row
		}
	}
	return nil
}

func csvRows(p *apptest.Program, path string, owner []string) [][]string {
	p.T.Helper()
	rows, err := csv.NewReader(p.Request(http.MethodGet, path, "", owner...).Body).ReadAll()
	if err != nil {
		p.T.Fatal(err)
	}
	return rows
}

// sheetRows is all text of a spreadsheet.
func sheetRows(p *apptest.Program, path string, owner []string) [][]string {
	p.T.Helper()
	file, err := excelize.OpenReader(p.Request(http.MethodGet, path, "", owner...).Body)
	if err != nil {
		p.T.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows(file.GetSheetName(0))
	if err != nil {
		p.T.Fatal(err)
	}
	return rows
}

// apiRows lists the people by the API, as rows.
func apiRows(p *apptest.Program, owner []string) (rows [][]string) {
	p.T.Helper()
	var answer struct{ Items []map[string]any }
	body := p.Request(http.MethodGet, "/api/v1/events/here/registrations", "", owner...).Body
	if err := json.Unmarshal(body.Bytes(), &answer); err != nil {
		p.T.Fatal(err)
	}
	for _, item := range answer.Items {
		rows = append(
			rows,
			[]string{fmt.Sprint(item["email"]), fmt.Sprint(item["family_name"]), fmt.Sprint(item["given_name"])},
		)
	}
	return rows
}

// onPaper reports whether a PDF's text has the person's name.
func onPaper(text string, person awkward) bool {
	return strings.Contains(text, squeezed(person.comesOut().Full("ja")))
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// pdfText is what a PDF says to a reader of screens, without spaces.
func pdfText(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", path, "-").Output()
	if err != nil {
		t.Error(err)
	}
	return squeezed(directions.Replace(string(text)))
}

// directions removes the controls by which poppler says that words run from right to left.
var directions = strings.NewReplacer("\u202A", "", "\u202B", "", "\u202C", "")
