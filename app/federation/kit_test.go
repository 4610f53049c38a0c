package federation_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	appkit "meguri/app/kit"
	"meguri/app/service/kit"
	"meguri/app/service/paths"
	"meguri/app/service/signedfeed"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// peopled fills an event with people, who are also named in its texts, and with contacts.
func peopled(p *apptest.Program, e *models.Event) (hidden []string) {
	p.T.Helper()
	p.SignUp(e, "hanako@mail.example")
	p.Write(func(tx *models.Tx) error {
		for r, err := range tx.Registrations().Each(e, models.RegistrationFilter{}) {
			if err != nil {
				return err
			}
			hidden = append(hidden, r.Family+r.Given, r.Family+" "+r.Given)
		}
		return nil
	})
	modelstest.Session(p.T, p.DB, e, models.Session{
		TitleJa: "あいさつ　福田紀彦さん", Kind: models.SessionGreeting, StartsAt: e.StartsAt.Add(30 * time.Minute),
		EndsAt: e.StartsAt.Add(time.Hour), DescriptionJa: "連絡は０９０−１２３４−５６７８、kouho@city.exampleへ。" + hidden[0] + "さんの話。",
		Room:     &models.Room{NameJa: "大会議室"},
		Speakers: []models.SessionSpeaker{{Speaker: models.Speaker{NameJa: "福田 紀彦", Email: "fukuda@city.example"}}},
	})
	p.Write(func(tx *models.Tx) error {
		event, err := tx.Events().ByID(e.ID)
		if err != nil {
			return err
		}
		event.ContactEmail, event.ContactPhone = "staff@city.example", "044-200-2111"
		event.DescriptionJa = "お問い合わせは 044-200-2111、https://zoom.example/j/123?pwd=abc まで。担当 " + hidden[1]
		if err := tx.Events().Update(event, event.Version); err != nil {
			return err
		}
		if err := tx.Forms().Add(&models.FormVersion{EventID: e.ID, Number: 1, Questions: []models.FormQuestion{
			{Slug: "want", Kind: models.QuestionShortText, TitleJa: "してみたいこと", HelpJa: "福田紀彦まで"},
		}}); err != nil {
			return err
		}
		survey := &models.Survey{EventID: e.ID, TitleJa: "ふりかえり", IntroJa: "紀彦福田と福田紀彦より"}
		if err := tx.Surveys().Create(survey); err != nil {
			return err
		}
		if err := tx.Questions().Add(survey, &models.Question{
			Slug: "joy", Kind: models.QuestionScale5, TitleJa: "楽しかったですか",
		}); err != nil {
			return err
		}
		for _, m := range []models.Message{
			{SubjectJa: "持ち物のご案内", BodyJa: "はさみをお持ちください。返信は hanako@mail.example へ。"},
			{SubjectJa: "個別のお知らせ", BodyJa: "選んだ方へ", Audience: models.Audience{Query: "hanako"}},
		} {
			m.ID, m.EventID, m.State = models.NewID(), e.ID, models.MessageDraft
			if _, err := tx.Messages().Add(&m); err != nil {
				return err
			}
		}
		return nil
	})
	return append(hidden, "福田紀彦", "福田 紀彦", "fukuda", "hanako", "kouho", "staff@", "200-2111", "１２３４", "zoom",
		"pwd", "個別のお知らせ", "選んだ方へ")
}

var allParts = []string{"part", "agenda", "part", "form", "part", "surveys", "part", "messages", "part", "rules"}

func published(p *apptest.Program, e *models.Event) string {
	p.T.Helper()
	stored, err := p.DB.Query(p.T.Context()).Events().ByID(e.ID)
	if err != nil {
		p.T.Fatal(err)
	}
	kits := appkit.New(p.DB, appkit.Options{})
	in := &appkit.Input{Parts: kit.Parts}
	preview, err := kits.Preview(p.T.Context(), stored, in)
	if err != nil {
		p.T.Fatal(err)
	}
	in.Sum = preview.Sum
	if err := kits.Publish(p.T.Context(), stored, in); err != nil {
		p.T.Fatal(err)
	}
	k, err := p.DB.Query(p.T.Context()).Kits().OfEvent(e.ID)
	if err != nil || k == nil {
		p.T.Fatal(k, err)
	}
	return k.ID
}

