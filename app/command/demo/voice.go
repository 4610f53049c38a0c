package demo

import (
	"math/rand/v2"
	"time"

	"meguri/models"
)

var summitThemes = []models.Theme{
	{Slug: "time", TitleJa: "プロボノの時間、どう捻出する？", TitleEn: "Where does the time come from?"},
	{Slug: "skills", TitleJa: "必要なスキルが足りているか不安", TitleEn: "Am I skilled enough?"},
	{Slug: "circulation", TitleJa: "プロボノの循環", TitleEn: "Passing it on"},
}

// themes stores the themes of a summit. Its voices are open until it is over.
func (b *builder) themes(e *models.Event) error {
	themes := make([]models.Theme, len(summitThemes))
	for i, t := range summitThemes {
		t.ID = models.NewID()
		themes[i] = t
	}
	if err := b.tx.Themes().Replace(e, themes); err != nil {
		return err
	}
	return b.tx.VoiceSettings().Save(&models.VoiceSettings{
		EventID: e.ID, Open: e.EndsAt.After(b.tx.Now), Review: models.ReviewBefore, Naming: models.NamingEither,
	})
}

// said is one voice of the summit. Minute is when, from the start; answer is "-" for one that was answered on stage.
type said struct {
	theme  string
	minute int
	votes  int
	kind   models.PostKind
	text   string
	answer string
}

var summitVoices = []said{
	{"time", 96, 41, models.PostOpinion, "上司に言い出しにくいのが、いちばんの壁です。就業規則に一行あるだけで変わると思います。", "-"},
	{"time", 97, 33, models.PostQuestion, "月に2時間だけ、と先に決めたら3年続きました。みなさんは、どう時間を決めていますか。", ""},
	{
		"time", 98, 28, models.PostQuestion, "子どもが寝てからの1時間しかありません。夜だけでもできる役割はありますか。",
		"あります。資料の読み合わせや、文章の校正は、夜のオンラインで進めています。",
	},
	{"time", 99, 17, models.PostQuestion, "昼休みに30分ずつでもいいのでしょうか。", "はい。30分で区切れる作業に分けるのも、窓口の役目です。"},
	{"time", 101, 12, models.PostOpinion, "夜勤があるので、決まった曜日には出られません。当番を交代できる仕組みがあると助かります。", ""},
	{"time", 103, 9, models.PostOpinion, "家族に「また出かけるの」と言われます。家族も一緒に来られる日があるといいです。", ""},
	{"time", 104, 7, models.PostOpinion, "空いた時間でやろうとすると続きません。先にカレンダーに入れてしまいます。", "-"},
	{"time", 106, 5, models.PostQuestion, "会社に申請すると、評価に響きませんか。", ""},
	{"skills", 122, 31, models.PostQuestion, "専門職ではないのですが、事務の経験だけでも役に立てますか。", "いちばん頼まれるのが、議事録と段取りです。ぜひ来てください。"},
	{"skills", 123, 24, models.PostOpinion, "「当たり前にできること」ほど、自分では気づきません。誰かに言ってもらう場がほしいです。", "-"},
	{
		"skills", 125, 16, models.PostQuestion, "支援を受ける側です。何を頼めるのかがわからないときは、どこから相談すればいいですか。",
		"まず、困っていることをそのままお話しください。頼みごとへの整理は、一緒にします。",
	},
	{"skills", 127, 11, models.PostOpinion, "一人で抱えず、2人組で入ると安心でした。", ""},
	{"skills", 130, 8, models.PostOpinion, "看護の現場では、ITの言葉が難しいです。通訳のような人がいてくれると助かります。", ""},
	{"skills", 132, 4, models.PostQuestion, "途中で力不足だとわかったら、抜けてもいいのでしょうか。", ""},
	{"circulation", 147, 27, models.PostOpinion, "助けてもらった団体が、次は別の団体を助けていました。この流れを見えるようにしたいです。", "-"},
	{"circulation", 149, 19, models.PostQuestion, "学生のうちに参加した人は、卒業したあとも続けていますか。", "昨年の学生8人のうち5人が、いまも月に一度は顔を出しています。"},
	{"circulation", 151, 14, models.PostOpinion, "「ありがとう」がもらえると、次もやろうと思えます。", ""},
	{"circulation", 153, 10, models.PostOpinion, "会社どうしのプロボノ部で、合同の日をつくりませんか。", ""},
	{"circulation", 156, 6, models.PostQuestion, "引っ越しても、オンラインで続けられますか。", ""},
}

// voices stores what was said at the summit by those who were there.
func (b *builder) voices(e *models.Event, there []models.Registration) error {
	themes, err := b.tx.Themes().OfEvent(e)
	if err != nil {
		return err
	}
	byTheme := map[string]*string{}
	for i := range themes {
		byTheme[themes[i].Slug] = &themes[i].ID
	}
	// Numbers of its own: those of the builder make the survey, which comes after it.
	rng := rand.New(rand.NewPCG(2025, 9)) //nolint:gosec // not for secrets
	var posts []models.Post
	var votes []models.PostVote
	var steps []models.PostStep
	for i, s := range summitVoices {
		order := rng.Perm(len(there))
		p := b.post(e, &s, &there[order[0]], i%4 == 1)
		p.ThemeID = byTheme[s.theme]
		steps = append(steps, stepsOf(p, s.answer)...)
		posts = append(posts, *p)
		for _, n := range order[1 : s.votes+1] {
			votes = append(votes, models.PostVote{PostID: p.ID, Voter: b.links.Voter(there[n].ID, p.ID)})
		}
	}
	for _, rows := range []any{posts, steps, votes} {
		if err := b.tx.InsertRows(rows); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) post(e *models.Event, s *said, author *models.Registration, named bool) *models.Post {
	at := e.StartsAt.Add(time.Duration(s.minute) * time.Minute)
	p := &models.Post{
		ID: models.NewID(), EventID: e.ID, RequestID: models.HashSecret(models.NewSecret()),
		Author: b.links.Author(author.ID, named), Kind: s.kind, Text: s.text, Mode: author.TicketType.Mode,
		State: models.PostPublished, Votes: s.votes, Version: 2, CreatedAt: at, UpdatedAt: at,
	}
	if named {
		p.RegistrationID = &author.ID
	}
	if s.answer != "" {
		answered := at.Add(answerAfter)
		p.AnsweredAt = &answered
	}
	return p
}

const answerAfter = 6 * time.Minute

// stepsOf are the steps of a voice with an answer, "" for none.
func stepsOf(p *models.Post, answer string) []models.PostStep {
	steps := []models.PostStep{step(p, models.StepReceived, 0, ""), step(p, models.StepPublished, time.Minute, "")}
	switch answer {
	case "":
		return steps
	case "-":
		answer = ""
	}
	return append(steps, step(p, models.StepAnswered, answerAfter, answer))
}

func step(p *models.Post, kind models.PostStepKind, after time.Duration, text string) models.PostStep {
	return models.PostStep{ID: models.NewID(), PostID: p.ID, Kind: kind, Text: text, CreatedAt: p.CreatedAt.Add(after)}
}
