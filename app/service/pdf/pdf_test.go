package pdf_test

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rivo/uniseg"

	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

var starts = time.Date(2025, 9, 20, 4, 0, 0, 0, time.UTC)

var names = []text.Name{
	{Family: "髙橋", Given: "花子", FamilyKana: "タカハシ", GivenKana: "ハナコ"},
	{Family: "﨑山", Given: "濵子", FamilyKana: "サキヤマ", GivenKana: "ハマコ"},
	{Family: "𠮷田", Given: "𠮟", FamilyKana: "ヨシダ", GivenKana: "シカル"},
	{Family: "渡邉", Given: "太郎", FamilyKana: "ワタナベ", GivenKana: "タロウ"},
	{Family: "勅使河原", Given: strings.Repeat("寿限無五劫の擦り切れ", 6), FamilyKana: "テシガワラ", GivenKana: "ジュゲム"},
	{Given: "スカルノ", GivenKana: "スカルノ"},
	{Family: "O’Brien-Fernández", Given: "María José", FamilyKana: "O’Brien-Fernández"},
	{Family: "한", Given: "민수", FamilyKana: "ハン", GivenKana: "ミンス"},
	{Family: "ひまわり🌻", Given: "👩‍👩‍👧", FamilyKana: "ヒマワリ"},
	{Family: "ا", Given: "\U000E0101\u0378", FamilyKana: "ナゾ"},
}

func texts(t testing.TB, lang string) *i18n.Localizer {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.For(lang)
}

func event() *models.Event {
	return &models.Event{
		ID:             "01890a5d-ac96-774b-bcce-b302099a8057", // the face is made of it
		TitleJa:        "かわさきプロボノサミット2025",
		TitleEn:        "Kawasaki Pro Bono Summit 2025",
		TimeZone:       "Asia/Tokyo",
		StartsAt:       starts,
		EndsAt:         starts.Add(3 * time.Hour),
		VenueNameJa:    "NEC玉川事業場",
		VenueAddressJa: "神奈川県川崎市中原区下沼部1753",
		Organization:   models.Organization{NameJa: "NECプロボノ倶楽部", NameEn: "NEC Pro Bono Club"},
	}
}

func registration(name text.Name) *models.Registration {
	return &models.Registration{
		ID:            models.NewID(),
		Name:          name,
		Code:          "K7QX-M2RD",
		Organization:  "国際社会経済研究所（IISE）",
		Accessibility: "車いす",
		UpdatedAt:     starts,
		TicketType:    models.TicketType{NameJa: "会場で参加", NameEn: "At the venue", Mode: models.ModeVenue},
	}
}

func summary(name text.Name) pdf.Summary {
	s := pdf.Summary{
		Event:        event(),
		Registration: registration(name),
		Attendance:   attendance.Attendance{Venue: []attendance.Visit{{From: starts}}, OnlineMinutes: 35},
		IssuedAt:     starts.Add(24 * time.Hour),
	}
	for i := range 13 {
		from := starts.Add(time.Duration(i*10) * time.Minute)
		s.Sessions = append(s.Sessions, attendance.Session{InPerson: i%2 == 0, Minutes: i,
			Session: &models.Session{
				TitleJa:  "テーマ" + strconv.Itoa(i) + "：「プロボノの循環」とは、助けてもらった人が（次は）助ける側になること。とても長い題名でも、行の頭に句読点は来ない。",
				StartsAt: from,
				EndsAt:   from.Add(10 * time.Minute),
			}})
	}
	for range 3 {
		s.Results = append(
			s.Results,
			pdf.Result{Question: "全体の満足度を教えてください（5：とても満足）", Responses: 114, Mean: 4.02, HasMean: true,
				Bars: []pdf.Bar{
					{Label: "5", Count: 40},
					{Label: "4", Count: 50},
					{Label: "3", Count: 20},
					{Label: "とても長い選択肢の文言がここに入っても表からはみ出さない", Count: 0},
				}},
		)
	}
	return s
}

