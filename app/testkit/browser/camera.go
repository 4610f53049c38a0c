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
	b.film(t, perSecond, perSecond, pictures)
}

// ShowMoving is Show with so many pictures a second.
func (b *Browser) ShowMoving(t *testing.T, pictures []func(x, y int) bool, perSecond int) {
	t.Helper()
	b.film(t, perSecond, 1, pictures)
}

func (b *Browser) film(t *testing.T, framesPerSecond, times int, pictures []func(x, y int) bool) {
	t.Helper()
	var video bytes.Buffer
	fmt.Fprintf(&video, "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n", cameraWidth, cameraHeight, framesPerSecond)
	for _, dark := range pictures {
		frame := frameOf(dark)
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
