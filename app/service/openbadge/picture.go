package openbadge

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"meguri/app/service/cover"
	"meguri/models"
)

// side is how many pixels a badge's picture is wide and high.
const side = 640

// Picture draws the round badge of an event: its own cover.
func Picture(e *models.Event) ([]byte, error) {
	drawn := image.NewRGBA(image.Rect(0, 0, side, side))
	cover.Of(e, side, side).Draw(drawn)
	round := image.NewRGBA(drawn.Bounds())
	draw.DrawMask(round, round.Bounds(), drawn, image.Point{}, disc{}, image.Point{}, draw.Src)
	var out bytes.Buffer
	err := png.Encode(&out, round)
	return out.Bytes(), err
}

// disc is the mask of a circle that fills the picture, with a soft edge of one pixel.
type disc struct{}

func (disc) ColorModel() color.Model { return color.AlphaModel }

func (disc) Bounds() image.Rectangle { return image.Rect(0, 0, side, side) }

func (disc) At(x, y int) color.Color {
	const samples = 4
	inside := 0
	for i := range samples * samples {
		dx := float64(x) + (float64(i%samples)+0.5)/samples - side/2
		dy := float64(y) + (float64(i/samples)+0.5)/samples - side/2
		if dx*dx+dy*dy <= side*side/4 {
			inside++
		}
	}
	return color.Alpha{uint8(inside * 255 / (samples * samples))}
}

// keyword names the text of a PNG that holds a badge (Open Badges 3.0, section 5.3.2.1).
const keyword = "openbadgecredential"

// headEnd is where the first chunk of a PNG ends: signature, and IHDR of 13 bytes with length, name and sum.
const headEnd = 8 + 4 + 4 + 13 + 4

// Bake puts a token into a PNG, as international text that is not compressed (PNG, 11.3.4.5).
func Bake(picture []byte, token string) ([]byte, error) {
	if len(picture) < headEnd || !bytes.Equal(picture[12:16], []byte("IHDR")) {
		return nil, errors.New("openbadge: not a PNG")
	}
	content := append([]byte("iTXt"+keyword+"\x00\x00\x00\x00\x00"), token...)
	out := bytes.NewBuffer(bytes.Clone(picture[:headEnd]))
	length := binary.BigEndian.AppendUint32(nil, uint32(len(content)-len("iTXt"))) //nolint:gosec // a token is short
	out.Write(length)
	out.Write(content)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(content)))
	out.Write(picture[headEnd:])
	return out.Bytes(), nil
}
