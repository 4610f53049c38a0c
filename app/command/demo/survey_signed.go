package demo

import (
	"encoding/json"
	"math/rand/v2"
	"time"

	"meguri/models"
)

// signedSurveys stores a named and a confidential survey, so that each kind can be seen.
func (b *builder) signedSurveys(e *models.Event, attended []models.Registration) error {
	// Numbers of its own: those of the builder make what comes after it.
	before := b.rng
	defer func() { b.rng = before }()
	b.rng = rand.New(rand.NewPCG(2025, 13)) //nolint:gosec // not for secrets
	next := &models.Survey{
		Anonymity: models.SurveyNamed,
		TitleJa:   "次の一歩のご希望", TitleEn: "Your next step",
		IntroJa: "ご希望に合う団体や集まりをご案内します。", IntroEn: "We will point you to groups and meetings that suit you.",
	}
	if err := b.survey(e, next, nextQuestions, attended, 0.35); err != nil {
		return err
	}
	frank := &models.Survey{
		Anonymity: models.SurveyConfidential,
		TitleJa:   "運営についての率直なご意見", TitleEn: "Frankly, about how it was run",
		IntroJa: "次回の運営の見直しに使います。", IntroEn: "We use it to run the next summit better.",
	}
	return b.survey(e, frank, frankQuestions, attended, 0.4)
}

// signed is a response of a named or confidential survey, the n-th of it.
func signed(
	s *models.Survey, r *models.Registration, response *models.Response, n int,
) (models.SignedResponse, error) {
	answers, err := json.Marshal(response.Answers)
	at := s.OpenedAt.Add(time.Duration(n) * 17 * time.Minute)
	return models.SignedResponse{
		SurveyID: s.ID, RegistrationID: r.ID, Anonymity: s.Anonymity, ID: response.ID, Number: int64(n),
		Mode: response.Mode, Locale: response.Locale, Stored: string(answers), AnsweredAt: at, ChangedAt: at,
	}, err
}

var nextQuestions = []models.Question{
	{
		Slug: "join", Kind: models.QuestionSingle, Required: true,
		TitleJa: "プロボノのチームに参加してみたいですか", TitleEn: "Would you like to join a pro bono team?",
		Options: []models.Option{
			{Slug: "soon", TextJa: "すぐにでも", TextEn: "As soon as possible"},
			{Slug: "later", TextJa: "来年度から", TextEn: "From next spring"},
			{Slug: "listen", TextJa: "まず話を聞きたい", TextEn: "I would like to hear more first"},
			{Slug: "no", TextJa: "いまは考えていない", TextEn: "Not for now"},
		},
	},
	{
		Slug: "days", Kind: models.QuestionMultiple, TitleJa: "活動しやすい日", TitleEn: "Days that suit you",
		Options: []models.Option{
			{Slug: "weekday", TextJa: "平日の日中", TextEn: "Weekdays"},
			{Slug: "evening", TextJa: "平日の夜", TextEn: "Weekday evenings"},
			{Slug: "weekend", TextJa: "土日・祝日", TextEn: "Weekends and holidays"},
		},
		Settings: models.QuestionSettings{ShowIf: &models.ShowIf{
			Question: "join", Values: []string{"soon", "later", "listen"},
		}},
	},
	{Slug: "support", Kind: models.QuestionLongText, TitleJa: "必要な支えやご相談", TitleEn: "Support you need"},
}

var frankQuestions = []models.Question{
	{
		Slug: "running", Kind: models.QuestionScale5, Required: true,
		TitleJa: "当日の運営はいかがでしたか（5：とてもよかった）", TitleEn: "How well was the day run? (5: very well)",
	},
	{
		Slug: "mend", Kind: models.QuestionMultiple, TitleJa: "見直してほしいこと", TitleEn: "What should be mended",
		Options: []models.Option{
			{Slug: "entrance", TextJa: "受付", TextEn: "Reception"},
			{Slug: "sound", TextJa: "音声と映像", TextEn: "Sound and picture"},
			{Slug: "time", TextJa: "時間の配分", TextEn: "Timing"},
			{Slug: "guide", TextJa: "事前のご案内", TextEn: "What we sent beforehand"},
		},
	},
	{Slug: "more", Kind: models.QuestionLongText, TitleJa: "そのほか、気づいたこと", TitleEn: "Anything else you noticed"},
}
