package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"golang.org/x/image/vector"

	"meguri/app/service/upload"
	"meguri/models"
)

// look is what a drawn person looks like. Colours are 0xRRGGBB.
type look struct {
	ground, skin, hair, clothes uint32
	style                       string // one of hairBehind or hairBefore
	collar                      string // one of collars
	glasses, beard              bool
}

// The portraits are drawn on a square of 200 units, in the order of these paths: what is behind the head, the body,
// the head, and what is before it. A path has the commands M, L, Q, C and Z of SVG, with absolute coordinates.
var (
	hairBehind = map[string]string{
		"bob":  "M56 98 C44 28 156 28 144 98 C147 112 149 122 147 130 C136 141 64 141 53 130 C51 122 53 112 56 98 Z",
		"long": "M56 100 C42 26 158 26 144 100 C146 130 160 150 152 176 C130 186 70 186 48 176 C40 150 54 130 56 100 Z",
		"bun":  oval(100, 34, 19, 18),
		"tail": "M128 58 C160 54 166 96 154 140 C146 150 138 146 136 138 C142 110 140 86 128 74 Z",
		"wavy": oval(62, 84, 18, 22) + oval(138, 84, 18, 22) + oval(60, 112, 17, 19) + oval(140, 112, 17, 19) +
			oval(100, 66, 48, 36),
	}
	hairBefore = map[string]string{
		"bob": "M61 98 C56 58 78 40 102 40 C128 40 144 58 139 98 C136 86 132 78 124 " +
			"70 C104 80 84 78 74 74 C68 80 64 88 61 98 Z",
		"long": "M60 104 C54 58 78 40 100 40 C122 40 146 58 140 104 C138 82 124 66 104 56 C92 66 66 78 60 104 Z",
		"bun":  "M62 90 C58 58 78 42 100 42 C122 42 142 58 138 90 C132 70 120 59 100 59 C80 59 68 70 62 90 Z",
		"tail": "M62 92 C56 56 80 40 104 40 C128 40 143 58 138 92 C134 78 126 68 112 60 C98 74 74 72 62 92 Z",
		"wavy": "M60 96 C48 56 76 34 100 36 C126 34 152 56 140 96 C134 82 126 74 114 66 C100 78 72 74 60 96 Z",
		"side": "M61 92 C50 52 76 32 106 36 C138 34 148 60 139 92 C136 82 133 75 127 " +
			"69 C110 72 92 69 82 61 C76 70 66 78 61 92 Z",
		"crop": "M62 88 C56 50 78 37 100 37 C122 37 144 50 138 88 C135 80 133 74 128 " +
			"66 C118 60 82 60 72 66 C67 74 65 80 62 88 Z",
		"spiky": "M61 90 C54 66 58 56 66 52 C66 42 78 40 84 42 C90 32 104 34 108 40 " +
			"C116 34 130 38 130 46 C142 50 146 66 139 90 " +
			"C136 80 133 74 128 70 L118 62 L112 70 L100 62 L92 70 L82 62 L72 70 C66 76 64 82 61 90 Z",
		"thin": "M61 98 C50 66 64 42 92 41 C78 50 70 64 68 92 Z M139 98 C150 66 136 42 108 41 C122 50 130 64 132 92 Z",
	}
	collars = map[string]string{
		"shirt":  "M84 146 L100 168 L88 178 L76 150 Z M116 146 L100 168 L112 178 L124 150 Z",
		"jacket": "M80 148 L100 200 L58 200 C64 180 70 160 80 148 Z M120 148 L100 200 L142 200 C136 180 130 160 120 148 Z",
		"round":  "M78 148 Q100 176 122 148 L128 151 Q100 190 72 151 Z",
	}
)

const (
	bodyPath  = "M16 200 C18 164 54 156 82 147 L118 147 C146 156 182 164 184 200 Z"
	neckPath  = "M85 118 L115 118 L116 148 Q100 166 84 148 Z"
	shadePath = "M85 128 Q100 142 115 128 L115.500 136 Q100 150 84.500 136 Z"
	vestPath  = "M82 147 L118 147 L112 200 L88 200 Z"
	headPath  = "M62 84 C62 56 78 44 100 44 C122 44 138 56 138 84 C138 116 122 138 100 138 C78 138 62 116 62 84 Z"
	smilePath = "M87 115 Q100 129 113 115 Q100 122 87 115 Z"
	nosePath  = "M98 97 Q104 106 97 107 Q101 104 98 97 Z"
	browPath  = "M75 81 Q83 75 92 80 Q83 78 75 81 Z M125 81 Q117 75 108 80 Q117 78 125 81 Z"
	beardPath = "M64 98 C66 124 82 141 100 141 C118 141 134 124 136 98 C130 110 124 110 114 109 Q100 106 86 109 " +
		"C76 110 70 110 64 98 Z"
	barPath = "M95 90 Q100 87 105 90 L105 92 Q100 89 95 92 Z"
)

// ring is an oval with a hole, which goes the other way round.
func ring(x, y, rx, ry, width float32) string {
	return oval(x, y, rx, ry) + oval(x, y, width-rx, ry-width)
}

