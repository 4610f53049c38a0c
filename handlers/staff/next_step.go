package staff

import (
	"meguri/app/event"
	"meguri/app/message"
	"meguri/app/service/paths"
	"meguri/models"
)

// step is one thing that staff do for an event. Text, Note and Action are finished texts.
type step struct {
	Text, Note, URL, Action string
	Done                    bool
	// days is how many days before the event it is time for it, later for what can wait and never comes first.
	days int
}

const (
	always = 1 << 16
	later  = -1 << 16

	messageDays, practiceDays, printDays = 14, 7, 3
	// thanksDays is how long after an event people may be thanked.
	thanksDays = 30
)

// add appends a step to a list for who may take it. Its texts are desk.step_<name>, … _note or … _done.
func (d *dashboardDrawing) add(list *[]step, p models.Permission, name string, s step, args ...any) {
	if !d.may(p) {
		return
	}
	key := "desk.step_" + name
	s.Text, s.Action = d.texts.T(key), d.texts.T(key+"_action", args...)
	note := key + "_note"
	if s.Done {
		note = key + "_done"
	}
	s.Note = d.texts.T(note, args...)
	*list = append(*list, s)
}

// steps are what staff do in the phase in which a published event is, in order.
func (d *dashboardDrawing) steps() (list []step) {
	switch {
	case d.event.State != models.EventPublished:
	case d.Ended:
		d.stepsAfter(&list)
	case d.daysLeft() <= 0:
		d.stepsToday(&list)
	default:
		d.stepsBefore(&list)
	}
	return list
}

// split takes the step that comes first out of the list: one whose time has come, else the first to do. It is nil where
// all is done.
func (d *dashboardDrawing) split(list []step) (next *step, others, done []step) {
	at, left := -1, d.daysLeft()
	for i := range list {
		s := &list[i]
		if s.Done || s.days == later {
			continue
		}
		if left <= s.days {
			at = i
			break
		}
		if at < 0 {
			at = i
		}
	}
	for i := range list {
		switch {
		case i == at:
			next = &list[i]
		case list[i].Done:
			done = append(done, list[i])
		default:
			others = append(others, list[i])
		}
	}
	return next, others, done
}

func (d *dashboardDrawing) stepsBefore(list *[]step) {
	people := 0
	for i := range d.Types {
		people += d.Types[i].Taken
	}
	if missing := d.undone(true); len(missing) > 0 {
		d.add(list, models.EditEvent, "required", step{days: always, URL: missing[0].URL}, "names", d.names(missing))
	}
	public := paths.OfEvent(d.event.Slug)
	d.add(list, models.SeeEvent, "share", step{days: always, URL: string(public), Done: people > 0},
		"n", d.texts.Number(people))
	if missing := d.undone(false); len(missing) > 0 {
		d.add(list, models.EditEvent, "recommended", step{URL: missing[0].URL},
			"names", d.names(missing), "first", d.texts.T(missing[0].Key))
	}
	d.stepsOfMessages(list)
	if d.event.HasVenue() {
		practice := step{days: practiceDays, URL: d.to.Reception()}
		printing := step{days: printDays, URL: d.to.RegistrationsPDF()}
		d.add(list, models.Admit, "practice", practice, "day", d.dayBefore(practiceDays))
		d.add(list, models.SeePeople, "print", printing, "day", d.dayBefore(printDays))
	}
	if d.event.HasStream() {
		d.add(list, models.RunRoom, "stream", step{days: printDays, URL: d.to.Live()}, "day", d.dayBefore(printDays))
	}
}

// stepsOfMessages are what staff write before the event, and what is written by itself.
func (d *dashboardDrawing) stepsOfMessages(list *[]step) {
	sent, url, reminds := 0, d.to.NewMessage(), true
	for i := range d.Messages {
		m := &d.Messages[i]
		switch {
		case m.PresetName() == message.PresetDay:
			reminds = m.State != models.MessageOff
		case m.PresetName() != "":
		case m.State == models.MessageDraft:
			url = string(d.to.Message(m.ID))
		default:
			sent++
		}
	}
	d.add(list, models.EditPeople, "message", step{days: messageDays, URL: url, Done: sent > 0},
		"n", d.texts.Number(sent), "day", d.dayBefore(messageDays))
	d.add(list, models.EditPeople, "reminder", step{days: later, URL: d.to.Messages(), Done: reminds})
}

