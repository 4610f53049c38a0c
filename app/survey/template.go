package survey

import (
	"context"
	"slices"
	"strconv"

	"meguri/app/service/question"
	"meguri/models"
)

// Template is a set of questions that staff add by one button.
type Template string

// The templates.
const (
	TemplateSatisfaction Template = "satisfaction"
	TemplateNPS          Template = "nps"
	TemplateText         Template = "text"
	TemplateSessions     Template = "sessions" // a row for each published session
	TemplateSpeakers     Template = "speakers" // a row for each speaker
	TemplateBefore       Template = "before"   // before the event
)

// Templates are all of them in the order in which they are offered.
var Templates = []Template{
	TemplateSatisfaction, TemplateNPS, TemplateText, TemplateSessions, TemplateSpeakers, TemplateBefore,
}

// templateQuestion is a question of a template: its words are those of the key, its options the keys that follow.
type templateQuestion struct {
	kind    models.QuestionKind
	key     string
	options []string
}

var templateQuestions = map[Template][]templateQuestion{
	TemplateSatisfaction: {
		{models.QuestionScale5, "sheet.t_overall", []string{"sheet.t_low", "sheet.t_high"}},
		{models.QuestionScale5, "sheet.t_content", []string{"sheet.t_low", "sheet.t_high"}},
		{models.QuestionScale5, "sheet.t_running", []string{"sheet.t_low", "sheet.t_high"}},
	},
	TemplateNPS: {{models.QuestionNPS, "sheet.t_nps", nil}},
	TemplateText: {
		{models.QuestionLongText, "sheet.t_good", nil},
		{models.QuestionLongText, "sheet.t_next", nil},
	},
	TemplateBefore: {
		{models.QuestionMultiple, "sheet.t_aim", []string{
			"sheet.t_aim_learn", "sheet.t_aim_meet", "sheet.t_aim_talk", "sheet.t_aim_work", "sheet.t_aim_other",
		}},
		{models.QuestionLongText, "sheet.t_hope", nil},
		{models.QuestionLongText, "sheet.t_need", nil},
	},
}

// AddTemplate adds the rows of a template, which are not stored yet. It reports whether there are any: an event without
// a published agenda has no sessions and no speakers. Staff who may edit surveys call it.
func (s *Writing) AddTemplate(
	ctx context.Context, event *models.Event, name Template, in *QuestionsInput,
) (bool, error) {
	list, err := s.rowsOf(templateQuestions[name]), error(nil)
	switch name {
	case TemplateSessions:
		list, err = s.sessionRows(s.db.Query(ctx), event)
	case TemplateSpeakers:
		list, err = s.speakerRows(s.db.Query(ctx), event)
	}
	in.Rows = append(in.Rows, list...)
	return len(list) > 0, err
}

func (s wording) rowsOf(template []templateQuestion) (list []QuestionRowInput) {
	for _, q := range template {
		row := QuestionRowInput{ID: models.NewID(), Input: question.Input{Kind: q.kind}}
		row.TitleJa, row.TitleEn = s.both(q.key)
		for _, key := range q.options {
			ja, en := s.both(key)
			if row.lines() == question.EndLines {
				row.EndsJa, row.EndsEn = append(row.EndsJa, ja), append(row.EndsEn, en)
				continue
			}
			row.addOption(ja, en)
			if key == "sheet.t_aim_other" {
				row.OptionRoles[len(row.OptionRoles)-1] = "other"
			}
		}
		list = append(list, row)
	}
	return list
}

func (row *QuestionRowInput) addOption(ja, en string) {
	row.OptionSlugs, row.OptionRoles = append(row.OptionSlugs, ""), append(row.OptionRoles, "")
	row.OptionsJa, row.OptionsEn = append(row.OptionsJa, ja), append(row.OptionsEn, en)
	row.OptionPlaces = append(row.OptionPlaces, strconv.Itoa(len(row.OptionSlugs)))
}

// sessionRows are tables with a row for each session that is no break and takes place.
func (s *Writing) sessionRows(q *models.Query, event *models.Event) ([]QuestionRowInput, error) {
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return nil, err
	}
	var names [][2]string
	for i := range sessions {
		if session := &sessions[i]; session.HasPage() && session.CancelledAt == nil {
			names = append(names, [2]string{pick(session.TitleJa, session.TitleEn), session.TitleEn})
		}
	}
	return s.tables("sheet.t_sessions", names), nil
}

// speakerRows are tables with a row for each speaker.
func (s *Writing) speakerRows(q *models.Query, event *models.Event) ([]QuestionRowInput, error) {
	speakers, err := q.Speakers().OfEvent(event)
	if err != nil {
		return nil, err
	}
	var names [][2]string
	for i := range speakers {
		names = append(names, [2]string{pick(speakers[i].NameJa, speakers[i].NameEn), speakers[i].NameEn})
	}
	return s.tables("sheet.t_speakers", names), nil
}

// tables are as many tables as the names need, each with words at its ends.
func (s wording) tables(title string, names [][2]string) (list []QuestionRowInput) {
	for part := range slices.Chunk(names, question.MaxOptions) {
		row := s.rowsOf([]templateQuestion{{models.QuestionMatrix, title, nil}})[0]
		for _, key := range []string{"sheet.t_low", "sheet.t_high"} {
			ja, en := s.both(key)
			row.EndsJa, row.EndsEn = append(row.EndsJa, ja), append(row.EndsEn, en)
		}
		for _, name := range part {
			row.addOption(name[0], name[1])
		}
		list = append(list, row)
	}
	return list
}
