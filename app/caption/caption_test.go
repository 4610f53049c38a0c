package caption_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/caption"
	"meguri/app/service/link"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// desk is an event with captioners' seats.
type desk struct {
	*testing.T
	db       *models.DB
	event    *models.Event
	captions *caption.Service
	secret   string
	seat     string
}

func open(t *testing.T, db *models.DB) *desk {
	t.Helper()
	event := modelstest.Summit(t, db, "summit")
	d := &desk{
		T: t, db: db, event: event, captions: caption.New(db, link.New([]byte("0123456789abcdef"))),
		seat: models.NewAnonymousID(),
	}
	db.SetClock(func() time.Time { return event.StartsAt.Add(time.Minute) })
	d.must(d.captions.RenewLink(t.Context(), event))
	d.secret = d.page("").Secret
	return d
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) page(word string) *caption.StaffPage {
	d.Helper()
	page, err := d.captions.StaffPage(d.Context(), d.event, word)
	d.must(err)
	return page
}

// line is a line as a page sends it: its id, its text, and how many seconds ago it was begun.
func (d *desk) write(id, text string, ago int) *caption.Stored {
	d.Helper()
	stored, err := d.captions.Write(d.Context(), d.secret, &caption.LinesInput{
		Seat: d.seat, IDs: []string{id}, Texts: []string{text}, Ages: []string{strconv.Itoa(ago * 1000)},
		Sessions: []string{""},
	})
	d.must(err)
	return stored
}

func (d *desk) texts() (list []string) {
	d.Helper()
	page, err := d.captions.Page(d.Context(), d.event)
	d.must(err)
	for i := range page.Lines {
		list = append(list, page.Lines[i].Text)
	}
	return list
}

func (d *desk) session(title string, from, minutes int) string {
	d.Helper()
	s := &models.Session{
		EventID: d.event.ID, Kind: models.SessionTalk, TitleJa: title,
		StartsAt: d.event.StartsAt.Truncate(time.Second).Add(time.Duration(from) * time.Minute),
		EndsAt:   d.event.StartsAt.Truncate(time.Second).Add(time.Duration(from+minutes) * time.Minute),
	}
	modelstest.Write(d.T, d.db, func(tx *models.Tx) error { return tx.Sessions().Create(d.event, s) })
	return s.ID
}

func TestALineIsStoredOnceInTheOrderInWhichItWasBegun(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		first, second := models.NewAnonymousID(), models.NewAnonymousID()
		d.write(second, "つづけます。", 3)
		for range 3 { // it was cut off, and sent again
			apptest.Equal(t, "stored", d.write(first, "時間をつくる工夫を、", 9).Stored, []string{first})
		}
		apptest.Equal(t, "read", d.texts(), []string{"時間をつくる工夫を、", "つづけます。"})

		t.Run("what was corrected is not overwritten by a line that comes again", func(t *testing.T) {
			d.must(d.captions.Correct(t.Context(), d.secret, first, &caption.CorrectInput{Text: "時間を生む工夫を、", Version: 1}))
			d.write(first, "時間をつくる工夫を、", 9)
			apptest.Equal(t, "read", d.texts()[0], "時間を生む工夫を、")
		})
		t.Run("two who correct one line do not overwrite each other", func(t *testing.T) {
			err := d.captions.Correct(t.Context(), d.secret, first, &caption.CorrectInput{Text: "別の行", Version: 1})
			apptest.Equal(t, "the second", models.CodeOf(err), models.CodeConflict)
		})
		t.Run("a line that is taken back does not come again", func(t *testing.T) {
			d.must(d.captions.Correct(t.Context(), d.secret, second, &caption.CorrectInput{Version: 1}))
			d.write(second, "つづけます。", 3)
			apptest.Equal(t, "read", d.texts(), []string{"時間を生む工夫を、"})
		})
		t.Run("the id of a line of another event is another line", func(t *testing.T) {
			other := &desk{T: t, db: db, captions: d.captions, seat: d.seat, event: modelstest.Summit(t, db, "other")}
			d.must(d.captions.RenewLink(t.Context(), other.event))
			other.secret = other.page("").Secret
			other.write(first, "ほかの催し", 0)
			apptest.Equal(t, "read", other.texts(), []string{"ほかの催し"})
		})
	})
}

