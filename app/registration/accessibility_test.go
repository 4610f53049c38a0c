package registration_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/registration"
	"meguri/models"
)

// asked are what a person asks for, with what became of it.
func (f *fixture) asked(r *models.Registration) map[models.AccessibilityKind]models.AccessibilityState {
	f.t.Helper()
	list, err := f.db.Query(f.ctx).Accessibility().OfRegistration(r)
	if err != nil {
		f.t.Fatal(err)
	}
	states := map[models.AccessibilityKind]models.AccessibilityState{}
	for i := range list {
		states[list[i].Kind] = list[i].State
	}
	return states
}

func TestStaffAnswerWhatPeopleNeed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		until := f.db.Now().Add(-time.Minute)
		err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
			return tx.Forms().Save(&models.Form{EventID: f.event.ID, NeedsUntil: &until})
		})
		if err != nil {
			t.Fatal(err)
		}
		in := signUpInput("needs@example.jp", "venue")
		in.Asks = []models.AccessibilityKind{models.AccessibilitySign, models.AccessibilitySign, models.AccessibilityDog}
		in.Accessibility = "前の方の席"
		if _, err := f.service.SignUp(f.ctx, f.event, in); err != nil {
			t.Fatal(err)
		}
		r, desk := f.stored("needs@example.jp"), registration.AccessibilityOf(f.service)
		want := map[models.AccessibilityKind]models.AccessibilityState{
			"sign": "asked", "dog": "asked", "other": "asked",
		}
		if diff := cmp.Diff(want, f.asked(r)); diff != "" {
			t.Fatal(diff)
		}
		page, err := desk.Page(f.ctx, f.event)
		if err != nil || len(page.People) != 1 || !page.People[0].Waits() || !page.People[0].Requests[0].IsLate {
			t.Fatalf("the list: %+v, %v", page, err)
		}
		err = desk.Answer(f.ctx, f.event, r.ID, url.Values{"state.dog": {"declined"}, "state.sign": {"arranged"}})
		if diff := cmp.Diff(map[string]string{"note.dog": "field.required"}, faultsOf(err)); diff != "" {
			t.Error(diff)
		}
		answer := url.Values{"state.sign": {"arranged"}, "note.sign": {"最前列でご案内します"}, "state.other": {""}}
		for range 2 { // the same again tells nobody twice
			if err := desk.Answer(f.ctx, f.event, r.ID, answer); err != nil {
				t.Fatal(err)
			}
		}
		want["sign"] = "arranged"
		if diff := cmp.Diff(want, f.asked(r)); diff != "" {
			t.Error(diff)
		}
		if n := strings.Count(f.mails(r), registration.MailAccessibility); n != 1 {
			t.Errorf("%d mails about the answer", n)
		}
		correct := &registration.CorrectInput{
			NameInput: registration.NameInput(r.Name), AsksShown: true, Accessibility: "後ろの方の席",
			Asks: []models.AccessibilityKind{models.AccessibilitySign},
		}
		if err := f.service.Correct(f.ctx, f.event, r.ID, correct, registration.ByAttendee); err != nil {
			t.Fatal(err)
		}
		want = map[models.AccessibilityKind]models.AccessibilityState{"sign": "arranged", "other": "asked"}
		if diff := cmp.Diff(want, f.asked(r)); diff != "" {
			t.Error(diff)
		}
		byStaff := &registration.CorrectInput{NameInput: registration.NameInput(r.Name)} // without the boxes
		if err := f.service.Correct(f.ctx, f.event, r.ID, byStaff, registration.ByStaff); err != nil {
			t.Fatal(err)
		}
		delete(want, "other")
		if diff := cmp.Diff(want, f.asked(r)); diff != "" {
			t.Error(diff)
		}
		wrong := signUpInput("wrong@example.jp", "venue")
		wrong.Asks = []models.AccessibilityKind{"helicopter"}
		_, err = f.service.SignUp(f.ctx, f.event, wrong)
		if diff := cmp.Diff(map[string]string{"asks": "field.choice"}, faultsOf(err)); diff != "" {
			t.Error(diff)
		}
	})
}