// Whatever people wrote into an event, no person, address or number is in its kit.
func TestAKitNamesNobody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		hidden := peopled(p, p.Event)
		id := published(p, p.Event)
		p.SetClock(p.DB.Now())
		p.Advance(time.Minute)
		feed := p.Request(http.MethodGet, paths.FeedJSON, "").Body.String()
		page := p.Client().Get(string(paths.OfKit(id)))
		p.Wants(page, http.StatusOK, "あいさつ", "してみたいこと", "ふりかえり", "持ち物のご案内", "＿＿")
		var k string
		for _, part := range strings.Split(feed, `"kind":"`) {
			if strings.HasPrefix(part, "kit") {
				k = part
			}
		}
		for _, name := range hidden {
			if strings.Contains(k, name) || strings.Contains(page.Body.String(), name) {
				t.Errorf("the kit has %q", name)
			}
		}
		if k == "" {
			t.Error("the feed has no kit")
		}
	})
}

func TestAKitIsCopiedElsewhereAndRemembersWhereItIsFrom(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a, b := newOrigin(t, modelstest.OnSQLite(t)), newFollower(t, db)
		now := time.Now().UTC().Truncate(time.Second)
		a.SetClock(now)
		b.SetClock(now)
		event := a.event("made-here", "まちの集い")
		peopled(a.Program, event)
		b.follow(a)
		id := published(a.Program, event)
		after(time.Minute, a, b)
		list := b.Client().Get(paths.Nationwide + "?kind=kit")
		b.Wants(list, http.StatusOK, "まちの集い", "掲載元：甲市", string(paths.OfKit(id)))
		b.Wants(b.Client().Get(string(paths.OfKit(id))), http.StatusOK, a.server.URL, "あいさつ")

		copyAt := paths.OfKit(id).Copy()
		form := b.owner.Get(copyAt)
		b.owner.Wants(form, http.StatusOK, "まちの集い", "甲市")
		field := func(name string) string {
			return apptest.Document(t, form).Find("[name="+name+"]").AttrOr("value", "")
		}
		typed := []string{"id", field("id"), "starts_at", field("starts_at")}
		b.owner.Wants(b.owner.Post(copyAt, "id", field("id"), "starts_at", "いつか"), http.StatusUnprocessableEntity)
		made := b.owner.Post(copyAt, typed...)
		b.owner.Wants(b.owner.Get(made.Header().Get("Location")), http.StatusOK, "まちの集い", "甲市", a.server.URL)
		b.owner.LeadsTo(b.owner.Post(copyAt, typed...), made.Header().Get("Location")) // a repeated request

		q := b.DB.Query(t.Context())
		copied, err := q.Events().ByID(field("id"))
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "the state", copied.State, models.EventDraft)
		apptest.Equal(t, "when it begins", copied.Local(copied.StartsAt).Format("2006-01-02T15:04"), field("starts_at"))
		sessions, err := q.Sessions().OfEvent(copied)
		if err != nil || len(sessions) != 1 {
			t.Fatal(sessions, err)
		}
		apptest.Equal(t, "the session's start", sessions[0].StartsAt.Sub(copied.StartsAt), 30*time.Minute)
		apptest.Equal(t, "the room", sessions[0].Room.NameJa, "部屋1")
		latest, err := q.Forms().Latest(copied)
		if err != nil || len(latest.Questions) != 1 {
			t.Fatal(latest, err)
		}
		surveys, err := q.Surveys().OfEvent(copied)
		if err != nil || len(surveys) != 1 || len(surveys[0].Questions) != 1 {
			t.Fatal(surveys, err)
		}
		apptest.Equal(t, "the survey's state", surveys[0].State, models.SurveyDraft)
		messages, err := q.Messages().OfEvent(copied, 10)
		if err != nil || len(messages) != 1 {
			t.Fatal(messages, err)
		}
		apptest.Equal(t, "the message's state", messages[0].State, models.MessageDraft)
		types, err := q.TicketTypes().OfEvent(copied)
		if err != nil || len(types) == 0 {
			t.Fatal(types, err)
		}
		apptest.Equal(t, "places taken", types[0].Taken, 0)

		if err := appkit.New(a.DB, appkit.Options{}).Withdraw(t.Context(), event); err != nil {
			t.Fatal(err)
		}
		after(time.Minute, a, b)
		b.Wants(b.Client().Get(string(paths.OfKit(id))), http.StatusNotFound)
		b.owner.Wants(b.owner.Get(made.Header().Get("Location")), http.StatusOK, "まちの集い") // the copy stays
	})
}

