package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// traces are what the person of leaveTraces can be known by, in all the forms in which the program writes it.
var traces = []string{
	"薔薇園", "ヴァイオレット", "バラゾノ", "barazono", "BARAZONO", "violet", "aoibara@example.jp", "AoiBara", "aoibara",
	"before@example.jp", "青薔薇商会", "筆談をお願いします", "090-5555-0123", "09055550123", "薔薇園 保護子", "青薔薇の君",
	"ﾊﾞﾗｿﾞﾉ", "ａｏｉｂａｒａ＠ｅｘａｍｐｌｅ．ｊｐ", "０９０－５５５５－０１２３",
}

// leaveTraces lets somebody do all that a person can do, so that they are in every table where people are.
func leaveTraces(t *testing.T, p *apptest.Program) (id string) {
	t.Helper()
	body := apptest.RegistrationBody("before@example.jp", "ticket_type", "online", "locale", "ja",
		"family_name", "薔薇園", "given_name", "ヴァイオレット", "family_name_kana", "バラゾノ", "organization", "青薔薇商会",
		"needs", "筆談をお願いします", "answers", map[string]any{"phone": "090-5555-0123"})
	made := p.API("").Expect(http.StatusCreated, "", http.MethodPost, apptest.RegistrationsPath, body)
	id = made.String("id")
	p.RunJobs()
	staff, own := p.As(models.RoleOrganizer), p.Client()
	person := paths.OfStaffEvent(p.Event.Slug).Registration(id)
	page := func() paths.Attendee { return paths.OfAttendee(p.MailedSecret(id)) }
	own.Get(string(page()))
	own.Post(string(page()), "family_name", "薔薇園", "given_name", "ヴァイオレット", "family_name_kana", "バラゾノ",
		"email", "AoiBara@example.jp", "organization", "青薔薇商会", "needs", "筆談をお願いします")
	p.RunJobs()
	p.ConfirmAddress(id)
	p.RunJobs()
	own.Get(string(page()))
	own.Post(paths.OfEvent(p.Event.Slug).RequestLink(), "email", "aoibara@example.jp")
	own.Post(page().RenewLink())
	p.RunJobs()
	own.Get(string(page()))
	body["email"] = "AoiBara@example.jp"
	p.API("").Call(http.MethodPost, apptest.RegistrationsPath, body) // known, and mailed so
	staff.Post(string(person), "family_name", "薔薇園", "given_name", "ヴァイオレット", "family_name_kana", "バラゾノ",
		"organization", "青薔薇商会", "needs", "筆談をお願いします")
	sent := staff.Post(messagesPath+"/new", "subject_ja", "ご案内", "body_ja", "{name} 様", "q", "薔薇園",
		"state", "confirmed", "news", "true", "then", "send").Header().Get("Location")
	staff.Post(sent, "when", "now", "people", "1")
	p.RunJobs()
	remember(t, p, staff, id)
	listed(p, staff)
	r := registrationOf(t, p, id)
	p.Write(func(tx *models.Tx) error { return tx.Messages().RefuseNews(r) })
	p.Write(func(tx *models.Tx) error { // a mail that the server refused, and a job that was given up
		refused := models.Mail{
			Cause: "refused", Kind: "link_again", EventID: &p.Event.ID, RegistrationID: &id,
			ToAddress: "aoibara@example.jp", ToName: "薔薇園 ヴァイオレット", Locale: "ja",
		}
		if err := tx.Mails().Queue(&refused); err != nil {
			return err
		}
		if err := tx.Jobs().Add("registration_link", "again", p.Event.ID+" aoibara@example.jp", tx.Now); err != nil {
			return err
		}
		return tx.Mails().Fail(refused.ID, "550 <aoibara@example.jp>: no such user")
	})
	return id
}

// remember lets staff note and tag the person, and find them among others for it.
func remember(t *testing.T, p *apptest.Program, staff *apptest.Client, id string) {
	t.Helper()
	event := paths.OfStaffEvent(p.Event.Slug)
	person := event.Registration(id)
	staff.LeadsTo(staff.Post(person.Notes(), "text", "筆談をお願いします、と電話で"), string(person))
	staff.LeadsTo(staff.Post(person.Tag(), "tag", "青薔薇の君"), string(person))
	staff.Post(event.Selection().Tag(), "id", id, "list", "q="+url.QueryEscape("薔薇園"), "tag", "薔薇園 様ご一行",
		"sure", "true")
}