func certificate(name text.Name) *pdf.Certificate {
	s := summary(name)
	return &pdf.Certificate{
		Attendance: s.Attendance, Event: s.Event, Registration: s.Registration, Organization: s.Registration.Organization,
		Number: "2025-K7QXM2RD", IssuedAt: s.IssuedAt, Address: "https://meguri.example/certificates/AYkKXayW",
	}
}

func documents(t testing.TB, maker *pdf.Maker, lang string, name text.Name) map[string][]byte {
	t.Helper()
	l := texts(t, lang)
	code, err := ticket.NewQR(strings.Repeat("MG", 80))
	if err != nil {
		t.Fatal(err)
	}
	made := map[string][]byte{}
	if made["summary"], err = maker.Summary(l, summary(name)); err != nil {
		t.Fatal(err)
	}
	if made["ticket"], err = maker.Ticket(l, pdf.Ticket{
		Event:        event(),
		Registration: registration(name),
		QR:           code,
	}); err != nil {
		t.Fatal(err)
	}
	if made["certificate"], err = maker.Certificate(l, []*pdf.Certificate{certificate(name)}); err != nil {
		t.Fatal(err)
	}
	var list bytes.Buffer
	rows := func(yield func(*models.Registration, error) bool) {
		for i := range 70 {
			n := name
			if i%3 > 0 {
				n = names[i%len(names)]
			}
			if !yield(registration(n), nil) {
				return
			}
		}
	}
	if err := maker.ReceptionList(&list, l, pdf.ReceptionList{Event: event(), Rows: rows, PrintedAt: starts}); err != nil {
		t.Fatal(err)
	}
	made["list"] = list.Bytes()
	return made
}

// runPoppler runs one of poppler's programs on a document. The document is kept in the folder MEGURI_PICTURES, if that
// is set.
func runPoppler(t testing.TB, content []byte, name, program string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".pdf")
	if folder := os.Getenv("MEGURI_PICTURES"); folder != "" {
		path = filepath.Join(folder, name+".pdf")
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, path)
	if program == "pdftotext" {
		args = append(args, "-")
	}
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v %s", program, err, out)
	}
	return string(out)
}

func withoutSpace(text string) string { return strings.Join(strings.Fields(text), "") }

func TestEveryNameIsThereAndCanBeFound(t *testing.T) {
	maker := pdf.New()
	for i, name := range names[:9] { // the last one is partly written from right to left
		for kind, content := range documents(t, maker, "ja", name) {
			text, want := runPoppler(t, content, fmt.Sprintf("%s-%d", kind, i), "pdftotext"), name.Full("ja")
			text = strings.ReplaceAll(text, "\n", " ")
			if len([]rune(want)) > 30 { // takes several lines
				text, want = withoutSpace(text), withoutSpace(want)
			}
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %.400q", kind, want, text)
			}
		}
	}
}

// hardNames are of signs that cannot be written as text of the main face; each part is a word.
var hardNames = []text.Name{
	{Family: "葛\U000E0100城", Given: "辻\U000E0101"},
	{Family: "邉\U000E0104", Given: "髙\U000E0100"},
	{Family: "神\uFE00", Given: "♥\uFE0F"},
	{Family: "☎\uFE0F", Given: "㊙\uFE0F"},
	{Family: "1\uFE0F\u20E3", Given: "か\u309A"},
	{Family: "Ṣọlá", Given: "ẹ\u0300kọ\u0301"},
	{Family: "张", Given: "\u0378"},
}

// scriptNames are of scripts whose letters join, stand above each other, or run from right to left.
var scriptNames = []text.Name{
	{Family: "محمد", Given: "عبدالله"},
	{Family: "می\u200Cنا", Given: "رضایی"},
	{Family: "שָׁלוֹם", Given: "כהן"},
	{Family: "น้ำผึ้ง", Given: "ปู่กุ้ง"},
	{Family: "श्री", Given: "लक्ष्मी"},
	{Family: "Иванов", Given: "Παπαδόπουλος"},
}

