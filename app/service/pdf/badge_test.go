package pdf_test

import (
	"bytes"
	"iter"
	"math"
	"strings"
	"testing"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/models"
	"meguri/models/text"
)

// letterPeople are people of all kinds: with long names, without a place, who may not be photographed.
func letterPeople(t *testing.T) (list []pdf.Letter) {
	t.Helper()
	code := qr(t, "MGR1:ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMNOPQRSTUVWX")
	for i, c := range []struct{ family, given, familyKana, givenKana, organization, locale string }{
		{"丸子", "はるか", "マルコ", "ハルカ", "川崎市 協働・連携推進課", "ja"},
		{"登戸", "けんじ", "ノボリト", "ケンジ", "あおば通信プロボノ部", "ja"},
		{"柿沢", "じゅんのすけ", "カキザワ", "ジュンノスケ", "特定非営利活動法人 みずべと子どもの居場所をつくる会", "ja"},
		{"Green", "Anna", "グリーン", "アンナ", "Tamagawa University", "en"},
		{"Wolfeschlegelsteinhausenbergerdorff", "Hubert Blaine Maximilian", "", "", "", "en"},
		{"𠮷野", "髙志", "ヨシノ", "タカシ", "", "ja"},
	} {
		r := registration(text.Name{Family: c.family, Given: c.given, FamilyKana: c.familyKana, GivenKana: c.givenKana})
		r.Organization, r.Locale = c.organization, c.locale
		r.TicketTypeID = r.TicketType.ID
		letter := pdf.Letter{Registration: r, QR: code}
		switch i {
		case 1:
			r.Photo = models.PhotoNo
			letter.Address = []string{"〒211-8666", "川崎市中原区下沼部1753"}
		case 2:
			r.Photo = models.PhotoYes
		case 5:
			letter.QR = nil
		}
		list = append(list, letter)
	}
	return list
}

func rowsOf[T any](list []T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range list {
			if !yield(&list[i], nil) {
				return
			}
		}
	}
}

func TestBadges(t *testing.T) {
	people, badges := letterPeople(t), []pdf.Badge(nil)
	for range 2 {
		for i := range people {
			badges = append(badges, pdf.Badge{Registration: people[i].Registration, QR: people[i].QR})
		}
	}
	for name, c := range map[string]struct {
		sheet pdf.BadgeSheet
		pages int
	}{
		"badges":    {pdf.BadgesOfTen, (len(badges) + 9) / 10},
		"badges-a7": {pdf.BadgesOfEight, (len(badges) + 7) / 8},
		"labels":    {pdf.BadgeLabels, len(badges)},
	} {
		var out bytes.Buffer
		err := pdf.New().Badges(&out, texts(t, "ja"), pdf.Badges{
			Sheet: c.sheet, Event: fullEvent(), Types: []models.TicketType{people[0].Registration.TicketType},
			Rows: rowsOf(badges), Blank: true, PrintedAt: starts,
		})
		if err != nil {
			t.Fatal(err)
		}
		expectPages(t, name, out.Bytes(), c.pages)
		words := []string{"丸子", "はるか", "マルコ", "撮影NG", "Wolfeschlegel", "Maximilian"}
		if c.pages < len(badges) {
			words = append(words, "ふりがな") // on those that are left blank
		}
		expectWords(t, name, out.Bytes(), words...)
	}
}