func TestWhatIsNoLineIsRefusedAndTheOthersAreStored(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		ids := make([]string, 7)
		for i := range ids {
			ids[i] = models.NewAnonymousID()
		}
		ids[6] = "x"
		in := &caption.LinesInput{
			Seat: d.seat, IDs: ids, Sessions: make([]string, 7),
			Ages: []string{"7000", "6000", "5000", "-4", "x", "1e99", "0"},
			Texts: []string{
				"よい行", strings.Repeat("あ", 5000), " \x00\u200b\x1b ", "<b>太字</b>\r\n次",
				"Z" + strings.Repeat("\u0335", 400) + "algo",
				"ほかのセッション", "ほか",
			},
		}
		in.Sessions[5] = models.NewID()
		stored, err := d.captions.Write(t.Context(), d.secret, in)
		d.must(err)
		apptest.Equal(t, "stored", stored.Stored, []string{ids[0], ids[3], ids[4]})
		var why []string
		for _, r := range stored.Refused {
			why = append(why, r.Key)
		}
		apptest.Equal(t, "refused", why, []string{"field.too_long", "field.required", "field.choice", "error.invalid"})
		apptest.Equal(t, "read", len(d.texts()), 3)
		apptest.Contains(t, "read", strings.Join(d.texts(), "|"), "よい行", "<b>太字</b> 次", "Z\u0335\u0335algo")

		one, many := []string{"x"}, make([]string, 101)
		for name, in := range map[string]*caption.LinesInput{
			"nothing":           {Seat: d.seat},
			"no seat":           {IDs: ids[:1], Texts: one, Ages: one, Sessions: one},
			"lists that differ": {Seat: d.seat, IDs: ids[:2], Texts: one, Ages: one, Sessions: one},
			"too many at once":  {Seat: d.seat, IDs: many, Texts: many, Ages: many, Sessions: many},
		} {
			_, err := d.captions.Write(t.Context(), d.secret, in)
			apptest.Equal(t, name, models.CodeOf(err), models.CodeInvalid)
		}
		err = d.captions.Draft(t.Context(), d.secret, &caption.DraftInput{Seat: d.seat, Text: "x"})
		apptest.Equal(t, "a draft without an id", models.CodeOf(err), models.CodeInvalid)
	})
}

func TestTheLinkOpensTheSeatsUntilItIsRenewed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		opens := func(secret string) models.Code {
			_, err := d.captions.Opens(t.Context(), secret)
			return models.CodeOf(err)
		}
		id, _, _ := strings.Cut(d.secret, ".")
		for _, secret := range []string{"", "x", id, id + ".", id + ".x", models.NewID() + d.secret[len(id):]} {
			apptest.Equal(t, secret, opens(secret), models.CodeNotFound)
		}
		before := d.secret
		d.must(d.captions.RenewLink(t.Context(), d.event))
		apptest.Equal(t, "the link before", opens(before), models.CodeNotFound)
		d.secret = d.page("").Secret
		db.SetClock(func() time.Time { return d.event.EndsAt.Add(23 * time.Hour) })
		d.write(models.NewAnonymousID(), "さいごの直し", 0)
		db.SetClock(func() time.Time { return d.event.EndsAt.Add(25 * time.Hour) })
		apptest.Equal(t, "a day later", opens(d.secret), models.CodeNotFound)
	})
}