// Readers put text that runs from right to left in logical order. poppler adds controls that say how it ran.
func TestNamesOfOtherScriptsAreCopiedAsTheyWereTyped(t *testing.T) {
	maker := pdf.New()
	controls := strings.NewReplacer("\u202A", "", "\u202B", "", "\u202C", "")
	for i, name := range scriptNames {
		for kind, content := range documents(t, maker, "ja", name) {
			text := controls.Replace(runPoppler(t, content, fmt.Sprintf("%s-script-%d", kind, i), "pdftotext"))
			for _, part := range []string{name.Family, name.Given} {
				if !strings.Contains(text, part) {
					t.Errorf("%s: %+q is not in %+.600q", kind, part, text)
				}
			}
		}
	}
}

// What is copied can be right where nothing is to be seen: this looks at the ink of each sign on each paper.
func TestEveryNameLeavesInkOnEveryPaper(t *testing.T) {
	maker := pdf.New()
	for i, name := range hardNames {
		for kind, content := range documents(t, maker, "ja", name) {
			file := fmt.Sprintf("%s-hard-%d", kind, i)
			page := pdf.Render(t, content, file)
			boxes := runPoppler(t, content, file, "pdftotext", "-bbox", "-l", "1")
			for _, part := range []string{name.Family, name.Given} {
				checkInk(t, kind, page, boxes, part)
			}
		}
	}
}

// checkInk checks the ink of each cluster of a word, wherever it stands on a page. They are about equally wide.
func checkInk(t *testing.T, kind string, page pdf.Picture, boxes, part string) {
	t.Helper()
	seen := 0
	for _, w := range wordBox.FindAllStringSubmatch(boxes, -1) {
		if html.UnescapeString(w[5]) != part {
			continue
		}
		seen++
		var edge [4]float64
		for i := range edge {
			edge[i], _ = strconv.ParseFloat(w[i+1], 64)
		}
		count := uniseg.GraphemeClusterCount(part)
		width := (edge[2] - edge[0]) / float64(count)
		for i := range count {
			left := edge[0] + float64(i)*width
			pixels, dark := page.Ink(left, edge[1], left+width, edge[3])
			if dark*40 < len(pixels) {
				t.Errorf("%s: cluster %d of %+q has %d dark pixels of %d", kind, i, part, dark, len(pixels))
			}
		}
	}
	if seen == 0 {
		t.Errorf("%s: %+q is not in the text", kind, part)
	}
}

var wordBox = regexp.MustCompile(`xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)`)

func TestTextThatIsNoTextIsSetAllTheSame(t *testing.T) {
	maker := pdf.New()
	for _, broken := range []string{
		"\xe3", "名\xf0", "a\tb", "か\u3099e\u0301", "\ue000\uf8ff", "👍🏽🇯🇵", "\u200b", strings.Repeat("ー", 90),
	} {
		s := summary(text.Name{Family: broken})
		s.Event.TitleJa, s.Registration.Organization, s.Results[0].Question = broken, broken, broken
		content, err := maker.Summary(texts(t, "ja"), s)
		if err != nil {
			t.Fatalf("%q: %v", broken, err)
		}
		runPoppler(t, content, "broken", "pdftotext")
	}
}

var word = regexp.MustCompile(`xMin="(-?[\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)`)

func TestNothingLeavesThePage(t *testing.T) {
	for i, name := range names {
		for kind, content := range documents(t, pdf.New(), "ja", name) {
			boxes := runPoppler(t, content, fmt.Sprintf("%s-b%d", kind, i), "pdftotext", "-bbox")
			for _, w := range word.FindAllStringSubmatch(boxes, -1) {
				left, _ := strconv.ParseFloat(w[1], 64)
				right, _ := strconv.ParseFloat(w[2], 64)
				low, _ := strconv.ParseFloat(w[3], 64)
				if left < 44.9 || right > 595.28-44.9 || low > 841.89-20 {
					t.Errorf("%s: %q lies at %s–%s, %s", kind, w[4], w[1], w[2], w[3])
				}
			}
		}
	}
}

