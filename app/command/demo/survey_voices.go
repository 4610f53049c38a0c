package demo

import (
	"strconv"

	"meguri/app/service/question"
	"meguri/models"
)

// voicesSurvey is the survey that has every kind of question that the other one has not, on two pages.
func voicesSurvey() *models.Survey {
	return &models.Survey{
		TitleJa: "企画ごとの感想", TitleEn: "Session by session",
		IntroJa: "それぞれの時間のことを、もう少しくわしく教えてください。", IntroEn: "Please tell us a little more of each session.",
	}
}

var voiceQuestions = []models.Question{
	{Slug: "today", Kind: models.QuestionSection, TitleJa: "今日のこと", TitleEn: "Today"},
	{
		Slug: "sessions", Kind: models.QuestionMatrix, TitleJa: "それぞれの時間はいかがでしたか", TitleEn: "How was each session?",
		Options: []models.Option{
			{Slug: "opening", TextJa: "開会と基調講演", TextEn: "Opening and keynote"},
			{Slug: "talks", TextJa: "テーマ別の対話", TextEn: "Talks by theme"},
			{Slug: "closing", TextJa: "ふりかえりと閉会", TextEn: "Looking back and closing"},
		},
		Settings: models.QuestionSettings{Ends: []models.Option{
			{Slug: "1", TextJa: "不満", TextEn: "dissatisfied"}, {Slug: "5", TextJa: "満足", TextEn: "satisfied"},
		}},
	},
	{
		Slug: "nps", Kind: models.QuestionNPS, Required: true, TitleJa: "このサミットを、知り合いにすすめますか",
		TitleEn: "How likely are you to recommend the summit to a friend?",
	},
	{
		Slug: "reason", Kind: models.QuestionLongText, TitleJa: "もの足りなかったのは、どんなところですか",
		TitleEn: "What was missing?", Settings: models.QuestionSettings{ShowIf: &models.ShowIf{
			Question: "nps", Values: []string{"0", "1", "2", "3", "4", "5", "6", "7"},
		}},
	},
	{
		Slug: "later", Kind: models.QuestionSection, TitleJa: "これからのこと", TitleEn: "From here on",
		HelpJa: "あと少しです。", HelpEn: "Nearly done.",
	},
	{
		Slug: "wish", Kind: models.QuestionMultiple, TitleJa: "やってみたいこと", TitleEn: "What would you like to do?",
		Options: []models.Option{
			{Slug: "join", TextJa: "プロボノに参加する", TextEn: "Join a project"},
			{Slug: "host", TextJa: "支援を受ける", TextEn: "Get support"},
			{Slug: "talk", TextJa: "話す場をひらく", TextEn: "Hold a talk"},
			{Slug: "other", TextJa: "その他", TextEn: "Other", Other: true},
			{Slug: "nothing", TextJa: "いまは特にない", TextEn: "Nothing for now", Exclusive: true},
		},
		Settings: models.QuestionSettings{Limit: 3, Shuffled: true},
	},
	{
		Slug: "matters", Kind: models.QuestionRanking, TitleJa: "参加を決めるとき大切なこと", TitleEn: "What matters when you decide to come",
		Options: []models.Option{
			{Slug: "theme", TextJa: "テーマ", TextEn: "Theme"}, {Slug: "people", TextJa: "来る人", TextEn: "Who comes"},
			{Slug: "day", TextJa: "日時", TextEn: "Day and time"}, {Slug: "place", TextJa: "場所", TextEn: "Place"},
		},
	},
	{
		Slug: "area", Kind: models.QuestionSingle, TitleJa: "お住まい", TitleEn: "Where you live", Describes: true,
		Options: []models.Option{
			{Slug: "north", TextJa: "市の北部", TextEn: "North of the city"},
			{Slug: "south", TextJa: "市の南部", TextEn: "South of the city"},
			{Slug: "elsewhere", TextJa: "市外", TextEn: "Elsewhere"},
		},
		Settings: models.QuestionSettings{Folded: true},
	},
	{
		Slug: "years", Kind: models.QuestionNumber, TitleJa: "地域の活動は何年目ですか", TitleEn: "For how many years have you been active?",
		Settings: models.QuestionSettings{Least: "0", Most: "80", UnitJa: "年", UnitEn: "years"},
	},
	{Slug: "free", Kind: models.QuestionDate, TitleJa: "次に集まりやすい日", TitleEn: "A day that would suit you next"},
	{
		Slug: "thanks", Kind: models.QuestionStatement, TitleJa: "ここまでありがとうございました。", TitleEn: "Thank you for coming this far.",
		HelpJa: "回答は、次回の企画づくりに使います。", HelpEn: "We plan the next summit with your answers.",
	},
}

// laterAnswer is an answer to a question of the kinds that only the second survey has.
func (b *builder) laterAnswer(q question.Question) []string {
	switch q.Kind {
	case models.QuestionRanking:
		var list []string
		for _, i := range b.rng.Perm(len(q.Options))[:2+b.rng.IntN(3)] {
			list = append(list, q.Options[i].Slug)
		}
		return list
	case models.QuestionNumber:
		return []string{strconv.Itoa(b.rng.IntN(4) + b.rng.IntN(b.rng.IntN(24)+1))}
	default:
		day := b.tx.Now.In(b.zone).AddDate(0, 0, 7*(1+b.rng.IntN(10)))
		return []string{day.Format("2006-01-02")}
	}
}
