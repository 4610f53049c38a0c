// Package upload reads pictures that people send. What it returns is encoded anew: scaled to what pages need, upright,
// and without place, time, camera or anything else that the file told.
package upload

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"github.com/disintegration/imaging"
	_ "golang.org/x/image/webp" // registers the format

	"meguri/models"
)

// MaxBytes is how large a file may be.
const MaxBytes = 5 << 20

// maxPixels is how many pixels are unpacked: 24 million are a photograph of a good camera, and 96 MB of memory.
const maxPixels = 24_000_000

// Kind is what a picture is for.
type Kind struct {
	width, height           int // of the large size, into which it is fitted
	smallWidth, smallHeight int
	least                   int    // of the longer side, in pixels
	square                  bool   // it is cut to a square around its middle
	plate                   bool   // it is shown on white, and gets a dark ground where it is made for one
	TooSmall                string // what to say of a smaller one
}

// The kinds.
var (
	Cover    = Kind{1600, 1200, 800, 600, 600, false, false, "upload.cover_small"}
	Logo     = Kind{400, 400, 128, 128, 64, false, true, "upload.picture_small"}
	Portrait = Kind{400, 400, 128, 128, 128, true, false, "upload.picture_small"}
)

// Read reads a picture. Errors: Invalid, beside the field, in words that say what to do.
func Read(field string, content []byte, kind Kind) (*models.Picture, error) {
	decoded, format, err := decode(field, content, kind)
	if err != nil {
		return nil, err
	}
	return encode(decoded, format, kind)
}

// Photo reads a photo that is looked at once and not kept. Errors: as of Read.
func Photo(field string, content []byte, least int, tooSmall string) (image.Image, error) {
	photo, _, err := decode(field, content, Kind{least: least, TooSmall: tooSmall})
	return photo, err
}

func decode(field string, content []byte, kind Kind) (decoded image.Image, format string, err error) {
	refuse := func(key string) (image.Image, string, error) {
		return nil, "", models.InvalidFields(map[string]string{field: key})
	}
	if len(content) > MaxBytes {
		return refuse("upload.large")
	}
	if key := refusal(content); key != "" {
		return refuse(key)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	switch {
	case err != nil:
		return refuse("upload.broken")
	case config.Width*config.Height > maxPixels:
		return refuse("upload.pixels")
	case config.ColorModel == color.CMYKModel:
		return refuse("upload.cmyk")
	case max(config.Width, config.Height) < kind.least:
		return refuse(kind.TooSmall)
	}
	decoded, err = imaging.Decode(bytes.NewReader(content), imaging.AutoOrientation(true))
	if err != nil {
		return refuse("upload.broken")
	}
	return decoded, format, nil
}

func encode(decoded image.Image, format string, kind Kind) (*models.Picture, error) {
	large := kind.scale(decoded, kind.width, kind.height)
	p := &models.Picture{ContentType: "image/jpeg", Width: large.Bounds().Dx(), Height: large.Bounds().Dy()}
	write := writeJPEG
	if format != "jpeg" && !large.Opaque() {
		p.ContentType, write = "image/png", writePNG
	}
	if kind.plate && !large.Opaque() && isLight(large) {
		large = imaging.Overlay(imaging.New(p.Width, p.Height, darkPlate), large, image.Point{}, 1)
	}
	var out, small bytes.Buffer
	if err := write(&out, large); err != nil {
		return nil, err
	}
	if err := write(&small, kind.scale(large, kind.smallWidth, kind.smallHeight)); err != nil {
		return nil, err
	}
	p.Content, p.Small = out.Bytes(), small.Bytes()
	return p, nil
}

func (k Kind) scale(from image.Image, width, height int) *image.NRGBA {
	if k.square {
		return imaging.Fill(from, width, height, imaging.Center, imaging.Lanczos)
	}
	return imaging.Fit(from, width, height, imaging.Lanczos)
}

// darkPlate is the ground of logos that are made for a dark one.
var darkPlate = color.NRGBA{0x24, 0x1f, 0x1b, 0xff}

// isLight reports whether what is seen of a picture could hardly be told from white.
func isLight(img *image.NRGBA) bool {
	const light = 225
	var sum, weight int
	for i := 0; i+3 < len(img.Pix); i += 4 {
		seen := int(img.Pix[i+3])
		sum += seen * (299*int(img.Pix[i]) + 587*int(img.Pix[i+1]) + 114*int(img.Pix[i+2])) / 1000
		weight += seen
	}
	return weight > 0 && sum/weight >= light
}

func writeJPEG(to *bytes.Buffer, from image.Image) error {
	return jpeg.Encode(to, from, &jpeg.Options{Quality: 82})
}

func writePNG(to *bytes.Buffer, from image.Image) error { return png.Encode(to, from) }
