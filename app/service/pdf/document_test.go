package pdf

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"meguri/app/service/i18n"
	"meguri/models"
)

func newTestDocument(t *testing.T) *document {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 9, 20, 4, 0, 0, 0, time.UTC)
	d, err := New().document(bundle.For("ja"), "pdf.summary", &models.Event{TitleJa: "試し"}, "", at)
	if err != nil {
		t.Fatal(err)
	}
	d.page()
	return d
}

// Lines of any text fit, keep all of it, and neither begin nor end with a character that must not. The random texts
// have no bracket or space before a mark, because there the rules contradict each other.
func TestLinesKeepTheRulesOfJapaneseTypesetting(t *testing.T) {
	d := newTestDocument(t)
	rng := rand.New(rand.NewPCG(1, 2))
	letters := []rune("あいうかきくアイウカキク漢字髙𠮷川崎サミトabcXYZ0123👩한글")
	marks := []rune("。、）」』】！？…ーッョャっょ々・：〜")
	for range 3000 {
		var text strings.Builder
		for range rng.IntN(60) + 1 {
			text.WriteRune(letters[rng.IntN(len(letters))])
			switch rng.IntN(7) {
			case 2:
				text.WriteRune([]rune(" 　")[rng.IntN(2)])
			case 0:
				text.WriteRune(marks[rng.IntN(len(marks))])
			case 1:
				text.WriteRune([]rune("（「『【")[rng.IntN(4)])
				text.WriteRune(letters[rng.IntN(10)])
			}
		}
		checkLines(t, d, text.String(), 60+rng.Float64()*100)
	}
}

func checkLines(t *testing.T, d *document, text string, width float64) {
	t.Helper()
	lines := d.lines(10, width, text)
	for i, line := range lines {
		first, last := []rune(line + " ")[0], []rune(" " + line)[len([]rune(line))]
		if i > 0 && strings.ContainsRune(noStart, first) || i < len(lines)-1 && strings.ContainsRune(noEnd, last) {
			t.Errorf("%q in %.0f: %q", text, width, lines)
		}
		if d.width(10, line) > width+0.01 {
			t.Errorf("%q is wider than %.0f", line, width)
		}
	}
	if withoutSpace(strings.Join(lines, "")) != withoutSpace(text) {
		t.Errorf("%q became %q", text, lines)
	}
}

func withoutSpace(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func TestWordsTooLongForALineAreCut(t *testing.T) {
	d := newTestDocument(t)
	for text, want := range map[string]string{
		strings.Repeat("w", 40) + "。":            "",
		"（" + strings.Repeat("W", 30) + "）、終わり。": "",
		strings.Repeat("ー", 50):                  "",
		"短い。":                                    "短い。",
		"一行目\n二行目\n":                             "一行目|二行目",
		"":                                       "",
	} {
		lines := d.lines(10, 100, text)
		if got := strings.Join(lines, "|"); want != "" && got != want {
			t.Errorf("%q became %q", text, got)
		}
		for i, line := range lines {
			if d.width(10, line) > 100 || i > 0 && strings.HasPrefix(line, "。") {
				t.Errorf("%q in %q", line, lines)
			}
		}
	}
}

func TestShortenedTextFits(t *testing.T) {
	d := newTestDocument(t)
	for _, text := range []string{
		strings.Repeat("寿限無", 30), "Maximiliana " + strings.Repeat("x", 90), strings.Repeat("👩‍👩‍👧", 20), "短い",
	} {
		got := d.shorten(10, 80, text)
		if width := d.width(10, got); width > 80.01 {
			t.Errorf("%q is %.1f wide", got, width)
		}
		if got != text && !strings.HasSuffix(got, "…") {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// Accents are composed with their letters, but compatibility ideographs stay, because they are in names.
func TestCleanTextKeepsKanjiOfNames(t *testing.T) {
	for text, want := range map[string]string{
		"か\u3099":     "が",
		"e\u0301":     "é",
		"\uFA19谷":     "\uFA19谷",
		"葛\U000E0100": "葛\U000E0100",
		"a\xffb":      "a\uFFFDb",
		"\t":          " ",
	} {
		if got := clean(text); got != want {
			t.Errorf("clean(%q) = %q", text, got)
		}
	}
}

// Each offset in the cross-reference table is that of its object.
func TestDocumentHasItsObjectsWhereItSays(t *testing.T) {
	d := newTestDocument(t)
	for i := range 250 { // more codes than one block of the map holds
		d.drawLine(margin, 100, 10, string(rune(0x1F300+i)))
	}
	content, err := d.output()
	if err != nil {
		t.Fatal(err)
	}
	start, err := strconv.Atoi(string(regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(content)[1]))
	if err != nil || !bytes.HasPrefix(content[start:], []byte("xref\n")) {
		t.Fatalf("no table at %d: %v", start, err)
	}
	places := regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`).FindAllSubmatch(content[start:], -1)
	for i, place := range places {
		at, err := strconv.Atoi(string(place[1]))
		if err != nil || !bytes.HasPrefix(content[at:], fmt.Appendf(nil, "%d 0 obj", i+1)) {
			t.Errorf("object %d is not at %d", i+1, at)
		}
	}
	if len(places) < 8 {
		t.Errorf("%d objects", len(places))
	}
	for _, want := range []string{"100 beginbfchar", "<0001> <D83CDF00>", "<00FA> <D83CDFF9>"} {
		if !bytes.Contains(d.toUnicode(), []byte(want)) {
			t.Errorf("%q is not in the document", want)
		}
	}
}

func TestAnUnknownDocumentIsRefused(t *testing.T) {
	for _, content := range []string{
		"", "startxref\n", "%PDF-1.3\nxref\n0000000009 00000 n \nstartxref\n0\n%%EOF\n",
		"%PDF-1.3\n1 0 obj\n<<>>\n\nxref\n0000000009 00000 n \nstartxref\n0\n%%EOF\n",
		"%PDF-1.3\n1 0 obj\n<</Length 9>>\nstream\n1\nendstream\nendobj\nxref\n0000000009 00000 n \nstartxref\n0\n%%EOF\n",
	} {
		if objects, err := readObjects([]byte(content)); err == nil {
			t.Errorf("%d objects in %q", len(objects), content)
		}
	}
}

func TestMissingFontsSayWhatToDo(t *testing.T) {
	maker := &Maker{main: newFace("no-such-face")}
	_, err := maker.document(nil, "", nil, "", time.Time{})
	if err == nil {
		t.Fatal("a document was made without fonts")
	}
	if !strings.Contains(err.Error(), "make assets") {
		t.Errorf("the error is %q", err)
	}
}
