package upload_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"

	"meguri/app/service/upload"
	"meguri/models"
)

// photo has a bright left half, so that one sees how it was turned.
func photo(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{uint8(x), uint8(y), 40, 255}
			if x < width/2 {
				c = color.RGBA{250, 250, 250, 255}
			}
			img.Set(x, y, c)
		}
	}
	return img
}

func asJPEG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withExif puts an EXIF segment after the head of a JPEG: turned a quarter to the right, and taken at a place.
func withExif(content []byte) []byte {
	exif := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x02" +
		"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00" + // orientation 6
		"\x01\x0e\x00\x02\x00\x00\x00\x09\x00\x00\x00\x26" + "\x00\x00\x00\x00" + "GPS-HERE\x00")
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return bytes.Join([][]byte{content[:2], segment, exif, content[2:]}, nil)
}

// chunk is a chunk of a PNG.
func chunk(kind string, data []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// bomb is a PNG of a few bytes that says it has so many pixels.
func bomb(width, height uint32) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, 8, 2, 0, 0, 0))...)
}

func TestPicturesThatAreRefused(t *testing.T) {
	good := asPNG(t, photo(700, 400))
	moving := bytes.Join([][]byte{good[:33], chunk("acTL", make([]byte, 8)), good[33:]}, nil)
	var animated bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 700, 400), color.Palette{color.Black, color.White})
	if err := gif.Encode(&animated, frame, nil); err != nil {
		t.Fatal(err)
	}
	whole := asJPEG(t, photo(700, 400))
	for want, content := range map[string][]byte{
		"upload.empty":       {},
		"upload.large":       make([]byte, upload.MaxBytes+1),
		"upload.heic":        []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
		"upload.svg":         []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
		"upload.gif":         animated.Bytes(),
		"upload.moves":       moving,
		"upload.format":      []byte("%PDF-1.7 ..."),
		"upload.broken":      whole[:len(whole)/2],
		"upload.pixels":      bomb(50_000, 1000),
		"upload.cover_small": asPNG(t, photo(320, 200)),
	} {
		t.Run(want, func(t *testing.T) {
			_, err := upload.Read("picture", content, upload.Cover)
			var known *models.Error
			if !errors.As(err, &known) || known.Fields["picture"] != want {
				t.Errorf("%v", err)
			}
		})
	}
	t.Run("an animated WebP", func(t *testing.T) {
		content := append([]byte("RIFF\x20\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02"), make([]byte, 30)...)
		if _, err := upload.Read("picture", content, upload.Cover); err == nil {
			t.Error("it is taken")
		}
	})
}

// The size is read before anything is unpacked.
func TestABombCostsNoMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 20 {
		if _, err := upload.Read("picture", bomb(60_000, 60_000), upload.Cover); err == nil {
			t.Fatal("it is taken")
		}
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 5<<20 {
		t.Errorf("%d bytes", used)
	}
}

func TestPicturesAreUprightAndTellNothing(t *testing.T) {
	p, err := upload.Read("picture", withExif(asJPEG(t, photo(2000, 1000))), upload.Cover)
	if err != nil {
		t.Fatal(err)
	}
	if p.Width != 600 || p.Height != 1200 {
		t.Errorf("%d × %d", p.Width, p.Height)
	}
	for _, content := range [][]byte{p.Content, p.Small} {
		if strings.Contains(string(content), "Exif") || strings.Contains(string(content), "GPS-HERE") {
			t.Error("it tells where it was taken")
		}
	}
	img, err := jpeg.Decode(bytes.NewReader(p.Content))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := img.At(300, 100).RGBA(); r>>8 < 200 {
		t.Error("it lies on its side")
	}
}

func TestALogoKeepsWhatIsTransparent(t *testing.T) {
	img := photo(800, 300)
	for x := range 100 {
		img.Set(x, 10, color.RGBA{})
	}
	p, err := upload.Read("logo", asPNG(t, img), upload.Logo)
	if err != nil || p.ContentType != "image/png" || p.Width != 400 || p.Height != 150 {
		t.Errorf("%v, %v", p, err)
	}
}
