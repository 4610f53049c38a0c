package sheet_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/app/service/sheet"
	"meguri/models"
	"meguri/models/text"
)

var (
	photoCount = flag.Int("photos", 12, "how many photos of ticked pages are made and read")
	keepIn     = flag.String("keep", "", "a folder for the photos with a box that was read wrong")
)

const resolution = 150.0 / 72 // of the pages that are made into photos, in pixels a point

// pages prints a list of people, and returns its pages as pictures, and where their boxes are.
func pages(t *testing.T) (pictures []image.Image, rows [][]sheet.Row) {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	starts := time.Date(2025, 9, 20, 4, 0, 0, 0, time.UTC)
	event := &models.Event{
		Slug: "summit", TitleJa: "かわさきプロボノサミット2025", StartsAt: starts, EndsAt: starts.Add(time.Hour), TimeZone: "Asia/Tokyo",
	}
	families := []string{"丸子", "登戸", "髙橋", "回田", "日向", "品川", "Green", "勅使河原"}
	list := pdf.ReceptionList{
		Event:     event,
		PrintedAt: starts,
		ID:        "ABCDEFGHIJKLMNOP",
		Keep:      func(pages [][]sheet.Row) error { rows = pages; return nil },
		Rows: func(yield func(*models.Registration, error) bool) {
			for i := range 80 {
				r := &models.Registration{ID: fmt.Sprint(i), Code: "K7QX-M2RD", Organization: "川崎市 協働・連携推進課"}
				r.Name = text.Name{Family: families[i%len(families)], Given: "はるか", FamilyKana: "マルコ"}
				if i%9 == 0 {
					r.Accessibility = "車いす"
				}
				if !yield(r, nil) {
					return
				}
			}
		},
	}
	var out bytes.Buffer
	if err := pdf.New().ReceptionList(&out, bundle.For("ja"), list); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "list.pdf")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := exec.CommandContext(
		t.Context(),
		"pdftoppm",
		"-r",
		"150",
		"-png",
		file,
		file,
	).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, text)
	}
	for n := range rows {
		content, err := os.ReadFile(fmt.Sprintf("%s-%d.png", file, n+1))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, img)
	}
	return pictures, rows
}

// paper is a page on which somebody writes.
type paper struct {
	*image.NRGBA
	random *rand.Rand
}

func newPaper(page image.Image, random *rand.Rand) *paper {
	p := &paper{image.NewNRGBA(page.Bounds()), random}
	for y := range page.Bounds().Dy() {
		for x := range page.Bounds().Dx() {
			p.Set(x, y, page.At(x, y))
		}
	}
	return p
}

// between is a random number.
func (p *paper) between(low, high float64) float64 { return low + p.random.Float64()*(high-low) }

// pen is what somebody writes with.
type pen struct {
	colour  [3]float64
	covers  float64
	width   float64 // in points
	wobbles float64
}

var pens = []pen{
	{[3]float64{25, 35, 140}, 0.95, 1.1, 0.3}, // blue ball pen
	{[3]float64{30, 30, 32}, 0.95, 1.2, 0.3},  // black ball pen
	{[3]float64{20, 20, 24}, 0.98, 2.4, 0.2},  // felt pen
	{[3]float64{190, 30, 40}, 0.9, 1.3, 0.3},  // red
	{[3]float64{70, 70, 75}, 0.65, 1.3, 0.5},  // pencil
	{[3]float64{20, 110, 60}, 0.85, 1.5, 0.3}, // green
}

// line draws a line on the page, in points.
func (p *paper) line(with *pen, x1, y1, x2, y2 float64) {
	length := math.Hypot(x2-x1, y2-y1)
	steps := int(length*resolution*2) + 2
	radius := with.width / 2 * resolution
	done := map[image.Point]bool{}
	for i := range steps {
		t := float64(i) / float64(steps-1)
		x := (x1 + (x2-x1)*t + p.between(-with.wobbles, with.wobbles)/2) * resolution
		y := (y1 + (y2-y1)*t + p.between(-with.wobbles, with.wobbles)/2) * resolution
		for py := int(y - radius - 1); py <= int(y+radius+1); py++ {
			for px := int(x - radius - 1); px <= int(x+radius+1); px++ {
				at := image.Pt(px, py)
				cover := min(1, max(0, radius+0.5-math.Hypot(float64(px)+0.5-x, float64(py)+0.5-y))) * with.covers
				if cover <= 0.3 || done[at] || !at.In(p.Rect) {
					continue
				}
				done[at] = true
				is := p.NRGBAAt(px, py)
				mix := func(a uint8, b float64) uint8 { return uint8(min(float64(a), float64(a)*(1-cover)+b*cover)) }
				p.SetNRGBA(
					px,
					py,
					color.NRGBA{mix(is.R, with.colour[0]), mix(is.G, with.colour[1]), mix(is.B, with.colour[2]), 255},
				)
			}
		}
	}
}

