package demo

import (
	"math/rand/v2"

	"meguri/app/service/ask"
	"meguri/models"
)

// formQuestions are what a city asks of those who come to a summit. None must be answered by who comes by the API.
func formQuestions() []models.FormQuestion {
	option := func(slug, ja, en string) models.Option { return models.Option{Slug: slug, TextJa: ja, TextEn: en} }
	other := option("other", "その他", "Something else")
	other.Other = true
	none := option("none", "どれにも参加しません", "None of them")
	none.Exclusive = true
	if1 := func(question, value string) models.QuestionSettings {
		return models.QuestionSettings{ShowIf: &models.ShowIf{Question: question, Values: []string{value}}}
	}
	return []models.FormQuestion{
		{
			Slug: "how", Kind: models.QuestionMultiple, TitleJa: "このイベントを何で知りましたか",
			TitleEn: "How did you hear about the event?", Options: []models.Option{
				option("paper", "市政だより", "City newsletter"), option("web", "市のホームページ", "City website"),
				option("sns", "SNS", "Social media"), option("work", "職場や団体からの案内", "At work or in a group"), other,
			},
		},
		{
			Slug: "groups", Kind: models.QuestionMultiple, TitleJa: "参加したい分科会", TitleEn: "Which groups would you like to join?",
			HelpJa: "席の準備の参考にします。当日、変えていただけます。", HelpEn: "It helps us to set out chairs. You can change your mind on the day.",
			Options: []models.Option{
				option("time", "時間のつくりかた", "Finding time"), option("skills", "経験のいかしかた", "Using what you know"),
				option("circulation", "まちの中のめぐり", "How help goes round"), none,
			},
		},
		{
			Slug: "party", Kind: models.QuestionSingle, TitleJa: "交流会（17時から、軽食つき）に参加しますか",
			TitleEn: "Will you come to the get-together (from 5 p.m., with snacks)?", TicketTypes: []string{"venue"},
			Options: []models.Option{option("yes", "参加する", "Yes"), option("no", "参加しない", "No")},
		},
		{
			Slug: "allergy", Kind: models.QuestionShortText, TitleJa: "食べられないもの（アレルギーなど）",
			TitleEn: "Anything you cannot eat (allergies and the like)", TicketTypes: []string{"venue"},
			Settings: if1("party", "yes"),
		},
		{
			Slug: "first", Kind: models.QuestionSingle, TitleJa: "プロボノ（仕事の経験をいかした社会貢献）の経験",
			TitleEn:  "Have you done pro bono work?",
			Settings: models.QuestionSettings{Folded: true}, Options: []models.Option{
				option("never", "はじめて", "This is new to me"), option("some", "1、2回ある", "Once or twice"),
				option("often", "よくしている", "Often"),
			},
		},
		{
			Slug: "ask", Kind: models.QuestionLongText, TitleJa: "登壇者にきいてみたいこと",
			TitleEn: "What would you like to ask the speakers?",
		},
		{
			Slug: "group", Kind: models.QuestionOrganization, TitleJa: "日ごろ活動している団体",
			TitleEn: "A group you are active in", HelpJa: "ない場合は、書かずにお進みください。",
			HelpEn:   "Leave it empty if there is none.",
			Settings: models.QuestionSettings{Folded: true},
		},
		{
			Slug: "post", Kind: models.QuestionAddress, TitleJa: "冊子の送り先（郵送をご希望の方）",
			TitleEn: "Where to post the printed handbook, if you would like one", TicketTypes: []string{"online"},
		},
		{
			Slug: "flyer", Kind: models.QuestionFile, TitleJa: "会場に置く、団体のチラシ",
			TitleEn: "A flyer of your group, to lay out at the venue", TicketTypes: []string{"venue"},
		},
		{
			Slug: "rules", Kind: models.QuestionStatement, TitleJa: "会場には駐輪場がありません。電車・バスでお越しください。",
			TitleEn: "There is no bicycle parking at the venue. Please come by train or bus.", TicketTypes: []string{"venue"},
		},
	}
}

// form gives an event its questions, and answers to some of its people.
func (b *builder) form(e *models.Event) error {
	early, late := e.StartsAt.AddDate(0, 0, -30), e.StartsAt.AddDate(0, 0, -7)
	if err := b.tx.Forms().Save(&models.Form{EventID: e.ID, NeedsUntil: &early, AnswersUntil: &late}); err != nil {
		return err
	}
	return b.tx.Forms().Add(&models.FormVersion{EventID: e.ID, Number: 1, Questions: formQuestions()})
}

// flyer is a small PDF.
const flyer = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" +
	"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// sendFile stores the file that a person sent as an answer.
func (b *builder) sendFile(r *models.Registration) error {
	file := &models.AnswerFile{
		RegistrationID: r.ID, Question: "flyer", EventID: r.EventID, Name: "チラシ.pdf", ContentType: "application/pdf",
		Content: []byte(flyer),
	}
	r.Answers["flyer"], r.FormVersion = file.Name, 1
	if err := b.tx.AnswerFiles().Set(file); err != nil {
		return err
	}
	return b.tx.Registrations().Update(r)
}

// answerForm answers the questions of an event's form for its people, before they are stored.
func (b *builder) answerForm(e *models.Event, list []models.Registration) error {
	asked, err := ask.Read(b.tx.Query, e)
	if err != nil || asked.Number == 0 {
		return err
	}
	for i := range list {
		r, chance := &list[i], rand.New(rand.NewPCG(0, uint64(i))) //nolint:gosec // no secret
		if chance.IntN(4) == 0 {                                   // who registered before there were questions
			continue
		}
		r.FormVersion = asked.Number
		for _, q := range asked.For(r.TicketType.Slug) {
			switch {
			case q.Kind == models.QuestionAddress && i%6 == 0:
				r.Answers[q.Slug] = "210-0007 神奈川県川崎市川崎区駅前本町11-2"
			case q.Kind == models.QuestionOrganization && i%5 == 0:
				r.Answers[q.Slug] = organizations[i%len(organizations)].NameJa
			}
			if len(q.Options) == 0 || chance.IntN(6) == 0 {
				continue
			}
			chosen := q.Options[chance.IntN(len(q.Options))].Slug
			if q.Kind == models.QuestionMultiple {
				chosen = `["` + chosen + `"]`
			}
			r.Answers[q.Slug] = chosen
		}
		if r.Answers["party"] == "yes" && chance.IntN(3) == 0 {
			r.Answers["allergy"] = "えび・かに"
		}
	}
	return nil
}
