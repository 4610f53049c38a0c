package ticket

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"sync"

	qr "github.com/piglig/go-qr"
)

// QR is a QR code.
type QR struct {
	// Size is the number of squares on a side, including the quiet zone of four squares (ISO/IEC 18004).
	Size int
	// Path is the attribute d of an SVG path that draws the dark squares, in a viewBox of Size × Size.
	Path string
	// dark has the rows of the code, without the quiet zone.
	dark [][]bool
}

const quiet = 4

// NewQR encodes a text with error correction level M, or a better one where the code has room for it.
func NewQR(text string) (*QR, error) {
	code, err := qr.EncodeText(text, qr.Medium)
	if err != nil {
		return nil, fmt.Errorf("QR: %w", err)
	}
	side := code.Size()
	q := &QR{Size: side + 2*quiet, dark: make([][]bool, side)}
	var path []byte
	for y := range q.dark {
		q.dark[y] = make([]bool, side)
		for x := range side {
			q.dark[y][x] = code.Module(x, y)
		}
		for x := 0; x < side; x++ {
			from := x
			for x < side && q.dark[y][x] {
				x++
			}
			if x > from {
				path = fmt.Appendf(path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	q.Path = string(path)
	return q, nil
}

// Dark reports whether the square at x, y is dark. The coordinates include the quiet zone.
func (q *QR) Dark(x, y int) bool {
	side := q.Size - 2*quiet
	x, y = x-quiet, y-quiet
	return x >= 0 && y >= 0 && x < side && y < side && q.dark[y][x]
}

// encoder keeps its buffers: making them takes longer than a small picture.
var encoder = png.Encoder{BufferPool: &pngBuffers{}}

type pngBuffers struct{ sync.Pool }

func (p *pngBuffers) Get() *png.EncoderBuffer {
	kept, _ := p.Pool.Get().(*png.EncoderBuffer)
	return kept
}

func (p *pngBuffers) Put(b *png.EncoderBuffer) { p.Pool.Put(b) }

// PNG draws the code with squares of scale pixels.
func (q *QR) PNG(scale int) ([]byte, error) {
	var out bytes.Buffer
	if err := encoder.Encode(&out, q.image(scale)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (q *QR) image(scale int) image.Image {
	side := q.Size * scale
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range q.Size {
		first := picture.Pix[y*scale*side:][:side]
		for x := range side {
			if q.Dark(x/scale, y) {
				first[x] = 1
			}
		}
		for other := 1; other < scale; other++ {
			copy(picture.Pix[(y*scale+other)*side:], first)
		}
	}
	return picture
}
