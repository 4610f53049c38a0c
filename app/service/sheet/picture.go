package sheet

import (
	"image"
	"image/draw"

	"github.com/disintegration/imaging"
)

// longest is how many pixels the longer side of a photo keeps: 8 a millimetre of A4.
const longest = 2400

// picture is a picture of one channel.
type picture struct {
	pix           []uint8
	width, height int
}

func (p picture) at(x, y float64) float64 {
	x, y = max(0, min(x, float64(p.width)-1.001)), max(0, min(y, float64(p.height)-1.001))
	left, top := int(x), int(y)
	dx, dy := x-float64(left), y-float64(top)
	i := top*p.width + left
	upper := float64(p.pix[i])*(1-dx) + float64(p.pix[i+1])*dx
	lower := float64(p.pix[i+p.width])*(1-dx) + float64(p.pix[i+p.width+1])*dx
	return upper*(1-dy) + lower*dy
}

// fit makes a photo as small as is still good to read.
func fit(photo image.Image) *image.NRGBA {
	if b := photo.Bounds(); max(b.Dx(), b.Dy()) > longest {
		return imaging.Fit(photo, longest, longest, imaging.Box)
	}
	out := image.NewNRGBA(image.Rect(0, 0, photo.Bounds().Dx(), photo.Bounds().Dy()))
	draw.Draw(out, out.Bounds(), photo, photo.Bounds().Min, draw.Src)
	return out
}

// channels are a photo in grey, and by the darkest of its three colours, in which ink of every colour is dark.
func channels(img *image.NRGBA) (grey, dark picture) {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	grey = picture{make([]uint8, width*height), width, height}
	dark = picture{make([]uint8, width*height), width, height}
	for i := range grey.pix {
		y, x := i/width, i%width
		rgb := img.Pix[y*img.Stride+4*x:][:3]
		grey.pix[i] = uint8((299*int(rgb[0]) + 587*int(rgb[1]) + 114*int(rgb[2])) / 1000) //nolint:gosec // at most 255
		dark.pix[i] = min(rgb[0], rgb[1], rgb[2])
	}
	return grey, dark
}

// A pixel is dark that is darker than this share of the pixels around it, within a share of the longer side.
const (
	darkShare   = 0.78
	aroundShare = 1.0 / 28
)

// darkParts reports which pixels are dark beside those around them, however the light falls.
func (p picture) darkParts() bitmap {
	radius := int(float64(max(p.width, p.height)) * aroundShare)
	sums := p.integral()
	b := bitmap{make([]bool, len(p.pix)), p.width, p.height}
	for y := range p.height {
		top, low := max(0, y-radius), min(p.height, y+radius+1)
		for x := range p.width {
			left, right := max(0, x-radius), min(p.width, x+radius+1)
			above, below := sums[top*(p.width+1):], sums[low*(p.width+1):]
			sum := below[right] - below[left] - above[right] + above[left]
			mean := float64(sum) / float64((low-top)*(right-left))
			b.dark[y*p.width+x] = float64(p.pix[y*p.width+x]) < darkShare*mean
		}
	}
	return b
}

// integral has at each place the sum of all pixels above and to the left of it.
func (p picture) integral() []int64 {
	sums := make([]int64, (p.width+1)*(p.height+1))
	for y := range p.height {
		row := int64(0)
		for x := range p.width {
			row += int64(p.pix[y*p.width+x])
			sums[(y+1)*(p.width+1)+x+1] = sums[y*(p.width+1)+x+1] + row
		}
	}
	return sums
}
