package summary

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/models"
	"meguri/models/modelstest"
)

// baked is the token in a badge's picture.
func baked(t *testing.T, picture []byte) string {
	t.Helper()
	if _, err := png.Decode(bytes.NewReader(picture)); err != nil {
		t.Fatalf("the picture cannot be read: %v", err)
	}
	const head = "iTXtopenbadgecredential\x00\x00\x00\x00\x00"
	before, after, found := bytes.Cut(picture, []byte(head))
	if !found {
		t.Fatal("the picture holds no credential")
	}
	length := int(binary.BigEndian.Uint32(before[len(before)-4:])) - len(head) + len("iTXt")
	return string(after[:length])
}

// decoded is a part of a token or a document.
func decoded(t *testing.T, content []byte) (value map[string]any) {
	t.Helper()
	if err := json.Unmarshal(content, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func part(t *testing.T, token string, i int) []byte {
	t.Helper()
	content, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[i])
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestOpenBadge reads the badge back. With MEGURI_PICTURES it keeps what `make check-others CHECK=badge` verifies.
func TestOpenBadge(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		made, r := summit(t, db, "venue")
		event, err := db.Query(t.Context()).Events().ByID(made.ID) // with its organization
		if err != nil {
			t.Fatal(err)
		}
		links := link.New([]byte("a key of the test's"))
		service := New(db, pdf.New(), Options{Links: links, BaseURL: "https://here.example:8443"})
		refused := func(what string, minute int) {
			db.SetClock(func() time.Time { return at(minute) })
			_, err := service.OpenBadge(t.Context(), bundle.For("ja"), event, r)
			equal(t, "error "+what, models.CodeOf(err), models.CodeConflict)
		}
		refused("of who did not come", 91)
		attend(t, db, event, r)
		refused("before the end", 89)

		db.SetClock(func() time.Time { return at(91) })
		picture, err := service.OpenBadge(t.Context(), bundle.For("ja"), event, r)
		if err != nil {
			t.Fatal(err)
		}
		document, err := service.IssuerDocument(t.Context(), event.Organization.Slug)
		if err != nil {
			t.Fatal(err)
		}
		keep(t, "badge.png", picture)
		keep(t, "did.json", document)

		token := baked(t, picture)
		claims, did := decoded(t, part(t, token, 1)), decoded(t, document)
		equal[any](t, "the issuer of the token", claims["iss"], did["id"])
		equal[any](t, "the issuer", did["id"], "did:web:here.example%3A8443:organizations:"+event.Organization.Slug)
		check := "https://here.example:8443/certificates/" + links.Certificate(r.ID)
		equal[any](t, "the address to check it", claims["id"], check)
		if !bytes.Contains(part(t, token, 1), []byte(r.Full("ja"))) {
			t.Error("it does not name the person")
		}
		for _, secret := range []string{r.Email, r.Organization, r.ID} {
			if secret != "" && bytes.Contains(part(t, token, 1), []byte(secret)) {
				t.Errorf("it tells %q, which is not printed", secret)
			}
		}
		key := publicKey(t, did)
		signed := token[:strings.LastIndex(token, ".")]
		if !ed25519.Verify(key, []byte(signed), part(t, token, 2)) {
			t.Error("the key of the issuer did not sign it")
		}
		if ed25519.Verify(key, []byte(signed+"x"), part(t, token, 2)) {
			t.Error("another text passes for signed")
		}
		_, err = service.IssuerDocument(t.Context(), "nobody")
		equal(t, "error of an unknown issuer", models.CodeOf(err), models.CodeNotFound)
	})
}

func publicKey(t *testing.T, did map[string]any) ed25519.PublicKey {
	t.Helper()
	methods, _ := did["verificationMethod"].([]any)
	method, _ := methods[0].(map[string]any)
	jwk, _ := method["publicKeyJwk"].(map[string]any)
	x, _ := jwk["x"].(string)
	key, err := base64.RawURLEncoding.DecodeString(x)
	if err != nil || len(key) != ed25519.PublicKeySize {
		t.Fatalf("no key in %v", did)
	}
	return key
}

// keep stores a file where MEGURI_PICTURES says.
func keep(t *testing.T, name string, content []byte) {
	t.Helper()
	folder := os.Getenv("MEGURI_PICTURES")
	if folder == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}
