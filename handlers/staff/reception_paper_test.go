package staff_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/service/sheet"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// printedPage prints the reception list and returns its first page as a picture, with its rows.
func printedPage(p *apptest.Program, staff *apptest.Client, event paths.StaffEvent) (*image.NRGBA, []sheet.Row) {
	p.T.Helper()
	file := filepath.Join(p.T.TempDir(), "list")
	if err := os.WriteFile(file, staff.Get(event.RegistrationsPDF()).Body.Bytes(), 0o600); err != nil {
		p.T.Fatal(err)
	}
	out, err := exec.CommandContext(
		p.T.Context(),
		"pdftoppm",
		"-r",
		"110",
		"-f",
		"1",
		"-singlefile",
		"-png",
		file,
		file,
	).CombinedOutput()
	if err != nil {
		p.T.Fatalf("pdftoppm: %v %s", err, out)
	}
	content, err := os.ReadFile(file + ".png")
	if err != nil {
		p.T.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		p.T.Fatal(err)
	}
	photo, err := sheet.Open(img)
	if err != nil {
		p.T.Fatal(err)
	}
	id, _, _ := sheet.ReadCodeText(photo.Code)
	list, err := p.DB.Query(p.T.Context()).PaperLists().ByID(id)
	if err != nil {
		p.T.Fatal(err)
	}
	var pages [][]sheet.Row
	if err := json.Unmarshal([]byte(list.Layout), &pages); err != nil {
		p.T.Fatal(err)
	}
	page := image.NewNRGBA(img.Bounds())
	draw.Draw(page, page.Rect, img, image.Point{}, draw.Src)
	return page, pages[0]
}

// tick marks so much of a box, 1 for a tick, less for what may be none.
func tick(page *image.NRGBA, row sheet.Row, share float64) {
	const scale = 110.0 / 72
	for i := range int(share * 60) {
		at := 3 + float64(i)/10
		x, y := int((row.BoxX+at)*scale), int((row.BoxY+at)*scale)
		for d := range 2 {
			page.Set(x+d, y, color.Black)
		}
	}
}

func asPicture(t *testing.T, page image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, page); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var roundField = regexp.MustCompile(`name="round" value="([^"]+)"`)

func TestATickedListAdmitsWhomStaffConfirm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, name := range []string{"a", "b", "c", "d"} {
			p.With(t).SignUp(p.Event, name+"@mail.example")
		}
		p.DB.SetClock(func() (at time.Time) { return p.Event.StartsAt.Add(time.Hour) })
		staff, event := p.As(models.RoleOrganizer), paths.OfStaffEvent(p.Event.Slug)
		staff.Wants(staff.Get(event.Reception()), http.StatusOK, `href="`+event.Paper()+`"`)
		page, rows := printedPage(p, staff, event)
		tick(page, rows[0], 1)
		tick(page, rows[1], 1)
		tick(page, rows[2], 0.05)
		photo := asPicture(t, page)

		read := staff.Upload(event.ReadPaper(), "photo", photo)
		staff.Wants(read, http.StatusOK, "確かめてください（1人）", "data:image/jpeg;base64,", "印のある方（2人）", "印のない方 1人")
		apptest.Equal(t, "came before it is confirmed", came(t, p), 0)

		round := roundField.FindStringSubmatch(read.Body.String())[1]
		form := []string{
			"round",
			round,
			"at",
			"2025-09-20T13:40",
			"who",
			rows[0].ID,
			"who",
			rows[1].ID,
			"rows",
			rows[0].ID,
			"rows",
			rows[1].ID,
		}
		at := p.Event.Local(p.Event.StartsAt.Add(time.Minute))
		form[3] = at.Format("2006-01-02T15:04")
		for _, c := range []struct{ at, says string }{
			{"", "入力"}, {"2090-01-01T10:00", "まだ来ていない"}, {"2000-01-01T10:00", "前日より前"},
		} {
			wrong := append([]string{}, form...)
			wrong[3] = c.at
			staff.Wants(staff.Post(event.Paper(), wrong...), http.StatusUnprocessableEntity, c.says, rows[0].ID)
		}
		staff.Wants(staff.Post(event.Paper(), "round", round, "at", form[3]), http.StatusUnprocessableEntity, "選んでください")
		apptest.Equal(t, "came before that", came(t, p), 0)

		done := event.Paper() + "?round=" + round
		for range 2 { // sent twice
			staff.LeadsTo(staff.Post(event.Paper(), form...), done)
			apptest.Equal(t, "came", came(t, p), 2)
		}
		staff.Wants(staff.Get(done), http.StatusOK, "2人を受付しました")
		scans, err := p.DB.Query(t.Context()).CheckIns().Recent(p.Event, 10)
		if err != nil || len(scans) != 2 {
			t.Fatalf("%d scans, %v", len(scans), err)
		}
		apptest.Equal(t, "the way", scans[0].Way, models.WayPaper)
		apptest.Equal(t, "the time", scans[0].ScannedAt.Equal(at.Truncate(time.Minute)), true)
		staff.Wants(staff.Get(string(event.Registration(rows[0].ID))), http.StatusOK, "紙の名簿")

		again := staff.Upload(event.ReadPaper(), "photo", photo)
		staff.Wants(again, http.StatusOK, "確かめてください（1人）", "すでに受付済みの方 2人")
		p.Write(func(tx *models.Tx) error {
			e := *p.Event
			e.EndsAt = e.EndsAt.AddDate(0, 0, 1)
			return tx.Events().Update(&e, e.Version)
		})
		p.DB.SetClock(func() time.Time { return p.Event.StartsAt.AddDate(0, 0, 1) }) // the login has ended
		nextDay := p.As(models.RoleOrganizer).Upload(event.ReadPaper(), "photo", photo)
		staff.Wants(nextDay, http.StatusOK, "印のある方（2人）", "すでに受付済みの方 0人")
		p.DB.SetClock(func() time.Time { return p.Event.StartsAt.Add(time.Hour) })
		staff.LeadsTo(staff.Post(event.UndoPaper(), "round", round), done)
		staff.LeadsTo(staff.Post(event.UndoPaper(), "round", round), done)
		apptest.Equal(t, "came after that was undone", came(t, p), 0)
		staff.Wants(staff.Upload(event.ReadPaper(), "photo", photo), http.StatusOK, "印のある方（2人）")
	})
}

