package freetext_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"meguri/app/freetext"
	"meguri/app/service/contact"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/app/service/words"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// fixture is an event with a released survey that has texts.
type fixture struct {
	t       *testing.T
	db      *models.DB
	event   *models.Event
	survey  *models.Survey
	service *freetext.Service
	counted int // how often the dictionary was asked
}

const slug = "free"

func newFixture(t *testing.T, db *models.DB, texts ...string) *fixture {
	t.Helper()
	f := &fixture{t: t, db: db, event: modelstest.Summit(t, db, "summit")}
	f.service = freetext.New(db, freetext.Options{Count: func(_ context.Context, r *words.Request) ([]words.Word, error) {
		f.counted++
		return words.Count(r)
	}})
	var stored []models.SurveyText
	for _, text := range texts {
		stored = append(stored, models.SurveyText{Slug: slug, Value: text})
	}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		f.survey = &models.Survey{EventID: f.event.ID, TitleJa: "アンケート", State: models.SurveyClosed}
		if err := tx.Surveys().Create(f.survey); err != nil {
			return err
		}
		q := &models.Question{Slug: slug, Kind: models.QuestionLongText, TitleJa: "ご意見", TitleEn: "Comments"}
		if err := tx.Questions().Add(f.survey, q); err != nil {
			return err
		}
		return tx.Surveys().Release(f.survey, &models.SurveyRelease{Responses: len(texts)}, nil, slices.Clone(stored))
	})
	return f
}

func must[T any](t *testing.T) func(value T, err error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func (f *fixture) page(word string) *freetext.Page {
	f.t.Helper()
	return must[*freetext.Page](f.t)(f.service.Page(f.t.Context(), f.event, f.survey.ID, freetext.View{Word: word}))
}

func (f *fixture) contacts() *freetext.ContactsPage {
	f.t.Helper()
	return must[*freetext.ContactsPage](f.t)(f.service.Contacts(f.t.Context(), f.event, f.survey.ID, slug))
}

func (f *fixture) book() *freetext.Codebook {
	f.t.Helper()
	return must[*freetext.Codebook](f.t)(f.service.Codebook(f.t.Context(), f.event, f.survey.ID, slug, nil))
}

func (f *fixture) addCodes(names ...string) []string {
	f.t.Helper()
	in := &freetext.CodesInput{Question: slug, Names: names, IDs: make([]string, len(names))}
	if err := f.service.SaveCodes(f.t.Context(), f.event, f.survey.ID, in); err != nil {
		f.t.Fatal(err)
	}
	var ids []string
	for _, code := range f.book().Codes {
		ids = append(ids, code.ID)
	}
	return ids
}

func (f *fixture) texts() []models.SurveyText {
	f.t.Helper()
	return must[[]models.SurveyText](f.t)(f.db.Query(f.t.Context()).Surveys().FreeTexts(f.survey, slug, 1000))
}

func (f *fixture) code(coder, text string, codes ...string) {
	f.t.Helper()
	in := &freetext.CodingInput{Question: slug, Texts: []string{text}, Codes: map[string][]string{text: codes}}
	if coder == "" {
		in.Decides = true
	}
	if err := f.service.Save(f.t.Context(), f.event, f.survey.ID, &models.Account{ID: coder}, in); err != nil {
		f.t.Fatal(err)
	}
}

func TestAWordIsReadInItsContext(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db,
			"最初の一歩を踏み出しました。", "ＮＰＯ法人の話を聞いて、踏み出す勇気が出ました", "NPO法人と地域づくりをしたい\n地域づくりは楽しい",
		)
		page := f.page("踏み出す")
		apptest.Equal(t, "texts with the word", page.In, 2)
		keys := []string{page.Lines[0].Key, page.Lines[1].Key}
		slices.Sort(keys)
		apptest.Equal(t, "as it stands there", strings.Join(keys, " "), "踏み出し 踏み出す")
		page = f.page("npo法人")
		apptest.Equal(t, "in both widths", len(page.Lines), 2)
		apptest.Equal(t, "a compound, twice in one text", len(f.page("地域づくり").Lines), 2)
		apptest.Equal(t, "what is no word", f.page("歩を踏").In, 1)
		apptest.Equal(t, "what is nowhere", f.page("存在しない").In, 0)
		apptest.Equal(t, "how often the dictionary was asked", f.counted, 1)
		words := []string{}
		for _, w := range page.Words {
			words = append(words, w.Text)
		}
		if !slices.Contains(words, "地域づくり") || !slices.Contains(words, "一歩") {
			t.Errorf("the words are %q", words)
		}
	})
}

