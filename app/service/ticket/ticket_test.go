package ticket

import (
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func sample(t *testing.T) (Key, Claims, func(string, uint16) (ed25519.PublicKey, bool)) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	claims := Claims{uuid.NewString(), uuid.NewString(), uuid.NewString(), 7, time.Unix(1_800_000_000, 0).UTC()}
	return Key{3, private}, claims, func(event string, number uint16) (ed25519.PublicKey, bool) {
		return public, event == claims.EventID && number == 3
	}
}

func TestTicketSaysWhatWasSigned(t *testing.T) {
	key, claims, find := sample(t)
	text, err := Sign(key, claims)
	if err != nil {
		t.Fatal(err)
	}
	for _, scanned := range []string{text, strings.ToLower(text), " " + text[:50] + "\n" + text[50:] + "\r\n"} {
		got, err := Verify(scanned, find)
		if err != nil || got.RegistrationID != claims.RegistrationID || got.Serial != 7 || !got.NotAfter.Equal(claims.NotAfter) {
			t.Fatalf("%q: %+v, %v", scanned, got, err)
		}
	}
	if !Looks(text) || Looks("K7QX-M2RD") {
		t.Error("a ticket and a code are confused")
	}
	qr, err := NewQR(text)
	if err != nil || qr.Size > 70 {
		t.Fatalf("QR of %d squares: %v", qr.Size, err)
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
	for _, text := range []string{"", "MG", "HELLO", text[:len(text)-1], text + "A"} {
		if _, err := Verify(text, find); !errors.Is(err, ErrMalformed) {
			t.Errorf("%q: %v", text, err)
		}
	}
	other, _, _ := sample(t)
	forged, _ := Sign(other, claims)
	if _, err := Verify(forged, find); !errors.Is(err, ErrSignature) {
		t.Errorf("another key's signature: %v", err)
	}
}

func TestCodesAreReadAsPeopleTypeThem(t *testing.T) {
	code := NewCode()
	if len(code) != 9 || code[4] != '-' {
		t.Fatalf("code %q", code)
	}
	for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""), " " + strings.ReplaceAll(code, "-", "ー") + " "} {
		if got, ok := NormalizeCode(typed); !ok || got != code {
			t.Errorf("%q: %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "髙橋", "ABCD", "O000-0000", code + "2"} {
		if _, ok := NormalizeCode(typed); ok {
			t.Errorf("%q was taken for a code", typed)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add("MGABC")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := Verify(text, func(string, uint16) (ed25519.PublicKey, bool) { return nil, false }); err == nil {
			t.Fatal("an arbitrary text was taken for a ticket")
		}
	})
}