func TestNoLineStartsOrEndsWhereItMustNot(t *testing.T) {
	content := documents(t, pdf.New(), "ja", names[0])["summary"]
	for line := range strings.Lines(runPoppler(t, content, "kinsoku", "pdftotext", "-layout")) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if strings.ContainsAny(string([]rune(line)[:1]), "。、）」』ーぁぃっゃゅょァィッャュョ") || strings.HasSuffix(line, "（") ||
			strings.HasSuffix(line, "「") {
			t.Errorf("%q", line)
		}
	}
}

func TestDocumentsSayWhatTheyAreAndInWhichLanguage(t *testing.T) {
	for _, lang := range i18n.Languages {
		for kind, content := range documents(t, pdf.New(), lang, names[0]) {
			info := runPoppler(t, content, kind+"-"+lang, "pdfinfo")
			for _, want := range []string{"Title:", "Author:"} {
				if !strings.Contains(info, want) {
					t.Errorf("%s %s: %q is not in %s", kind, lang, want, info)
				}
			}
			if !bytes.Contains(content, []byte("/Lang ("+lang+")")) {
				t.Errorf("%s: the language is not %s", kind, lang)
			}
			if strings.Contains(info, "Syntax") {
				t.Error(info)
			}
		}
	}
}

// What the rules for archives ask of a document, as far as it can be seen without a validator (make check-others).
func TestDocumentsAreForArchives(t *testing.T) {
	for kind, content := range documents(t, pdf.New(), "ja", names[2]) {
		if !bytes.HasPrefix(content, []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")) {
			t.Errorf("%s begins with %q", kind, content[:20])
		}
		for _, want := range []string{
			"<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>U</pdfaid:conformance>", "/S /GTS_PDFA1", "/ID [<", "acsp",
			"<rdf:li xml:lang=\"x-default\">", "+BIZUDPGothic",
		} {
			if !bytes.Contains(content, []byte(want)) {
				t.Errorf("%s: %q is not in it", kind, want)
			}
		}
		if bytes.Contains(content, []byte("beginbfrange")) {
			t.Errorf("%s maps ranges of codes", kind)
		}
	}
}

func TestInformationIsInAnyScript(t *testing.T) {
	s := summary(names[2])
	s.Event.TitleJa, s.Event.Organization.NameJa = "𠮷野🌻まつり", "𠮷野の会"
	content, err := pdf.New().Summary(texts(t, "ja"), s)
	if err != nil {
		t.Fatal(err)
	}
	info := runPoppler(t, content, "information", "pdfinfo")
	for _, want := range []string{"まとめ 𠮷野🌻まつり", "𠮷田 𠮟", "𠮷野の会"} {
		if !strings.Contains(info, want) {
			t.Errorf("%q is not in %s", want, info)
		}
	}
}

func TestTheSameInputIsTheSameDocument(t *testing.T) {
	first, second := pdf.New(), pdf.New()
	for i := range 3 {
		again := documents(t, second, "ja", names[2+i])
		for kind, content := range documents(t, first, "ja", names[2+i]) {
			if !bytes.Equal(content, again[kind]) {
				t.Errorf("%s differs", kind)
			}
		}
	}
}

func TestDocumentsAreMadeAtOnce(t *testing.T) {
	maker, l := pdf.New(), texts(t, "ja")
	var wait sync.WaitGroup
	for _, name := range slices.Concat(names[:8], hardNames, scriptNames, scriptNames) {
		wait.Go(func() {
			content, err := maker.Summary(l, summary(name))
			if err != nil {
				t.Error(err)
				return
			}
			if alone, err := pdf.New().Summary(l, summary(name)); err != nil || !bytes.Equal(content, alone) {
				t.Errorf("%+q differs from the same made alone: %v", name.Family, err)
			}
		})
	}
	wait.Wait()
}

func BenchmarkSummary(b *testing.B) {
	maker, l := pdf.New(), texts(b, "ja")
	s := summary(names[0])
	b.ReportAllocs()
	for b.Loop() {
		if _, err := maker.Summary(l, s); err != nil {
			b.Fatal(err)
		}
	}
}
