package sheet

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// readCode reads the code of the page, "" where it cannot be read. What is too fine for one way of telling dark from
// light is read by another.
func readCode(grey picture, h homography) string {
	for _, pixels := range []int{4, 8, 3, 6} {
		source := gozxing.NewLuminanceSourceFromImage(codeOf(grey, h, pixels))
		hybrid, global := gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source)
		for _, binarizer := range []gozxing.Binarizer{hybrid, global} {
			bits, err := gozxing.NewBinaryBitmap(binarizer)
			if err != nil {
				continue
			}
			hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
			if read, err := qrcode.NewQRCodeReader().Decode(bits, hints); err == nil {
				return read.GetText()
			}
		}
	}
	return ""
}

// codeOf is the code, set straight, with so many pixels for each of its squares.
func codeOf(grey picture, h homography, pixels int) image.Image {
	const quiet, samples = 4, 2
	side := (codeSquares + 2*quiet) * pixels
	step := CodeSize / codeSquares / float64(pixels)
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			sum := 0.0
			for i := range samples * samples {
				dx, dy := (float64(i%samples)+0.5)/samples, (float64(i/samples)+0.5)/samples
				p := h.of(Point{CodeX + (float64(x-quiet*pixels)+dx)*step, CodeY + (float64(y-quiet*pixels)+dy)*step})
				sum += grey.at(p.X-0.5, p.Y-0.5)
			}
			img.SetGray(x, y, color.Gray{uint8(sum / samples / samples)})
		}
	}
	return img
}

// Tick is what is in a box.
type Tick int

// What may be in it: nothing, a tick, or something of which somebody should say what it is.
const (
	Empty Tick = iota
	Ticked
	Doubtful
)

// The bounds: below emptyBelow of its inside under ink a box is empty, above tickedAbove it is ticked. Above
// crossedAbove it is filled in, and where that goes beyond it, it may be a tick that was taken back. Beside an empty
// box nothing is written.
const (
	emptyBelow   = 0.012
	tickedAbove  = 0.045
	crossedAbove = 0.80
	besideBelow  = 0.05
	inkDarkness  = 0.28
	inset        = 2.2 // from the outline to what counts as inside, in points
	beside       = 3.5 // beyond the outline
	finest       = 4.0 // samples a point
)

// Box looks into the box of a row.
func (p *Photo) Box(row Row) Tick {
	inside, outside := p.score(row)
	switch {
	case inside > crossedAbove && outside > besideBelow:
		return Doubtful
	case inside >= tickedAbove:
		return Ticked
	case inside >= emptyBelow || outside > besideBelow:
		return Doubtful
	}
	return Empty
}

// score is which share of a box's inside is under ink, and of the strip around it.
func (p *Photo) score(row Row) (inside, outside float64) {
	white := p.white(row)
	x, y := p.align(row, white)
	var ink, all [2]int
	const far = BoxSize + 2*beside
	for i := range int(far * finest) {
		for j := range int(far * finest) {
			dx, dy := (float64(i)+0.5)/finest-beside, (float64(j)+0.5)/finest-beside
			edge := min(dx, dy, BoxSize-dx, BoxSize-dy) // from the outline inwards
			where := 0
			switch {
			case edge < -1.2:
				where = 1
			case edge < inset:
				continue
			}
			all[where]++
			if p.darkness(Point{x + dx, y + dy}, white) > inkDarkness {
				ink[where]++
			}
		}
	}
	return float64(ink[0]) / float64(all[0]), float64(ink[1]) / float64(all[1])
}

// darkness is 0 for paper and 1 for printed black.
func (p *Photo) darkness(at Point, white float64) float64 {
	on := p.toPic.of(at)
	return (white - p.light.at(on.X-0.5, on.Y-0.5)) / max(20, white-p.black)
}

// white is how bright the paper is around a box.
func (p *Photo) white(row Row) float64 {
	var seen []float64
	for x := row.BoxX - 6; x < row.BoxX+BoxSize+6; x++ {
		for y := row.BoxY - 6; y < row.BoxY+BoxSize+6; y++ {
			on := p.toPic.of(Point{x, y})
			seen = append(seen, p.light.at(on.X-0.5, on.Y-0.5))
		}
	}
	slices.Sort(seen)
	return seen[len(seen)*7/10]
}

// darkest is how bright the ink of the marks is.
func (p *Photo) darkest() float64 {
	var seen []float64
	for _, m := range Marks() {
		for d := -1.5; d <= 1.5; d++ {
			on := p.toPic.of(Point{m.X + d, m.Y})
			seen = append(seen, p.light.at(on.X-0.5, on.Y-0.5))
		}
	}
	slices.Sort(seen)
	return seen[len(seen)/2]
}

// align finds where a box is whose paper is bent: near where it should be, where its outline is darkest.
func (p *Photo) align(row Row, white float64) (x, y float64) {
	const reach, step = 4.0, 0.5
	best := -1.0
	for dx := -reach; dx <= reach; dx += step {
		for dy := -reach; dy <= reach; dy += step {
			sum := -0.02 * (dx*dx + dy*dy)
			for t := 0.5; t < BoxSize; t++ {
				for _, at := range []Point{{t, 0}, {t, BoxSize}, {0, t}, {BoxSize, t}} {
					sum += min(1, max(0, p.darkness(Point{row.BoxX + dx + at.X, row.BoxY + dy + at.Y}, white)))
				}
			}
			if sum > best || best < 0 {
				best, x, y = sum, row.BoxX+dx, row.BoxY+dy
			}
		}
	}
	return x, y
}

// Row is a picture of a row, set straight, as JPEG.
func (p *Photo) Row(row Row) ([]byte, error) {
	width, height := int(shownWidth*shownPixels), int((row.Height+2*rowMargin)*shownPixels)
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	bounds := p.shown.Bounds()
	for y := range height {
		for x := range width {
			on := p.toPic.of(Point{shownX + float64(x)/shownPixels, row.Top - rowMargin + float64(y)/shownPixels})
			at := image.Pt(bounds.Min.X+int(on.X), bounds.Min.Y+int(on.Y))
			if at.In(bounds) {
				img.Set(x, y, p.shown.At(at.X, at.Y))
			}
		}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: shownJPEGQuality})
	return out.Bytes(), err
}
