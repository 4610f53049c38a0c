package ticket

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"image/png"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// sample returns a key, the claims of a ticket, and a function that finds the key.
func sample(t *testing.T) (Key, Claims, func(string, uint16) (Key, bool)) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	claims := Claims{uuid.NewString(), uuid.NewString(), uuid.NewString(), 7, time.Unix(1_800_000_000, 0).UTC()}
	return Key{3, private}, claims, func(event string, number uint16) (Key, bool) {
		return Key{3, private}, event == claims.EventID && number == 3
	}
}

func TestTicketSaysWhatWasSigned(t *testing.T) {
	key, claims, find := sample(t)
	text, err := Sign(key, claims)
	if err != nil {
		t.Fatal(err)
	}
	want := claims
	want.TicketTypeID = strings.ReplaceAll(claims.TicketTypeID, "-", "")[16:]
	for name, scanned := range map[string]string{
		"as it was made":                 text,
		"in small letters":               strings.ToLower(text),
		"with what a scanner adds to it": " " + text[:50] + "\n" + text[50:] + "\r\n",
		"in full-width letters":          fullWidth(text),
		"behind a byte order mark":       "\ufeff" + text,
		"with a zero-width space":        "\u200b" + text[:9] + "\u200b" + text[9:],
		"behind a symbology prefix":      "]Q1" + text,
		"before a group separator":       text + "\x1d",
		"in quotes":                      "\"" + text + "\"",
		"twice":                          text + text,
		"twice, with a line between":     text + "\n" + text,
		"after half of it":               text[:60] + text,
		"in a sentence":                  "参加票：" + text + "（会場用）",
		"on a French keyboard":           onKeyboard(text, french),
		"in capitals on a French one":    strings.ToUpper(onKeyboard(text, french)),
		"on a German keyboard":           onKeyboard(text, german),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Verify(scanned, find)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What keys write on other keyboards where a scanner presses those of an American one.
var (
	french = map[rune]rune{
		'A': 'q', 'Q': 'a', 'W': 'z', 'Z': 'w', 'M': ',', '2': 'é', '3': '"', '4': '\'', '5': '(', '6': '-', '7': 'è',
	}
	german = map[rune]rune{'Y': 'z', 'Z': 'y'}
)

func onKeyboard(text string, keys map[rune]rune) string {
	return strings.Map(func(r rune) rune {
		if typed, ok := keys[r]; ok {
			return typed
		}
		return unicode.ToLower(r)
	}, text)
}

func fullWidth(text string) string {
	return strings.Map(func(r rune) rune { return r - '!' + '！' }, text)
}

func TestCodesAreFoundInWhatIsPasted(t *testing.T) {
	for typed, want := range map[string]string{
		"受付コード：K7QX-M2RD":                "K7QX-M2RD",
		"受付コード Ｋ７ＱＸ－Ｍ２ＲＤ です。":            "K7QX-M2RD",
		"Code: k7qx-m2rd\nK7QX-M2RD":     "K7QX-M2RD",
		"受付コード：K7QXーM2RD":                "K7QX-M2RD",
		"K7QX-M2RD, 22BB-33CC":           "",
		"受付コード：K7QXM2RD":                 "",
		"hanako@k7qx-m2rd.example":       "",
		"XK7QX-M2RD":                     "",
		"2026-11-27":                     "",
		strings.Repeat("あ", 5000) + " K": "",
	} {
		if got, ok := FindCode(typed); got != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestOnlyIdsCanBeSigned(t *testing.T) {
	for name, change := range map[string]func(c *Claims){
		"event":        func(c *Claims) { c.EventID = "x" },
		"registration": func(c *Claims) { c.RegistrationID = "" },
		"ticket type":  func(c *Claims) { c.TicketTypeID = "x" },
	} {
		t.Run(name, func(t *testing.T) {
			key, claims, _ := sample(t)
			change(&claims)
			if text, err := Sign(key, claims); err == nil {
				t.Errorf("signed %s", text)
			}
		})
	}
}

func TestAlteredTicketIsRefused(t *testing.T) {
	key, claims, find := sample(t)
	text, _ := Sign(key, claims)
	for i := 2; i < len(text)-1; i++ {
		altered := []byte(text)
		altered[i] = 'A' + (altered[i]-'A'+1)%25
		if got, err := Verify(string(altered), find); err == nil && string(altered) != text {
			t.Fatalf("a ticket altered at %d was taken: %+v", i, got)
		}
	}
}

func TestWhatIsNoTicketIsRefused(t *testing.T) {
	key, claims, find := sample(t)
	text, _ := Sign(key, claims)
	stranger, _, _ := sample(t)
	forged, _ := Sign(stranger, claims)
	other := claims
	other.EventID = uuid.NewString()
	foreign, _ := Sign(key, other)
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing":                     {"", ErrMalformed},
		"the beginning alone":         {"MG", ErrMalformed},
		"another text":                {"HELLO", ErrMalformed},
		"a letter too few":            {text[:len(text)-1], ErrMalformed},
		"a letter too many":           {text + "A", ErrMalformed},
		"another version":             {"MGAI" + text[4:], ErrMalformed},
		"another key's signature":     {forged, ErrSignature},
		"an event that has no key":    {foreign, ErrUnknownKey},
		"a letter that is not base32": {text[:10] + "1" + text[11:], ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Verify(c.text, find); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}

func TestQR(t *testing.T) {
	key, claims, _ := sample(t)
	text, _ := Sign(key, claims)
	qr, err := NewQR(text)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("is small enough to be scanned from a phone", func(t *testing.T) {
		if qr.Size > 70 {
			t.Errorf("%d squares", qr.Size)
		}
	})
	t.Run("has a quiet zone of four squares", func(t *testing.T) {
		for i := range qr.Size {
			for edge := range 4 {
				if qr.Dark(i, edge) || qr.Dark(edge, i) {
					t.Fatalf("a dark square %d from the edge", edge)
				}
			}
		}
	})
	t.Run("begins with a finder pattern", func(t *testing.T) {
		for i := range 7 {
			if !qr.Dark(4+i, 4) {
				t.Errorf("square %d is light", i)
			}
		}
	})
	t.Run("is drawn with the same squares", func(t *testing.T) {
		content, err := qr.PNG(3)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if side := picture.Bounds().Dx(); side != 3*qr.Size {
			t.Fatalf("%d pixels wide", side)
		}
		for y := range qr.Size {
			for x := range qr.Size {
				grey, _, _, _ := picture.At(3*x+1, 3*y+1).RGBA()
				if dark := grey == 0; dark != qr.Dark(x, y) {
					t.Fatalf("the square at %d, %d differs", x, y)
				}
			}
		}
	})
	t.Run("cannot hold any text", func(t *testing.T) {
		if _, err := NewQR(strings.Repeat("あ", 2000)); err == nil {
			t.Error("it was made")
		}
	})
}

func TestCodesAreReadAsPeopleTypeThem(t *testing.T) {
	code := NewCode()
	if len(code) != 9 || code[4] != '-' {
		t.Fatalf("code %q", code)
	}
	for name, typed := range map[string]string{
		"as it was made":            code,
		"in small letters":          strings.ToLower(code),
		"without the hyphen":        strings.ReplaceAll(code, "-", ""),
		"with a long-vowel mark":    " " + strings.ReplaceAll(code, "-", "ー") + " ",
		"with a full-width letter":  string(rune(code[0])+'Ａ'-'A') + code[1:],
		"with spaces in the middle": code[:2] + " " + code[2:],
		"with a horizontal bar":     strings.ReplaceAll(code, "-", "―"),
		"with a full stop":          strings.ReplaceAll(code, "-", "."),
		"behind a byte order mark":  "\ufeff" + code,
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := NormalizeCode(typed); !ok || got != code {
				t.Errorf("%q: %q, %v", typed, got, ok)
			}
		})
	}
	for name, typed := range map[string]string{
		"nothing":                     "",
		"a name":                      "髙橋",
		"too few letters":             "ABCD",
		"letters that no code has":    "O000-0000",
		"a letter too many at an end": code + "2",
	} {
		t.Run("but not "+name, func(t *testing.T) {
			if _, ok := NormalizeCode(typed); ok {
				t.Errorf("%q was taken for a code", typed)
			}
		})
	}
}

func TestCodesUseAllLetters(t *testing.T) {
	seen := map[rune]bool{}
	for range 500 {
		for _, letter := range NewCode() {
			seen[letter] = true
		}
	}
	if want := len(CodeLetters) + 1; len(seen) != want { // and the hyphen
		t.Errorf("%d letters, want %d", len(seen), want)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add("MGABC")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := Verify(text, func(string, uint16) (Key, bool) { return Key{}, false }); err == nil {
			t.Fatal("an arbitrary text was taken for a ticket")
		}
	})
}
