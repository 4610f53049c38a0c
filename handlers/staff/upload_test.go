package staff_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"regexp"
	"testing"

	"meguri/app/service/upload"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

func asPNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// cmyk is a JPEG whose head says that it has four components.
func cmyk(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 300, 300)), nil); err != nil {
		t.Fatal(err)
	}
	head := bytes.Index(out.Bytes(), []byte{0xff, 0xc0})
	frame := []byte{0xff, 0xc0, 0, 20, 8, 1, 44, 1, 44, 4}
	for i := range byte(4) {
		frame = append(frame, i+1, 0x11, 0)
	}
	return bytes.Join([][]byte{out.Bytes()[:head], frame, out.Bytes()[head+13:]}, nil)
}

func TestFilesThatAreNoPicturesAreRefusedOnEveryPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff, owner := p.As(models.RoleOrganizer), p.As(models.RoleOwner)
		speakers := "/staff/events/" + p.Event.Slug + "/speakers"
		organization := "/staff/organizations/" + p.Event.Slug + "-host"
		head := []byte("IHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x02\x00\x00\x00") // 60,000 × 60,000 pixels
		bomb := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
		bomb = binary.BigEndian.AppendUint32(bomb, crc32.ChecksumIEEE(head))
		good := asPNG(t, image.NewRGBA(image.Rect(0, 0, 300, 300)))
		moving := bytes.Join([][]byte{good[:33], []byte("\x00\x00\x00\x00acTL\x00\x00\x00\x00"), good[33:]}, nil)
		for want, content := range map[string][]byte{
			"SVGは使えません":  []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
			"HEIC":       []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
			"CMYK":       cmyk(t),
			"動く画像は使えません": moving,
			"画素数が多すぎます":  bomb,
			"画像が大きすぎます":  make([]byte, upload.MaxBytes+1),
			"画像が小さすぎます":  asPNG(t, image.NewRGBA(image.Rect(0, 0, 20, 20))),
			"画像として読めません": []byte("<?php system($_GET['x']);"),
			"画像が途中で切れているか、壊れて": good[:len(good)/2],
		} {
			t.Run(want, func(t *testing.T) {
				answer := staff.With(t).Upload(speakers, "portrait", content, "name_ja", "小田 栞")
				staff.With(t).Wants(answer, http.StatusUnprocessableEntity, want, `value="小田 栞"`)
				answer = owner.With(t).Upload(organization, "logo", content, "name_ja", "川崎の会", "sector", "civil")
				owner.With(t).Wants(answer, http.StatusUnprocessableEntity, want, `value="川崎の会"`)
			})
		}
	})
}

var pictureAddress = regexp.MustCompile(`/pictures/[0-9a-f-]{36}`)

func TestALogoIsShownReplacedAndRemoved(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		owner, anyone := p.As(models.RoleOwner), p.Client()
		home, public := "/staff/organizations/"+p.Event.Slug+"-host", "/events/"+p.Event.Slug
		logo := func(c color.Color) []byte {
			img := image.NewNRGBA(image.Rect(0, 0, 300, 100))
			for x := range 200 {
				img.Set(x, 50, c)
			}
			return asPNG(t, img)
		}
		texts := []string{"name_ja", "川崎の会", "sector", "civil", "alt_ja", "会のマスコット「めぐりん」"}
		owner.LeadsTo(owner.Upload(home, "logo", logo(color.Black), texts...), home)
		page := anyone.Get(public)
		anyone.Wants(page, http.StatusOK, `alt="会のマスコット「めぐりん」"`)
		first := pictureAddress.FindString(page.Body.String())
		got := anyone.Get(first)
		apptest.Equal(t, "type", got.Header().Get("Content-Type"), "image/png")
		apptest.Equal(t, "guessing", got.Header().Get("X-Content-Type-Options"), "nosniff")

		owner.LeadsTo(owner.Upload(home, "logo", logo(color.White), texts...), home)
		anyone.Wants(anyone.Get(first), http.StatusNotFound)
		second := pictureAddress.FindString(anyone.Get(public).Body.String())
		img, err := png.Decode(anyone.Get(second).Body)
		if err != nil {
			t.Fatal(err)
		}
		if r, _, _, a := img.At(5, 5).RGBA(); a != 0xffff || r > 0x4000 {
			t.Error("a white logo got no dark ground")
		}
		owner.LeadsTo(owner.Upload(home, "logo", nil, append(texts, "remove_logo", "true")...), home)
		anyone.Wants(anyone.Get(second), http.StatusNotFound)
		apptest.Equal(t, "logo", pictureAddress.FindString(anyone.Get(public).Body.String()), "")
	})
}