func TestAKitFromANewerVersionIsRefusedAndSaid(t *testing.T) {
	d := newTold(t, newOrigin(t, modelstest.OnSQLite(t)))
	f := newFollower(t, modelstest.OnSQLite(t))
	now := time.Now().UTC().Truncate(time.Second)
	d.SetClock(now)
	f.SetClock(now)
	newer, partly, broken := models.NewID(), models.NewID(), models.NewID()
	d.issue(func(feed *signedfeed.Feed) {
		feed.Entries = []signedfeed.Entry{
			d.kit(newer, 9, `{"version":9,"event":{"title_ja":"あした"},"agenda":"ほかの形"}`),
			d.kit(partly, 1, `{"version":1,"event":{"title_ja":"きょう","time_zone":"Asia/Tokyo","starts_at":"13:00","minutes":60},
				"robots":[1],"agenda":[{"from":0,"minutes":10,"kind":"talk","title_ja":"読める"},
				{"from":0,"minutes":10,"kind":"dance","title_ja":"踊り"}],
				"form":[{"slug":"q1","kind":"hologram","title_ja":"立体"},{"slug":"q2","kind":"short","title_ja":"一行<script>"}],
				"rules":{"confirm_hours":-5,"ticket_types":[{"slug":"../x","name_ja":"悪い","mode":"venue"}]}}`),
			d.kit(broken, 1, `{"version":1,"event":{"title_ja":"","minutes":-1}}`),
		}
	})
	f.followTold(d)
	f.Wants(f.Client().Get(paths.Nationwide+"?kind=kit"), http.StatusOK, "3件")
	for id, said := range map[string]string{newer: "kit.newer", broken: "kit.unreadable"} {
		f.Wants(f.Client().Get(string(paths.OfKit(id))), http.StatusOK, word(t, said))
		f.owner.Wants(f.owner.Get(paths.OfKit(id).Copy()), http.StatusOK, word(t, said))
		answer := f.owner.Post(paths.OfKit(id).Copy(), "id", models.NewID(), "starts_at", "2031-01-01T10:00")
		f.owner.Wants(answer, http.StatusUnprocessableEntity, word(t, said))
	}
	page := f.Client().Get(string(paths.OfKit(partly)))
	f.Wants(page, http.StatusOK, "読める", word(t, "kit.left_out"), word(t, "kit.part_other"), word(t, "kit.part_agenda"),
		word(t, "kit.part_form"), word(t, "kit.part_rules"))
	for _, hidden := range []string{"踊り", "立体", "一行<script>", "悪い"} {
		if strings.Contains(page.Body.String(), hidden) {
			t.Errorf("the page has %q", hidden)
		}
	}
	made := f.owner.Post(paths.OfKit(partly).Copy(), "id", models.NewID(), "starts_at", "2031-01-01T10:00")
	f.owner.Wants(f.owner.Get(made.Header().Get("Location")), http.StatusOK, word(t, "kit.left_out"))
}

func (d *told) kit(id string, version int, content string) signedfeed.Entry {
	return signedfeed.Entry{
		ID: "urn:uuid:" + id, Kind: signedfeed.KindKit, State: signedfeed.StatePublished, URL: d.server.URL + "/kits/" + id,
		UpdatedAt: d.DB.Now().UTC(),
		Kit: &signedfeed.Kit{
			Title: "題", Organization: "会", Version: version, Content: json.RawMessage(content),
		},
	}
}

