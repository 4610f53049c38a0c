package program

import (
	"context"

	"meguri/app/poll"
	"meguri/app/promise"
	"meguri/app/service/anonymity"
	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/app/summary"
	"meguri/app/voice"
	"meguri/models"
)

// ownPart returns a function that finds what a person said at an event, for their summary.
func ownPart(voices *voice.Service, polls *poll.Service, promises *promise.Service) summary.Own {
	return func(
		ctx context.Context, texts *i18n.Localizer, event *models.Event, r *models.Registration,
	) (*pdf.OwnPart, error) {
		part := &pdf.OwnPart{}
		own, _, err := voices.OwnPage(ctx, event, r)
		if err != nil {
			return nil, err
		}
		for i := range own {
			if v := &own[i]; v.State == models.PostPublished || v.State == models.PostMerged {
				part.Voices = append(part.Voices, ownVoice(texts, v))
			}
		}
		asked, err := polls.Page(ctx, event, r, "")
		if err != nil {
			return nil, err
		}
		for i := len(asked.Past) - 1; i >= 0; i-- {
			if p := &asked.Past[i]; p.Answered && p.Result.Answers >= anonymity.K {
				part.Polls = append(part.Polls, pollResult(texts, p))
			}
		}
		promised, err := promises.OwnPage(ctx, event, r)
		if err != nil {
			return nil, err
		}
		if promised.Promise != nil {
			if part.Sealed = promised.Promise.Sealed; !part.Sealed {
				part.Promise = promised.Text
			}
		}
		return part, nil
	}
}

// ownVoice is a voice with what became of it, or of the one that stands for it.
func ownVoice(texts *i18n.Localizer, v *voice.Voice) pdf.OwnVoice {
	said := pdf.OwnVoice{Text: v.Text}
	shown := v
	if v.Into != nil {
		shown = v.Into
		said.Note = texts.T("voice.into", "count", shown.Merged, "votes", shown.Votes)
	} else {
		said.Note = texts.T("voice.next_published", "count", shown.Votes)
	}
	for _, a := range shown.Answers() {
		by := texts.T("voice.answer_of_staff")
		if a.Who != "" {
			by = texts.T("voice.answer_of", "name", a.Who)
		}
		said.Answers = append(said.Answers, pdf.OwnAnswer{By: by, Text: a.Text})
	}
	switch {
	case shown.AnsweredAt != nil && len(said.Answers) == 0:
		said.Note += "　" + texts.T("voice.answered_on_stage")
	case v.Left:
		said.Note += "　" + texts.T("voice.left_open")
	}
	return said
}

// mostWordsOnPaper is how many words of a poll have room.
const mostWordsOnPaper = 8

func pollResult(texts *i18n.Localizer, p *poll.Shown) pdf.Result {
	r := pdf.Result{
		Question: texts.Pick(p.TitleJa, p.TitleEn), Responses: p.Result.Answers, Mean: p.Result.Mean,
		HasMean: p.Result.HasMean, Points: p.Result.Ranked,
	}
	for _, b := range p.Result.Bars {
		r.Bars = append(r.Bars, pdf.Bar{Label: texts.Pick(b.LabelJa, b.LabelEn), Count: b.Count})
	}
	for _, w := range p.Result.Words[:min(len(p.Result.Words), mostWordsOnPaper)] {
		r.Bars = append(r.Bars, pdf.Bar{Label: w.Text, Count: w.Count})
	}
	return r
}

// certified returns a function that reports whether there is a certificate for a registration.
func certified(summaries *summary.Service) func(context.Context, *models.Event, *models.Registration) (bool, error) {
	return func(ctx context.Context, e *models.Event, r *models.Registration) (bool, error) {
		state, err := summaries.CertificateState(ctx, e, r)
		if err != nil {
			return false, err
		}
		return state.Lacks == nil, nil
	}
}