func TestWhileASurveyIsOpenNoTextIsRead(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, "電話は090-1234-5678です")
		open := &models.Survey{EventID: f.event.ID, TitleJa: "受付中", State: models.SurveyOpen}
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Surveys().Create(open) })
		f.survey = open
		page := f.page("電話")
		apptest.Equal(t, "what is shown", page.Question == nil && page.Texts == 0 && len(page.Lines) == 0, true)
		err := f.service.SaveCodes(t.Context(), f.event, open.ID, &freetext.CodesInput{Names: []string{"会場"}})
		apptest.Equal(t, "a codebook", models.CodeOf(err), models.CodeConflict)
		_, err = f.service.Page(t.Context(), f.event, models.NewID(), freetext.View{})
		apptest.Equal(t, "a survey that is none", models.CodeOf(err), models.CodeNotFound)
	})
}

func TestContactsAndNamesAreFoundAndMasked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		clean := "2025年9月20日、10時から12時まで200人が参加。満足度は0から10まで。"
		f := newFixture(t, db,
			"連絡は０９０−１２３４−５６７８か taro@mail.example へ", "詳しくは https://example.org/a?b=1。司会の田中さんがよかった", clean,
			"03-1234-5678 に電話を", "インスタは @meguri_kawasaki です",
		)
		page := f.contacts()
		apptest.Equal(t, "texts to look at", len(page.List), 4)
		found := []string{}
		var first freetext.Flagged
		for _, text := range page.List {
			for _, c := range text.Contacts {
				found = append(found, string(c.Kind)+" "+c.Text)
				if c.Kind == contact.Mail {
					first = text
				}
			}
		}
		slices.Sort(found)
		apptest.Equal(t, "what may lead to a person", strings.Join(found, "\n"), strings.Join([]string{
			"handle @meguri_kawasaki", "mail taro@mail.example", "name 田中さん", "phone 03-1234-5678", "phone ０９０−１２３４−５６７８",
			"url https://example.org/a?b=1",
		}, "\n"))

		in := &freetext.ReviewInput{
			Question: slug, Text: first.ID, Mask: []string{"taro@mail.example", "０９０−１２３４−５６７８"}, Also: "ここにない",
		}
		err := f.service.Review(t.Context(), f.event, f.survey.ID, in)
		apptest.Equal(t, "what is not in the text", models.CodeOf(err), models.CodeInvalid)
		apptest.Equal(t, "nothing half-done", len(f.contacts().List), 4)
		in.Also = "連絡"
		if err := f.service.Review(t.Context(), f.event, f.survey.ID, in); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "left to look at", len(f.contacts().List), 3)
		dump := modelstest.Dump(t, db)["survey_texts"]
		if strings.Contains(dump, "taro@mail") || strings.Contains(dump, "０９０") {
			t.Error("what was masked is still in the database")
		}
		if !strings.Contains(dump, "［伏せました］は［伏せました］か ［伏せました］ へ") {
			t.Errorf("the rest of the text is lost: %s", dump)
		}
		n, ready := 0, false
		for !ready {
			if n, ready, err = f.service.Waiting(t.Context(), f.event, f.survey); err != nil {
				t.Fatal(err)
			}
		}
		apptest.Equal(t, "what the results tell", n, 3)
	})
}

