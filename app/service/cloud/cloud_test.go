package cloud

import (
	"fmt"
	"reflect"
	"testing"
)

func options() Options {
	return Options{
		Width: 1200, Height: 560, Smallest: 24, Largest: 120,
		Measure: func(text string) float64 { return float64(len([]rune(text))) },
	}
}

func list(n int) (words []Word) {
	for i := range n {
		words = append(words, Word{fmt.Sprintf("ことば%d", i), 1 + 200/(i+1)})
	}
	return words
}

func TestNoWordLiesOnAnother(t *testing.T) {
	for _, n := range []int{1, 2, 40, 200} {
		c := Layout(list(n), options())
		if len(c.Words) == 0 || (n <= 40 && len(c.Words) < n) {
			t.Errorf("%d of %d words have room", len(c.Words), n)
		}
		boxes := make([]box, len(c.Words))
		for i, w := range c.Words {
			boxes[i] = box{w.X, w.Y - ascent*w.Size, w.X + w.Width, w.Y + (1-ascent)*w.Size}
			if boxes[i].left < 0 || boxes[i].top < 0 || boxes[i].right > c.Width || boxes[i].bottom > c.Height {
				t.Errorf("%s is outside", w.Text)
			}
			for j := range i {
				if boxes[i].meets(&boxes[j]) {
					t.Errorf("%s lies on %s", w.Text, c.Words[j].Text)
				}
			}
		}
	}
}

func TestTheSameWordsGiveTheSameCloud(t *testing.T) {
	if !reflect.DeepEqual(Layout(list(40), options()), Layout(list(40), options())) {
		t.Error("two clouds differ")
	}
}

func TestMoreIsLarger(t *testing.T) {
	c := Layout(list(30), options())
	if c.Words[0].Size <= c.Words[29].Size || c.Words[0].Tone != 1 || c.Words[29].Tone != 3 {
		t.Errorf("the first is %v, the last %v", c.Words[0], c.Words[29])
	}
	long := Layout([]Word{{string(make([]rune, 100)), 3}}, options())
	if len(long.Words) != 1 || long.Words[0].Width > 1200 {
		t.Errorf("a long word: %v", long.Words)
	}
}
