package picture_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/picture"
	"meguri/models"
)

func event(title string) *models.Event {
	start := time.Date(2027, 9, 4, 4, 0, 0, 0, time.UTC)
	return &models.Event{
		TitleJa: title, TitleEn: title, TimeZone: "Asia/Tokyo", State: models.EventPublished,
		StartsAt: start, EndsAt: start.Add(4 * time.Hour),
		VenueNameJa: "NEC玉川事業場", VenueNameEn: "NEC Tamagawa", StreamURL: "https://stream.example",
		Organization: models.Organization{NameJa: "NECプロボノ倶楽部", NameEn: "NEC Pro Bono Club"},
	}
}

// drawn is the picture in a language. MEGURI_TEST_PICTURES keeps it in a folder, to look at.
func drawn(t *testing.T, lang, name string, e *models.Event) image.Image {
	t.Helper()
	return stamped(t, lang, name, e, "")
}

func stamped(t *testing.T, lang, name string, e *models.Event, stamp string) image.Image {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	content, err := picture.New().Event(texts.For(lang), e, nil, stamp)
	if err != nil {
		t.Fatal(err)
	}
	if folder := os.Getenv("MEGURI_TEST_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name+"."+lang+".png"), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(content) > 200_000 {
		t.Errorf("%d bytes", len(content))
	}
	img, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// inked reports whether a part of the picture has something written on it.
func inked(img image.Image, area image.Rectangle) bool {
	ground := img.At(1, picture.Height-2)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if img.At(x, y) != ground {
				return true
			}
		}
	}
	return false
}

func TestThePictureOfAnEvent(t *testing.T) {
	for name, title := range map[string]string{
		"short":  "かわさきプロボノサミット2027",
		"long":   strings.Repeat("みんなで持ち寄る市民活動の知恵と時間、", 10),
		"word":   strings.Repeat("Donaudampfschifffahrt", 12),
		"others": "髙﨑と𠮷田の葛󠄀城 🌻 안녕하세요 (第１部)",
		"empty":  "",
	} {
		for _, lang := range i18n.Languages {
			t.Run(name+" "+lang, func(t *testing.T) {
				img := drawn(t, lang, name, event(title))
				if size := img.Bounds().Size(); size != image.Pt(picture.Width, picture.Height) {
					t.Fatalf("it is %v", size)
				}
				for part, area := range map[string]image.Rectangle{
					"cover": image.Rect(0, 0, 400, 320),
					"host":  image.Rect(64, 360, 400, 392),
					"date":  image.Rect(64, 530, 600, 560),
					"place": image.Rect(64, 575, 400, 602),
				} {
					if !inked(img, area) {
						t.Errorf("the %s is missing", part)
					}
				}
				if wanted := title != ""; inked(img, image.Rect(64, 400, 400, 525)) != wanted {
					t.Errorf("the title is there: %v", !wanted)
				}
				for side, area := range map[string]image.Rectangle{
					"left": image.Rect(0, 335, 60, 630), "right": image.Rect(1140, 335, 1200, 630),
				} {
					if inked(img, area) {
						t.Errorf("something is on the %s margin", side)
					}
				}
			})
		}
	}
}

// Two days in another zone are the longest date.
func TestALongDateIsSmaller(t *testing.T) {
	e := event("二日間の催し")
	e.TimeZone, e.EndsAt = "America/Argentina/ComodRivadavia", e.EndsAt.AddDate(0, 0, 1)
	img := drawn(t, "ja", "two-days", e)
	if inked(img, image.Rect(1140, 335, 1200, 630)) || !inked(img, image.Rect(900, 530, 1136, 565)) {
		t.Error("the date does not fill the line")
	}
}

func TestThePictureOfACancelledEvent(t *testing.T) {
	e := event("かわさきプロボノサミット2027")
	e.State = models.EventCancelled
	plate := image.Pt(66, 226)
	said, plain := stamped(t, "ja", "cancelled", e, "event.stamp_cancelled"), drawn(t, "ja", "plain", e)
	if said.At(plate.X, plate.Y) == plain.At(plate.X, plate.Y) {
		t.Error("it does not say so")
	}
	if inked(plain, image.Rect(64, 530, 600, 562)) {
		t.Error("it still has the date")
	}
}
