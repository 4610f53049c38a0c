package demo

import (
	"strings"

	"meguri/models"
)

// demoWishes are what people wrote in the form after the summit.
var demoWishes = []models.Wish{
	{
		Name: "生田 いくみ（デモ）", Email: "ikumi@mail.example", Help: "写真の撮り方なら、休みの日に1時間ほどお手伝いできます。",
		Learn: "話し合いの進め方を、実際の活動の中で学びたいです。", MayBeAsked: true,
	},
	{
		Name: "菅野 すげの（デモ）", Email: "sugeno@mail.example",
		Need: "町内会の回覧板を、だれが見たか分かるようにしたいです。\n紙のままでは、ひと月かかります。", MayBeAsked: true,
	},
	{
		Name: "平間 ひらり（デモ）", Email: "hirari@mail.example", Help: "会社で議事録を毎週書いています。", MayBeAsked: true,
	},
}

// summitCodes are the codes of what people wrote about the next step, each with words that its comments have.
var summitCodes = []struct{ name, words string }{
	{"団体どうしの定期的な情報交換", "情報交換"}, {"一歩を支える相談先", "相談先"},
}

// wishes are what people wished after the summit, and the codes that staff gave to the comments of its survey: both are
// there to become needs.
func (b *builder) wishes() error {
	e, err := b.tx.Events().BySlug("summit-2025")
	if err != nil {
		return err
	}
	for _, w := range demoWishes {
		w.OrganizationID, w.EventID, w.EmailKey, w.Locale = e.OrganizationID, e.ID, w.Email, "ja"
		if err := b.wish(&w); err != nil {
			return err
		}
	}
	surveys, err := b.tx.Surveys().OfEvent(e)
	if err != nil {
		return err
	}
	for i := range surveys {
		if surveys[i].TitleJa == "参加後アンケート" {
			return b.textCodes(&surveys[i])
		}
	}
	return nil
}

func (b *builder) wish(w *models.Wish) error {
	if err := b.tx.Wishes().Add(w); err != nil {
		return err
	}
	if w.Need != "" {
		title, _, _ := strings.Cut(w.Need, "\n")
		n := &models.Need{
			OrganizationID: w.OrganizationID, EventID: &w.EventID, Source: models.NeedByWish, Title: title, Trouble: w.Need,
			ContactName: w.Name, ContactEmail: w.Email, ContactKey: w.EmailKey,
		}
		if err := b.tx.Needs().Create(n); err != nil {
			return err
		}
		w.NeedID, w.NeedVersion = &n.ID, n.Version
	}
	return b.tx.Wishes().Confirm(w)
}

func (b *builder) textCodes(s *models.Survey) error {
	const question = "next"
	codes := make([]models.TextCode, len(summitCodes))
	for i, code := range summitCodes {
		codes[i].Name = code.name
	}
	if err := b.tx.TextCodings().SaveCodes(s, question, codes); err != nil {
		return err
	}
	texts, err := b.tx.Surveys().FreeTexts(s, question, 1000)
	if err != nil {
		return err
	}
	var given []models.TextCoding
	for _, text := range texts {
		coding := models.TextCoding{SurveyID: s.ID, Slug: question, TextID: text.ID, CoderID: models.DecidedTogether}
		for i, code := range summitCodes {
			if strings.Contains(text.Value, code.words) {
				coding.Codes = append(coding.Codes, codes[i].ID)
			}
		}
		given = append(given, coding)
	}
	return b.tx.TextCodings().Save(given)
}