// seen is what tells the preview of all parts that somebody looked at.
func seen(c *apptest.Client, desk paths.StaffEvent, keep string) string {
	c.T.Helper()
	query := "?part=" + strings.Join(kit.Parts, "&part=")
	if keep != "" {
		query += "&keep=" + url.QueryEscape(keep)
	}
	page := c.Get(desk.PreviewKit() + query)
	c.Wants(page, http.StatusOK, word(c.T, "kit.texts"))
	return apptest.Document(c.T, page).Find("[name=sum]").AttrOr("value", "")
}

// poison writes a text into all fields of a row that people write.
func poison(row any, text string) {
	v := reflect.ValueOf(row).Elem()
	for i := range v.NumField() {
		field, name := v.Field(i), v.Type().Field(i).Name
		if field.Kind() == reflect.String && (strings.HasSuffix(name, "Ja") || strings.HasSuffix(name, "En")) {
			field.SetString(text)
		}
	}
}

// Whichever field of an event, its sessions, forms, surveys, messages and rules has something that leads to people:
// what staff see before they publish has none of it, and that is what is published.
func TestAKitIsWhatWasSeenAndLeadsToNobody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		hidden := peopled(p, p.Event)
		text := "さあ、" + strings.Join(hidden[:2], "と") + "、福田さん、鈴木一郎さん、kouho@city.example、zoom.us/j/987、ID: 987 6543 2109、" +
			"パスコード：sesame1へ"
		desk, owner := paths.OfStaffEvent(p.Event.Slug), p.As(models.RoleOwner)
		p.Write(func(tx *models.Tx) error {
			e, err := tx.Events().ByID(p.Event.ID)
			if err != nil {
				return err
			}
			poison(e, text)
			e.VenueNameJa, e.VenueNameEn, e.VenueAddressJa, e.VenueAddressEn = "まちの会館", "", "", ""
			if err := tx.Events().Update(e, e.Version); err != nil {
				return err
			}
			for _, w := range []models.MailWording{{Kind: "confirmed", Lang: "ja", Subject: text, Body: text}} {
				w.EventID = e.ID
				if err := tx.Mails().Word(&w); err != nil {
					return err
				}
			}
			m := models.Message{ID: models.NewID(), EventID: e.ID, State: models.MessageDraft}
			poison(&m, text)
			_, err = tx.Messages().Add(&m)
			return err
		})
		sum := seen(owner, desk, "")
		page := owner.Get(desk.PreviewKit() + "?part=" + strings.Join(kit.Parts, "&part="))
		texts := apptest.Document(t, page).Find("[aria-labelledby=texts], [aria-labelledby=order]").Text()
		for _, needle := range append(hidden[:2], "福田", "鈴木", "一郎", "kouho", "zoom", "6543", "sesame1") {
			if strings.Contains(texts, needle) {
				t.Errorf("the preview has %q: %s", needle, texts)
			}
		}
		kinds := []string{word(t, "kit.kind_guess"), word(t, "kit.kind_mail"), word(t, "kit.kind_secret")}
		owner.Wants(page, http.StatusOK, append(kinds, "鈴木一郎さん")...)
		again := owner.Post(desk.Kit(), append(allParts, "sum", sum, "keep", "鈴木一郎さん")...)
		owner.Wants(again, http.StatusUnprocessableEntity, word(t, "kit.look_again"))
		owner.LeadsTo(owner.Post(desk.Kit(), append(allParts, "sum", sum)...), desk.Kit())
		k, err := p.DB.Query(t.Context()).Kits().OfEvent(p.Event.ID)
		if err != nil || k == nil {
			t.Fatal(k, err)
		}
		var document kit.Kit
		read(t, []byte(k.Content), &document)
		for _, one := range document.Texts() {
			if !strings.Contains(texts, one.Text) {
				t.Errorf("%q was published and not seen", one.Text)
			}
		}
		kept := seen(owner, desk, "鈴木一郎さん")
		owner.LeadsTo(owner.Post(desk.Kit(), append(allParts, "sum", kept, "keep", "鈴木一郎さん")...), desk.Kit())
		owner.Wants(owner.Get(string(paths.OfKit(k.ID))), http.StatusOK, "鈴木一郎さん")
	})
}