// tick ticks a box as people do: with a tick, a cross, a slash, a circle, by filling it in; not always within it.
func (p *paper) tick(with *pen, row sheet.Row) {
	x, y := row.BoxX+p.between(-1.5, 1.5), row.BoxY+p.between(-2, 1)
	const s = sheet.BoxSize
	switch p.random.IntN(6) {
	case 0, 1:
		low := Point{x + p.between(3.5, 6), y + p.between(9, 11)}
		p.line(with, x+p.between(0.5, 3), y+p.between(4.5, 7), low.X, low.Y)
		p.line(with, low.X, low.Y, x+p.between(10, 16), y+p.between(-3, 2))
	case 2:
		p.line(with, x+2, y+2, x+s-2, y+s-1)
		p.line(with, x+s-1, y+1, x+2, y+s-2)
	case 3:
		p.line(with, x+s-1, y+p.between(0, 2), x+1, y+s-p.between(0, 2))
	case 4:
		last := Point{x + s/2 + 4, y + s/2}
		for a := 0.4; a < 6.7; a += 0.4 {
			next := Point{x + s/2 + 4*math.Cos(a), y + s/2 + 4*math.Sin(a)}
			p.line(with, last.X, last.Y, next.X, next.Y)
			last = next
		}
	case 5:
		for d := 2.5; d < s-2; d += 2 {
			p.line(with, x+d, y+2.5, x+d+p.between(-1, 2), y+s-2.5)
		}
	}
}

// Point is a place.
type Point = sheet.Point

