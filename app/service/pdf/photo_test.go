package pdf_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/models"
)

// photo is an upload whose top is red and whose bottom is blue.
func photo(t *testing.T) *models.Picture {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 1600, 1200))
	for y := range 1200 {
		for x := range 1600 {
			c := color.NRGBA{200, 40, uint8(x / 8), 255}
			if y > 600 {
				c = color.NRGBA{30, uint8(x / 8), 200, 255}
			}
			img.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return &models.Picture{ID: "a photo", Content: out.Bytes()}
}

// With MEGURI_PICTURES=folder they are written there.
func TestPapersHaveTheUploadedCoverWithItsPointInSight(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts, maker, p := bundle.For("ja"), pdf.New(), photo(t)
	e := fullEvent()
	e.CoverID, e.CoverY = &p.ID, 100
	s := fullSummary(t)
	s.Event, s.Photo, s.Next.Photo = e, p, p
	for name, make := range map[string]func() ([]byte, error){
		"ticket": func() ([]byte, error) {
			return maker.Ticket(texts, pdf.Ticket{
				Event: e, Photo: p, Registration: registration(names[0]), QR: qr(t, "a ticket"), Sessions: summitSessions(),
			})
		},
		"programme": func() ([]byte, error) {
			return maker.Programme(texts, pdf.Programme{
				Event: e, Photo: p, Sessions: summitSessions(), QR: qr(t, "https://meguri.example/"), PrintedAt: starts,
			})
		},
		"summary": func() ([]byte, error) { return maker.Summary(texts, s) },
	} {
		content, err := make()
		if err != nil {
			t.Fatal(name, err)
		}
		if again, err := make(); err != nil || !bytes.Equal(content, again) {
			t.Errorf("%s is not the same twice: %v", name, err)
		}
		if len(content) > 500_000 {
			t.Errorf("%s has %d bytes", name, len(content))
		}
		if folder := os.Getenv("MEGURI_PICTURES"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, "photo-"+name+".pdf"), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		start := bytes.Index(content, []byte("\xff\xd8\xff"))
		if start < 0 {
			t.Fatal(name, "has no photograph")
		}
		cut, _, err := image.Decode(bytes.NewReader(content[start:]))
		if err != nil {
			t.Fatal(name, err)
		}
		if r, _, b, _ := cut.At(cut.Bounds().Dx()/2, 3).RGBA(); r > b {
			t.Errorf("%s shows the top of the photograph", name)
		}
	}
}

func TestABrokenCoverIsAnErrorAndNoPaper(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	_, err = pdf.New().Programme(bundle.For("ja"), pdf.Programme{
		Event: fullEvent(), Photo: &models.Picture{ID: "x", Content: []byte("no picture")},
		Sessions: summitSessions(), QR: qr(t, "https://meguri.example/"),
	})
	if err == nil {
		t.Error("there was none")
	}
}
