package demo

import (
	"errors"
	"strconv"
	"time"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
)

var questions = []models.Question{
	{
		Slug:     "satisfaction",
		Kind:     models.QuestionScale5,
		Required: true,
		TitleJa:  "全体の満足度を教えてください（5：とても満足）",
		TitleEn:  "How satisfied are you overall? (5: very)",
	},
	{
		Slug:     "recommend",
		Kind:     models.QuestionScale10,
		Required: true,
		TitleJa:  "次回の参加を、まわりの方にどのくらいすすめたいですか（10：ぜひ）",
		TitleEn:  "How likely are you to recommend the next one? (10: certainly)",
	},
	{
		Slug:      "experience",
		Kind:      models.QuestionSingle,
		Required:  true,
		Describes: true,
		TitleJa:   "プロボノの経験はありますか",
		TitleEn:   "Have you done pro bono work?",
		Options: []models.Option{
			{Slug: "now", TextJa: "いま活動している", TextEn: "Yes, now"},
			{Slug: "before", TextJa: "以前していた", TextEn: "In the past"},
			{Slug: "interested", TextJa: "まだだが関心がある", TextEn: "Not yet, but interested"},
			{Slug: "helped", TextJa: "支援を受けたことがある", TextEn: "I was helped by it"},
		},
	},
	{
		Slug:    "themes",
		Kind:    models.QuestionMultiple,
		TitleJa: "心に残ったテーマ（いくつでも）",
		TitleEn: "Themes that stayed with you (any number)",
		Options: []models.Option{
			{Slug: "time", TextJa: "プロボノの時間どう捻出？", TextEn: "Where does the time come from?"},
			{Slug: "skill", TextJa: "必要なスキルが足りているか不安", TextEn: "Am I skilled enough?"},
			{Slug: "circle", TextJa: "プロボノの循環", TextEn: "Passing it on"},
		},
	},
	{Slug: "word", Kind: models.QuestionShortText, TitleJa: "今日をひとことで", TitleEn: "Today in one word"},
	{
		Slug:    "next",
		Kind:    models.QuestionLongText,
		TitleJa: "これから続けたいこと、次の一歩に必要な支え",
		TitleEn: "What you will go on with, and what support you need",
	},
}

var (
	shortAnswers = []string{"つながり", "一歩", "循環", "ありがたい", "わくわく", "勇気", "対話", "仲間", "=いつもの自分", "当たり前の力"}
	longAnswers  = []string{
		"ほかの団体の方とつながりたいです。", "毎日していることがスキルだと聞いて、安心して手を挙げられそうです。", "次の一歩を支えてくれる相談先がほしいです。",
		"全国に、そして世界に広がってほしいです。", "支えてもらった経験を、別の団体の方に返していきます。", "月に一度、情報交換の場を続けたいです。",
		"短い時間でできることから始めます。\n家族にも話してみます。", "会場の熱気がオンラインにも伝わりました。",
	}
)

// surveys stores two closed surveys with the answers of a share of those who attended.
func (b *builder) surveys(e *models.Event, attended []models.Registration, share float64) error {
	s := &models.Survey{
		TitleJa: "参加後アンケート", TitleEn: "After the summit",
		IntroJa: "ご参加ありがとうございました。数分で終わります。お名前は集計に使いません。",
		IntroEn: "Thank you for coming. It takes a few minutes. Your name is not part of the results.",
	}
	if err := b.survey(e, s, questions, attended, share); err != nil {
		return err
	}
	if err := b.tx.Surveys().PublishResults(s, s.Release != nil); err != nil {
		return err
	}
	if err := b.survey(e, voicesSurvey(), voiceQuestions, attended, share/2); err != nil {
		return err
	}
	return b.signedSurveys(e, attended)
}

