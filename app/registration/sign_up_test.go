package registration_test

import (
	"strings"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// known is what an address that has a place already is answered.
var known = registration.Result{Outcome: registration.OutcomeKnown}

func TestSignUpGivesAPlace(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		r := f.signUp("hanako", "venue")
		f.expect(r, "confirmed venue")
		f.expectMails(r, registration.MailConfirmed)
		kept := f.current(r)
		expectEqual(t, "reading of the family name", kept.FamilyKana, "タカハシ")
		expectEqual(t, "reading of the given name", kept.GivenKana, "ハナコ")
		expectEqual(t, "confirmed", kept.ConfirmedAt != nil, true)
		expectEqual(t, "waits", kept.QueuedAt != nil, false)
		expectEqual(t, "times the sender of mails was woken", f.jobs.Load(), 1)
		expectEqual(t, "the link opens", f.opens(r, f.service.Link(r)), true)
		if _, err := f.service.Ticket(f.ctx, f.event, kept); err != nil {
			t.Error(err)
		}
		f.expectExact()
	})
}

func TestTheSameRequestIsAnsweredAlike(t *testing.T) {
	request := func(f *fixture) (*registration.SignUpInput, *models.Registration) {
		in := signUpInput("hanako@mail.example", "venue")
		in.RequestID = models.NewID()
		return in, f.submit(in).Registration
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"again": func(t *testing.T, f *fixture) {
			in, first := request(f)
			again := f.submit(in)
			expectEqual(t, "outcome", again.Outcome, registration.OutcomeRepeated)
			expectEqual(t, "code", again.Registration.Code, first.Code)
			f.expectMails(first, registration.MailConfirmed)
			f.expectExact()
		},
		"before any rule is looked at": func(t *testing.T, f *fixture) {
			in, first := request(f)
			again := f.submit(&registration.SignUpInput{RequestID: in.RequestID, NameInput: in.NameInput, Email: in.Email})
			expectEqual(t, "registration", again.Registration.ID, first.ID)
		},
		"for an hour, as long as a network may take": func(t *testing.T, f *fixture) {
			in, _ := request(f)
			f.advance(59 * time.Minute)
			expectEqual(t, "outcome", f.submit(in).Outcome, registration.OutcomeRepeated)
		},
		"after which the link is mailed": func(t *testing.T, f *fixture) {
			in, first := request(f)
			f.advance(61 * time.Minute)
			expectEqual(t, "answer", f.submit(in), known)
			f.expectMails(first, registration.MailConfirmed+" "+registration.MailKnown)
		},
		"but not to another address, which may know the id from a ticket": func(t *testing.T, f *fixture) {
			in, first := request(f)
			other := signUpInput("taro@mail.example", "venue")
			other.RequestID = in.RequestID
			result := f.submit(other)
			expectEqual(t, "outcome", result.Outcome, registration.OutcomeMade)
			expectEqual(t, "is told of the other", result.Registration.ID == first.ID, false)
			expectEqual(t, "the second time", f.submit(other), known)
		},
		"nor to who knows the registration's id, which is another one": func(t *testing.T, f *fixture) {
			in, first := request(f)
			guess := *in
			guess.RequestID = first.ID
			expectEqual(t, "answer", f.submit(&guess), known)
			expectEqual(t, "the ids are the same", first.ID == in.RequestID, false)
		},
		"nor to who reads the database": func(t *testing.T, f *fixture) {
			in, first := request(f)
			guess := *in
			guess.RequestID = f.current(first).RequestID
			expectEqual(t, "answer", f.submit(&guess), known)
		},
	})
}

func TestAKnownAddressGetsItsLinkAgain(t *testing.T) {
	const confirmed, again = registration.MailConfirmed, registration.MailKnown
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"however it is written": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "venue")
			for _, email := range []string{"hanako@mail.example", "Hanako@MAIL.example", " ｈａｎａｋｏ@mail.example "} {
				expectEqual(t, email, f.submit(signUpInput(email, "online")), known)
			}
			f.expect(r, "confirmed venue")
			f.expectExact()
		},
		"once for a burst of requests": func(t *testing.T, f *fixture) {
			at := f.db.Now().Truncate(10 * time.Minute)
			f.db.SetClock(func() time.Time { return at })
			r := f.signUp("hanako", "venue")
			f.signUp("hanako", "venue")
			f.signUp("hanako", "venue")
			f.expectMails(r, confirmed+" "+again)
		},
		"once more later": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "venue")
			f.signUp("hanako", "venue")
			f.advance(3 * time.Minute)
			f.signUp("hanako", "venue")
			f.expectMails(r, confirmed+" "+again+" "+again)
		},
		"but not where the person cancelled": func(t *testing.T, f *fixture) {
			f.cancel(f.signUp("hanako", "venue"))
			f.expect(f.signUp("hanako", "online"), "confirmed online")
			f.expectExact()
		},
		"nor where the person was declined": func(t *testing.T, f *fixture) {
			r := f.current(f.signUp("hanako", "online"))
			f.write(func(tx *models.Tx) error {
				declined := *r
				declined.State = models.RegistrationDeclined
				if err := tx.Registrations().Update(&declined); err != nil {
					return err
				}
				return tx.TicketTypes().GivePlaceBack(r.TicketTypeID)
			})
			f.expect(f.signUp("hanako", "venue"), "confirmed venue")
			f.expect(r, "declined online")
			f.expectExact()
		},
	})
}

