package message_test

import (
	"strings"
	"testing"
	"time"

	"meguri/app/message"
	"meguri/models"
	"meguri/models/modelstest"
)

// body is the mail of a message to a registration, as it is sent.
func (f *fixture) body(r *models.Registration) (subject, text, html string) {
	f.t.Helper()
	list, err := f.db.Query(f.t.Context()).Mails().OfRegistration(r)
	must(f.t, err)
	if len(list) == 0 {
		f.t.Fatal("no mail")
	}
	made, err := f.mails.Compose(f.t.Context(), &list[0])
	must(f.t, err)
	return made.Subject, made.Text, made.HTML
}

func (f *fixture) wants(text string, parts ...string) {
	f.t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			f.t.Errorf("%q is not in:\n%s", part, text)
		}
	}
}

func TestEachPersonReadsTheirOwnTextInTheirLanguage(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.online = f.change(f.online, func(r *models.Registration) { r.Family, r.Given = "*山*[田](x)", "_花_" })
		in := input()
		in.Mode = models.ModeOnline
		in.SubjectJa = "{name} 様：{event}"
		in.BodyJa = "{name} 様\n\n**{place}** {join_link}から"
		must(t, f.send(f.create(in), "2"))
		f.runJobs()
		subject, text, html := f.body(f.online)
		equal(t, "subject", subject, "*山*[田](x) _花_ 様：かわさきプロボノサミット")
		f.wants(text, "*山*[田](x) _花_ 様\n\nオンライン https://meguri.example/r/", "/joinから")
		f.wants(html, "*山*[田](x) _花_ 様", "<strong>オンライン</strong>", `/join"`)
		subject, text, _ = f.body(f.english)
		equal(t, "subject", subject, "For you")
		f.wants(text, "Dear 髙橋 Mary,")
		if strings.Contains(html, "cid:ticket") {
			t.Error("the ticket is attached")
		}
	})
}

// A message tells each person what they answered, their own answers only, with the words of the questions in their
// language; what they typed is no Markdown, and a question that they left empty has no line.
func TestAMessageTellsPeopleTheirOwnAnswers(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			return tx.Forms().Add(&models.FormVersion{EventID: f.event.ID, Number: 1, Questions: []models.FormQuestion{
				{Slug: "wish", Kind: models.QuestionShortText, TitleJa: "聞きたいこと", TitleEn: "What you would like to hear"},
				{
					Slug: "lunch", Kind: models.QuestionSingle, TitleJa: "昼食", TitleEn: "Lunch",
					Options: []models.Option{{Slug: "rice", TextJa: "おにぎり", TextEn: "Rice ball"}},
				},
			}})
		})
		answers := func(r *models.Registration, given map[string]string) *models.Registration {
			return f.change(r, func(r *models.Registration) { r.Answers, r.FormVersion = given, 1 })
		}
		f.online = answers(f.online, map[string]string{"wish": "[ここ](https://evil.example) *山*", "lunch": "rice"})
		f.english = answers(f.english, map[string]string{"lunch": "rice"})
		in := input()
		in.SubjectJa, in.BodyJa, in.BodyEn = "{answers}", "ご回答：\n\n{answers}", "You answered:\n\n{answers}"
		must(t, f.send(f.create(in), "3"))
		f.runJobs()
		subject, text, html := f.body(f.online)
		f.wants(subject, "聞きたいこと：")
		f.wants(text, "聞きたいこと：[ここ](https://evil.example) *山*", "昼食：おにぎり")
		if strings.Contains(html, "evil.example\"") || strings.Contains(html, "<em>") {
			t.Errorf("what was typed is Markdown: %s", html)
		}
		_, text, _ = f.body(f.english)
		f.wants(text, "Lunch: Rice ball")
		_, empty, _ := f.body(f.hall)
		for _, other := range []string{"聞きたい", "おにぎり", "evil", "What you would like", "rice"} {
			if strings.Contains(empty, other) || strings.Contains(text, other) {
				t.Errorf("%q is told to others", other)
			}
		}
	})
}

func TestAPreviewStepsThroughPeopleAndHidesTheirSecrets(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		seen := map[string]bool{}
		for n := range 3 {
			page, err := f.messages.EditPage(t.Context(), f.words(), f.event, id, message.Shown{Number: n})
			must(t, err)
			seen[page.Person.ID] = true
			made, err := f.messages.Preview(t.Context(), f.me, f.event, id, message.Shown{Number: n, Lang: "en"})
			must(t, err)
			f.wants(made.Text, "Dear ", "/r/••••••••")
		}
		equal(t, "people", len(seen), 3)
		in := input()
		in.Attended = models.AttendedYes
		made, err := f.messages.Preview(t.Context(), f.me, f.event, f.create(in), message.Shown{})
		must(t, err)
		f.wants(made.Text, "青木 葵 様")
	})
}

func TestThePreviewOfWhatIsTypedStoresNothing(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := input()
		in.SubjectJa, in.BodyJa = "", "{name} 様、**いよいよ**です。{ticket_link}" // half a message
		made, err := f.messages.PreviewTyped(t.Context(), f.me, f.event, in, message.Shown{Lang: "ja"})
		must(t, err)
		f.wants(made.Text, " 様、", "いよいよ", "/r/••••••••")
		in.Attended = models.AttendedYes // nobody
		made, err = f.messages.PreviewTyped(t.Context(), f.me, f.event, in, message.Shown{})
		must(t, err)
		f.wants(made.Text, "青木 葵 様")
		list, err := f.messages.List(t.Context(), f.words(), f.event)
		must(t, err)
		equal(t, "drafts", list.Drafts, 0)
	})
}