// photograph is the page on a table, from a hand-held phone: at a slant, turned, bent, in uneven light, with a shadow,
// out of focus, with noise, as a JPEG of middling quality.
func (p *paper) photograph() []byte {
	width, height := 1500, 2000
	if p.random.IntN(4) == 0 {
		width, height = 2400, 3200
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	w, h := float64(width), float64(height)
	jitter := func(x, y float64) Point {
		return Point{(x + p.between(-0.045, 0.045)) * w, (y + p.between(-0.045, 0.045)) * h}
	}
	corners := [4]Point{jitter(0.07, 0.07), jitter(0.93, 0.07), jitter(0.93, 0.93), jitter(0.07, 0.93)}
	if turns := p.random.IntN(10); turns == 0 { // upside down
		corners = [4]Point{corners[2], corners[3], corners[0], corners[1]}
	}
	back := project(corners, float64(p.Rect.Dx()), float64(p.Rect.Dy()))
	bend := p.between(-0.008, 0.008)
	table := [3]float64{p.between(20, 190), p.between(20, 160), p.between(20, 140)}
	tint := [3]float64{1, p.between(0.93, 1), p.between(0.78, 1)}
	from, to := p.between(0.55, 1), p.between(0.75, 1)
	angle := p.between(0, 2*math.Pi)
	shadow, shadowAt := p.between(0.6, 1), p.between(0.2, 0.9)
	noise := p.between(1, 9)
	for y := range height {
		for x := range width {
			u, v := back(float64(x), float64(y))
			v += bend * float64(p.Rect.Dy()) * math.Sin(math.Pi*u/float64(p.Rect.Dx()))
			light := from + (to-from)*(0.5+0.5*((float64(x)/w-0.5)*math.Cos(angle)+(float64(y)/h-0.5)*math.Sin(angle))*1.4)
			if float64(x)/w+0.4*float64(y)/h > shadowAt+0.3 {
				light *= shadow
			}
			for c := range 3 {
				value := table[c] * (0.9 + 0.1*math.Sin(float64(x)/9))
				if u >= 0 && v >= 0 && u < float64(p.Rect.Dx()-1) && v < float64(p.Rect.Dy()-1) {
					value = p.sample(u, v, c) * 0.96
				}
				value = value*light*tint[c] + p.random.NormFloat64()*noise
				out.Pix[y*out.Stride+4*x+c] = uint8(max(0, min(255, value)))
			}
			out.Pix[y*out.Stride+4*x+3] = 255
		}
	}
	var jpg bytes.Buffer
	quality := &jpeg.Options{Quality: 60 + p.random.IntN(35)}
	if err := jpeg.Encode(&jpg, blurred(out, p.random.IntN(2)), quality); err != nil {
		return nil // which is no photo
	}
	return jpg.Bytes()
}

func (p *paper) sample(u, v float64, c int) float64 {
	x, y := int(u), int(v)
	dx, dy := u-float64(x), v-float64(y)
	at := func(x, y int) float64 { return float64(p.Pix[y*p.Stride+4*x+c]) }
	return (at(x, y)*(1-dx)+at(x+1, y)*dx)*(1-dy) + (at(x, y+1)*(1-dx)+at(x+1, y+1)*dx)*dy
}

// blurred is a picture of which each pixel is the mean of those around it.
func blurred(img *image.NRGBA, radius int) *image.NRGBA {
	if radius == 0 {
		return img
	}
	out := image.NewNRGBA(img.Rect)
	copy(out.Pix, img.Pix)
	for y := radius; y < img.Rect.Dy()-radius; y++ {
		for x := radius; x < img.Rect.Dx()-radius; x++ {
			for c := range 3 {
				sum := 0
				for dy := -radius; dy <= radius; dy++ {
					for dx := -radius; dx <= radius; dx++ {
						sum += int(img.Pix[(y+dy)*img.Stride+4*(x+dx)+c])
					}
				}
				out.Pix[y*out.Stride+4*x+c] = uint8(sum / ((2*radius + 1) * (2*radius + 1)))
			}
		}
	}
	return out
}

// project maps the photo to the page whose corners are seen: the unit square onto a quadrilateral (Heckbert 1989),
// turned around.
func project(c [4]Point, width, height float64) func(x, y float64) (u, v float64) {
	dx1, dx2, dx3 := c[1].X-c[2].X, c[3].X-c[2].X, c[0].X-c[1].X+c[2].X-c[3].X
	dy1, dy2, dy3 := c[1].Y-c[2].Y, c[3].Y-c[2].Y, c[0].Y-c[1].Y+c[2].Y-c[3].Y
	det := dx1*dy2 - dx2*dy1
	g, h := (dx3*dy2-dx2*dy3)/det, (dx1*dy3-dx3*dy1)/det
	a, b, e := c[1].X-c[0].X+g*c[1].X, c[3].X-c[0].X+h*c[3].X, c[0].X
	d, f, i := c[1].Y-c[0].Y+g*c[1].Y, c[3].Y-c[0].Y+h*c[3].Y, c[0].Y
	return func(x, y float64) (float64, float64) {
		m11, m12, r1 := a-g*x, b-h*x, x-e
		m21, m22, r2 := d-g*y, f-h*y, y-i
		det := m11*m22 - m12*m21
		return (r1*m22 - m12*r2) / det * width, (m11*r2 - r1*m21) / det * height
	}
}

// tally counts how boxes were read.
type tally struct{ right, wrong, doubtful, photos, unread int }

// readPhoto ticks some boxes of a page, takes a photo and reads it.
func (c *tally) readPhoto(t *testing.T, page image.Image, number int, rows []sheet.Row, seed uint64) {
	t.Helper()
	p := newPaper(page, rand.New(rand.NewPCG(seed, 1)))
	ticked := map[string]bool{}
	share, with := p.random.Float64(), pens[p.random.IntN(len(pens))]
	for _, row := range rows {
		if p.random.Float64() < share {
			p.tick(&with, row)
			ticked[row.ID] = true
		}
	}
	jpg := p.photograph()
	img, err := jpeg.Decode(bytes.NewReader(jpg))
	if err != nil {
		t.Fatal(err)
	}
	c.photos++
	wrong := c.wrong
	read, err := sheet.Open(img)
	if err != nil || read.Code != sheet.CodeText("ABCDEFGHIJKLMNOP", number) {
		c.unread++
		c.doubtful += len(rows)
		t.Logf("photo %d: %v", seed, err)
		keep(t, jpg, fmt.Sprintf("unread-%d.jpg", seed))
		return
	}
	for _, row := range rows {
		got := read.Box(row)
		switch {
		case got == sheet.Doubtful:
			c.doubtful++
			inside, outside := read.Score(row)
			t.Logf("photo %d, box %s: asked, %.3f inside, %.3f beside, ticked %v", seed, row.ID, inside, outside, ticked[row.ID])
		case (got == sheet.Ticked) == ticked[row.ID]:
			c.right++
		default:
			c.wrong++
			t.Logf("photo %d, box %s: ticked %v, with %v", seed, row.ID, ticked[row.ID], with)
		}
	}
	if c.wrong > wrong {
		keep(t, jpg, fmt.Sprintf("wrong-%d.jpg", seed))
	}
}

func keep(t *testing.T, jpg []byte, name string) {
	t.Helper()
	if *keepIn == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*keepIn, name), jpg, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestTicksOnPhotosAreRead reads generated photos of ticked pages: go test ./app/service/sheet -photos 300 -v.
// A box that is asked about is not right; of the others hardly any may be wrong.
func TestTicksOnPhotosAreRead(t *testing.T) {
	pictures, rows := pages(t)
	var c tally
	for n := range *photoCount {
		page := n % len(pictures)
		c.readPhoto(t, pictures[page], page+1, rows[page], uint64(n))
	}
	all := float64(c.right + c.wrong + c.doubtful)
	t.Logf("%d photos, %.0f boxes: %.2f %% right, %.2f %% wrong, %.2f %% asked; %d photos not read",
		c.photos, all, 100*float64(c.right)/all, 100*float64(c.wrong)/all, 100*float64(c.doubtful)/all, c.unread)
	if float64(c.right)/all < 0.995 || float64(c.wrong)/all > 0.001 || c.unread > 0 {
		t.Error("that is not good enough")
	}
}
