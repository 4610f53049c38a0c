package pdf

import (
	"bytes"
	"slices"
	"testing"
)

func TestScriptsAreSeen(t *testing.T) {
	words := []string{
		"محمد", "علي رضا", "می\u200Cنا", "لا إله", "שָׁלוֹם", "כהן (דוד)", "สมชาย",
		"น้ำผึ้ง", "ปู่", "लक्ष्मी", "श्री", "हिन्दी",
		"محمد 様", "٣٤", "شرِكة", "김민준", "Иванов", "Mr. محمد",
	}
	d, page := drawWords(t, "scripts", words)
	for i, word := range words {
		if _, dark := drawn(t, d, page, i, word); dark < 300 {
			t.Errorf("%+q has %d dark pixels", word, dark)
		}
	}
}

// The first letter of a word from right to left stands at its right.
func TestWordsRunFromRightToLeft(t *testing.T) {
	d, page := drawWords(t, "direction", []string{"שו", "ו", "ש"})
	last, _ := drawnBeside(d, page, 0, 0, "ו")
	alone, _ := drawnBeside(d, page, 1, 0, "ו")
	if !bytes.Equal(last, alone) {
		t.Error("the last letter is not at the left")
	}
	first, dark := drawnBeside(d, page, 0, d.width(40, "ו"), "ש")
	alone, darkAlone := drawnBeside(d, page, 2, 0, "ש")
	if len(first) != len(alone) || dark*10 < darkAlone*9 || dark*9 > darkAlone*10 {
		t.Errorf("at the right are %d dark pixels, in the first letter %d", dark, darkAlone)
	}
}

// drawnBeside is the box of a letter, some points beside the beginning of the word at a place.
func drawnBeside(d *document, p Picture, at int, beside float64, letter string) (pixels []byte, dark int) {
	left, y := boxOf(at)
	return p.Ink(left+beside, y-35, left+beside+d.width(40, letter), y+12)
}

// Letters join: alone they have other forms. U+200C keeps two of them apart.
func TestArabicLettersJoin(t *testing.T) {
	d := newTestDocument(t)
	for joined, apart := range map[string]string{"محمد": "م ح م د", "مینا": "می\u200Cنا"} {
		first, second := d.pieces(joined), d.pieces(apart)
		if slices.EqualFunc(first, withoutSpaces(second), func(a, b piece) bool { return slices.Equal(a.shape, b.shape) }) {
			t.Errorf("%+q is drawn as %+q", joined, apart)
		}
	}
}

func withoutSpaces(pieces []piece) []piece {
	return slices.DeleteFunc(slices.Clone(pieces), func(p piece) bool { return p.text == " " })
}

// A bracket between words from right to left is mirrored: what closes in the text opens at the left.
func TestBracketsAreMirrored(t *testing.T) {
	d := newTestDocument(t)
	pieces := d.pieces("א(ב)ג")
	if len(pieces) != 5 || pieces[1].text != ")" || pieces[4].text != "א" {
		t.Fatalf("pieces %v", pieces)
	}
	leftmost := func(o outline) point { // of a bracket that opens to the right its middle
		found := o[0].points[0]
		for _, s := range o {
			if s.points[0].x < found.x {
				found = s.points[0]
			}
		}
		return found
	}
	if middle := leftmost(pieces[1].shape).y; middle < 100 || middle > 500 {
		t.Errorf("the bracket at the left opens to the left: its leftmost point is at the height of %.0f", middle)
	}
}