func TestATrialGoesToWhoWritesInBothLanguages(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		for range 2 {
			must(t, f.messages.Try(t.Context(), f.me, f.event, id, "once"))
		}
		f.runJobs()
		list := mailsOf(t, f, f.event)
		equal(t, "mails", len(list), 2)
		for _, m := range list {
			equal(t, "addressee", m.ToAddress, "me@city.example")
		}
		equal(t, "numbers of the message", len(f.states(id)), 0)
	})
}

func TestNewsCanBeRefusedForAllEventsOfTheOrganization(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := input()
		in.News = true
		must(t, f.send(f.create(in), "3"))
		f.runJobs()
		_, text, html := f.body(f.hall)
		_, secret, found := strings.Cut(text, "https://meguri.example/news/")
		if !found || !strings.Contains(html, "/news/") {
			t.Fatal("no way out in", text)
		}
		secret, _, _ = strings.Cut(secret, "\n")
		for range 2 {
			_, err := f.messages.RefuseNews(t.Context(), secret)
			must(t, err)
		}
		_, err := f.messages.RefuseNews(t.Context(), f.online.ID+secret[36:])
		equal(t, "another's", models.CodeOf(err), models.CodeNotFound)
		must(t, f.send(f.create(input()), "3"))
		id := f.create(in)
		must(t, f.send(id, "2"))
		for { // refused while the mail waits
			job := modelstest.Claim(t, f.db, time.Minute)
			if job.Kind != message.JobSend {
				break
			}
			must(t, f.messages.Deliver(t.Context(), job))
			modelstest.Finish(t, f.db, job)
		}
		modelstest.Write(t, f.db, func(tx *models.Tx) error { return tx.Messages().RefuseNews(f.online) })
		f.now = f.now.Add(2 * time.Minute)
		f.runJobs()
		equal(t, "mails", f.states(id), map[string]models.MailState{f.online.ID: models.MailOvertaken, f.english.ID: kept})
	})
}

func TestTicketsGoBeforeMessages(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.send(f.create(input()), "3"))
		job := modelstest.Claim(t, f.db, time.Minute)
		must(t, f.messages.Deliver(t.Context(), job))
		modelstest.Finish(t, f.db, job)
		f.now = f.now.Add(time.Minute)
		ticket := &models.Mail{Cause: "ticket", Kind: "registration_confirmed", ToAddress: "a@b.example", Locale: "ja"}
		modelstest.Write(t, f.db, func(tx *models.Tx) error { return tx.Mails().Queue(ticket) })
		equal(t, "first", modelstest.Claim(t, f.db, time.Minute).Payload, ticket.ID)
		equal(t, "then", modelstest.Claim(t, f.db, time.Minute).Priority, models.PriorityBulk)
	})
}

func TestRefusedOnesAreSentAgainToTheAddressOfNow(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		must(t, f.send(id, "3"))
		job := modelstest.Claim(t, f.db, time.Minute)
		must(t, f.messages.Deliver(t.Context(), job))
		modelstest.Finish(t, f.db, job)
		job = modelstest.Claim(t, f.db, time.Minute)
		refused := job.Payload
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			if err := tx.Mails().Fail(refused, "550 no such user"); err != nil {
				return err
			}
			return tx.Jobs().Fail(job.ID, "550 no such user")
		})
		f.runJobs()
		m, err := f.db.Query(t.Context()).Mails().ByID(refused)
		must(t, err)
		r, err := f.db.Query(t.Context()).Registrations().ByID(f.event, *m.RegistrationID)
		must(t, err)
		f.change(r, func(r *models.Registration) { r.Email, r.EmailKey = "right@b.example", "right@b.example" })
		n, err := f.messages.Retry(t.Context(), f.event, id)
		must(t, err)
		equal(t, "retried", n, 1)
		f.runJobs()
		m, err = f.db.Query(t.Context()).Mails().ByID(refused)
		must(t, err)
		equal(t, "state", m.State, kept)
		equal(t, "address", m.ToAddress, "right@b.example")
		equal(t, "mails in all", len(f.states(id)), 3)
	})
}

func TestADiscreetEventIsNotNamedInSubjects(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.makeDiscreet()
		in := input()
		in.SubjectJa = "{event}のご案内"
		_, err := f.messages.Create(t.Context(), f.me, f.event, models.NewID(), in)
		equal(t, "a subject with its name", models.CodeOf(err), models.CodeInvalid)
		for _, name := range []string{message.PresetDay, message.PresetHour, message.PresetWeek, message.PresetThanks} {
			page, err := f.messages.EditPage(t.Context(), f.words(), f.event, name, message.Shown{})
			must(t, err)
			if s := page.SubjectJa + page.SubjectEn; strings.Contains(s, "{event}") || strings.Contains(s, "message.") {
				t.Errorf("%s: %s", name, s)
			}
		}
	})
}

func (f *fixture) makeDiscreet() {
	f.t.Helper()
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		e, err := tx.Events().ByID(f.event.ID)
		if err != nil {
			return err
		}
		e.Discreet = true
		f.event = e
		return tx.Events().Update(e, e.Version)
	})
}
