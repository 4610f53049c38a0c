package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Picture is a page in grey, at one pixel for a point and times Scale.
type Picture struct {
	width, height int
	grey          []byte
}

const Scale = 2

// Render draws the first page of a document by poppler. With MEGURI_PICTURES the document is kept in that folder.
func Render(t *testing.T, content []byte, name string) Picture {
	t.Helper()
	return RenderPage(t, content, name, 1)
}

// RenderPage is Render of any page.
func RenderPage(t *testing.T, content []byte, name string, page int) Picture {
	t.Helper()
	folder := t.TempDir()
	if keep := os.Getenv("MEGURI_PICTURES"); keep != "" {
		folder = keep
	}
	path := filepath.Join(folder, name+".pdf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(
		t.Context(), "pdftoppm", "-gray", "-r", fmt.Sprint(72*Scale), "-f", fmt.Sprint(page), "-l", fmt.Sprint(page), path,
	).Output()
	if err != nil {
		t.Fatal(err)
	}
	var p Picture
	var levels int
	if _, err := fmt.Sscanf(string(out[:40]), "P5\n%d %d\n%d\n", &p.width, &p.height, &levels); err != nil {
		t.Fatal(err)
	}
	p.grey = out[len(out)-p.width*p.height:]
	return p
}

// Gap is the height of the tallest band of the page that shows nothing, in points, and where it ends.
func (p Picture) Gap() (height, low float64) {
	run, longest, end := 0, 0, 0
	for y := range p.height {
		run++
		if p.hasInk(y) {
			run = 0
		}
		if run > longest {
			longest, end = run, y
		}
	}
	return float64(longest) / Scale, float64(end) / Scale
}

func (p Picture) hasInk(y int) bool {
	for _, v := range p.grey[y*p.width : (y+1)*p.width] {
		if v < 238 {
			return true
		}
	}
	return false
}

// Ink is the box of a page from left, top to right, low, in points: its pixels, and how many of them are dark.
func (p Picture) Ink(left, top, right, low float64) (pixels []byte, dark int) {
	for y := int(top * Scale); y < int(low*Scale); y++ {
		row := p.grey[y*p.width+int(left*Scale) : y*p.width+int(right*Scale)]
		pixels = append(pixels, row...)
		for _, v := range row {
			if v < 128 {
				dark++
			}
		}
	}
	return pixels, dark
}

// drawn is a word that was drawn large and alone in its box.
func drawn(t *testing.T, d *document, p Picture, at int, word string) (pixels []byte, dark int) {
	t.Helper()
	left, y := boxOf(at)
	return p.Ink(left-2, y-35, left+d.width(40, clean(word))+4, y+12)
}

func boxOf(at int) (left, y float64) { return 60 + 170*float64(at%3), 90 + 55*float64(at/3) }

// drawWords draws words in boxes, and returns the page.
func drawWords(t *testing.T, name string, words []string) (*document, Picture) {
	t.Helper()
	d := newTestDocument(t)
	d.ink()
	for i, word := range words {
		left, y := boxOf(i)
		d.drawLine(left, y, 40, word)
	}
	content, err := d.output()
	if err != nil {
		t.Fatal(err)
	}
	return d, Render(t, content, name)
}

// Each sign leaves ink of its own. The text of a document can be right where nothing is to be seen, so pixels count.
func TestSignsWithSelectorsAndMarksAreSeen(t *testing.T) {
	signs := []string{
		"葛\U000E0100", "辻\U000E0101", "邉\U000E0104", "髙\U000E0100", "神\uFE00", "祇\U000E0100", "斎\U000E0101",
		"♥\uFE0F", "☎\uFE0F", "㊙\uFE0F", "★\uFE0F", "❤\uFE0F", "1\uFE0F\u20E3", "か\u309A",
		"Ṣ", "ẹ\u0301", "o\u0323\u0300", "g\u0303", "❤\uFE0F\u200D🔥", "👩\u200D👩\u200D👧", "👍🏽", "🇯🇵", "张",
		"\u0378", "\U0001FBFF", "一\u0378", "\U000F0000",
	}
	d, page := drawWords(t, "signs", signs)
	for i, sign := range signs {
		if _, dark := drawn(t, d, page, i, sign); dark < 150 {
			t.Errorf("%+q has %d dark pixels", sign, dark)
		}
	}
}

// A variant of a kanji is drawn where a face has it, else the usual form.
func TestVariantsOfKanjiAreTheirOwn(t *testing.T) {
	words := []string{
		"葛", "葛\U000E0100", "葛\U000E0101", "辻", "辻\U000E0100", "辻\U000E0101", "邉", "邉\U000E0104", "神", "神\uFE00",
	}
	d, page := drawWords(t, "variants", words)
	same := func(a, b int) bool {
		first, _ := drawn(t, d, page, a, words[a])
		second, _ := drawn(t, d, page, b, words[b])
		return bytes.Equal(first, second)
	}
	for _, differ := range [][2]int{{0, 1}, {3, 4}, {8, 9}} {
		if same(differ[0], differ[1]) {
			t.Errorf("%+q looks like %+q", words[differ[0]], words[differ[1]])
		}
	}
}

// A sign that no face has shows its code, so that two of them differ.
func TestMissingSignsDiffer(t *testing.T) {
	words := []string{"\u0378", "\u0379", "\U000F0000", "\U000F0001"}
	d, page := drawWords(t, "missing", words)
	for i := range words {
		for j := range i {
			first, _ := drawn(t, d, page, i, words[i])
			if second, _ := drawn(t, d, page, j, words[j]); bytes.Equal(first, second) {
				t.Errorf("%+q looks like %+q", words[i], words[j])
			}
		}
	}
}
