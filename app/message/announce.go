package message

import (
	"regexp"
	"strings"

	"meguri/app/service/i18n"
	"meguri/models"
	"meguri/models/text"
)

// Announce sends a plain text to all who have a place, of a mode or of all (""): urgently, at any hour. Like every
// message it waits UndoTime first. It returns the message's id. Who calls it has found out that by may write to people.
func (s *Service) Announce(
	tx *models.Tx, by *models.Account, e *models.Event, mode models.Mode, ja, en string,
) (string, error) {
	m := &models.Message{
		ID: models.NewID(), EventID: e.ID, State: models.MessageDraft, AccountID: &by.ID, Urgent: true,
		Audience: models.Audience{State: models.RegistrationConfirmed, Mode: mode},
	}
	m.SubjectJa, m.BodyJa = s.announced(i18n.Japanese, ja)
	m.SubjectEn, m.BodyEn = s.announced(i18n.English, en)
	if err := schedule(tx, m, e, tx.Now.Add(UndoTime)); err != nil {
		return "", err
	}
	// The job names the version with which it is stored: the first one.
	_, err := tx.Messages().Add(m)
	return m.ID, err
}

// announced is a plain text as a message has it, "" and "" for none.
func (s *Service) announced(lang, plain string) (subject, body string) {
	if plain == "" {
		return "", ""
	}
	first, _, _ := strings.Cut(plain, "\n")
	subject = s.texts.For(lang).T("announcement.mail_subject", "text", text.Shorten(first, maxAnnounced))
	return withoutBraces.Replace(subject), literally(plain)
}

// maxAnnounced is how much of its text is the subject of an announcement.
const maxAnnounced = 60

// withoutBraces writes braces so that they are no placeholders.
var withoutBraces = strings.NewReplacer("{", "｛", "}", "｝")

// begins is what a line of Markdown begins with that is no plain line.
var begins = regexp.MustCompile(`^\s*(?:[-+=>#]|\d+[.)])`)

// literally writes a plain text in Markdown: its lines stay, and what it says stays what was typed. Addresses become
// links.
func literally(plain string) string {
	lines := strings.Split(withoutBraces.Replace(plain), "\n")
	for i, line := range lines {
		words := strings.Split(line, " ")
		for j, word := range words {
			if !strings.Contains(word, "://") {
				words[j] = quiet.Replace(word)
			}
		}
		line = strings.Join(words, " ")
		if end := begins.FindStringIndex(line); end != nil {
			line = line[:end[1]-1] + `\` + line[end[1]-1:]
		}
		lines[i] = line
	}
	return strings.Join(lines, "  \n")
}

// quiet escapes what would be Markdown within a line.
var quiet = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "|", `\|`,
	"~", `\~`, "&", `\&`)

// Withdraw keeps back what has not left yet of a message that Announce sends: one that waits becomes a draft.
func (s *Service) Withdraw(tx *models.Tx, e *models.Event, id string) error {
	m, err := tx.Messages().InEvent(e, id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	switch {
	case m.State == models.MessageScheduled:
		m.State, m.SendAt = models.MessageDraft, nil
		return tx.Messages().Save(m, m.Version)
	case m.StoppedAt == nil && !m.Editable():
		_, err = tx.Messages().Stop(m)
	}
	return err
}