func TestOfTwoWhoTakeOverAtOnceOneHasTheTurn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		other := models.NewAnonymousID()
		for seat, name := range map[string]string{d.seat: "佐藤", other: "鈴木"} {
			_, err := d.captions.Here(t.Context(), d.secret, &caption.HereInput{Seat: seat, Name: name})
			d.must(err)
		}
		var both sync.WaitGroup
		codes := make([]models.Code, 2)
		for i, seat := range []string{d.seat, other} {
			both.Go(func() {
				err := d.captions.SetTurn(t.Context(), d.secret, &caption.TurnInput{Seat: seat})
				if err != nil {
					codes[i] = models.CodeOf(err)
				}
			})
		}
		both.Wait()
		if codes[0] == codes[1] || codes[0] != "" && codes[0] != models.CodeConflict {
			t.Errorf("taking over at once: %q", codes)
		}
		desk, err := d.captions.Here(t.Context(), d.secret, &caption.HereInput{Seat: d.seat, Name: "佐藤"})
		d.must(err)
		apptest.Equal(t, "seats", len(desk.Seats), 2)
		apptest.Equal(t, "version", desk.Version, 1)

		// Whose turn it is not writes as well: nothing that was said is lost.
		d.seat = map[string]string{d.seat: other, other: d.seat}[desk.Turn]
		d.write(models.NewAnonymousID(), "ことばの続き", 0)
		apptest.Equal(t, "read", d.texts(), []string{"ことばの続き"})

		d.must(d.captions.SetTurn(t.Context(), d.secret, &caption.TurnInput{Seat: d.seat, Version: 1}))
		db.SetClock(func() time.Time { return d.event.StartsAt.Add(2 * time.Minute) })
		desk, err = d.captions.Here(t.Context(), d.secret, &caption.HereInput{Seat: models.NewAnonymousID()})
		d.must(err)
		here := 0
		for _, s := range desk.Seats {
			if s.Here {
				here++
			}
		}
		apptest.Equal(t, "after a minute without a word", here, 1)
	})
}

func TestCaptionsAreFilesOfTheirSession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		talk := d.session("講演", 0, 30)
		begin := d.event.StartsAt.Truncate(time.Second)
		for second, text := range map[int]string{2: "こんにちは。", 4: "a < b --> c & d", 60: "おわります。"} {
			db.SetClock(func() time.Time { return begin.Add(time.Duration(second) * time.Second) })
			d.write(models.NewAnonymousID(), text, 0)
		}
		db.SetClock(func() time.Time { return begin.Add(40 * time.Minute) })
		d.write(models.NewAnonymousID(), "休憩中です。", 0)

		file, err := d.captions.File(t.Context(), d.event, talk, caption.FileInput{})
		d.must(err)
		apptest.Equal(t, "text", file.Text(), "こんにちは。\na < b --> c & d\nおわります。\n")
		apptest.Equal(t, "WebVTT", file.WebVTT(), "WEBVTT\n"+
			"\n00:00:02.000 --> 00:00:04.000\nこんにちは。\n"+
			"\n00:00:04.000 --> 00:00:11.000\na &lt; b --&gt; c &amp; d\n"+
			"\n00:01:00.000 --> 00:01:07.000\nおわります。\n")

		later := d.event.Local(begin.Add(30 * time.Second)).Format("15:04:05")
		file, err = d.captions.File(t.Context(), d.event, talk, caption.FileInput{Begins: later})
		d.must(err)
		apptest.Equal(t, "of a recording that began later", file.WebVTT(),
			"WEBVTT\n\n00:00:30.000 --> 00:00:37.000\nおわります。\n")
		_, err = d.captions.File(t.Context(), d.event, talk, caption.FileInput{Begins: "25:99"})
		apptest.Equal(t, "a time that is none", models.CodeOf(err), models.CodeInvalid)
		page := d.page("")
		apptest.Equal(t, "lines of the session", page.Parts[0].Lines, 3)
		apptest.Equal(t, "between sessions", page.Between, 1)
	})
}