// survey stores a closed survey with the answers of a share of those who attended.
func (b *builder) survey(
	e *models.Event, s *models.Survey, questions []models.Question, attended []models.Registration, share float64,
) error {
	opened, closed := e.EndsAt.Add(10*time.Minute), e.EndsAt.Add(14*24*time.Hour)
	s.EventID, s.State, s.OpensAfterEvent = e.ID, models.SurveyClosed, true
	s.OpenedAt, s.ClosedAt, s.ClosesAt = &opened, &closed, &closed
	if err := b.tx.Surveys().Create(s); err != nil {
		return err
	}
	asked, err := b.questions(s, questions)
	if err != nil {
		return err
	}
	if err := b.responses(s, asked, attended, share); err != nil {
		return err
	}
	s.Questions = asked
	return survey.Release(b.tx, s)
}

func (b *builder) questions(s *models.Survey, questions []models.Question) ([]models.Question, error) {
	rows := make([]models.Question, len(questions))
	for i, q := range questions {
		q.ID, q.SurveyID, q.Position = models.NewID(), s.ID, i
		if q.Options == nil {
			q.Options = []models.Option{}
		}
		rows[i] = q
	}
	return rows, b.tx.InsertRows(rows)
}

// responses stores what a share of those who came answered.
func (b *builder) responses(
	s *models.Survey, asked []models.Question, came []models.Registration, share float64,
) error {
	var invitations []models.SurveyInvitation
	var open []models.OpenInvitation
	var responses []models.Response
	var rows []models.SignedResponse
	for i := range came {
		invitations = append(invitations, models.SurveyInvitation{SurveyID: s.ID, RegistrationID: came[i].ID})
		if b.rng.Float64() >= share {
			open = append(open, models.OpenInvitation{SurveyID: s.ID, RegistrationID: came[i].ID})
			continue
		}
		response := models.Response{
			ID:       models.NewAnonymousID(),
			SurveyID: s.ID,
			Mode:     came[i].TicketType.Mode,
			Locale:   came[i].Locale,
			Answers:  b.answers(asked),
		}
		if s.IsSigned() {
			row, err := signed(s, &came[i], &response, len(rows)+1)
			if err != nil {
				return err
			}
			rows = append(rows, row)
			continue
		}
		responses = append(responses, response)
	}
	// Responses must not be in the order of the invitations.
	b.rng.Shuffle(len(responses), func(i, j int) { responses[i], responses[j] = responses[j], responses[i] })
	if err := errors.Join(b.tx.InsertRows(invitations), b.tx.InsertRows(open), b.tx.InsertRows(rows)); err != nil {
		return err
	}
	return b.tx.Responses().InsertMany(responses)
}

func (b *builder) answers(questions []models.Question) map[string][]string {
	answers := map[string][]string{}
	add := func(q question.Question, value string) { answers[q.Slug] = append(answers[q.Slug], value) }
	for _, q := range survey.Flat(questions) {
		if !q.MayComeFrom(answers) {
			continue
		}
		switch q.Kind {
		case models.QuestionRanking, models.QuestionNumber, models.QuestionDate:
			answers[q.Slug] = b.laterAnswer(q)
		case models.QuestionScale5:
			add(q, strconv.Itoa([]int{5, 5, 5, 4, 4, 4, 4, 3, 3, 2}[b.rng.IntN(10)]))
		case models.QuestionScale10, models.QuestionNPS:
			add(q, strconv.Itoa([]int{10, 10, 9, 9, 8, 8, 8, 7, 6, 5, 3}[b.rng.IntN(11)]))
		case models.QuestionSingle:
			add(q, q.Options[b.rng.IntN(len(q.Options))].Slug)
		case models.QuestionMultiple:
			for _, option := range q.Options {
				if !option.Exclusive && b.rng.IntN(2) == 0 {
					add(q, option.Slug)
				}
			}
		case models.QuestionShortText:
			if b.rng.IntN(2) == 0 {
				add(q, shortAnswers[b.rng.IntN(len(shortAnswers))])
			}
		case models.QuestionLongText:
			if b.rng.IntN(3) == 0 {
				add(q, longAnswers[b.rng.IntN(len(longAnswers))])
			}
		}
	}
	return answers
}
