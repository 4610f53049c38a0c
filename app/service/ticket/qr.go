package ticket

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// QR is a QR code.
type QR struct {
	// Size is the number of squares on a side, including the quiet zone of four squares (ISO/IEC 18004).
	Size int
	// Path is the attribute d of an SVG path that draws the dark squares, in a viewBox of Size × Size.
	Path string
	code barcode.Barcode
}

const quiet = 4

// NewQR encodes a text with error correction level M.
func NewQR(text string) (*QR, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("QR: %w", err)
	}
	side := code.Bounds().Dx()
	var path strings.Builder
	for y := range side {
		for x := 0; x < side; x++ {
			from := x
			for x < side && isDark(code, x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return &QR{Size: side + 2*quiet, Path: path.String(), code: code}, nil
}

// Dark reports whether the square at x, y is dark. The coordinates include the quiet zone.
func (q *QR) Dark(x, y int) bool {
	side := q.Size - 2*quiet
	x, y = x-quiet, y-quiet
	return x >= 0 && y >= 0 && x < side && y < side && isDark(q.code, x, y)
}

func isDark(code barcode.Barcode, x, y int) bool {
	grey, _ := color.GrayModel.Convert(code.At(x, y)).(color.Gray)
	return grey.Y < 128
}

// PNG draws the code with squares of scale pixels.
func (q *QR) PNG(scale int) ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, q.image(scale)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (q *QR) image(scale int) image.Image {
	side := q.Size * scale
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if q.Dark(x/scale, y/scale) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	return picture
}