// Kits take so much of the feed that followers would refuse at most: the newest are told, and staff see which are not.
func TestManyKitsLeaveRoomInTheFeed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := newOrigin(t, db)
		now := time.Now().UTC().Truncate(time.Second)
		const each = kit.MostBytes - 1000
		var first *models.Event
		for i := range 20 {
			a.SetClock(now.Add(time.Duration(i) * time.Minute))
			event := a.event(fmt.Sprintf("big-%d", i), "大きな集い")
			if first == nil {
				first = event
			}
			content := `{"version":1,"event":{"title_ja":"大","description_ja":"` + strings.Repeat("x", each) + `"}}`
			a.Write(func(tx *models.Tx) error {
				return tx.Kits().Publish(&models.Kit{ID: models.NewID(), EventID: event.ID, Content: content})
			})
		}
		a.SetClock(now.Add(time.Hour))
		answer := a.Request(http.MethodGet, paths.FeedJSON, "")
		var feed signedfeed.Feed
		read(t, answer.Body.Bytes(), &feed)
		kits := 0
		for i := range feed.Entries {
			if feed.Entries[i].Kind == signedfeed.KindKit {
				kits++
			}
		}
		if kits != appkit.MostBytesTold/each || answer.Body.Len() > signedfeed.MostBytes/2 {
			t.Errorf("%d kits in %d bytes", kits, answer.Body.Len())
		}
		owner := a.As(models.RoleOwner)
		oldest := owner.Get(paths.OfStaffEvent(first.Slug).Kit())
		if oldest.Code == http.StatusOK {
			owner.Wants(oldest, http.StatusOK, word(t, "kit.not_told"))
		}
	})
}

// Who may not make events copies nothing, and who may not edit an event publishes nothing of it.
func TestWhoMayPublishAndCopyKits(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		desk := paths.OfStaffEvent(p.Event.Slug)
		analyst := p.As(models.RoleAnalyst)
		analyst.Wants(analyst.Post(desk.Kit(), allParts...), http.StatusForbidden)
		owner := p.As(models.RoleOwner)
		analyst.Wants(analyst.Get(desk.PreviewKit()+"?part=agenda"), http.StatusForbidden)
		owner.Wants(owner.Post(desk.Kit(), allParts...), http.StatusUnprocessableEntity, word(t, "kit.look_first"))
		owner.LeadsTo(owner.Post(desk.Kit(), append(allParts, "sum", seen(owner, desk, ""))...), desk.Kit())
		owner.Wants(owner.Get(desk.Kit()), http.StatusOK, word(t, "kit.see"))
		id := published(p, p.Event)
		answer := p.Client().Get(paths.OfKit(id).Copy())
		if answer.Code == http.StatusOK {
			t.Error("a visitor sees the form")
		}
		foreign := owner.Post(
			paths.OfKit(id).Copy(), "organization", p.Other.OrganizationID, "starts_at", "2031-01-01T10:00",
		)
		owner.Wants(foreign, http.StatusForbidden)
		owner.Wants(owner.Post(desk.Kit(), "part", "people"), http.StatusUnprocessableEntity, word(t, "kit.choose_part"))
		owner.Wants(owner.Get(paths.OfKit(models.NewID()).Copy()), http.StatusNotFound)
		p.Write(func(tx *models.Tx) error {
			return tx.Events().SetState(p.Event, models.EventDraft, map[string]any{}, models.EventPublished)
		})
		p.Wants(p.Client().Get(string(paths.OfKit(id))), http.StatusNotFound) // a draft's kit is nobody's
	})
}

// Every part that can be left out has words.
func TestEveryPartOfAKitHasWords(t *testing.T) {
	for _, part := range append([]string{kit.PartWordings, kit.PartOther}, kit.Parts...) {
		word(t, "kit.part_"+part)
	}
}