func TestSignUpNamesEveryFieldAtFault(t *testing.T) {
	long := strings.Repeat("長", 1001)
	change := func(do func(in *registration.SignUpInput)) *registration.SignUpInput {
		in := signUpInput("hanako@mail.example", "venue")
		do(in)
		return in
	}
	many := map[string]any{}
	for range 51 {
		many[models.NewID()] = "x"
	}
	tests := map[string]struct {
		in   *registration.SignUpInput
		want map[string]string
	}{
		"nothing filled in": {&registration.SignUpInput{}, map[string]string{
			"email":       "field.required",
			"family_name": "name.missing",
			"ticket_type": "field.choice",
		}},
		"everything too long": {
			change(func(in *registration.SignUpInput) {
				in.RequestID, in.Given, in.Organization, in.Accessibility = long, long, long, long
				in.Answers = map[string]any{"a": strings.Repeat("x", 4001)}
			}),
			map[string]string{
				"id":           "field.too_long",
				"given_name":   "field.too_long",
				"organization": "field.too_long",
				"needs":        "field.too_long",
				"answers":      "registration.answers_long",
			},
		},
		"too many answers": {
			change(func(in *registration.SignUpInput) { in.Answers = many }),
			map[string]string{"answers": "registration.answers_long"},
		},
		"choices that nobody offered": {
			change(func(in *registration.SignUpInput) { in.TicketType, in.Sector = "balcony", "army" }),
			map[string]string{"ticket_type": "field.choice", "sector": "field.choice"},
		},
		"a reading in kanji": {
			change(func(in *registration.SignUpInput) { in.FamilyKana = "髙橋" }),
			map[string]string{"family_name_kana": "name.reading_kanji"},
		},
		"an advertisement in names": {
			change(func(in *registration.SignUpInput) {
				in.Family, in.Given = "【当選】https://phish.example/win", "www.phish.example"
				in.FamilyKana, in.GivenKana, in.Organization = "ＷＷＷ．ア", "bit.ly/ア", "ｈｔｔｐ：／／phish.example"
			}),
			map[string]string{
				"family_name":      "field.no_url",
				"given_name":       "field.no_url",
				"family_name_kana": "field.no_url",
				"given_name_kana":  "field.no_url",
				"organization":     "field.no_url",
			},
		},
		"an address without a domain": {
			change(func(in *registration.SignUpInput) { in.Email = "hanako@" }),
			map[string]string{"email": "field.email"},
		},
	}
	each(t, func(t *testing.T, f *fixture) {
		for name, c := range tests {
			t.Run(name, func(t *testing.T) {
				_, err := f.service.SignUp(f.ctx, f.event, c.in)
				expectEqual(t, "faults", faults(t, err), c.want)
			})
		}
	})
}

func TestSignUpKeepsAnswersAsText(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := signUpInput("hanako@mail.example", "venue")
		in.Answers = map[string]any{"why": "つながり", "guests": 2.0, "first": true, "tags": []any{"a"}, "open": nil}
		want := map[string]string{"why": "つながり", "guests": "2", "first": "true", "tags": `["a"]`}
		expectEqual(t, "answers", f.current(f.submit(in).Registration).Answers, want)
	})
}

func TestSignUpLeavesItsInputAsItWas(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.signUp("hanako", "venue")
		in, same := signUpInput("taro@mail.example", "venue"), signUpInput("taro@mail.example", "venue")
		in.RequestID = " " + models.NewID()
		same.RequestID = in.RequestID
		f.submit(in)
		expectEqual(t, "input", in, same)
	})
}