func TestCodesCountByWhatMoreThanHalfGave(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		texts := make([]string, 12)
		for i := range texts {
			texts[i] = "会場が駅から遠い"
		}
		f := newFixture(t, db, texts...)
		codes := f.addCodes("会場", "音声", "")
		apptest.Equal(t, "codes with a name", len(codes), 2)
		list := f.texts()
		for i, text := range list {
			f.code("a", text.ID, codes[0])
			if i < 2 { // they differ
				f.code("b", text.ID, codes[1])
			} else {
				f.code("b", text.ID, codes[i%2])
			}
		}
		book := f.book()
		apptest.Equal(t, "read, by two, people", [3]int{book.Read, book.Twice, book.Coders}, [3]int{12, 12, 2})
		apptest.Equal(t, "texts of which they differ", book.Differ, 7)
		apptest.Equal(t, "what both gave", [2]int{book.Codes[0].N, book.Codes[1].N}, [2]int{5, 0})
		if book.Agreement == nil || book.Agreement.Level() != "low" {
			t.Errorf("the agreement is %+v", book.Agreement)
		}
		me := &models.Account{ID: "a"}
		differing := must[*freetext.CodingPage](t)(
			f.service.CodingPage(t.Context(), f.event, f.survey.ID, slug, me, true))
		apptest.Equal(t, "texts to settle", differing.Left, 7)
		for _, coding := range differing.List {
			f.code("", coding.ID, codes[0])
		}
		book = f.book()
		apptest.Equal(t, "what is settled counts", [2]int{book.Codes[0].N, book.Differ}, [2]int{12, 0})

		bundle := must[*i18n.Bundle](t)(i18n.Load())
		tables := must[[]table.Table](t)(f.service.Tables(t.Context(), f.event, f.survey.ID, bundle.For(i18n.Japanese)))
		rows := 0
		for _, table := range tables {
			for row, err := range table.Rows {
				if err != nil {
					t.Fatal(err)
				}
				for _, cell := range row {
					if text, ok := cell.(string); ok && strings.Contains(text, "駅") {
						t.Error("a text is in the counts")
					}
				}
				rows++
			}
		}
		apptest.Equal(t, "rows of counts and of meanings", rows, 4)

		// A code that is taken away is taken off the texts.
		in := &freetext.CodesInput{Question: slug, IDs: codes, Names: []string{"", "音"}}
		if err := f.service.SaveCodes(t.Context(), f.event, f.survey.ID, in); err != nil {
			t.Fatal(err)
		}
		book = f.book()
		apptest.Equal(t, "codes left", len(book.Codes), 1)
		apptest.Equal(t, "its name", book.Codes[0].Name, "音")
	})
}

func TestACodebookIsCheckedAndLosesNoCode(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, "音声が小さい")
		in := &freetext.CodesInput{Question: slug, Names: []string{"会場", "会場"}}
		err := f.service.SaveCodes(t.Context(), f.event, f.survey.ID, in)
		apptest.Equal(t, "a name twice", models.CodeOf(err), models.CodeInvalid)
		apptest.Equal(t, "nothing is stored", len(f.book().Codes), 0)
		f.addCodes("会場")
		apptest.Equal(t, "two coders who each add one", len(f.addCodes("音声")), 2)
		text := f.texts()[0]
		bad := &freetext.CodingInput{
			Question: slug, Texts: []string{text.ID}, Codes: map[string][]string{text.ID: {models.NewID()}},
		}
		err = f.service.Save(t.Context(), f.event, f.survey.ID, &models.Account{ID: "a"}, bad)
		apptest.Equal(t, "a code that is none", models.CodeOf(err), models.CodeInvalid)
		bad = &freetext.CodingInput{Question: slug, Texts: []string{models.NewID()}}
		err = f.service.Save(t.Context(), f.event, f.survey.ID, &models.Account{ID: "a"}, bad)
		apptest.Equal(t, "a text that is none", models.CodeOf(err), models.CodeInvalid)
	})
}