func (d *dashboardDrawing) stepsToday(list *[]step) {
	expected, arrived := 0, 0
	for i := range d.Types {
		expected, arrived = expected+d.Types[i].Expected, arrived+d.Types[i].Arrived
	}
	if d.event.HasVenue() {
		d.add(list, models.Admit, "reception", step{days: always, URL: d.to.Reception()},
			"n", d.texts.Number(arrived), "of", d.texts.Number(expected))
	}
	if d.event.HasStream() {
		d.add(list, models.RunRoom, "room", step{days: always, URL: d.to.Live()}, "n", d.texts.Number(d.OnlineNow))
	}
	d.add(list, models.RunRoom, "voices", step{days: always, URL: d.to.Voices()})
	d.add(list, models.EditPeople, "urgent", step{days: always, URL: d.to.NewMessage()})
}

func (d *dashboardDrawing) stepsAfter(list *[]step) {
	d.stepsOfSurvey(list)
	if d.now.Before(d.event.EndsAt.AddDate(0, 0, thanksDays)) {
		d.add(list, models.EditPeople, "thanks", step{
			URL: string(d.to.Message(message.PresetThanks)), Done: d.thanked(),
		})
	}
	d.add(list, models.EditEvent, "outcome", step{
		URL: d.to.Outcome(), Done: d.event.OutcomeJa+d.event.OutcomeEn != "",
	})
	d.add(list, models.EditEvent, "materials", step{URL: d.to.Materials(), Done: d.Materials > 0},
		"n", d.texts.Number(d.Materials))
	d.add(list, models.EditEvent, "record", step{URL: d.to.Record(), Done: d.HasRecord})
	d.add(list, models.SeePeople, "report", step{days: later, URL: d.to.Statistics()})
}

// thanked reports whether people were written to after the event, or will be by themselves.
func (d *dashboardDrawing) thanked() bool {
	for i := range d.Messages {
		m := &d.Messages[i]
		isThanks := m.PresetName() == message.PresetThanks && m.State != models.MessageOff
		if isThanks || m.StartedAt != nil && m.StartedAt.After(d.event.EndsAt) {
			return true
		}
	}
	return false
}

// stepsOfSurvey follow the survey that was made last.
func (d *dashboardDrawing) stepsOfSurvey(list *[]step) {
	if len(d.Surveys) == 0 {
		d.add(list, models.EditSurvey, "survey", step{URL: d.to.Surveys()})
		return
	}
	s := &d.Surveys[len(d.Surveys)-1]
	to := d.to.Survey(s.ID)
	if s.State == models.SurveyDraft {
		d.add(list, models.EditSurvey, "open", step{URL: string(to)})
		return
	}
	d.add(list, models.SeeResults, "results", step{URL: to.Results(), Done: s.ResultsPublishedAt != nil},
		"n", d.texts.Number(d.Progress.Answered()), "of", d.texts.Number(d.Progress.Invited))
}

// undone lists what the event needs, or had better have, and lacks.
func (d *dashboardDrawing) undone(required bool) (keys []event.ChecklistItem) {
	for _, item := range d.Checklist {
		if item.Required == required && !item.Done {
			keys = append(keys, item)
		}
	}
	return keys
}

func (d *dashboardDrawing) names(items []event.ChecklistItem) string {
	var names []string
	for _, item := range items {
		names = append(names, d.texts.T(item.Key))
	}
	return d.texts.List(names)
}

// dayBefore is the day that lies so many days before the event.
func (d *dashboardDrawing) dayBefore(days int) string {
	return dayLabel(d.texts.Lang, d.event.Local(d.event.StartsAt).AddDate(0, 0, -days))
}
