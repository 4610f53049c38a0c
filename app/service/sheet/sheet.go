// Package sheet reads photos of printed lists on which boxes were ticked by hand: it finds the marks in the corners,
// sets the page straight, reads the code that says which page it is, and looks into each box.
package sheet

import (
	"errors"
	"fmt"
	"image"
	"strconv"
	"strings"
)

// Point is a place on a page, in points from its upper left corner, or on a photo, in pixels.
type Point struct{ X, Y float64 }

// The page is A4. Its marks are squares in squares, as those of QR codes are: 7 units wide, a ring of one and 3 inside.
const (
	Width            = 595.28
	Height           = 841.89
	MarkSize         = 18.0
	CodeX            = 506.0 // of the page's code
	CodeY            = 13.0
	CodeSize         = 42.0
	markAt           = 25.0 // from the edges to the middle of a mark
	finder           = 3.5  // from the edges of a code to the middle of its finders, in its squares
	BoxSize          = 12.0
	codeSquares      = 25 // of version 2, for texts up to CodeLength
	CodeLength       = 38
	finderRingShare  = 3.0 / 7
	rowMargin        = 3.0 // above and below a row that is shown
	shownWidth       = 340.0
	shownX           = 40.0
	shownPixels      = 2.0 // a point
	shownJPEGQuality = 80
)

// Marks are the middles of the marks, clockwise from the upper left one.
func Marks() [4]Point {
	return [4]Point{
		{markAt, markAt},
		{Width - markAt, markAt},
		{Width - markAt, Height - markAt},
		{markAt, Height - markAt},
	}
}

// Row is a row of a page with a box to tick.
type Row struct {
	ID string `json:"id"` // whose it is
	// Top is where the row begins, BoxX and BoxY where its box does.
	Top    float64 `json:"top"`
	Height float64 `json:"height"`
	BoxX   float64 `json:"x"`
	BoxY   float64 `json:"y"`
}

const codePrefix = "MGL1"

// CodeText is the text of the code on a page of a list, the first being 1.
func CodeText(list string, page int) string { return fmt.Sprintf("%s:%s:%d", codePrefix, list, page) }

// ReadCodeText is the list and the page that a code says. ok is false for another code.
func ReadCodeText(text string) (list string, page int, ok bool) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 || parts[0] != codePrefix {
		return "", 0, false
	}
	page, err := strconv.Atoi(parts[2])
	return parts[1], page, err == nil && page > 0
}

// What can be wrong with a photo as a whole.
var (
	ErrNoMarks = errors.New("the marks in the corners are not to be seen")
	ErrNoCode  = errors.New("the code of the page cannot be read")
)

// Photo is a photo of a page.
type Photo struct {
	// Code is the text of the page's code.
	Code string

	light picture // the brightest that ink lets through, for scores
	shown image.Image
	toPic homography // from the page to the photo
	black float64    // how bright printed black is
}

// Open finds the page on a photo. Errors: ErrNoMarks, ErrNoCode.
func Open(photo image.Image) (*Photo, error) {
	img := fit(photo)
	grey, light := channels(img)
	found := findMarks(grey.darkParts())
	if len(found) < 4 {
		return nil, ErrNoMarks
	}
	for _, try := range pagesOf(found) {
		p := &Photo{light: light, shown: img, toPic: try}
		if p.Code = readCode(grey, try); p.Code != "" {
			p.black = p.darkest()
			return p, nil
		}
	}
	return nil, ErrNoCode
}