func TestTheMachineProposesAndAPersonDecides(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db,
			"配信の音声が聞き取りにくかった", "オンラインの音声が途切れて聞こえなかった", "マイクの音量が小さく、声が聞こえない", "音声が小さい", "声が聞こえにくい",
			"看護の現場の話に感動しました", "看護師さんの話がとてもよかった", "病院の看護の話をもっと聞きたい", "医療と看護の話が心に残った", "看護の話をまた聞きたい",
		)
		groups := must[*freetext.GroupsPage](t)(
			f.service.Groups(t.Context(), f.event, f.survey.ID, slug, &models.Account{ID: "a"}))
		if len(groups.Groups) < 2 || len(groups.Codes) > 0 {
			t.Fatalf("the groups are %+v", groups.Groups)
		}
		apptest.Equal(t, "nothing is coded by itself", f.book().Read, 0)
		me := &models.Account{ID: "a"}
		var left []string
		for _, group := range groups.Groups[:2] {
			in := &freetext.GroupInput{Question: slug, Name: strings.Join(group.Words, "")}
			if err := f.service.SaveGroup(t.Context(), f.event, f.survey.ID, me, in); models.CodeOf(err) != models.CodeInvalid {
				t.Errorf("no text is chosen: %v", err)
			}
			for i, text := range group.Texts {
				if i == 0 {
					left = append(left, text.Text)
					continue
				}
				in.Texts = append(in.Texts, text.ID)
			}
			if err := f.service.SaveGroup(t.Context(), f.event, f.survey.ID, me, in); err != nil {
				t.Fatal(err)
			}
		}
		page := must[*freetext.CodingPage](t)(f.service.CodingPage(t.Context(), f.event, f.survey.ID, slug, me, false))
		right := 0
		for _, coding := range page.List {
			for _, choice := range coding.Choices {
				isNurse := strings.Contains(coding.Text, "看護")
				if choice.Given {
					t.Errorf("%s is chosen by the machine", choice.Name)
				}
				if choice.Proposed && isNurse == strings.Contains(choice.Name, "看護") {
					right++
				}
			}
		}
		if right < len(left) {
			t.Errorf("%d of the %d texts left have the right proposal: %+v", right, len(left), page.List)
		}
		other := must[*freetext.CodingPage](t)(
			f.service.CodingPage(t.Context(), f.event, f.survey.ID, slug, &models.Account{ID: "b"}, false))
		for _, coding := range other.List {
			if slices.ContainsFunc(coding.Choices, func(c freetext.Choice) bool { return c.Proposed || c.Given }) {
				t.Error("another coder is told what the first one gave")
			}
		}
	})
}

// A code is told by its name and number alone, from five comments on, of a survey that was released.
func TestACodeOfFiveCommentsIsTold(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(
			t, db, "名簿が三つ", "名簿がない", "名簿が古い", "名簿を探す", "名簿を直す", "会計が一人", "会計が紙",
		)
		codes := f.addCodes("名簿の手間", "会計")
		told := func() []freetext.Told { return must[[]freetext.Told](t)(f.service.Told(t.Context(), f.event)) }
		lists, books := []string{}, []string{}
		for _, text := range f.texts() {
			if strings.HasPrefix(text.Value, "名簿") {
				lists = append(lists, text.ID)
			} else {
				books = append(books, text.ID)
			}
		}
		for _, text := range lists[:4] {
			f.code("a", text, codes[0])
		}
		for _, text := range books {
			f.code("a", text, codes[1])
		}
		if got := told(); len(got) != 0 {
			t.Fatalf("of four: %+v", got)
		}
		f.code("a", lists[4], codes[0])
		got := told()
		if len(got) != 1 || got[0].ID != codes[0] || got[0].Name != "名簿の手間" || got[0].N != 5 {
			t.Fatalf("%+v", got)
		}
		f.code("b", lists[4]) // coders differ: it counts no more
		if got := told(); len(got) != 0 {
			t.Errorf("where coders differ: %+v", got)
		}
	})
}
