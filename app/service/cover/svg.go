package cover

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
)

// SVG is the cover as a picture that fills whatever box it is put in.
func (c Cover) SVG() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%[1]s" height="%[2]s" `+
		`preserveAspectRatio="xMidYMid slice" fill="none" stroke-linecap="round">`, number(c.Width), number(c.Height))
	fmt.Fprintf(&out, `<path fill="%s" d="M0 0h%sv%sH0z"/>`, c.Ground.Hex(), number(c.Width), number(c.Height))
	for _, s := range c.Shapes {
		s.write(&out)
	}
	out.WriteString("</svg>\n")
	return out.Bytes()
}

func (s Shape) write(out *bytes.Buffer) {
	switch {
	case s.Thickness == 0:
		fmt.Fprintf(out, `<circle cx="%s" cy="%s" r="%s" fill="%s"/>`,
			number(s.X), number(s.Y), number(s.Radius), s.Colour.Hex())
	case s.To-s.From >= 359:
		fmt.Fprintf(out, `<circle cx="%s" cy="%s" r="%s" stroke="%s" stroke-width="%s"/>`,
			number(s.X), number(s.Y), number(s.Radius), s.Colour.Hex(), number(s.Thickness))
	default:
		large := 0
		if s.To-s.From > 180 {
			large = 1
		}
		x1, y1 := s.at(s.From)
		x2, y2 := s.at(s.To)
		fmt.Fprintf(out, `<path d="M%s %sA%s %[3]s 0 %d 1 %s %s" stroke="%s" stroke-width="%s"/>`,
			number(x1), number(y1), number(s.Radius), large, number(x2), number(y2), s.Colour.Hex(), number(s.Thickness))
	}
}

// at is the point of the ring at an angle.
func (s Shape) at(degrees float64) (x, y float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return s.X + s.Radius*cos, s.Y + s.Radius*sin
}

// number has one digit behind the point: finer is not seen.
func number(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }
