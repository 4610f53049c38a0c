package static_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"sync"
	"testing"

	"golang.org/x/image/font/sfnt"

	"meguri/static"
)

// A packed font reads as a whole one does, also for many at once, at any place and over its end.
func TestAPackedFontIsReadAtAnyPlace(t *testing.T) {
	for _, name := range []string{"NotoEmoji", "NotoSansJP", "NotoSansKR", "NotoSansSC"} {
		font, err := static.Font(name)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := io.ReadAll(font)
		if err != nil || int64(len(whole)) != font.Size() {
			t.Fatalf("%s: %d bytes of %d, %v", name, len(whole), font.Size(), err)
		}
		if _, err := sfnt.Parse(whole); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				for range 100 {
					at, part := rand.IntN(len(whole)), make([]byte, rand.IntN(200_000))
					n, err := font.ReadAt(part, int64(at))
					if want := whole[at:min(at+len(part), len(whole))]; !bytes.Equal(part[:n], want) {
						t.Errorf("%s: %d bytes at %d are others (%v)", name, len(part), at, err)
					}
					if short := n < len(part); short != (err == io.EOF) {
						t.Errorf("%s: %d of %d bytes at %d: %v", name, n, len(part), at, err)
					}
				}
			})
		}
		readers.Wait()
	}
}

func TestAFontThatIsNotThereSaysWhatToDo(t *testing.T) {
	if _, err := static.Font("None"); err == nil {
		t.Error("a font was opened that is not there")
	}
}