// oval is a path of four curves, which differs from an ellipse by less than a pixel.
func oval(x, y, rx, ry float32) string {
	const k = 0.5523
	return fmt.Sprintf(
		"M%g %g C%g %g %g %g %g %g C%g %g %g %g %g %g C%g %g %g %g %g %g C%g %g %g %g %g %g Z ",
		x-rx, y, x-rx, y-k*ry, x-k*rx, y-ry, x, y-ry, x+k*rx, y-ry, x+rx, y-k*ry, x+rx, y,
		x+rx, y+k*ry, x+k*rx, y+ry, x, y+ry, x-k*rx, y+ry, x-rx, y+k*ry, x-rx, y,
	)
}

// size is the side of a drawn portrait in pixels.
const size = 400

// portrait draws a person as a PNG file.
func (l look) portrait() ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	draw.Draw(img, img.Bounds(), image.NewUniform(shade(l.ground, 0)), image.Point{}, draw.Src)
	ink := shade(0x33261f, 0)
	for _, part := range []struct {
		path string
		fill color.Color
	}{
		{oval(100, 122, 80, 80), shade(l.ground, 10)},
		{hairBehind[l.style], shade(l.hair, -14)},
		{bodyPath, shade(l.clothes, 0)},
		{l.vest(), shade(0xfbf7f0, 0)},
		{neckPath, shade(l.skin, -12)},
		{shadePath, shade(l.skin, -34)},
		{collars[l.collar], l.collarColour()},
		{oval(62, 92, 7, 10) + oval(138, 92, 7, 10), shade(l.skin, -12)},
		{headPath, shade(l.skin, 0)},
		{l.beardPath(), shade(l.hair, 0)},
		{oval(78, 106, 9, 6) + oval(122, 106, 9, 6), blush(l.skin)},
		{oval(84, 92, 3.6, 4.6) + oval(116, 92, 3.6, 4.6), ink},
		{oval(85.2, 90.4, 1.2, 1.4) + oval(117.2, 90.4, 1.2, 1.4), color.White},
		{nosePath, shade(l.skin, -44)},
		{smilePath, shade(0xa63d34, 0)},
		{browPath, shade(l.hair, -20)},
		{hairBefore[l.style], shade(l.hair, 0)},
		{l.glassesPath(), ink},
	} {
		fill(img, part.path, part.fill)
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
}

func (l look) vest() string {
	if l.collar == "jacket" {
		return vestPath
	}
	return ""
}

func (l look) collarColour() color.Color {
	switch l.collar {
	case "shirt":
		return shade(0xfbf7f0, 0)
	case "jacket":
		return shade(l.clothes, -18)
	}
	return shade(l.clothes, 26)
}

func (l look) beardPath() string {
	if l.beard {
		return beardPath
	}
	return ""
}

func (l look) glassesPath() string {
	if l.glasses {
		return ring(83, 92, 13, 12, 2) + ring(117, 92, 13, 12, 2) + barPath
	}
	return ""
}

func fill(img draw.Image, path string, colour color.Color) {
	const zoom = 1.1 * size / 200
	// The middle of the lower edge.
	from, to := [2]float32{100, 200}, [2]float32{size / 2, size + 8}
	r := vector.NewRasterizer(size, size)
	path = strings.NewReplacer("M", " M ", "L", " L ", "Q", " Q ", "C", " C ", "Z", " Z ").Replace(path)
	words := strings.Fields(path)
	for len(words) > 0 {
		command, n := words[0], map[string]int{"M": 2, "L": 2, "Q": 4, "C": 6}[words[0]]
		var p [6]float32
		for i := range n {
			_, _ = fmt.Sscan(words[1+i], &p[i])
			p[i] = (p[i]-from[i%2])*zoom + to[i%2]
		}
		switch command {
		case "M":
			r.MoveTo(p[0], p[1])
		case "L":
			r.LineTo(p[0], p[1])
		case "Q":
			r.QuadTo(p[0], p[1], p[2], p[3])
		case "C":
			r.CubeTo(p[0], p[1], p[2], p[3], p[4], p[5])
		default:
			r.ClosePath()
		}
		words = words[1+n:]
	}
	r.Draw(img, img.Bounds(), image.NewUniform(colour), image.Point{})
}

// shade is a colour, lighter or darker by so much.
func shade(rgb uint32, by int) color.NRGBA {
	part := func(shift int) uint8 { return uint8(min(max(int(rgb>>shift&0xff)+by, 0), 255)) }
	return color.NRGBA{part(16), part(8), part(0), 255}
}

// blush is the colour of cheeks.
func blush(skin uint32) color.NRGBA {
	c := shade(skin, -8)
	c.G, c.B = c.G-min(c.G, 26), c.B-min(c.B, 22)
	return c
}

// portraitOf is the portrait of a person, read as if somebody had uploaded it.
func portraitOf(l look) (*models.Picture, error) {
	file, err := l.portrait()
	if err != nil {
		return nil, err
	}
	return upload.Read("portrait", file, upload.Portrait)
}