// A sheet of labels fits on A4, begins where it is told, and has a name of any length on each label.
func TestSheetsOfLabels(t *testing.T) {
	people := letterPeople(t)
	people = append(
		people,
		pdf.Letter{Registration: registration(text.Name{Family: "林"})},
		pdf.Letter{Registration: registration(text.Name{
			Family: "محمد",
			Given:  "عبد الله",
		})},
		pdf.Letter{Registration: registration(text.Name{Family: "สมชาย", Given: "ใจดี"})},
		pdf.Letter{Registration: registration(text.Name{Family: "김", Given: "민수🎉"})},
	)
	for name, sheet := range map[string]pdf.BadgeSheet{
		"labels-10": pdf.LabelsOf10, "labels-12": pdf.LabelsOf12, "labels-18": pdf.LabelsOf18,
		"labels-21": pdf.LabelsOf21, "labels-24": pdf.LabelsOf24,
		"labels-44": pdf.LabelsOf44, "cards": pdf.BadgeCards,
	} {
		if sheet.Width == 0 {
			right := 210 - sheet.Left - float64(sheet.Columns)*sheet.CellWidth - float64(sheet.Columns-1)*sheet.Gap
			low := 297 - sheet.Top - float64(sheet.Rows)*sheet.CellHeight
			const lower = 0.81 // the last row of ten and twelve labels: makers count from the upper edge
			if sheet.Left < 0 || sheet.Top < 0 || math.Abs(right-sheet.Left) > 0.1 || low-sheet.Top > lower || low < -0.05 {
				t.Errorf("%s: margins %.2f %.2f %.2f %.2f", name, sheet.Left, sheet.Top, right, low)
			}
		}
		var badges []pdf.Badge
		for i := range people {
			badges = append(badges, pdf.Badge{Registration: people[i].Registration, QR: people[i].QR})
		}
		var out bytes.Buffer
		page := pdf.Badges{
			Sheet:     sheet,
			Event:     fullEvent(),
			Types:     []models.TicketType{people[0].Registration.TicketType},
			Rows:      rowsOf(badges),
			From:      sheet.OnPage() - 1,
			PrintedAt: starts,
		}
		if err := pdf.New().Badges(&out, texts(t, "ja"), page); err != nil {
			t.Fatal(err)
		}
		first := min(1, sheet.OnPage()) // one place is left on the first sheet
		expectPages(t, name, out.Bytes(), first+(len(badges)-first+sheet.OnPage()-1)/sheet.OnPage())
		expectWords(t, name, out.Bytes(), "丸子", "はるか", "撮影NG", "Hubert", "محمد", "김")
		var frames bytes.Buffer
		page.Frames = true
		if err := pdf.New().Badges(&frames, texts(t, "ja"), page); err != nil {
			t.Fatal(err)
		}
		expectPages(t, name+"-frames", frames.Bytes(), 1)
	}
}

func TestLettersAndPostcards(t *testing.T) {
	maker, letters := pdf.New(), pdf.Letters{Event: fullEvent(), PrintedAt: starts}
	for name, c := range map[string]struct {
		make  func(out *bytes.Buffer) error
		pages int
	}{
		"letters": {func(out *bytes.Buffer) error {
			letters.Rows = rowsOf(letterPeople(t))
			return maker.Letters(out, allTexts(t), "ja", letters)
		}, 6},
		"postcards": {func(out *bytes.Buffer) error {
			letters.Rows = rowsOf(letterPeople(t))
			return maker.Postcards(out, allTexts(t), "ja", letters)
		}, 7}, // one has an address
	} {
		var out bytes.Buffer
		if err := c.make(&out); err != nil {
			t.Fatal(err)
		}
		expectPages(t, name, out.Bytes(), c.pages)
		expectWords(t, name, out.Bytes(), "丸子", "はるか", "〒211-8666", "キャンセル待ち", "Anna", "044-000-0000")
	}
}

func allTexts(t *testing.T) *i18n.Bundle {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

func expectPages(t *testing.T, name string, content []byte, want int) {
	t.Helper()
	if pages := strings.Count(string(content), "/Type /Page /Parent"); pages != want {
		t.Errorf("%s: %d pages, want %d", name, pages, want)
	}
}

func expectWords(t *testing.T, name string, content []byte, words ...string) {
	t.Helper()
	found := withoutSpace(runPoppler(t, content, name, "pdftotext", "-raw"))
	for _, word := range words {
		if !strings.Contains(found, withoutSpace(word)) {
			t.Errorf("%q is not in %s", word, found)
		}
	}
}