// listed lets staff upload lists with the person: one that is imported, one that is checked, and three that stay as
// they were uploaded, each with something else by which they can be known.
func listed(p *apptest.Program, staff *apptest.Client) {
	p.T.Helper()
	upload := func(list string) paths.Import {
		answer := staff.Upload(paths.OfStaffEvent(p.Event.Slug).Imports(), "file", []byte(list))
		return paths.Import(answer.Header().Get("Location"))
	}
	const list = "氏名,メールアドレス,電話番号\r\n薔薇園 ヴァイオレット,aoibara@example.jp,090-5555-0123\r\n"
	for _, start := range []bool{true, false} {
		path := upload(list)
		staff.LeadsTo(staff.Post(string(path), "column", "name", "column", "email", "column", "phone",
			"ticket_type", "online", "locale", "ja"), string(path))
		if start {
			staff.LeadsTo(staff.Post(path.Start(), "all", "true"), string(path))
			p.RunJobs()
		}
	}
	upload("氏名,メール\r\n花,ａｏｉｂａｒａ＠ｅｘａｍｐｌｅ．ｊｐ\r\n")
	upload("氏名,電話\r\n花,０９０－５５５５－０１２３\r\n")
	upload("セイ,メイ\r\nﾊﾞﾗｿﾞﾉ,ｳﾞｧｲｵﾚｯﾄ\r\n")
}

func registrationOf(t *testing.T, p *apptest.Program, id string) *models.Registration {
	t.Helper()
	r, err := p.DB.Query(t.Context()).Registrations().ByIDAnywhere(id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// found lists where which traces are.
func found(t *testing.T, p *apptest.Program) map[string][]string {
	t.Helper()
	places := map[string][]string{}
	for place, content := range modelstest.Dump(t, p.DB) {
		if place[0] == '/' {
			place = "the file" + place[strings.LastIndex(place, "."):]
		}
		for _, trace := range traces {
			escaped, _ := json.Marshal(trace)
			for _, form := range []string{trace, strings.Trim(string(escaped), `"`), url.QueryEscape(trace)} {
				if strings.Contains(content, form) {
					places[place] = append(places[place], trace)
					break
				}
			}
		}
	}
	return places
}

// keep publishes a notice with the times that forms propose.
func keep(t *testing.T, p *apptest.Program) {
	t.Helper()
	p.Write(func(tx *models.Tx) error {
		return tx.Privacy().Add(&models.PrivacyNotice{
			EventID: p.Event.ID, Keep: models.ProposedKeep, Texts: map[string]string{},
		}, 0)
	})
}

// The promise, attacked: who gets hold of the database after the time of everything is over finds nothing of a person.
func TestNothingIsFoundOfWhoWasErased(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		keep(t, p)
		id := leaveTraces(t, p)
		before := found(t, p)
		for _, table := range []string{"registrations", "mails", "jobs", "news_refusals", "messages", "notes", "tags",
			"registration_answers", "bulk_actions", "imports"} {
			if len(before[table]) == 0 {
				t.Errorf("the attack finds nothing in %s while it is there", table)
			}
		}
		numbers := numbersOf(t, p)
		p.SetClock(p.Event.EndsAt.AddDate(1, 0, 2))
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		for place, traces := range found(t, p) {
			t.Errorf("in %s is still %v", place, traces)
		}
		apptest.Equal(t, "the numbers", numbersOf(t, p), numbers)
		if _, err := p.DB.Query(t.Context()).Registrations().ByIDAnywhere(id); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("the person is found: %v", err)
		}
		index := map[models.Engine]string{
			models.PostgreSQL: "registration_search", models.SQLite: "registration_search_docsize",
		}[p.DB.Engine]
		if rows := modelstest.Dump(t, p.DB)[index]; rows != "" {
			t.Errorf("the index of search has %s", rows)
		}
		recorded := recorded(t, p)
		if len(recorded) == 0 || recorded[0] != "person_erased done system" {
			t.Errorf("recorded: %v", recorded)
		}
	})
}

// numbersOf are the counts that reports are made of.
func numbersOf(t *testing.T, p *apptest.Program) (n struct{ Confirmed, Mails, FirstTimers int }) {
	t.Helper()
	q := p.DB.Query(t.Context())
	tallies, err := q.Registrations().Tallies(p.Event)
	if err != nil {
		t.Fatal(err)
	}
	for _, tally := range tallies {
		n.Confirmed += tally.Count
	}
	n.Mails = len(p.Mails())
	n.FirstTimers, _, err = q.Registrations().FirstTimers(p.Event)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The time that was told counts, also where it was made longer since.
func TestWhatWasPromisedIsKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		keep(t, p)
		_, id, _ := p.SignUp(p.Event, "early@example.jp")
		p.Write(func(tx *models.Tx) error {
			return tx.Privacy().Add(&models.PrivacyNotice{
				EventID: p.Event.ID, Keep: map[models.KeptField]int{models.KeptAll: 3650}, Texts: map[string]string{},
			}, 1)
		})
		_, late, _ := p.SignUp(p.Event, "late@example.jp")
		p.SetClock(p.Event.EndsAt.AddDate(1, 0, 2))
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		q := p.DB.Query(t.Context()).Registrations()
		if _, err := q.ByIDAnywhere(id); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("who was told a year is kept longer: %v", err)
		}
		if _, err := q.ByIDAnywhere(late); err != nil {
			t.Errorf("who was told ten years is erased: %v", err)
		}
	})
}

// An event of before, whose staff have said nothing of keeping, keeps its people.
func TestNothingIsErasedWithoutANotice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "early@example.jp")
		p.SetClock(p.Event.EndsAt.Add(100 * 365 * 24 * time.Hour))
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "people", p.Registrations(p.Event), 1)
	})
}
