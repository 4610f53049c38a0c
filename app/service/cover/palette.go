package cover

import "fmt"

// Colour is red, green and blue.
type Colour [3]uint8

// Hex is the colour as #rrggbb.
func (c Colour) Hex() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// Palette has the five colours of an event: the ground of its cover, a darker and a middle tone of it, and a strong and
// a light colour that stand out. The colours of its texts are in static/css/theme.css, by its name.
type Palette struct {
	Name                                string
	Ground, Dark, Middle, Strong, Light Colour
}

// Palettes are those that staff choose from.
var Palettes = []Palette{
	palette("green", 0x2f705c, 0x245848, 0x70ae98, 0xe29f4a, 0xf8ecd6),
	palette("blue", 0x4a6da6, 0x3a588a, 0x829fd2, 0xa9d1bb, 0xf0f3f8),
	palette("rose", 0xb2485a, 0x913749, 0xe68b92, 0xf0c045, 0xfdeedf),
	palette("brown", 0x8a5a3d, 0x70472f, 0xbd8c6c, 0xeac46a, 0xfbf1e2),
	palette("teal", 0x1f6f80, 0x175866, 0x6bb2bd, 0xf2a56b, 0xeef5f0),
	palette("violet", 0x6a5596, 0x54427b, 0xa893cf, 0xf0b85a, 0xf5eef7),
	palette("olive", 0x6b7338, 0x545b2a, 0xaab26d, 0xe58f4f, 0xf8f3dc),
	palette("navy", 0x2b3f63, 0x203150, 0x6d88b8, 0xe87755, 0xf2e9d8),
}

func palette(name string, ground, dark, middle, strong, light uint32) Palette {
	return Palette{name, rgb(ground), rgb(dark), rgb(middle), rgb(strong), rgb(light)}
}

func rgb(c uint32) Colour { return Colour{uint8(c >> 16), uint8(c >> 8), uint8(c)} } //nolint:gosec // bytes are cut out