func TestOnlyWhatSpeakersAllowedStays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		yes, no := d.session("了承あり", 0, 10), d.session("了承なし", 10, 10)
		for minute, text := range map[int]string{1: "載せる行", 11: "載せない行", 30: "休憩の行"} {
			db.SetClock(func() time.Time { return d.event.StartsAt.Add(time.Duration(minute) * time.Minute) })
			d.write(models.NewAnonymousID(), text, 0)
		}
		in := &caption.SettingsInput{Allowed: []string{yes}}
		d.must(d.captions.SaveSettings(t.Context(), d.event, in))
		list, n, err := d.captions.RecordPage(t.Context(), d.event)
		d.must(err)
		apptest.Equal(t, "sessions in the record", n, 1)
		apptest.Equal(t, "what is in it", list[0].Lines[0].Text, "載せる行")
		_, err = d.captions.RecordFile(t.Context(), d.event, no)
		apptest.Equal(t, "the file of the other", models.CodeOf(err), models.CodeNotFound)

		// A name is taken out by staff, by its words.
		found := d.page("載せない").Found
		apptest.Equal(t, "found", len(found), 1)
		apptest.Equal(t, "found by a sign of LIKE", len(d.page("%").Found), 0)
		d.must(d.captions.CorrectByStaff(t.Context(), d.event, found[0].ID, &caption.CorrectInput{Text: "（名前）", Version: 1}))

		opened := d.event.EndsAt
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Records().Save(&models.Record{
				EventID: d.event.ID, Parts: []models.RecordPart{models.RecordCaptions}, PublishedAt: &opened,
			})
		})
		night := func(days int) []string {
			db.SetClock(func() time.Time { return d.event.EndsAt.AddDate(0, 0, days).Add(time.Hour) })
			modelstest.Write(t, db, (*models.Tx).DeleteExpired)
			return modelstest.Texts(t, db, "SELECT text FROM captions ORDER BY spoken_at")
		}
		apptest.Equal(t, "before its time", night(models.CaptionKept-1), []string{"載せる行", "（名前）", "休憩の行"})
		apptest.Equal(t, "after it", night(models.CaptionKept), []string{"載せる行"})
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Records().Save(&models.Record{EventID: d.event.ID, Parts: []models.RecordPart{}})
		})
		apptest.Equal(t, "once the record is closed", len(night(models.CaptionKept+1)), 0)
	})
}

func TestNamesOfCaptionersAreForgotten(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		_, err := d.captions.Here(t.Context(), d.secret, &caption.HereInput{Seat: d.seat, Name: "佐藤"})
		d.must(err)
		apptest.Equal(t, "here", d.page("").Seats[0].Name, "佐藤")
		db.SetClock(func() time.Time { return d.event.StartsAt.AddDate(0, 0, 2) })
		modelstest.Write(t, db, (*models.Tx).DeleteExpired)
		apptest.Equal(t, "two days later", len(modelstest.Texts(t, db, "SELECT name FROM caption_seats")), 0)
	})
}

func TestOnlyAddressesThatMayBeShownAreStored(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		for name, in := range map[string]*caption.SettingsInput{
			"another site in the page": {SignURL: "https://evil.example/sign"},
			"no TLS":                   {ExternalURL: "http://captions.example"},
			"a script":                 {ExternalURL: "javascript:alert(1)"},
			"a session of nobody":      {Allowed: []string{models.NewID()}},
		} {
			err := d.captions.SaveSettings(t.Context(), d.event, in)
			apptest.Equal(t, name, models.CodeOf(err), models.CodeInvalid)
		}
		d.must(d.captions.SaveSettings(t.Context(), d.event, &caption.SettingsInput{
			ExternalURL: "https://captions.example/room", SignURL: "https://vimeo.com/event/1234567",
		}))
		page, err := d.captions.Page(t.Context(), d.event)
		d.must(err)
		apptest.Equal(t, "interpreter", page.Sign.Address, "https://vimeo.com/event/1234567/embed")
		apptest.Equal(t, "link", page.ExternalURL, "https://captions.example/room")
	})
}

func TestTermsAreThoseOfTheAgenda(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		d.session("循環の輪", 0, 10)
		modelstest.Write(t, db, func(tx *models.Tx) error {
			err := tx.Speakers().Add(d.event, &models.Speaker{NameJa: "溝口 花子", Kana: "みぞぐち はなこ", OrganizationJa: "試験の会"})
			if err != nil {
				return err
			}
			return tx.WordSettings().Save(&models.WordSettings{EventID: d.event.ID, Joined: "地域づくり\n\n共創\n"})
		})
		page, err := d.captions.SeatPage(t.Context(), d.secret)
		d.must(err)
		said := map[string]string{}
		for _, term := range page.Terms {
			said[term.Text] = term.Reading
		}
		apptest.Equal(t, "a speaker's reading", said["溝口 花子"], "みぞぐち はなこ")
		for _, text := range []string{"試験の会", "循環の輪", "地域づくり", "共創", d.event.TitleJa} {
			apptest.Equal(t, text, said[text], text)
		}
	})
}