func came(t *testing.T, p *apptest.Program) (n int) {
	t.Helper()
	arrivals, err := p.DB.Query(t.Context()).Admissions().Arrivals(p.Event)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range arrivals {
		n += a.Inside
	}
	return n
}

func TestPhotosThatAreNoListAreRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.With(t).SignUp(p.Event, "a@mail.example")
		staff, event := p.As(models.RoleOrganizer), paths.OfStaffEvent(p.Event.Slug)
		page, _ := printedPage(p, staff, event)
		other := paths.OfStaffEvent(p.Other.Slug)
		blank := image.NewNRGBA(image.Rect(0, 0, 1200, 1600))
		draw.Draw(blank, blank.Rect, image.White, image.Point{}, draw.Src)
		covered := image.NewNRGBA(page.Rect)
		draw.Draw(covered, page.Rect, page, image.Point{}, draw.Src)
		draw.Draw(covered, image.Rect(760, 30, 845, 85), image.White, image.Point{}, draw.Src)
		for says, content := range map[string][]byte{
			"四すみの黒い印":          asPicture(t, blank),
			"名簿のQRコードを読み取れません": asPicture(t, covered),
			"写真が小さすぎます":        asPicture(t, image.NewNRGBA(image.Rect(0, 0, 300, 400))),
			"お選びください":          {},
			"画像":               []byte("%PDF-1.7"),
		} {
			staff.Wants(staff.Upload(event.ReadPaper(), "photo", content), http.StatusUnprocessableEntity, says)
		}
		answer := p.AsAccount(p.OtherOwner).Upload(other.ReadPaper(), "photo", asPicture(t, page))
		apptest.Contains(t, "another event", answer.Body.String(), "別のイベントの名簿です")
	})
}

func TestBadgesArePrintedOnAChosenSheet(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.With(t).SignUp(p.Event, "a@mail.example")
		staff, event := p.As(models.RoleOrganizer), paths.OfStaffEvent(p.Event.Slug)
		staff.Wants(staff.Get(event.Registrations()), http.StatusOK, event.Sheets())
		staff.Wants(staff.Get(event.Sheets()+"?q=a"), http.StatusOK, "ラベル 44面", "枠だけ試し刷り", `name="q" value="a"`)
		for _, path := range []string{
			event.Papers("labels_44") + "?first=3", event.Papers("labels_21") + "?frames=true", event.Papers("cards"),
			event.Papers("labels_12") + "?first=99", event.Papers("labels_12") + "?first=-4",
		} {
			apptest.Contains(t, path, staff.Get(path).Body.String(), "%PDF-")
		}
		apptest.Equal(t, "no number", staff.Get(event.Papers("labels_12")+"?first=x").Code, http.StatusBadRequest)
		apptest.Equal(t, "no sheet", staff.Get(event.Papers("labels_13")).Code, http.StatusNotFound)
	})
}
