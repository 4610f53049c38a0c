package kit

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/kit"
	"meguri/models"
)

const (
	mostMessages = 100
	fewestRunes  = 3 // of a name in one word, of a place
)

// build writes the parts of an event that were chosen, as they are: see hide.
func build(q *models.Query, e *models.Event, parts []string) (*kit.Kit, error) {
	k := &kit.Kit{Version: kit.Version, Event: eventOf(e)}
	for _, part := range []struct {
		name string
		add  func(q *models.Query, e *models.Event, k *kit.Kit) error
	}{
		{kit.PartAgenda, addAgenda}, {kit.PartForm, addForm}, {kit.PartSurveys, addSurveys},
		{kit.PartMessages, addMessages}, {kit.PartRules, addRules},
	} {
		if !slices.Contains(parts, part.name) {
			continue
		}
		if err := part.add(q, e, k); err != nil {
			return nil, err
		}
	}
	return k, nil
}

func eventOf(e *models.Event) kit.Event {
	return kit.Event{
		TitleJa: e.TitleJa, TitleEn: e.TitleEn, SummaryJa: e.SummaryJa, SummaryEn: e.SummaryEn,
		DescriptionJa: e.DescriptionJa, DescriptionEn: e.DescriptionEn, AudienceJa: e.AudienceJa, AudienceEn: e.AudienceEn,
		SupportJa: e.SupportJa, SupportEn: e.SupportEn, BringJa: e.BringJa, BringEn: e.BringEn,
		TimeZone: e.Zone().String(), StartsAt: e.Local(e.StartsAt).Format("15:04"), Minutes: minutes(e, e.StartsAt, e.EndsAt),
	}
}

// minutes lie between two times on the event's clock.
func minutes(e *models.Event, from, to time.Time) int {
	return int(models.WallClock(e.Local(to)).Sub(models.WallClock(e.Local(from))) / time.Minute)
}

// addAgenda adds the sessions that take place. Rooms have numbers in place of their names, which are those of a place.
func addAgenda(q *models.Query, e *models.Event, k *kit.Kit) error {
	sessions, err := q.Sessions().OfEvent(e)
	rooms := map[string]string{}
	for i := range sessions {
		s := &sessions[i]
		if s.CancelledAt != nil {
			continue
		}
		session := kit.Session{
			From: minutes(e, e.StartsAt, s.StartsAt), Minutes: minutes(e, s.StartsAt, s.EndsAt), Kind: string(s.Kind),
			Language: s.Language, TitleJa: s.TitleJa, TitleEn: s.TitleEn, DescriptionJa: s.DescriptionJa,
			DescriptionEn: s.DescriptionEn,
		}
		if s.Room != nil {
			if rooms[s.Room.ID] == "" {
				rooms[s.Room.ID] = roomName + strconv.Itoa(len(rooms)+1)
			}
			session.Room = rooms[s.Room.ID]
		}
		if s.Track != nil {
			session.Track = cmp.Or(s.Track.NameJa, s.Track.NameEn)
		}
		k.Agenda = append(k.Agenda, session)
	}
	return err
}

// roomName is what rooms are called until who copies the kit gives them names.
const roomName = "部屋"

func addForm(q *models.Query, e *models.Event, k *kit.Kit) error {
	latest, err := q.Forms().Latest(e)
	if err == nil {
		k.Form = latest.Questions
	}
	return err
}

func addSurveys(q *models.Query, e *models.Event, k *kit.Kit) error {
	surveys, err := q.Surveys().OfEvent(e)
	for i := range surveys {
		s := &surveys[i]
		survey := kit.Survey{
			TitleJa: s.TitleJa, TitleEn: s.TitleEn, IntroJa: s.IntroJa, IntroEn: s.IntroEn, Anonymity: string(s.Anonymity),
			OpensAfterEvent: s.OpensAfterEvent, Questions: []kit.Question{},
		}
		for _, asked := range s.Questions {
			question := kit.Question{Describes: asked.Describes, FormQuestion: models.FormQuestion{
				Slug: asked.Slug, Kind: asked.Kind, Required: asked.Required, TitleJa: asked.TitleJa, TitleEn: asked.TitleEn,
				HelpJa: asked.HelpJa, HelpEn: asked.HelpEn, Options: asked.Options, Settings: asked.Settings,
			}}
			survey.Questions = append(survey.Questions, question)
		}
		k.Surveys = append(k.Surveys, survey)
	}
	return err
}

// addMessages adds messages to groups of people, but none to people who were chosen or searched for by name, and what
// the event says in mails in place of the program's texts.
func addMessages(q *models.Query, e *models.Event, k *kit.Kit) error {
	messages, err := q.Messages().OfEvent(e, mostMessages)
	if err != nil {
		return err
	}
	for i := range messages {
		m := &messages[i]
		to := m.Audience
		if to.Chosen || to.Query != "" || to.Organization != "" || len(to.Answers) > 0 || len(to.TagIDs) > 0 {
			continue
		}
		k.Messages = append(k.Messages, kit.Message{
			SubjectJa: m.SubjectJa, SubjectEn: m.SubjectEn, BodyJa: m.BodyJa, BodyEn: m.BodyEn, State: string(to.State),
			Mode: string(to.Mode), Attended: string(to.Attended), News: m.News,
		})
	}
	worded, err := q.Mails().Wordings(e)
	slices.SortFunc(worded, func(a, b models.MailWording) int { return cmp.Compare(a.Kind, b.Kind) })
	for _, w := range worded {
		if n := len(k.Wordings); n == 0 || k.Wordings[n-1].Kind != w.Kind {
			k.Wordings = append(k.Wordings, kit.Wording{Kind: w.Kind})
		}
		last := &k.Wordings[len(k.Wordings)-1]
		if w.Lang == "en" {
			last.SubjectEn, last.BodyEn = w.Subject, w.Body
		} else {
			last.SubjectJa, last.BodyJa = w.Subject, w.Body
		}
	}
	return err
}

func addRules(q *models.Query, e *models.Event, k *kit.Kit) error {
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	consents, err := q.ConsentTexts().OfEvent(e)
	if err != nil {
		return err
	}
	waiting, err := q.WaitingList().Rules(e.ID)
	if err != nil {
		return err
	}
	rules := &kit.Rules{
		ConfirmHours: e.ConfirmHours, AddressLimit: e.AddressLimit, AsksPhoto: e.AsksPhoto, AsksGuardian: e.AsksGuardian,
		QuietFrom: e.QuietFrom, QuietUntil: e.QuietUntil, MailPause: e.MailPause, MailCap: e.MailCap,
		UntilHours: waiting.UntilHours, ReplyHours: waiting.ReplyHours,
	}
	for i := range types {
		t := &types[i]
		rules.TicketTypes = append(rules.TicketTypes, kit.TicketType{
			Slug: t.Slug, NameJa: t.NameJa, NameEn: t.NameEn, Mode: string(t.Mode), Capacity: t.Capacity,
			ByLottery: t.ByLottery, Approval: t.Approval,
		})
	}
	for _, c := range consents {
		rules.Consents = append(rules.Consents, kit.Consent{
			Slug: c.Slug, Required: c.Required, TextJa: c.TextJa, TextEn: c.TextEn,
		})
	}
	k.Rules = rules
	return nil
}