func TestSignUpOnlyWhileItIsOpen(t *testing.T) {
	signUp := func(f *fixture) error {
		_, err := f.service.SignUp(f.ctx, f.event, signUpInput("hanako@mail.example", "venue"))
		return err
	}
	tests := map[string]func(t *testing.T, f *fixture){
		"the ticket type opens later": func(t *testing.T, f *fixture) {
			soon := f.db.Now().Add(time.Hour)
			f.editType("venue", func(t *models.TicketType) { t.OpensAt = &soon })
			expectEqual(t, "faults", faults(t, signUp(f)), map[string]string{"ticket_type": "registration.type_closed"})
		},
		"the ticket type has closed": func(t *testing.T, f *fixture) {
			past := f.db.Now().Add(-time.Hour)
			f.editType("venue", func(t *models.TicketType) { t.ClosesAt = &past })
			expectEqual(t, "faults", faults(t, signUp(f)), map[string]string{"ticket_type": "registration.type_closed"})
		},
		"the event is over": func(t *testing.T, f *fixture) {
			f.advance(f.event.EndsAt.Sub(f.db.Now()) + time.Minute)
			expectCode(t, signUp(f), models.CodeConflict)
		},
	}
	for _, state := range []models.EventState{models.EventDraft, models.EventCancelled, models.EventArchived} {
		tests["the event is "+string(state)] = func(t *testing.T, f *fixture) {
			f.write(func(tx *models.Tx) error {
				return tx.Events().SetState(f.event, state, map[string]any{}, models.EventPublished)
			})
			expectCode(t, signUp(f), models.CodeConflict) // f.event is as it was when the form was shown
		}
	}
	eachCase(t, tests)
}

// addConsentText adds a consent text, or a new version of one.
func (f *fixture) addConsentText(slug, text string, required bool) {
	f.t.Helper()
	f.write(func(tx *models.Tx) error {
		return tx.ConsentTexts().Add(&models.ConsentText{
			EventID:  f.event.ID,
			Slug:     slug,
			TextJa:   text,
			Required: required,
		})
	})
}

func TestConsents(t *testing.T) {
	agree := func(f *fixture, name string, slugs ...string) (string, error) {
		in := signUpInput(name+"@mail.example", "online")
		in.Consents = slugs
		result, err := f.service.SignUp(f.ctx, f.event, in)
		if err != nil {
			return "", err
		}
		texts, err := f.db.Query(f.ctx).Consents().OfRegistration(result.Registration)
		var agreed []string
		for _, text := range texts {
			agreed = append(agreed, text.TextJa)
		}
		return strings.Join(agreed, " "), err
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"are asked for where they are required": func(t *testing.T, f *fixture) {
			f.addConsentText("privacy", "個人情報", true)
			f.addConsentText("photos", "写真", false)
			for _, given := range [][]string{nil, {"photos"}} {
				_, err := agree(f, "a", given...)
				expectEqual(t, "faults", faults(t, err), map[string]string{"consents": "registration.consent_required"})
			}
		},
		"are kept": func(t *testing.T, f *fixture) {
			f.addConsentText("privacy", "個人情報", true)
			f.addConsentText("photos", "写真", false)
			agreed, err := agree(f, "a", "photos", "privacy")
			f.must(err)
			expectEqual(t, "agreed to", agreed, "写真 個人情報")
		},
		"are kept in the version that was read": func(t *testing.T, f *fixture) {
			f.addConsentText("privacy", "初版", true)
			early, err := agree(f, "a", "privacy")
			f.must(err)
			f.addConsentText("privacy", "第二版", true)
			late, err := agree(f, "b", "privacy")
			f.must(err)
			expectEqual(t, "agreed to", []string{early, late}, []string{"初版", "第二版"})
		},
		"that the event does not ask for are left out": func(t *testing.T, f *fixture) {
			f.addConsentText("privacy", "個人情報", true)
			agreed, err := agree(f, "a", "privacy", "unheard-of")
			f.must(err)
			expectEqual(t, "agreed to", agreed, "個人情報")
		},
	})
}

func TestAHiddenTicketTypeAnswersOthersAsOneThatDoesNotExist(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"to who has no code": func(t *testing.T, f *fixture) {
			f.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			f.code("ONLINE", 0, "online")
			for _, code := range []string{"", "ONLINE"} {
				in := withCode("a", "venue", code)
				_, hidden := f.service.SignUp(f.ctx, f.event, in)
				in.TicketType = "none"
				_, none := f.service.SignUp(f.ctx, f.event, in)
				expectEqual(t, "faults with the code "+code, faults(t, hidden), faults(t, none))
			}
		},
		"but not to who has one, whatever else it asks": func(t *testing.T, f *fixture) {
			passed := f.db.Now().Add(-time.Hour)
			f.editType("venue", func(t *models.TicketType) {
				t.Hidden, t.Entry, t.EntryUntil = true, models.EntryByCode, &passed
			})
			code := f.code("PRESS", 1, "venue")
			f.expect(f.submit(withCode("a", "venue", "PRESS")).Registration, "confirmed venue")
			expectEqual(t, "uses", f.used(code), 1)
			_, err := f.service.SignUp(f.ctx, f.event, withCode("b", "venue", ""))
			expectEqual(t, "faults once its time is over", faults(t, err), map[string]string{"ticket_type": "field.choice"})
		},
	})
}
