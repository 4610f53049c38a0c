package browser

import (
	"bytes"
	"fmt"
	"os"
	"testing"
)

// Blank is an empty picture.
func Blank(int, int) bool { return false }

// The video of the fake camera.
const (
	cameraWidth  = 640
	cameraHeight = 480
	perSecond    = 4
)

// Show sets the video of cameras that are switched on later: the pictures, one second each, repeated. A picture reports
// which points are dark, of cameraWidth × cameraHeight.
func (b *Browser) Show(t *testing.T, pictures ...func(x, y int) bool) {
	t.Helper()
	b.film(t, perSecond, perSecond, pictures, 0)
}

// ShowBlurred is Show of one picture: out of focus by so many points, one second each, repeated.
func (b *Browser) ShowBlurred(t *testing.T, picture func(x, y int) bool, by ...int) {
	t.Helper()
	pictures := make([]func(x, y int) bool, len(by))
	for i := range by {
		pictures[i] = picture
	}
	b.film(t, perSecond, perSecond, pictures, by...)
}

// ShowMoving is Show with so many pictures a second.
func (b *Browser) ShowMoving(t *testing.T, pictures []func(x, y int) bool, perSecond int) {
	t.Helper()
	b.film(t, perSecond, 1, pictures, 0)
}

// film writes the video. The n-th picture is blurred by the n-th number, or where there are fewer, by the last.
func (b *Browser) film(t *testing.T, framesPerSecond, times int, pictures []func(x, y int) bool, blurs ...int) {
	t.Helper()
	var video bytes.Buffer
	fmt.Fprintf(&video, "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n", cameraWidth, cameraHeight, framesPerSecond)
	for i, dark := range pictures {
		frame := frameOf(dark)
		blur(frame, blurs[min(i, len(blurs)-1)])
		for range times {
			video.WriteString("FRAME\n")
			video.Write(frame)
		}
	}
	// A camera that is on keeps its video. The new one has another inode.
	if err := os.WriteFile(b.camera+".new", video.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(b.camera+".new", b.camera); err != nil {
		t.Fatal(err)
	}
}

// frameOf draws one frame: the brightness of each point, then two planes of colour, which are grey.
func frameOf(dark func(x, y int) bool) []byte {
	frame := bytes.Repeat([]byte{128}, cameraWidth*cameraHeight*3/2)
	for y := range cameraHeight {
		for x := range cameraWidth {
			brightness := byte(230)
			if dark(x, y) {
				brightness = 20
			}
			frame[y*cameraWidth+x] = brightness
		}
	}
	return frame
}

// blur mixes the brightness of each point with those around it, up to so many points away, as a lens out of focus does.
func blur(frame []byte, radius int) {
	if radius == 0 {
		return
	}
	mix := func(count, step, lines, stride int) { // along each of the lines
		line := make([]int, count)
		for n := range lines {
			for i := range count {
				line[i] = int(frame[n*stride+i*step])
			}
			for i := range count {
				sum, of := 0, 0
				for _, brightness := range line[max(0, i-radius):min(count, i+radius+1)] {
					sum, of = sum+brightness, of+1
				}
				frame[n*stride+i*step] = byte(sum / of)
			}
		}
	}
	mix(cameraWidth, 1, cameraHeight, cameraWidth)
	mix(cameraHeight, cameraWidth, cameraWidth, 1)
}

// QRCode reports which squares of a QR code are dark.
type QRCode interface{ Dark(x, y int) bool }

// PictureOfCode is a picture of a code with size squares a side, in the middle and as large as fits.
func PictureOfCode(code QRCode, size int) func(x, y int) bool {
	scale := cameraHeight / size
	left, top := (cameraWidth-size*scale)/2, (cameraHeight-size*scale)/2
	return func(x, y int) bool {
		x, y = x-left, y-top
		return x >= 0 && y >= 0 && x < size*scale && y < size*scale && code.Dark(x/scale, y/scale)
	}
}

// LeftHalf is the left half of a picture.
func LeftHalf(picture func(x, y int) bool) func(x, y int) bool {
	return func(x, y int) bool { return x < cameraWidth/2 && picture(x, y) }
}
