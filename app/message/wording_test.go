package message_test

import (
	"errors"
	"strings"
	"testing"

	"meguri/app/message"
	"meguri/app/registration"
	"meguri/models"
)

// withKinds adds the kinds of mail of registrations to those of messages.
func withKinds(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	each(t, func(t *testing.T, f *fixture) {
		f.addKinds(new(registration.Service).MailKinds())
		test(t, f)
	})
}

func (f *fixture) wording(kind string) *message.WordingPage {
	f.t.Helper()
	page, err := f.messages.WordingPage(f.t.Context(), f.event, kind, "ja", message.Shown{})
	must(f.t, err)
	return page
}

func TestAMailOfTheProgramSaysWhatStaffPutInItsPlace(t *testing.T) {
	withKinds(t, func(t *testing.T, f *fixture) {
		const kind = registration.MailConfirmed
		page := f.wording(kind)
		if !strings.Contains(page.Input.BodyJa, "{name} 様") || !strings.Contains(page.Input.SubjectEn, "{event}") {
			t.Errorf("our text: %+v", page.Input)
		}
		must(t, f.messages.SaveWording(t.Context(), f.event, kind, page.Input))
		equal(t, "own words after saving ours", len(f.wording(kind).Own), 0)

		in := *page.Input
		in.SubjectJa, in.BodyJa = "お待ちしています：{event}", "｛name｝さん\n\n**{place}** でお会いしましょう。"
		must(t, f.messages.SaveWording(t.Context(), f.event, kind, &in))
		equal(t, "own words", f.wording(kind).Own, []string{"ja"})
		made, err := f.messages.PreviewWording(t.Context(), f.event, kind, message.Shown{Lang: "ja"})
		must(t, err)
		for _, part := range []string{"さん", "<strong>", "専用ページを開く", "/r/••••", "お手続きに応じて自動で"} {
			if !strings.Contains(made.HTML, part) {
				t.Errorf("the mail lacks %q: %s", part, made.HTML)
			}
		}
		english, err := f.messages.PreviewWording(t.Context(), f.event, kind, message.Shown{Lang: "en"})
		must(t, err)
		if strings.Contains(english.Subject, "お待ち") || english.Subject == "" {
			t.Errorf("the other language: %s", english.Subject)
		}

		must(t, f.messages.RestoreWording(t.Context(), f.event, kind))
		equal(t, "after restoring", f.wording(kind).Input, page.Input)
	})
}

func TestAWordingKeepsWhatItsMailIsFor(t *testing.T) {
	withKinds(t, func(t *testing.T, f *fixture) {
		faults := func(kind string, change func(in *message.WordingInput)) map[string]string {
			in := *f.wording(kind).Input
			change(&in)
			err := f.messages.SaveWording(t.Context(), f.event, kind, &in)
			var known *models.Error
			if !errors.As(err, &known) {
				return nil
			}
			return known.Fields
		}
		waiting := faults(registration.MailWaitlisted, func(in *message.WordingInput) { in.BodyEn = "Wait, {name}." })
		equal(t, "without the position", waiting, map[string]string{"body_en": "message.placeholder_needed"})
		unknown := faults(registration.MailConfirmed, func(in *message.WordingInput) { in.BodyJa = "{position}" })
		equal(t, "what another kind tells", unknown, map[string]string{"body_ja": "message.placeholder_unknown"})
		// It goes to the former address, which must not get the new link.
		secret := faults(registration.MailMoved, func(in *message.WordingInput) { in.BodyJa = "{ticket_link}" })
		equal(t, "a secret for somebody else", secret, map[string]string{"body_ja": "message.placeholder_unknown"})
		empty := faults(registration.MailConfirmed, func(in *message.WordingInput) { in.SubjectJa = " " })
		equal(t, "without a subject", empty, map[string]string{"subject_ja": "field.required"})
		_, err := f.messages.WordingPage(t.Context(), f.event, message.MailMessage, "ja", message.Shown{})
		equal(t, "what is no text of ours", models.CodeOf(err), models.CodeNotFound)
	})
}
